"""The dataset, grouped once: what is said of a subject, what points to it, which claims it rests on.

Every view and every document reads from here; nothing queries a store. Blank nodes do not occur in a dataset.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from publisher.domain import Domain
from publisher.model import Dataset
from publisher.rdf import IRI, OA, RDF, RDFS, SCHEMA, SKOS, Literal, Term, Triple

LABELS = (SKOS.prefLabel, RDFS.label, SCHEMA.headline)
Facts = dict[IRI, list[Term]]


class Index:
    """Triples of the union of all graphs, by subject and by object, in the order of the dataset."""

    def __init__(self, dataset: Dataset, domain: Domain) -> None:
        """Group the quads; the same triple in two graphs counts once."""
        self.domain = domain
        self.base = domain.base
        pact = domain.namespace
        self.CLAIM, self.ARTICLE = pact["Claim"], pact["Article"]
        self.SUBJECT, self.PREDICATE, self.OBJECT = pact["claimSubject"], pact["claimPredicate"], pact["claimObject"]
        self.EVIDENCE, self.CERTAINTY, self.REPORTED = pact["evidence"], pact["certainty"], pact["reportedIn"]
        self.ATTRIBUTED, self.FULL_TEXT = pact["attributedTo"], pact["fullText"]
        self.moved = frozenset(dataset.redirects)
        self.facts: dict[IRI, Facts] = {}
        self.incoming: dict[IRI, list[tuple[IRI, IRI]]] = {}
        self.graphs: dict[IRI, int] = {}
        seen = set()
        for quad in dataset.quads:
            if quad.predicate == self.FULL_TEXT:
                continue  # the text of an article is never published
            name = quad.graph_name
            if isinstance(name, IRI):
                self.graphs[name] = self.graphs.get(name, 0) + 1
            if quad.triple not in seen:
                seen.add(quad.triple)
                self._add(quad.triple)
        self.count = len(seen)

    def _add(self, triple: Triple) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        self.facts.setdefault(subject, {}).setdefault(predicate, []).append(value)  # type: ignore[arg-type]
        if isinstance(value, IRI) and value.value.startswith(self.base):
            self.incoming.setdefault(value, []).append((predicate, subject))  # type: ignore[arg-type]

    def objects(self, subject: IRI, predicate: IRI) -> list[Term]:
        """Return the values of one property."""
        return self.facts.get(subject, {}).get(predicate, [])

    def iris(self, subject: IRI, predicate: IRI) -> list[IRI]:
        """Return the IRIs among the values of one property."""
        return [value for value in self.objects(subject, predicate) if isinstance(value, IRI)]

    def literal(self, subject: IRI, *predicates: IRI) -> Literal | None:
        """Return the first literal of the first property that has one, English before others."""
        for predicate in predicates:
            found = [value for value in self.objects(subject, predicate) if isinstance(value, Literal)]
            if found:
                return next((value for value in found if value.language in ("en", None)), found[0])
        return None

    def text(self, subject: IRI, *predicates: IRI) -> str:
        """Return the lexical form of ``literal``, empty when there is none."""
        found = self.literal(subject, *predicates)
        return found.value if found else ""

    def subjects(self, predicate: IRI, value: IRI) -> list[IRI]:
        """Return what points to an IRI below the base by one property."""
        return [subject for name, subject in self.incoming.get(value, ()) if name == predicate]

    @cached_property
    def entities(self) -> tuple[IRI, ...]:
        """All subjects below the base that have documents of their own: those without a fragment, sorted."""
        found = (iri for iri in self.facts if self.is_own(iri) and "#" not in iri.value)
        return tuple(sorted(found, key=lambda iri: iri.value))

    @cached_property
    def mentioned(self) -> tuple[IRI, ...]:
        """All IRIs below the base that are pointed to, name a graph or stand in ``dataset.ttl``, and are no subject, sorted."""
        found = {iri.value.split("#")[0] for iri in self.incoming} | {name.value for name in self.graphs}
        found |= {triple.subject.value.split("#")[0] for triple in self.domain.dataset if isinstance(triple.subject, IRI)}
        known = {iri.value for iri in self.entities} | {self.base, self.domain.ontology_iri.value}
        return tuple(IRI(iri) for iri in sorted(found - known) if self.is_own(IRI(iri)))

    @cached_property
    def used(self) -> frozenset[str]:
        """All IRIs below the base, without their fragments, that stand anywhere in the data."""
        named = (iri.value.partition("#")[0] for iri in (*self.facts, *self.incoming, *self.graphs))
        return frozenset(iri for iri in named if iri.startswith(self.base))

    def is_own(self, iri: IRI) -> bool:
        """Tell whether an IRI is below the base and is neither the ontology nor a term of it."""
        is_below = iri.value.startswith(self.base) and len(iri.value) > len(self.base)
        return is_below and iri != self.domain.ontology_iri and not iri.value.startswith(self.domain.namespace)

    def path(self, iri: IRI) -> str:
        """Return the path of an IRI below the base."""
        return iri.value[len(self.base) :]

    def kind(self, iri: IRI) -> str:
        """Return the first segment of an IRI below the base.

        A fragment or a child has the kind of what it belongs to.
        """
        return self.path(iri).partition("/")[0]

    @cached_property
    def parts(self) -> dict[IRI, list[IRI]]:
        """Map every entity to its children (``IRI/…``) and fragments (``IRI#…``), at any depth, sorted."""
        found: dict[IRI, list[IRI]] = {}
        for iri in self.facts:
            if iri.value.startswith(self.base):
                for owner in self._owners(iri):
                    found.setdefault(owner, []).append(iri)
        return {owner: sorted(parts, key=lambda iri: iri.value) for owner, parts in found.items()}

    def _owners(self, iri: IRI) -> Iterator[IRI]:
        path, _, fragment = iri.value.partition("#")
        if fragment and IRI(path) in self.facts:
            yield IRI(path)
        while len(path) > len(self.base) and "/" in path[len(self.base) :]:
            path = path.rpartition("/")[0]
            if IRI(path) in self.facts:
                yield IRI(path)

    def owner(self, iri: IRI) -> IRI | None:
        """Return the nearest entity that an IRI is a child or fragment of."""
        return next(self._owners(iri), None)

    @cached_property
    def members(self) -> dict[str, tuple[IRI, ...]]:
        """Map every kind to its entities, sorted; children and merged entities are not listed."""
        found: dict[str, list[IRI]] = {}
        for iri in self.entities:
            if "/" in self.path(iri) and self.owner(iri) is None and iri not in self.moved:
                found.setdefault(self.kind(iri), []).append(iri)
        return {kind: tuple(found[kind]) for kind in sorted(found)}

    @cached_property
    def articles(self) -> tuple[IRI, ...]:
        """All articles, sorted."""
        return tuple(iri for iri in self.entities if self.is_a(iri, self.ARTICLE))

    def types(self, iri: IRI) -> list[IRI]:
        """Return the stated classes of a subject, the most special first."""
        above = self.domain.superclasses
        types = [value for value in self.objects(iri, RDF.type) if isinstance(value, IRI)]
        return sorted(types, key=lambda type_: (-len(above.get(type_, ())), type_.value))

    def leaf_types(self, iri: IRI) -> list[IRI]:
        """Return the stated classes of a subject without those above another one of them."""
        types, above = self.types(iri), self.domain.superclasses
        return [type_ for type_ in types if not any(type_ != other and type_ in above.get(other, ()) for other in types)]

    def is_a(self, iri: IRI, wanted: IRI) -> bool:
        """Tell whether a subject has a class or one below it."""
        above = self.domain.superclasses
        return any(type_ == wanted or wanted in above.get(type_, ()) for type_ in self.types(iri))

    def claims_about(self, subject: IRI) -> list[IRI]:
        """Return the claims whose subject this is."""
        return self.subjects(self.SUBJECT, subject)

    def claims_on(self, evidence: IRI) -> list[IRI]:
        """Return the claims that rest on this stretch of text."""
        return self.subjects(self.EVIDENCE, evidence)

    def source(self, evidence: IRI) -> IRI | None:
        """Return the article that a stretch of text is from."""
        return next(iter(self.iris(evidence, OA.hasSource)), None)

    def triples(self, subject: IRI) -> Iterator[Triple]:
        """Give all triples of one subject."""
        for predicate, values in self.facts.get(subject, {}).items():
            for value in values:
                yield Triple(subject, predicate, value)

    def reference(self, iri: IRI) -> Iterator[Triple]:
        """Give what a reader of a link needs: the classes and the labels of what it points to."""
        facts = self.facts.get(iri, {})
        for predicate in (RDF.type, *LABELS):
            for value in facts.get(predicate, ()):
                yield Triple(iri, predicate, value)


def distinct(items: Iterable[IRI]) -> list[IRI]:
    """Return the items once each, in their order."""
    return list(dict.fromkeys(items))
