"""A query's answer as an HTML table, written in the worker: text only, every term escaped."""

from html import escape
from itertools import islice
from typing import IO, Final

from publisher.rdf import IRI, Literal
from publisher.rdf.store import Answer

MAX_ROWS: Final = 1000


def write_table(answer: Answer, out: IO[bytes], site: str) -> None:
    """Write the first rows of an answer; when there are more, say so plainly. IRIs under ``site`` link into this server."""
    columns, rows = answer.rows()
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    out.write(f'<table class="results"><thead><tr>{head}</tr></thead>\n<tbody>\n'.encode())
    count = 0
    for row in islice(rows, MAX_ROWS):
        count += 1
        cells = "".join(f"<td>{_cell(term, site)}</td>" for term in row)
        out.write(f"<tr>{cells}</tr>\n".encode())
    rest = next(rows, None)
    words = f"{count} {'row' if count == 1 else 'rows'}."
    if rest is not None:
        words = f"The first {MAX_ROWS} rows of more. Choose another format for all of them."
    out.write(f"</tbody></table>\n<p>{words}</p>\n".encode())


def _cell(term: object, site: str) -> str:
    if term is None:
        return ""
    if isinstance(term, IRI):
        return _link(term.value, site)
    if isinstance(term, Literal):
        language = f' lang="{escape(term.language)}"' if term.language else ""
        return f'<span dir="auto"{language}>{escape(term.value)}</span>'
    return escape(str(term).lower() if isinstance(term, bool) else str(term))


def _link(iri: str, site: str) -> str:
    if site and iri.startswith(site) and not iri.startswith("/", len(site)):  # two slashes would lead to another host
        return f'<a href="/{escape(iri[len(site) :])}">{escape(iri[len(site) :] or iri)}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="nofollow noreferrer">{escape(iri)}</a>'
    return escape(iri)
