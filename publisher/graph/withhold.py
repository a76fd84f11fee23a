"""Keeping back what breaks a rule, with everything that hangs on it, so that the rest can be published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.graph.constraints import text_of
from publisher.graph.partition import Parts, divide, record_of
from publisher.model import ValidationResult, Withheld
from publisher.rdf import IRI, OA, RDF, SKOS, Quad, Term


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left after withholding: the quads, what was kept back, and the subjects that lost a triple and have to be judged again."""

    quads: tuple[Quad, ...]
    withheld: tuple[Withheld, ...]
    touched: frozenset[Term]


def withhold(quads: Iterable[Quad], violations: Iterable[ValidationResult], domain: Domain) -> Remainder:
    """Take away the owner of every focus node that breaks a rule.

    A record goes with its children, its claims, the evidence that supports nothing else and every link to it; an article with the
    records it reports; anything else by itself, with the links to it. What only the withheld spoke of goes as well. The order of
    the quads stays; ``withheld`` is sorted by IRI.
    """
    quads = tuple(quads)
    parts = divide(quads, domain)
    causes = _causes(violations, parts, domain)
    doomed = _doomed(causes, parts, domain)
    kept = [quad for quad in quads if not _touches(quad, doomed)]
    while lost := _lost(kept, parts, domain) - doomed:
        doomed |= lost
        kept = [quad for quad in kept if not _touches(quad, lost)]
    gone = [quad for quad in quads if _touches(quad, doomed)]
    sizes = Counter(parts.owners[quad.subject] for quad in gone)  # type: ignore[index]  # every subject has an owner
    held = [_withheld(node, causes[node], parts, domain, sizes[node]) for node in sorted(causes, key=str)]
    present = {quad.subject for quad in kept}
    return Remainder(tuple(kept), tuple(held), frozenset(quad.subject for quad in gone if quad.subject in present))  # type: ignore[misc]


def _causes(violations: Iterable[ValidationResult], parts: Parts, domain: Domain) -> dict[Term, ValidationResult]:
    """Map each owner to be withheld to the first result that says why."""
    nodes = {text_of(subject): subject for subject in parts.by_subject}
    reported: dict[Term, list[Term]] = defaultdict(list)
    for subject, found in parts.by_subject.items():
        for quad in found:
            if quad.predicate == domain.namespace.reportedIn:
                reported[quad.object].append(subject)  # type: ignore[index]
    causes: dict[Term, ValidationResult] = {}
    for result in sorted(violations):
        focus = nodes.get(result.focus, IRI(result.focus))
        owner = parts.owners.get(focus, record_of(focus, domain))
        for node in (owner, *reported.get(owner, ())):
            causes.setdefault(node, result)
    return causes


def _doomed(causes: Iterable[Term], parts: Parts, domain: Domain) -> set[Term]:
    """Return all nodes that go: what the withheld own, claims about them, evidence of these claims alone."""
    owners = frozenset(causes)
    doomed = {subject for subject, owner in parts.owners.items() if owner in owners} | owners
    claim_object, evidence = domain.namespace.claimObject, domain.namespace.evidence
    supports: dict[Term, list[Term]] = defaultdict(list)
    for subject, found in parts.by_subject.items():
        for quad in found:
            if quad.predicate == claim_object and quad.object in doomed:
                doomed.add(subject)
            elif quad.predicate == evidence:
                supports[quad.object].append(subject)  # type: ignore[index]
            elif quad.predicate == OA.hasSource and quad.object in owners:
                doomed.add(subject)
    unsupported = {node: all(claim in doomed for claim in claims) for node, claims in supports.items()}
    return {node for node in doomed if unsupported.get(node, True)} | {node for node, is_free in unsupported.items() if is_free}


def _touches(quad: Quad, nodes: set[Term]) -> bool:
    return quad.subject in nodes or quad.object in nodes


def _lost(kept: Iterable[Quad], parts: Parts, domain: Domain) -> set[Term]:
    """Find what only the withheld spoke of: entities of articles that nothing points to any more, graphs that have become empty."""
    linked: set[object] = set()
    graphs: set[object] = set()
    subjects: set[object] = set()
    for quad in kept:
        linked.add(quad.object)
        graphs.add(quad.graph_name)
        subjects.add(quad.subject)
    return {subject for subject in _introduced(parts, domain) if subject in subjects and subject not in linked} | {
        graph for graph in _graphs(parts) if graph in subjects and graph not in graphs
    }


def _introduced(parts: Parts, domain: Domain) -> Iterator[Term]:
    """Yield the entities that only graphs of articles describe and that something pointed to."""
    prefix = domain.iri("graph/article/").value
    pointed = {quad.object for found in parts.by_subject.values() for quad in found}
    for subject, found in parts.by_subject.items():
        types = {quad.object for quad in found if quad.predicate == RDF.type}
        if subject in pointed and domain.namespace.Article not in types and all(text_of(q.graph_name).startswith(prefix) for q in found):  # type: ignore[arg-type]
            yield subject


def _graphs(parts: Parts) -> Iterator[Term]:
    """Yield the graphs that are described as well as filled."""
    for name in {quad.graph_name for found in parts.by_subject.values() for quad in found}:
        if name in parts.by_subject:
            yield name  # type: ignore[misc]  # a key of by_subject is no default graph


def _withheld(node: Term, cause: ValidationResult, parts: Parts, domain: Domain, size: int) -> Withheld:
    found = parts.by_subject.get(node, [])
    label = next((text_of(quad.object) for quad in found if quad.predicate == SKOS.prefLabel), text_of(node).removeprefix(domain.base))  # type: ignore[arg-type]
    articles = {text_of(quad.object) for quad in found if quad.predicate == domain.namespace.reportedIn}  # type: ignore[arg-type]
    reason = f"{cause.message}: {cause.focus.removeprefix(domain.base)}" + (
        f" ({cause.value})" if cause.value and cause.value != cause.focus else ""
    )
    return Withheld(IRI(text_of(node)), label, cause.code, reason, tuple(sorted(articles)), size)
