"""Tables for spreadsheets: CSV as ``site.yml`` asks for it, each with its CSVW description."""

import csv
import io
import json
from collections.abc import Iterator

from publisher.publish.index import Index
from publisher.publish.settings import Column, Table
from publisher.publish.wording import Wording
from publisher.rdf import IRI, RDF, Literal, Term

SEPARATOR = " | "


def write_table(table: Table, index: Index, wording: Wording) -> bytes:
    """Return a table as CSV (RFC 4180), a row for each member of its class, sorted by IRI; many values share a cell.

    A cell that a spreadsheet would take for a formula is led in by an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for subject in sorted((iri for iri in index.facts if index.is_a(iri, table.type)), key=lambda iri: iri.value):
        writer.writerow([_cell(subject, column, index, wording) for column in table.columns])
    return text.getvalue().encode()


def _cell(subject: IRI, column: Column, index: Index, wording: Wording) -> str:
    terms: list[Term] = [subject]
    for step in column.steps:
        terms = [value for term in terms if isinstance(term, IRI) for value in _follow(term, step.property, index, back=step.back)]
    texts = dict.fromkeys(_text(term, wording, names=column.names) for term in terms)
    return _inert(SEPARATOR.join(sorted(texts) if len(texts) > 1 else texts))


def _follow(term: IRI, name: IRI, index: Index, *, back: bool) -> Iterator[Term]:
    if name == RDF.type and not back:
        yield from index.leaf_types(term)
    else:
        yield from index.subjects(name, term) if back else index.objects(term, name)


def _text(term: Term, wording: Wording, *, names: bool) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, IRI):
        return wording.label(term) if names else term.value
    return ""


def _inert(text: str) -> str:
    """Keep a spreadsheet from running a cell.

    >>> _inert("=1+1"), _inert("-5"), _inert("Peru")
    ("'=1+1", '-5', 'Peru')

    """
    is_number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else text


def write_metadata(table: Table, base: str, licence: str) -> bytes:
    """Return the CSVW description of a table (Metadata Vocabulary for Tabular Data, 5)."""
    columns = []
    for column in table.columns:
        body: dict[str, object] = {"name": column.name, "titles": column.name.replace("_", " "), "datatype": "string"}
        if not column.steps and not column.names:
            body |= {"datatype": "anyURI", "required": True}
        if column.steps:
            body |= (
                {"separator": SEPARATOR, "propertyUrl": column.steps[0].property.value}
                if not column.steps[0].back
                else {"separator": SEPARATOR}
            )
        columns.append(body)
    schema = {"columns": columns, "primaryKey": next((c.name for c in table.columns if not c.steps and not c.names), columns[0]["name"])}
    document = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{base}dumps/{table.name}.csv",
        "dc:title": table.title,
        "dc:license": {"@id": licence},
        "dialect": {"lineTerminators": ["\r\n"]},
        "tableSchema": schema,
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
