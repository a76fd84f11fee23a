"""What follows from the facts: the domain's numbered CONSTRUCT rules, run over all graphs until nothing new comes."""

from collections.abc import Iterable
from typing import Final

from publisher.domain import Domain, InferenceRule
from publisher.errors import DomainError
from publisher.rdf import IRI, BlankNode, Quad, QueryTriples, Store, Triple

MOST_ROUNDS: Final = 20


def infer(quads: Iterable[Quad], domain: Domain, graph: IRI) -> list[Quad]:
    """Return the quads that the rules add, in ``graph``; what is stated already is not repeated.

    The rules run in the order of their names, each over everything stated and inferred before it; the whole round is repeated
    until it adds nothing, so a rule may rest on a later one.

    Raises:
        DomainError: D306 for a rule that is no CONSTRUCT or makes blank nodes; D307 when the rounds do not come to an end.

    """
    if not domain.rules:
        return []
    store = Store()
    store.bulk_extend(quads)
    added: list[Quad] = []
    for _ in range(MOST_ROUNDS):
        before = len(added)
        for rule in domain.rules:
            fresh = [
                Quad(triple.subject, triple.predicate, triple.object, graph)
                for triple in sorted(construct(rule, store, domain), key=str)
                if not _is_known(triple, store)
            ]
            store.extend(fresh)
            added.extend(fresh)
        if len(added) == before:
            return added
    remedy = "a rule makes new IRIs out of those it made: let it start from facts only"
    raise DomainError("D307", f"still adds triples after {MOST_ROUNDS} rounds", file=domain.root / "ontology" / "rules", remedy=remedy)


def construct(rule: InferenceRule, store: Store, domain: Domain) -> set[Triple]:
    """Return what one rule concludes from all graphs of a store.

    Raises:
        DomainError: D306 for a rule that is no CONSTRUCT or makes blank nodes.

    """
    file = domain.root / "ontology" / "rules" / f"{rule.name}.rq"
    try:
        found = store.query(rule.query, base_iri=domain.base, prefixes=domain.prefixes, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise DomainError("D306", f"is no SPARQL: {error}", file=file, remedy="mend the query") from error
    triples = set(found) if isinstance(found, QueryTriples) else None
    if triples is None or any(BlankNode in {type(triple.subject), type(triple.object)} for triple in triples):
        raise DomainError("D306", "is no CONSTRUCT without blank nodes", file=file, remedy="name new nodes with IRI(CONCAT(…))")
    return triples


def _is_known(triple: Triple, store: Store) -> bool:
    return next(iter(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)), None) is not None
