"""RDF terms, quads, files and stores: the only door to pyoxigraph.

Everything above this floor speaks of IRI, Literal, Triple and Quad, the words of RDF 1.1, and never of an engine.
"""

from pyoxigraph import BlankNode, DefaultGraph, Literal, Quad, QueryTriples, Store, Triple
from pyoxigraph import NamedNode as IRI

from publisher.rdf.namespaces import (
    ADMS,
    DCAT,
    DCTERMS,
    FOAF,
    OA,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SD,
    SH,
    SKOS,
    SPDX,
    VANN,
    VOID,
    XSD,
    Namespace,
)

Term = IRI | Literal | BlankNode

__all__ = [
    "ADMS",
    "DCAT",
    "DCTERMS",
    "FOAF",
    "IRI",
    "OA",
    "ORG",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SD",
    "SH",
    "SKOS",
    "SPDX",
    "VANN",
    "VOID",
    "XSD",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "Namespace",
    "Quad",
    "QueryTriples",
    "Store",
    "Term",
    "Triple",
]
