"""The ontology as one page: every term with an anchor, its definition, its place and how often the data uses it."""

from collections import Counter

from publisher.publish.index import Index
from publisher.publish.models import Head, Link, OntologyPage, Row, TermEntry, TermGroup, Value
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.publish.wording import capitalise, shorten
from publisher.rdf import DCTERMS, IRI, OWL, RDF, RDFS, SKOS, Literal, Term

GROUPS = (
    ("Classes", "classes", "class", (OWL.Class, RDFS.Class)),
    ("Properties between things", "object-properties", "property", (OWL.ObjectProperty,)),
    ("Properties with values", "datatype-properties", "property", (OWL.DatatypeProperty, RDF.Property)),
    ("Annotations", "annotation-properties", "property", (OWL.AnnotationProperty,)),
)
DEFINITIONS = (SKOS.definition, RDFS.comment)
PLACES = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.equivalentClass, OWL.equivalentProperty, SKOS.exactMatch, SKOS.closeMatch)
WORDS = {
    RDFS.subClassOf: "Kind of",
    RDFS.subPropertyOf: "Special case of",
    RDFS.domain: "Of",
    RDFS.range: "Value",
    OWL.inverseOf: "The other way",
}


class Vocabulary:
    """Terms of the ontology with their facts and uses."""

    def __init__(self, index: Index) -> None:
        """Group the ontology's triples and count uses in the data."""
        self.namespace = str(index.domain.namespace)
        self.facts: dict[IRI, dict[IRI, list[Term]]] = {}
        for triple in index.domain.ontology:
            if isinstance(triple.subject, IRI):
                self.facts.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)  # type: ignore[arg-type]
        self.uses: Counter[IRI] = Counter()
        for facts in index.facts.values():
            for predicate, values in facts.items():
                self.uses[predicate] += len(values)
                if predicate == RDF.type:
                    self.uses.update(value for value in values if isinstance(value, IRI))

    def terms(self, types: tuple[IRI, ...]) -> list[IRI]:
        """Return the terms of these types in the ontology's own namespace, by name."""
        found = [iri for iri, facts in self.facts.items() if iri.value.startswith(self.namespace) and set(types) & set(facts.get(RDF.type, ()))]
        return sorted(found, key=lambda iri: iri.value.lower())

    def texts(self, iri: IRI, *names: IRI) -> tuple[str, ...]:
        """Return the literals of some properties of a term."""
        return tuple(value.value for name in names for value in self.facts[iri].get(name, ()) if isinstance(value, Literal))


def ontology_page(views: Views, path: str = "ontology") -> OntologyPage:
    """Return the ontology's page."""
    index, place = views.index, Place(path)
    vocabulary = Vocabulary(index)
    ontology = index.domain.ontology_iri
    own = vocabulary.facts.get(ontology, {})
    seen: set[IRI] = set()
    groups = []
    for heading, anchor, kind, types in GROUPS:
        terms = [term for term in vocabulary.terms(types) if term not in seen]
        seen.update(terms)
        groups.append(TermGroup(heading, anchor, tuple(_entry(term, kind, vocabulary, views, place) for term in terms)))
    title = next((value.value for value in own.get(DCTERMS["title"], ()) if isinstance(value, Literal)), capitalise(views.wording.label(ontology)))
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
            section="ontology",
        ),
        title=title,
        about=about,
        facts=tuple(Row(views.wording.property(name), "", tuple(views.value(v, place) for v in own[name])) for name in sorted(shown, key=views.wording.label)),
        groups=tuple(group for group in groups if group.terms),
        downloads=views.places.downloads(path, place),
    )


def _entry(term: IRI, kind: str, vocabulary: Vocabulary, views: Views, place: Place) -> TermEntry:
    facts = vocabulary.facts[term]
    count = vocabulary.uses[term]
    rows = [
        Row(WORDS.get(name, views.wording.property(name)), "", tuple(views.value(value, place) for value in facts[name] if isinstance(value, IRI)))
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
        rows=tuple(row for row in rows if row.values) + _used_with(term, vocabulary, views, place),
        used=f"Used {count:,} {'time' if count == 1 else 'times'} in this release." if count else "Not used in this release.",
    )


def _used_with(term: IRI, vocabulary: Vocabulary, views: Views, place: Place) -> tuple[Row, ...]:
    """Return what the ontology says the other way round: kinds of a class, and the properties it has."""
    back = {"Kinds": RDFS.subClassOf, "Properties": RDFS.domain, "Value of": RDFS.range}
    out = []
    for label, name in back.items():
        found = sorted((iri for iri, facts in vocabulary.facts.items() if term in facts.get(name, ()) and iri.value.startswith(vocabulary.namespace)), key=views.wording.label)
        if found:
            out.append(Row(label, "", tuple(Value(views.places.link(iri, place)) for iri in found)))
    return tuple(out)
