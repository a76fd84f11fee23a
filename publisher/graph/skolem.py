"""Names for blank nodes: each becomes an IRI made of what it says, so that published data have none (RDF 1.1 Concepts, 3.5)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from publisher.errors import DomainError
from publisher.rdf import IRI, BlankNode, Literal, Triple

Object = IRI | Literal | BlankNode | Triple


def skolemize(triples: Iterable[Triple], prefix: str) -> list[Triple]:
    """Replace each blank node by ``prefix`` and twelve hex digits of its content; two that say the same become one.

    Raises:
        DomainError: D305 when blank nodes form a ring, for then none has a content of its own.

    """
    triples = list(triples)
    held: dict[BlankNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            held[triple.subject].append(triple)
    names: dict[BlankNode, IRI] = {}

    def name(node: BlankNode, path: frozenset[BlankNode]) -> IRI:
        if node in path:
            raise DomainError("D305", "blank nodes that refer to each other in a ring", remedy="give one of them an IRI")
        if node not in names:
            content = sorted(f"{triple.predicate} {named(triple.object, path | {node})}" for triple in held[node])
            names[node] = IRI(prefix + hashlib.sha256("\n".join(content).encode()).hexdigest()[:12])
        return names[node]

    def named(term: Object, path: frozenset[BlankNode] = frozenset()) -> Object:
        return name(term, path) if isinstance(term, BlankNode) else term

    out = []
    for triple in triples:
        subject = name(triple.subject, frozenset()) if isinstance(triple.subject, BlankNode) else triple.subject
        out.append(Triple(subject, triple.predicate, named(triple.object)))
    return out
