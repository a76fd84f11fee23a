"""Writing RDF text that is the same, byte for byte, for the same triples.

Order is fixed here (subject, type first, predicate, object, all by code point), spelling is left to the engine; every
document begins with the same prefix block. Neighbours: ``jsonld`` writes the same triples as JSON-LD.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, serialize

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def sort_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples once each, by subject, then type first, then predicate, then object.

    >>> a, b, t = NamedNode("x:a"), NamedNode("x:b"), NamedNode(TYPE)
    >>> [str(x.predicate.value) for x in sort_triples([Triple(a, b, b), Triple(a, t, b), Triple(a, b, b)])] == [TYPE, "x:b"]
    True

    """
    return sorted(set(triples), key=_triple_key)


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads once each, by graph, then in the order of ``sort_triples``."""
    return sorted(set(quads), key=lambda quad: (str(quad.graph_name), *_triple_key(quad)))


def _triple_key(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject).rstrip(">"), predicate != TYPE, predicate, str(triple.object)


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str], base: str, first: NamedNode | None = None) -> bytes:
    """Write sorted Turtle with ``@base`` and the whole prefix block, so that documents differ only where they say different things.

    The subject ``first`` comes before the others. IRIs below the base are relative, never prefixed.

    >>> print(write_turtle([Triple(NamedNode("x:/a"), NamedNode("y:b"), NamedNode("x:/c"))], {"y": "y:"}, "x:/").decode())
    @base <x:/> .
    @prefix y: <y:> .
    <BLANKLINE>
    <a> y:b <c> .
    <BLANKLINE>

    """
    ordered = sort_triples(triples)
    if first is not None:
        ordered.sort(key=lambda triple: triple.subject != first)
    return _with_block(ordered, RdfFormat.TURTLE, prefixes, base)


def write_trig(quads: Iterable[Quad], prefixes: Mapping[str, str], base: str) -> bytes:
    """Write sorted TriG with the same prefix block as Turtle."""
    return _with_block(sort_quads(quads), RdfFormat.TRIG, prefixes, base)


def write_ntriples(triples: Iterable[Triple]) -> bytes:
    """Write canonical N-Triples in the order of the lines: the canonical form of a graph without blank nodes (RDFC-1.0)."""
    return _sorted_lines(_written(set(triples), RdfFormat.N_TRIPLES))


def write_nquads(quads: Iterable[Quad]) -> bytes:
    """Write canonical N-Quads in the order of the lines: the canonical form of a dataset without blank nodes (RDFC-1.0)."""
    return _sorted_lines(_written(set(quads), RdfFormat.N_QUADS))


def _written(
    statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat, prefixes: Mapping[str, str] | None = None, base: str | None = None
) -> bytes:
    written = serialize(statements, format=form, prefixes=dict(prefixes or {}), base_iri=base)
    return written or b""


def _sorted_lines(data: bytes) -> bytes:
    return b"".join(sorted(data.splitlines(keepends=True)))


def _with_block(statements: list[Triple] | list[Quad], form: RdfFormat, prefixes: Mapping[str, str], base: str) -> bytes:
    """Replace the engine's header, which shortens prefix IRIs against the base, by one that people can read."""
    used = {name: space for name, space in prefixes.items() if space != base}
    body = _written(statements, form, used, base).split(b"\n", 1 + len(used))[-1]
    block = [f"@base <{base}> .", *(f"@prefix {name}: <{used[name]}> ." for name in sorted(used))]
    return "\n".join(block).encode() + b"\n\n" + body.replace(b" .\n", b" .\n\n").rstrip(b"\n") + b"\n"


def name_blank_nodes(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples with the blank node labels of RDFC-1.0: the same for the same graph, whatever labels it was read with.

    >>> from pyoxigraph import BlankNode, Literal
    >>> [t] = name_blank_nodes([Triple(BlankNode("x"), NamedNode("x:p"), Literal("v"))])
    >>> t.subject.value
    'c14n0'

    """
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sort_triples(quad.triple for quad in dataset)
