"""The page of one thing: which rows, in which order, with which words and quotations. Templates only lay out what is here."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from publisher.model import Certainty
from publisher.publish.index import LABELS, Index, distinct
from publisher.publish.models import EntityPage, Group, Head, Html, Link, Quote, Row, Section, Value
from publisher.publish.places import Place, Places
from publisher.publish.settings import Layout, Settings
from publisher.publish.wording import Wording, capitalise, date_text, direction, literal_text, shorten
from publisher.rdf import IRI, OA, RDF, RDFS, SCHEMA, SKOS, XSD, Literal, Term

Fact = tuple[IRI, IRI, Term]
DATES = frozenset(XSD[name] for name in ("date", "gYearMonth", "gYear", "dateTime"))
SUMMARY = (SKOS.definition, RDFS.comment, IRI("http://purl.org/dc/terms/description"))
MOST_LINKS = 150
MOST_QUOTES = 1
DEEPEST = 3


class Views:
    """Makes view models of entities from the index."""

    def __init__(self, index: Index, wording: Wording, settings: Settings, places: Places) -> None:
        """Keep what every view needs."""
        self.index = index
        self.wording = wording
        self.settings = settings
        self.places = places

    @cached_property
    def claims(self) -> dict[Fact, list[IRI]]:
        """Map every claimed statement to the claims that make it, in the order of the dataset."""
        found: dict[Fact, list[IRI]] = {}
        for claim, facts in self.index.facts.items():
            subject, predicate, value = (facts.get(p, [None])[0] for p in (self.index.SUBJECT, self.index.PREDICATE, self.index.OBJECT))
            if isinstance(subject, IRI) and isinstance(predicate, IRI) and value is not None:
                found.setdefault((subject, predicate, value), []).append(claim)
        return found

    def layout(self, iri: IRI) -> Layout:
        """Return the layout of the most special class that has one."""
        above = self.index.domain.superclasses
        for type_ in self.index.types(iri):
            for wanted in (type_, *sorted(above.get(type_, ()), key=lambda one: (-len(above.get(one, ())), one.value))):
                if wanted in self.settings.layouts:
                    return self.settings.layouts[wanted]
        return Layout()

    def entity(self, iri: IRI) -> EntityPage:
        """Return the page of an entity: facts with their words, what is only possible or denied, what points to it."""
        place = Place(self.index.path(iri))
        layout = self.layout(iri)
        rows = _Rows(self, iri, place)
        facts = rows.facts(iri, layout)
        return EntityPage(
            head=self.head(iri, place),
            title=self.places.link(iri, place),
            kind=self.kind_link(iri, place),
            tags=tuple(self.places.link(value, place) for name in layout.tags for value in self.index.iris(iri, name)),
            summary=tuple(_text_link(value) for name in (*layout.summary, *SUMMARY) for value in self.index.objects(iri, name) if isinstance(value, Literal)),
            facts=facts,
            sections=rows.sections(),
            incoming=self.incoming(iri, place),
            technical=rows.technical(iri, layout),
            downloads=self.places.downloads(place.path, place),
            iri=iri.value,
        )

    def kind_link(self, iri: IRI, place: Place) -> Link:
        """Return the class of an entity as a link to its definition."""
        types = self.index.types(iri)
        if not types:
            return Link(capitalise(self.kind_name(self.index.kind(iri))))
        return self.places.link(types[0], place, text=capitalise(self.places.name(types[0])))

    def head_of_row(self, predicate: IRI) -> str:
        """Return the head that ``site.yml`` gives a row, else the property's name."""
        return self.settings.rows.get(predicate) or self.wording.property(predicate)

    def kind_name(self, kind: str) -> str:
        """Return what one thing of a kind is called."""
        known = self.settings.door.kinds.get(kind)
        return known.one if known else kind.replace("-", " ")

    def kind_names(self, kind: str) -> str:
        """Return what things of a kind are called."""
        known = self.settings.door.kinds.get(kind)
        return known.many if known else capitalise(kind.replace("-", " "))

    def head(self, iri: IRI, place: Place, description: str = "") -> Head:
        """Return the head of an entity's page."""
        kind = self.index.kind(iri)
        trail = [Link("Home", place.root), Link(self.kind_names(kind), place.to(f"{kind}/"))]
        owner = self.index.owner(iri)
        if owner is not None:
            trail.append(self.places.link(owner, place, text=shorten(self.wording.label(owner), 60)))
        label = self.wording.label(iri)
        return Head(
            title=label,
            root=place.root,
            canonical=iri.value,
            description=description or shorten(f"{label}: {self.wording.type_label(iri)}".removesuffix(": "), 160),
            trail=tuple(trail),
            alternates=self.places.downloads(place.path, place),
            embedded=embed(self.schema(iri)),
            section=kind,
        )

    def schema(self, iri: IRI) -> dict[str, Any]:
        """Describe an entity to search engines in the words of schema.org, itself the subject."""
        known = self.settings.door.kinds.get(self.index.kind(iri))
        out: dict[str, Any] = {
            "@context": {"@vocab": SCHEMA},
            "@id": iri.value,
            "@type": known.schema_type if known else "Thing",
            "name": self.wording.label(iri),
            "url": {"@id": iri.value + ".html"},
            "additionalType": [{"@id": type_.value} for type_ in self.index.types(iri)],
        }
        for name, key in self.layout(iri).embed:
            values = [self._schema_value(value) for value in self.index.objects(iri, name)]
            if values:
                out[key] = values if len(values) > 1 else values[0]
        return out

    def _schema_value(self, value: Term) -> Any:  # noqa: ANN401 - JSON of any shape
        if isinstance(value, Literal):
            return value.value
        iri = value if isinstance(value, IRI) else IRI(str(value))
        return {"@id": iri.value, "name": self.wording.label(iri)} if self.index.is_own(iri) else {"@id": iri.value}

    def quote(self, claim: IRI, place: Place) -> Quote | None:
        """Return the words a claim rests on; None when it has no evidence."""
        evidence = next(iter(self.index.iris(claim, self.index.EVIDENCE)), None)
        article = self.index.source(evidence) if evidence is not None else None
        if evidence is None or article is None:
            return None
        certainty = next(iter(self.index.iris(claim, self.index.CERTAINTY)), None)
        words = self.index.literal(evidence, OA.exact)
        language = (words.language if words else None) or self.index.text(article, SCHEMA.inLanguage) or "en"
        publisher = next((self.places.name(value) for value in self.index.iris(article, SCHEMA.publisher)), "")
        return Quote(
            text=words.value if words else "",
            language=language,
            direction=direction(language),
            article=self.places.link(article, place, note=publisher),
            cite=next((value.value for value in self.index.iris(article, SCHEMA.url)), article.value),
            source=publisher,
            date=date_text(self.index.text(article, SCHEMA.datePublished)),
            certainty=self.wording.label(certainty) if certainty else "",
            tone=certainty.value.rpartition("/")[2] if certainty else "",
            claim=Link("details of this claim", self.places.address(claim, place)),
            said_by=self.index.text(claim, self.index.ATTRIBUTED),
        )

    def value(self, value: Term, place: Place, quotes: tuple[Quote, ...] = (), rows: tuple[Row, ...] = (), text: str = "") -> Value:
        """Return a value with the words it rests on: one in view, the others folded."""
        shown = tuple(quote for quote in quotes if not quote.is_known)[:MOST_QUOTES]
        more = tuple(quote for quote in quotes if quote not in shown)
        label = f"{len(more)} more {'quotation' if len(more) == 1 else 'quotations'}"
        if more and not shown:
            label = f"“{shorten(more[0].text, 70)}”" + (f" and {len(more) - 1} more" if len(more) > 1 else "")
        link = self.places.link(value, place, text=text) if isinstance(value, IRI) else _text_link(value) if isinstance(value, Literal) else Link(str(value))
        machine = value.value if isinstance(value, Literal) and value.datatype in DATES else ""
        return Value(link, (), machine, rows, shown, more, label)

    def incoming(self, iri: IRI, place: Place) -> tuple[Group, ...]:
        """Return what points to an entity, by property; a part is named by what it belongs to, and nothing is named twice."""
        own = {iri, *self.index.parts.get(iri, ())}
        groups: dict[IRI, list[IRI]] = {}
        later: list[tuple[IRI, IRI]] = []
        for predicate, subject in self.index.incoming.get(iri, ()):
            if subject in own or self.index.is_a(subject, self.index.CLAIM) or self.settings.incoming.get(predicate, "-") == "":
                continue
            owner = self.index.owner(subject)
            if owner is None:
                groups.setdefault(predicate, []).append(subject)
            elif owner != iri:
                later.append((predicate, owner))
        shown = {subject for subjects in groups.values() for subject in subjects}
        for predicate, owner in later:
            if owner not in shown:
                groups.setdefault(predicate, []).append(owner)
        order = list(self.settings.incoming)
        ranked = sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), self.wording.label(name)))
        listed: set[IRI] = set()
        out = []
        for name in ranked:
            fresh = [subject for subject in distinct(groups[name]) if subject not in listed]
            listed.update(fresh)
            out += [self._group(name, fresh, place)] if fresh else []
        return tuple(out)

    def _group(self, predicate: IRI, subjects: list[IRI], place: Place) -> Group:
        heading = self.settings.incoming.get(predicate) or f"Named under “{self.wording.label(predicate)}” by"
        links = sorted((self.places.link(subject, place, note=self.wording.type_label(subject)) for subject in subjects), key=lambda link: link.text.lower())
        rest = f"and {len(links) - MOST_LINKS:,} more" if len(links) > MOST_LINKS else ""
        return Group(heading, "in-" + predicate.value.rpartition("/")[2].rpartition("#")[2], f"{len(links):,}", tuple(links[:MOST_LINKS]), rest)


class _Rows:
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
        rows = [self._type_row(subject)] if depth == 0 and (RDF.type in order or self._has_claims(subject, RDF.type)) else []
        return (*(row for row in rows if row), *(self.row(subject, name, depth) for name in names))

    def _claimed(self, subject: IRI, layout: Layout) -> bool:
        return any(self._has_claims(subject, name) for name in layout.tags)

    def _has_claims(self, subject: IRI, predicate: IRI) -> bool:
        return any((subject, predicate, value) in self.views.claims for value in self.index.objects(subject, predicate))

    def _type_row(self, subject: IRI) -> Row | None:
        return self.row(subject, RDF.type, 0)

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
        return [claim for claim in self._open(subject) if predicate in self.index.iris(claim, self.index.PREDICATE) and self._is_fact(claim)]

    def _open(self, subject: IRI) -> list[IRI]:
        return [claim for claim in self.index.claims_about(subject) if claim not in self.used]

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


def _text_link(value: Literal) -> Link:
    language = value.language or "en"
    text = literal_text(value)
    href = value.value if value.datatype == XSD.anyURI and value.value.startswith(("https://", "http://")) else ""
    return Link(text, href, "", language, direction(language))


def embed(data: dict[str, Any]) -> Html:
    r"""Write JSON so that no text in it can end the script element that holds it.

    >>> embed({"name": "</script>"})
    '{"name": "\\u003c/script\\u003e"}'

    """
    text = json.dumps(data, ensure_ascii=False)
    return Html(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
