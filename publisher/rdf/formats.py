"""The formats in which RDF and query results travel: one table, read by negotiation, descriptions and the command line alike.

A new format is one more row. Order is the server's order of preference: among what a client accepts equally, the first row wins.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, serialize

from publisher.rdf.xml import reserved, writing_xml


class Kind(StrEnum):
    """What a query can answer with (SPARQL 1.1 Query Language, 16)."""

    BINDINGS = "bindings"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write RDF or query results.

    ``name`` is what ``format=`` takes, ``media`` what is sent as Content-Type, ``accepts`` the other media types that mean the same to a client.
    """

    name: str
    media: str
    accepts: tuple[str, ...]
    suffix: str
    iri: str
    engine: RdfFormat | QueryResultsFormat | None
    charset: bool = False

    @property
    def content_type(self) -> str:
        """Return the value of Content-Type, with the charset where the media type has one."""
        return f"{self.media}; charset=utf-8" if self.charset else self.media


_FORMATS_IRI: Final = "http://www.w3.org/ns/formats/"

HTML: Final = Format("html", "text/html", ("application/xhtml+xml",), ".html", "http://www.w3.org/1999/xhtml", None, charset=True)

GRAPH_FORMATS: Final = (
    Format("turtle", "text/turtle", ("application/x-turtle", "text/n3"), ".ttl", _FORMATS_IRI + "Turtle", RdfFormat.TURTLE, charset=True),
    Format("jsonld", "application/ld+json", ("application/json",), ".jsonld", _FORMATS_IRI + "JSON-LD", RdfFormat.JSON_LD),
    Format("ntriples", "application/n-triples", ("text/plain",), ".nt", _FORMATS_IRI + "N-Triples", RdfFormat.N_TRIPLES),
    Format("nquads", "application/n-quads", ("text/x-nquads",), ".nq", _FORMATS_IRI + "N-Quads", RdfFormat.N_QUADS),
    Format("trig", "application/trig", ("application/x-trig",), ".trig", _FORMATS_IRI + "TriG", RdfFormat.TRIG),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ".rdf", _FORMATS_IRI + "RDF_XML", RdfFormat.RDF_XML),
)

BINDINGS_FORMATS: Final = (
    Format(
        "json",
        "application/sparql-results+json",
        ("application/json", "text/json"),
        ".srj",
        _FORMATS_IRI + "SPARQL_Results_JSON",
        QueryResultsFormat.JSON,
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        ".srx",
        _FORMATS_IRI + "SPARQL_Results_XML",
        QueryResultsFormat.XML,
    ),
    Format("csv", "text/csv", (), ".csv", _FORMATS_IRI + "SPARQL_Results_CSV", QueryResultsFormat.CSV, charset=True),
    Format("tsv", "text/tab-separated-values", (), ".tsv", _FORMATS_IRI + "SPARQL_Results_TSV", QueryResultsFormat.TSV, charset=True),
)

OFFERS: Final = {Kind.BINDINGS: BINDINGS_FORMATS, Kind.BOOLEAN: BINDINGS_FORMATS, Kind.GRAPH: GRAPH_FORMATS}

_FAMILY: Final = {"json": "jsonld", "xml": "rdfxml"}
_SHORT: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "nq": "nquads",
    "n3": "turtle",
    "rdf": "rdfxml",
    "json-ld": "jsonld",
    "srj": "json",
    "srx": "xml",
}


def find_format(word: str, offers: tuple[Format, ...]) -> Format | None:
    """Find the format that ``format=`` names: by name, by suffix or by media type; None when the offers lack it.

    >>> find_format("ttl", GRAPH_FORMATS).media
    'text/turtle'
    >>> find_format("json", GRAPH_FORMATS).media, find_format("json", BINDINGS_FORMATS).media
    ('application/ld+json', 'application/sparql-results+json')
    >>> find_format("csv", GRAPH_FORMATS) is None
    True

    """
    name = word.strip().lower()
    names = (name, _SHORT.get(name, name), _FAMILY.get(name, name))
    return next((offer for offer in offers if offer.name in names or offer.media == name), None)


def convert(data: bytes, source: str, target: str, base: str | None = None) -> bytes:
    r"""Write the same triples in another format; ``source`` and ``target`` are names of the table, lines keep their order.

    Raises:
        SyntaxError: when the data is not in the source format.
        NotXmlError: when the target is RDF/XML, which cannot say all of it.

    >>> convert(b"<http://e/a> <http://e/b> <http://e/c> .", "ntriples", "nquads")
    b'<http://e/a> <http://e/b> <http://e/c> .\n'

    """
    engines = {row.name: row.engine for row in GRAPH_FORMATS if isinstance(row.engine, RdfFormat)}
    triples = (quad.triple for quad in parse(data, engines[source], base_iri=base))
    written = io.BytesIO()
    write_triples(triples, written, engines[target])
    return written.getvalue()


def write_triples(triples: Iterable[Triple], out: IO[bytes], engine: RdfFormat) -> None:
    """Serialise triples into a binary file.

    Raises:
        NotXmlError: when RDF/XML cannot say all of it; what came before may be in the file.

    """
    try:
        serialize(triples, writing_xml(out, engine), format=engine)
    except OSError as error:
        raise reserved(error) or error from None
