"""The SPARQL 1.1 Service Description of this endpoint, made from the table of formats and what the store holds."""

from collections.abc import Iterator
from typing import Final

from publisher.rdf import IRI, RDF, SD, VOID, XSD, Literal, Triple
from publisher.rdf.formats import BINDINGS_FORMATS, GRAPH_FORMATS, Format, convert
from publisher.rdf.serialize import write_turtle
from publisher.rdf.store import StoreSummary

PREFIXES: Final = {"sd": str(SD), "void": str(VOID), "xsd": str(XSD), "format": "http://www.w3.org/ns/formats/"}


def describe_service(endpoint: str, summary: StoreSummary, offer: Format) -> bytes:
    """Write the description in a format of the table.

    ``endpoint`` is the address the client used. The names of the graphs are listed, their sizes are not: a query tells them.
    """
    turtle = write_turtle(_triples(endpoint, summary), PREFIXES, endpoint)
    return turtle if offer.name == "turtle" else convert(turtle, "turtle", offer.name, endpoint)


def _triples(endpoint: str, summary: StoreSummary) -> Iterator[Triple]:
    service = IRI(endpoint)
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, service)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    for row in (*BINDINGS_FORMATS, *GRAPH_FORMATS):
        yield Triple(service, SD.resultFormat, IRI(row.iri))
    if summary.is_counted:
        yield Triple(service, SD.feature, SD.UnionDefaultGraph)
        yield from _dataset(service, summary)


def _dataset(service: IRI, summary: StoreSummary) -> Iterator[Triple]:
    endpoint = service.value
    dataset, default = IRI(endpoint + "#dataset"), IRI(endpoint + "#default-graph")
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    yield Triple(default, VOID.triples, Literal(str(summary.triples), datatype=XSD.integer))
    for number, name in enumerate(summary.graphs, start=1):
        graph = IRI(f"{endpoint}#graph-{number}")
        yield Triple(dataset, SD.namedGraph, graph)
        yield Triple(graph, RDF.type, SD.NamedGraph)
        yield Triple(graph, SD.name, IRI(name))
