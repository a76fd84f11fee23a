"""Cutting a dataset into parts that can be validated one by one, each with what its shapes look at.

Every subject belongs to one owner: a record with its children and its claims, an article, anything else by itself.
A part holds the owners' triples and, beside them, one step of context: the triples of what they point to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.graph.constraints import text_of
from publisher.rdf import IRI, OA, RDF, BlankNode, Quad, Term, Triple

PART_SIZE = 12_000


@dataclass(frozen=True, slots=True)
class Part:
    """Triples to validate together; only nodes of ``own`` are judged, ``texts`` are the articles' texts by IRI."""

    own: frozenset[str]
    triples: tuple[Triple, ...]
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Parts:
    """A dataset by subject and by owner."""

    by_subject: Mapping[Term, list[Quad]]
    owners: Mapping[Term, Term]

    def owned(self) -> dict[Term, list[Term]]:
        """Return the subjects of each owner."""
        out: dict[Term, list[Term]] = defaultdict(list)
        for subject, owner in self.owners.items():
            out[owner].append(subject)
        return out


def divide(quads: Iterable[Quad], domain: Domain) -> Parts:
    """Group quads by subject and subjects by owner."""
    by_subject: dict[Term, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_subject[_plain(quad.subject)].append(quad)
    claim_subject, evidence = domain.namespace.claimSubject, domain.namespace.evidence
    owners: dict[Term, Term] = {}
    for subject, found in by_subject.items():
        about = next((quad.object for quad in found if quad.predicate == claim_subject and isinstance(quad.object, IRI)), subject)
        owners[subject] = record_of(about, domain)
    for subject, found in by_subject.items():
        for quad in found:
            if quad.predicate == evidence and quad.object in by_subject:
                known = owners[quad.object]  # type: ignore[index]  # it is a key of by_subject
                owners[quad.object] = owners[subject] if known == quad.object else min(known, owners[subject], key=str)  # type: ignore[index]
    return Parts(by_subject, owners)


def record_of(node: Term, domain: Domain) -> Term:
    """Return the record that a child such as ``record/x/part/1`` belongs to, else the node itself."""
    if not isinstance(node, IRI) or not node.value.startswith(domain.base):
        return node
    kind, _, rest = node.value[len(domain.base) :].partition("/")
    key, slash, _ = rest.partition("/")
    return domain.iri(f"{kind}/{key}") if kind == domain.record.kind and slash else node


def cut(parts: Parts, subjects: Iterable[Term], domain: Domain, texts: Mapping[str, str] | None) -> Iterator[Part]:
    """Cut the owners of these subjects into parts of about ``PART_SIZE`` triples; with ``texts``, an article it lacks has an empty one."""
    owned = parts.owned()
    background = _index(domain.reference)
    chosen: list[Term] = []
    size = 0
    for owner in sorted({parts.owners[subject] for subject in subjects}, key=str):
        chosen.extend(owned[owner])
        size += sum(len(parts.by_subject[subject]) for subject in owned[owner])
        if size >= PART_SIZE:
            yield _part(parts, chosen, background, domain, texts)
            chosen, size = [], 0
    if chosen:
        yield _part(parts, chosen, background, domain, texts)


def _part(
    parts: Parts, subjects: list[Term], background: Mapping[Term, list[Triple]], domain: Domain, texts: Mapping[str, str] | None
) -> Part:
    own = frozenset(subjects)
    triples = {quad.triple for subject in subjects for quad in parts.by_subject[subject]}
    near = {triple.object for triple in triples if triple.predicate != RDF.type and not isinstance(triple.object, Triple)} - own
    for node in near:
        triples.update(quad.triple for quad in parts.by_subject.get(node, ()))
        triples.update(background.get(node, ()))
    articles = {triple.object for triple in triples if triple.predicate == OA.hasSource and isinstance(triple.object, IRI)}
    start = len(domain.iri("article/").value)
    found = () if texts is None else tuple((iri.value, texts.get(iri.value[start:], "")) for iri in sorted(articles, key=str))
    return Part(frozenset(text_of(subject) for subject in own), tuple(triples), found)


def _plain(subject: object) -> Term:
    if not isinstance(subject, IRI | BlankNode):
        raise TypeError(subject)
    return subject


def _index(triples: Iterable[Triple]) -> dict[Term, list[Triple]]:
    index: dict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        index[_plain(triple.subject)].append(triple)
    return index
