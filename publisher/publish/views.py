"""What all pages of things share: layouts, heads, values, quotations. Templates only lay out what is decided here."""

import json
from functools import cached_property
from typing import Any

from publisher.publish.index import Index
from publisher.publish.models import Head, Html, Link, Quote, Row, Value
from publisher.publish.places import Place, Places
from publisher.publish.settings import Layout, Settings
from publisher.publish.wording import Wording, capitalise, date_text, direction, literal_text, shorten
from publisher.rdf import IRI, OA, SCHEMA, XSD, Literal, Term

Fact = tuple[IRI, IRI, Term]
DATES = frozenset(XSD[name] for name in ("date", "gYearMonth", "gYear", "dateTime"))
MOST_QUOTES = 1


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
        link = (
            self.places.link(value, place, text=text)
            if isinstance(value, IRI)
            else text_link(value)
            if isinstance(value, Literal)
            else Link(str(value))
        )
        machine = value.value if isinstance(value, Literal) and value.datatype in DATES else ""
        return Value(link, (), machine, rows, shown, more, label)


def text_link(value: Literal) -> Link:
    """Return a literal as a text with its language; one that is an address leads there."""
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
