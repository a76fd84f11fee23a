"""Names for blank nodes: each becomes an IRI made of what it says, so that published data have none (RDF 1.1 Concepts, 3.5)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from publisher.errors import DomainError
from publisher.rdf import IRI, BlankNode, Term, Triple


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

    def name(term: Term, path: frozenset[BlankNode] = frozenset()) -> Term:
        if not isinstance(term, BlankNode):
            return term
        if term in path:
            raise DomainError("D305", "blank nodes that refer to each other in a ring", remedy="give one of them an IRI")
        if term not in names:
            content = sorted(f"{triple.predicate} {name(_term(triple), path | {term})}" for triple in held[term])
            names[term] = IRI(prefix + hashlib.sha256("\n".join(content).encode()).hexdigest()[:12])
        return names[term]

    return [Triple(name(triple.subject), triple.predicate, name(_term(triple))) for triple in triples]


def _term(triple: Triple) -> Term:
    if isinstance(triple.object, Triple):
        raise DomainError("D305", "a triple term, which the published formats cannot all hold", remedy="state it as a triple")
    return triple.object
