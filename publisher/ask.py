"""Questions to a release without a server, answered from the dump that was published: SPARQL, and why it says what it says."""

import io
from collections.abc import Iterator
from pathlib import Path

from publisher.domain import Domain
from publisher.errors import ServeError, UsageError
from publisher.graph import Explanation, explain
from publisher.rdf import IRI, Store, Term, Triple
from publisher.rdf.formats import OFFERS, find_format
from publisher.rdf.store import Answer, Query, evaluate, open_union_store
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


def ask(public: Path, query: str, domain: Domain) -> Answer:
    """Ask a query of the release; it sees the union of all graphs unless it names some, and fetches nothing.

    The prefixes of the domain need no declaration, relative IRIs are below its base.

    Raises:
        UsageError: U106 when it is no query that can be answered here, U107 when there is no release.

    """
    words = scan(query)
    if words.refused:
        raise UsageError(
            "U106", f"{words.refused} is not answered here", remedy="ask a SELECT, CONSTRUCT, ASK or DESCRIBE of the release alone"
        )
    store = _open(public)
    # All on the first line: the lines of an error stay those of the query as given.
    prologue = "".join(f"PREFIX {name}: <{space}> " for name, space in sorted(domain.prefixes.items()))
    try:
        return evaluate(store, Query(prologue + query, domain.base, (), (), words.makes_blank_nodes))
    except SyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise UsageError("U106", f"is no SPARQL: {reason}", file="query", line=error.lineno, remedy="correct it there") from error


def explain_thing(public: Path, name: str, domain: Domain) -> Explanation:
    """Explain what the release says of a thing, named by its IRI, by a prefixed name, or by its path below the base.

    Raises:
        UsageError: U107 when there is no release, U108 when it says nothing of the thing.

    """
    iri = _iri(name, domain)
    found = explain(_open(public), iri, domain)
    if found is None:
        raise UsageError(
            "U108", f"{iri.value} is not described in this release", file=public, remedy="see `orepact query` for what there is"
        )
    return found


def _iri(name: str, domain: Domain) -> IRI:
    prefix, colon, local = name.partition(":")
    space = domain.prefixes.get(prefix) if colon else domain.base
    given = space + (local if colon else name) if space is not None else name
    try:
        return IRI(given.removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise UsageError("U108", f"{name} is no IRI", remedy="give it in full, or its path below the base") from error


def _open(public: Path) -> Store:
    dump = find_dump(public)
    try:
        return open_union_store([dump])
    except ServeError as error:
        raise UsageError("U107", f"is damaged: {error.message}", file=dump, remedy="run `orepact publish` again") from error


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
