"""Namespaces of the vocabularies that every published dataset reuses."""

from typing import Final

from pyoxigraph import NamedNode
from typing_extensions import override


class Namespace(str):
    """An IRI prefix that makes terms by attribute or by item.

    >>> SKOS.prefLabel.value
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    >>> Namespace("https://example.org/")["a-b"].value
    'https://example.org/a-b'
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> NamedNode:
        """Make the term of that local name."""
        if name.startswith("__"):
            raise AttributeError(name)
        return NamedNode(str(self) + name)

    @override
    def __getitem__(self, name: object) -> NamedNode:  # type: ignore[override]  # a namespace is indexed by name
        """Make the term of that local name, for names that are no Python identifiers."""
        return NamedNode(str(self) + str(name))


ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA: Final = Namespace("https://schema.org/")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VANN: Final = Namespace("http://purl.org/vocab/vann/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
