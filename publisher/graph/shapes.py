"""The shapes of a domain, prepared once: core constraints for the SHACL engine, queries for the SPARQL engine.

Preparing changes the form and not the meaning: a property shape that hangs on a shape with targets takes over these targets
(SHACL, 2.1.3: any shape may have them), so that the engine judges all focus nodes in one go instead of one by one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.graph.constraints import TARGETS, Constraint, read_constraints
from publisher.rdf import IRI, RDF, RDFS, SH, BlankNode, Term, Triple

WIDE = "dataset"


@dataclass(frozen=True, slots=True)
class Shapes:
    """``core`` are triples without queries, ``local`` the queries that one part can answer, ``wide`` those that need all data.

    ``classes`` are the subclass triples that targets and ``sh:class`` follow, ``text`` is the property that holds an article's text here.
    """

    core: tuple[Triple, ...]
    local: tuple[Constraint, ...]
    wide: tuple[Constraint, ...]
    classes: tuple[Triple, ...]
    text: IRI


def prepare_shapes(domain: Domain) -> Shapes:
    """Read and prepare the shapes of a domain; ``shapes/dataset.ttl`` holds the constraints on the dataset as a whole.

    Raises:
        DomainError: D102 for a file that is no Turtle, D321 for a message without a code.

    """
    files = domain.load_shapes()
    everything = [triple for triples in files.values() for triple in triples]
    wide = {triple.subject for triple in files.get(WIDE, ()) if triple.predicate == SH.sparql}
    queries = [triple for triple in everything if triple.predicate == SH.sparql]
    others = [triple for triple in everything if triple.predicate != SH.sparql]
    return Shapes(
        core=hoist(others),
        local=read_constraints([*others, *(q for q in queries if q.subject not in wide)], domain.superclasses),
        wide=read_constraints([*others, *(q for q in queries if q.subject in wide)], domain.superclasses),
        classes=tuple(
            Triple(low, RDFS.subClassOf, high)
            for low, above in domain.superclasses.items()
            for high in sorted(above, key=str)
            if high != low
        ),
        text=domain.namespace.fullText,
    )


def hoist(triples: list[Triple]) -> tuple[Triple, ...]:
    """Give property shapes the targets of the shapes they hang on; a closed shape keeps the list of properties it allows."""
    index = _index(triples)
    holders: dict[Term, list[Term]] = defaultdict(list)
    for (shape, predicate), children in index.items():
        if predicate == SH.property:
            for child in children:
                holders[child].append(shape)
    free = {child for child, shapes in holders.items() if all(_targets(shape, index) for shape in shapes)}
    closed = {shape for shape, predicate in index if predicate == SH.closed}
    kept = [t for t in triples if not (t.predicate == SH.property and t.object in free)]
    kept = [t for t in kept if not (t.predicate == SH.ignoredProperties and t.subject in closed)]
    for child in free:
        if not _is_bare(child, index):
            kept.extend(Triple(child, kind, target) for shape in holders[child] for kind, target in _targets(shape, index))  # type: ignore[arg-type]
    for shape in closed:
        kept.extend(_ignoring(shape, index))
    return tuple(kept)


def _index(triples: list[Triple]) -> dict[tuple[Term, IRI], list[Term]]:
    index: dict[tuple[Term, IRI], list[Term]] = defaultdict(list)
    for triple in triples:
        index[triple.subject, triple.predicate].append(triple.object)  # type: ignore[index, arg-type]
    return index


def _targets(shape: Term, index: Mapping[tuple[Term, IRI], list[Term]]) -> list[tuple[IRI, Term]]:
    return [(kind, target) for kind in TARGETS for target in index.get((shape, kind), ())]


def _is_bare(shape: Term, index: Mapping[tuple[Term, IRI], list[Term]]) -> bool:
    """Tell whether a property shape only names its path, as closed shapes do to allow a property."""
    return {predicate for subject, predicate in index if subject == shape} == {SH.path}


def _ignoring(shape: Term, index: Mapping[tuple[Term, IRI], list[Term]]) -> list[Triple]:
    """List the properties that a closed shape allows, those of its former property shapes included."""
    allowed = [path for child in index.get((shape, SH.property), ()) for path in index[child, SH.path]]
    heads = list(index.get((shape, SH.ignoredProperties), ()))
    while heads and (head := heads.pop()) != RDF.nil:
        allowed += index[head, RDF.first]
        heads += index[head, RDF.rest]
    nodes = [BlankNode() for _ in allowed]
    following_nodes: list[IRI | BlankNode] = [*nodes[1:], RDF.nil]
    out = [Triple(shape, SH.ignoredProperties, nodes[0])]  # type: ignore[arg-type]
    for node, following, path in zip(nodes, following_nodes, allowed, strict=True):
        out += [Triple(node, RDF.first, path), Triple(node, RDF.rest, following)]
    return out
