"""Questions to a release without a server: a SPARQL query, read only, of the dump that was published."""

import io
from collections.abc import Iterator
from pathlib import Path

from publisher.errors import UsageError
from publisher.rdf import Term, Triple
from publisher.rdf.formats import OFFERS, find_format
from publisher.rdf.store import Answer, DatasetClause, evaluate, open_memory_store
from publisher.serve.scanner import scan


def find_dump(public: Path) -> Path:
    """Return the N-Quads dump of a release.

    Raises:
        UsageError: U107 when there is none.

    """
    dumps = sorted((public / "dumps").glob("*.nq.gz"))
    if not dumps:
        raise UsageError("U107", "holds no release", file=public, remedy="run `orepact publish` first, or name its folder with --public")
    return dumps[0]


def ask(public: Path, query: str, base: str) -> Answer:
    """Ask a query of the release; it sees the union of all graphs unless it names some, and fetches nothing.

    Raises:
        UsageError: U106 when it is no query that can be answered here, U107 when there is no release.

    """
    words = scan(query)
    if words.refused:
        raise UsageError("U106", f"{words.refused} is not answered here", remedy="ask a SELECT, CONSTRUCT, ASK or DESCRIBE of the release alone")
    store = open_memory_store([find_dump(public)])
    try:
        return evaluate(
            store, query, base, DatasetClause(), names_dataset=words.names_dataset, number_blank_nodes=words.makes_blank_nodes
        )
    except SyntaxError as error:
        raise UsageError("U106", f"the query is no SPARQL: {error.msg}", line=error.lineno, remedy="correct it there") from error


def answer_bytes(answer: Answer, name: str) -> bytes:
    """Return an answer in a format by its name.

    Raises:
        UsageError: U106 when the format is not one for this kind of answer.

    """
    form = find_format(name, OFFERS[answer.kind])
    if form is None or form.engine is None:
        names = ", ".join(offer.name for offer in OFFERS[answer.kind])
        raise UsageError("U106", f"{name} is no format for {answer.kind}", remedy=f"choose of {names}, as far as --format has it")
    out = io.BytesIO()
    answer.write(out, form.engine)
    return out.getvalue()


def answer_rows(answer: Answer) -> tuple[list[str], Iterator[list[str]]]:
    """Return the columns and rows of an answer as people read them: IRIs and literals without their quotes."""
    columns, rows = answer.rows()
    return columns, ([_cell(term) for term in row] for row in rows)


def _cell(term: Term | Triple | bool | None) -> str:  # noqa: FBT001 - the answer of an ASK is a truth value
    if term is None:
        return ""
    return str(term).lower() if isinstance(term, bool) else str(getattr(term, "value", term))
