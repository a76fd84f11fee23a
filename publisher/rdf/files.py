"""Parsing RDF text into triples and quads."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse


def parse_turtle(data: bytes, base: str) -> list[Triple]:
    """Parse Turtle; blank nodes get fresh labels.

    Raises:
        SyntaxError: with the line, when the text is no Turtle (RDF 1.1 Turtle, 6).

    >>> [t] = parse_turtle(b"<a> <b> <c> .", "https://example.org/")
    >>> t.object.value
    'https://example.org/c'

    """
    return [quad.triple for quad in parse(data, RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True)]


def parse_ntriples(data: bytes) -> list[Triple]:
    r"""Parse N-Triples.

    Raises:
        SyntaxError: with the line, when the text is none (RDF 1.1 N-Triples, 3).

    >>> [t] = parse_ntriples(b"<x:a> <x:b> <x:c> .\n")
    >>> t.object.value
    'x:c'

    """
    return [quad.triple for quad in parse(data, RdfFormat.N_TRIPLES)]


def parse_nquads(lines: Iterable[bytes]) -> list[Quad]:
    r"""Parse lines of N-Quads.

    Raises:
        SyntaxError: when a line is none (RDF 1.1 N-Quads, 4).

    >>> [q] = parse_nquads([b"<x:a> <x:b> <x:c> <x:g> .\n"])
    >>> q.graph_name.value
    'x:g'

    """
    return list(parse(b"".join(lines), RdfFormat.N_QUADS))


def expand(curie: str, prefixes: dict[str, str]) -> NamedNode:
    """Expand a CURIE.

    Raises:
        KeyError: when the prefix is not declared.

    >>> expand("ex:a", {"ex": "https://example.org/"}).value
    'https://example.org/a'

    """
    prefix, _, name = curie.partition(":")
    return NamedNode(prefixes[prefix] + name)
