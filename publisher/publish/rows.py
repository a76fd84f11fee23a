"""The rows of one page: each property with its values, each value with the words it rests on, and what is only claimed."""

from collections.abc import Iterable
from dataclasses import replace

from publisher.model import Certainty
from publisher.publish.index import LABELS
from publisher.publish.models import Quote, Row, Section, Value
from publisher.publish.places import Place
from publisher.publish.settings import Layout
from publisher.publish.views import Views
from publisher.rdf import DCTERMS, IRI, RDF, RDFS, SKOS, Term

SUMMARY = (SKOS.definition, RDFS.comment, DCTERMS.description)
DEEPEST = 3


class Rows:
    """The rows of one page: remembers which parts and claims it has shown already."""

    def __init__(self, views: Views, entity: IRI, place: Place) -> None:
        self.views = views
        self.index = views.index
        self.entity = entity
        self.place = place
        self.parts = frozenset(self.index.parts.get(entity, ()))
        self.shown: set[IRI] = {entity}
        self.read: set[tuple[str, str]] = set()
        self.used: set[IRI] = set()

    def facts(self, subject: IRI, layout: Layout, depth: int = 0) -> tuple[Row, ...]:
        """Return a row for each property, those of the layout first."""
        hidden = {RDF.type, *LABELS, *SUMMARY, *layout.summary, *layout.hide, *self.views.settings.hide, self.index.EVIDENCE}
        hidden |= set(layout.tags) if depth == 0 and not self._claimed(subject, layout) else set()
        names = [name for name in self.index.facts.get(subject, {}) if name not in hidden]
        order = {name: rank for rank, name in enumerate(layout.first)}
        names.sort(key=lambda name: (order.get(name, len(order)), self.views.wording.label(name)))
        if depth == 0 and (RDF.type in order or self._has_claims(subject, RDF.type)):
            names.insert(0, RDF.type)
        return tuple(self.row(subject, name, depth) for name in names)

    def _claimed(self, subject: IRI, layout: Layout) -> bool:
        return any(self._has_claims(subject, name) for name in layout.tags)

    def _has_claims(self, subject: IRI, predicate: IRI) -> bool:
        return any((subject, predicate, value) in self.views.claims for value in self.index.objects(subject, predicate))

    def row(self, subject: IRI, predicate: IRI, depth: int) -> Row:
        """Return one property with its values, each with its words, and what other reports say."""
        values = self._shown_values(subject, predicate)
        views = self.views
        made = [self.value(subject, predicate, value, depth) for value in self._sorted(values)]
        others = [self.other(claim) for claim in self._others(subject, predicate)]
        self._mark_read((*made, *others))
        return Row(views.head_of_row(predicate), self._term(predicate), join_values(made), tuple(others))

    def _mark_read(self, values: Iterable[Value]) -> None:
        """Remember the passages that are in view: further down the page they are folded."""
        self.read.update((quote.text, quote.cite) for value in values for quote in value.quotes)

    def _shown_values(self, subject: IRI, predicate: IRI) -> list[Term]:
        if predicate != RDF.type:
            return self.index.objects(subject, predicate)
        leaves: list[Term] = list(self.index.leaf_types(subject))
        for wide in set(self.index.types(subject)) - set(leaves):
            self.used.update(self.views.claims.get((subject, predicate, wide), ()))  # a wider class says nothing else
        return leaves

    def _term(self, predicate: IRI) -> str:
        return self.views.places.address(predicate, self.place) if predicate.value.startswith(self.index.domain.namespace) else ""

    def _sorted(self, values: list[Term]) -> list[Term]:
        return sorted(values, key=lambda value: (self.views.wording.value(value).lower(), str(value)))

    def value(self, subject: IRI, predicate: IRI, value: Term, depth: int) -> Value:
        """Return one value; a part of the entity is unfolded in place, once."""
        claims = [subject] if predicate == self.index.OBJECT else self.views.claims.get((subject, predicate, value), [])
        self.used.update(claims)
        quotes = self.quotes(claims)
        if not isinstance(value, IRI) or value not in self.parts or value in self.shown or depth >= DEEPEST:
            return self.views.value(value, self.place, quotes)
        self.shown.add(value)
        text = self.views.wording.short_label(value, self.entity)
        return self.views.value(value, self.place, quotes, self._inner(subject, value, depth), text)

    def _inner(self, subject: IRI, part: IRI, depth: int) -> tuple[Row, ...]:
        rows = self.facts(part, self.views.layout(part), depth + 1)
        back = self.views.places.address(subject, self.place)
        return tuple(row for row in rows if [value.link.href for value in row.values] != [back])

    def quotes(self, claims: list[IRI]) -> tuple[Quote, ...]:
        """Return the words of claims, each stretch of text once, longest last so that the plainest comes first."""
        found: dict[tuple[str, str], Quote] = {}
        for claim in claims:
            quote = self.views.quote(claim, self.place)
            if quote is not None:
                key = (quote.text, quote.cite)
                found.setdefault(key, replace(quote, is_known=key in self.read))
        return tuple(found.values())

    def _others(self, subject: IRI, predicate: IRI) -> list[IRI]:
        """Return the claims of fact about a property that did not become facts: reports that differ."""
        return [
            claim for claim in self._open(subject) if predicate in self.index.iris(claim, self.index.PREDICATE) and self._is_fact(claim)
        ]

    def _open(self, subject: IRI) -> list[IRI]:
        return [claim for claim in self.index.claims_about(subject) if claim not in self.used and not self._is_told(subject, claim)]

    def _is_told(self, subject: IRI, claim: IRI) -> bool:
        """Tell whether what a claim says stands among the facts, though the page shows it in other words: no report that differs."""
        return any(
            value in self.index.objects(subject, name)
            for name in self.index.iris(claim, self.index.PREDICATE)
            for value in self.index.objects(claim, self.index.OBJECT)
        )

    def _is_fact(self, claim: IRI) -> bool:
        return all(Certainty(name).is_fact for name in self._certainties(claim))

    def _certainties(self, claim: IRI) -> list[str]:
        names = [iri.value.rpartition("/")[2] for iri in self.index.iris(claim, self.index.CERTAINTY)]
        return [name for name in names if name in list(Certainty)]

    def other(self, claim: IRI) -> Value:
        """Return the value that a claim gives, with its words."""
        self.used.add(claim)
        value = next(iter(self.index.objects(claim, self.index.OBJECT)))
        return self.views.value(value, self.place, self.quotes([claim]))

    def sections(self) -> tuple[Section, ...]:
        """Return what is claimed but not held for a fact, by how certain the articles are."""
        grouped: dict[str, dict[IRI, list[IRI]]] = {}
        for subject in (self.entity, *sorted(self.parts, key=lambda part: part.value)):
            for claim in self._open(subject):
                tone = next(iter(self._certainties(claim)), "")
                predicate = next(iter(self.index.iris(claim, self.index.PREDICATE)), RDF.type)
                grouped.setdefault(tone, {}).setdefault(predicate, []).append(claim)
        return tuple(self._section(tone, grouped[tone]) for tone in sorted(grouped))

    def _section(self, tone: str, claims: dict[IRI, list[IRI]]) -> Section:
        concept = self.index.domain.iri(f"certainty/{tone}")
        is_fact = not tone or Certainty(tone).is_fact
        heading = "Reported otherwise" if is_fact else f"Said to be {self.views.wording.label(concept)}"
        about = "Reports that differ from the facts above." if is_fact else "Not held for a fact."
        rows = [
            Row(self.views.head_of_row(name), self._term(name), join_values(self._claimed_values(claims[name])))
            for name in sorted(claims, key=self.views.wording.label)
        ]
        return Section(self.views.settings.door.claims.get(tone, heading), f"claims-{tone or 'other'}", about, tuple(rows))

    def _claimed_values(self, claims: list[IRI]) -> list[Value]:
        by_value: dict[Term, list[IRI]] = {}
        for claim in claims:
            for value in self.index.objects(claim, self.index.OBJECT)[:1]:
                by_value.setdefault(value, []).append(claim)
        self.used.update(claims)
        return [self.views.value(value, self.place, self.quotes(by_value[value])) for value in self._sorted(list(by_value))]

    def technical(self, subject: IRI, layout: Layout) -> tuple[Row, ...]:
        """Return the rows that only machines and editors need."""
        names = [name for name in self.index.facts.get(subject, {}) if name in layout.hide or name in self.views.settings.hide]
        return tuple(self.row(subject, name, DEEPEST) for name in sorted(names, key=self.views.wording.label))


def join_values(values: list[Value]) -> tuple[Value, ...]:
    """Join values that are only links and rest on the same words, so that a sentence is quoted once for all it says."""
    out: dict[object, Value] = {}
    for number, value in enumerate(values):
        words = _words(value)
        key = "text" if not words and not value.link.is_link else words or number
        key = number if value.rows or value.machine else key
        out[key] = replace(out[key], also=(*out[key].also, value.link)) if key in out else value
    return tuple(out.values())


def _words(value: Value) -> tuple[tuple[str, str, str], ...]:
    return tuple((quote.text, quote.cite, quote.certainty) for quote in (*value.quotes, *value.more))
