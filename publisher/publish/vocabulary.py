"""The ontology as one page: every term with an anchor, its definition, its place and how often the data uses it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from publisher.publish.index import Index
from publisher.publish.models import Head, Link, Row, Value
from publisher.publish.page_models import OntologyPage, TermEntry, TermGroup
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.publish.wording import capitalise, shorten
from publisher.rdf import DCTERMS, IRI, OWL, RDF, RDFS, SKOS, Literal, Term, Triple

GROUPS = (
    ("Classes", "classes", "class", (OWL.Class, RDFS.Class)),
    ("Properties between things", "object-properties", "property", (OWL.ObjectProperty,)),
    ("Properties with values", "datatype-properties", "property", (OWL.DatatypeProperty, RDF.Property)),
    ("Annotations", "annotation-properties", "property", (OWL.AnnotationProperty,)),
)
LABELS = {RDFS.label, SKOS.prefLabel}
BUILT_OF = (OWL.unionOf, OWL.intersectionOf, OWL.onProperty, OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, RDF.first, RDF.rest)
DEFINITIONS = (SKOS.definition, RDFS.comment)
PLACES = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    SKOS.exactMatch,
    SKOS.closeMatch,
)
WORDS = {
    RDFS.subClassOf: "Kind of",
    RDFS.subPropertyOf: "Special case of",
    RDFS.domain: "Of",
    RDFS.range: "Value",
    OWL.inverseOf: "The other way",
}


class Vocabulary:
    """Terms of the ontology with their facts and uses."""

    def __init__(self, index: Index, triples: Iterable[Triple]) -> None:
        """Group the ontology's triples as they are published, and count uses in the data."""
        self.namespace = str(index.domain.namespace)
        self.facts: dict[Term, dict[IRI, list[Term]]] = {}
        for triple in triples:
            self.facts.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)  # type: ignore[arg-type]
        self.uses: Counter[IRI] = Counter()
        for facts in index.facts.values():
            for predicate, values in facts.items():
                self.uses[predicate] += len(values)
                if predicate == RDF.type:
                    self.uses.update(value for value in values if isinstance(value, IRI))

    def terms(self, types: tuple[IRI, ...]) -> list[IRI]:
        """Return the terms of these types in the ontology's own namespace, by name."""
        found = (iri for iri in self.own if set(types) & set(self.facts[iri].get(RDF.type, ())))
        return sorted(found, key=lambda iri: iri.value.lower())

    @cached_property
    def own(self) -> tuple[IRI, ...]:
        """The terms of the ontology's own namespace that have a name; a node that only builds a class has none."""
        return tuple(iri for iri in self._nodes if LABELS & self.facts[iri].keys())

    @cached_property
    def nameless(self) -> tuple[IRI, ...]:
        """The nodes of the namespace that only build a class, such as the union of two."""
        return tuple(sorted((iri for iri in self._nodes if not LABELS & self.facts[iri].keys()), key=lambda iri: iri.value))

    @property
    def _nodes(self) -> Iterator[IRI]:
        return (iri for iri in self.facts if isinstance(iri, IRI) and iri.value.startswith(self.namespace))

    def members(self, value: Term) -> list[IRI]:
        """Return a class, or the classes it is built of, however deep its lists go."""
        if isinstance(value, IRI) and (value not in self.facts or LABELS & self.facts[value].keys()):
            return [value] if value != RDF.nil else []
        parts = [part for name in BUILT_OF for part in self.facts.get(value, {}).get(name, ())]
        return list(dict.fromkeys(member for part in parts for member in self.members(part)))

    def texts(self, iri: IRI, *names: IRI) -> tuple[str, ...]:
        """Return the literals of some properties of a term."""
        return tuple(value.value for name in names for value in self.facts[iri].get(name, ()) if isinstance(value, Literal))


def ontology_page(views: Views, triples: Iterable[Triple], path: str = "ontology") -> OntologyPage:
    """Return the ontology's page, from its triples as they are published."""
    index, place = views.index, Place(path)
    vocabulary = Vocabulary(index, triples)
    ontology = index.domain.ontology_iri
    own = vocabulary.facts.get(ontology, {})
    seen: set[IRI] = set()
    groups = []
    for heading, anchor, kind, types in GROUPS:
        terms = [term for term in vocabulary.terms(types) if term not in seen]
        seen.update(terms)
        groups.append(TermGroup(heading, anchor, tuple(_entry(term, kind, vocabulary, views, place) for term in terms)))
    title = next(
        (value.value for value in own.get(DCTERMS["title"], ()) if isinstance(value, Literal)), capitalise(views.wording.label(ontology))
    )
    about = vocabulary.texts(ontology, DCTERMS.description) if own else ()
    shown = [name for name in own if name not in (RDF.type, DCTERMS["title"], DCTERMS.description, DCTERMS.abstract, RDFS.label)]
    return OntologyPage(
        head=Head(
            title=title,
            root=place.root,
            canonical=ontology.value,
            description=shorten(" ".join(about), 160),
            trail=(Link("Home", place.root),),
            alternates=views.places.downloads(path, place),
        ),
        title=title,
        about=about,
        facts=tuple(
            Row(views.wording.property(name), "", tuple(views.value(v, place) for v in own[name]))
            for name in sorted(shown, key=views.wording.label)
        ),
        groups=tuple(group for group in groups if group.terms),
        nameless=tuple(_nameless(node, vocabulary, views, place) for node in vocabulary.nameless),
        downloads=views.places.downloads(path, place),
    )


def _entry(term: IRI, kind: str, vocabulary: Vocabulary, views: Views, place: Place) -> TermEntry:
    facts = vocabulary.facts[term]
    count = vocabulary.uses[term]
    rows = [
        Row(WORDS.get(name, views.wording.property(name)), "", tuple(_any_of(value, vocabulary, views, place) for value in facts[name]))
        for name in PLACES
        if name in facts
    ]
    label = views.wording.label(term)
    return TermEntry(
        name=term.value[len(vocabulary.namespace) :],
        label=label,
        kind=kind,
        iri=term.value,
        definition=" ".join(vocabulary.texts(term, *DEFINITIONS)),
        notes=vocabulary.texts(term, SKOS.scopeNote, SKOS.editorialNote, SKOS.note),
        examples=vocabulary.texts(term, SKOS.example),
        rows=tuple(rows) + _used_with(term, vocabulary, views, place),
        used=f"Used {count:,} {'time' if count == 1 else 'times'} in this release." if count else "Not used in this release.",
    )


def _used_with(term: IRI, vocabulary: Vocabulary, views: Views, place: Place) -> tuple[Row, ...]:
    """Return what the ontology says the other way round: kinds of a class, and the properties it has."""
    back = {"Kinds": RDFS.subClassOf, "Properties": RDFS.domain, "Value of": RDFS.range}
    out = []
    for label, name in back.items():
        found = sorted(
            (iri for iri in vocabulary.own if any(term in vocabulary.members(value) for value in vocabulary.facts[iri].get(name, ()))),
            key=views.wording.label,
        )
        if found:
            out.append(Row(label, "", tuple(Value(views.places.link(iri, place)) for iri in found)))
    return tuple(out)


def _nameless(node: IRI, vocabulary: Vocabulary, views: Views, place: Place) -> Row:
    """Return an anchor for a node that only builds a class, so that its IRI leads somewhere."""
    return Row(
        "", node.value[len(vocabulary.namespace) :], tuple(Value(views.places.link(member, place)) for member in vocabulary.members(node))
    )


def _any_of(value: Term, vocabulary: Vocabulary, views: Views, place: Place) -> Value:
    """Return a class as a link; one that is built of others is named by them."""
    members = [views.places.link(member, place) for member in vocabulary.members(value)]
    return Value(members[0], tuple(members[1:])) if members else Value(Link("a class without a name"))
