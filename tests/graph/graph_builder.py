"""Readings written by hand, in a line each: what an article says, with numbered places of a made-up text as evidence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.domain import Domain, load_domain
from publisher.graph import Curation, Registry, build_dataset
from publisher.graph.dates import date_literal
from publisher.model import Article, Certainty, Claim, Dataset, Entity, Evidence, Part, Reading, Relation, Span, Value
from publisher.rdf import XSD, Literal

MARKS = {"?": Certainty.POSSIBLE, "!": Certainty.DENIED, ">": Certainty.PLANNED}
TEXT = "".join(f"[{number:03}]" for number in range(200))


@dataclass(frozen=True)
class Builder:
    """Makes readings for one domain.

    A record is a mapping from slot to value or values. A value is written as the last segment of its IRI (``JPN``, ``nickel``), as a
    date, as the local name of a class, as ``Name (JPN)`` for a company or person of a state, ``Name ()`` for one of no known state,
    or is given as a value of the model. A trailing ``?``, ``!`` or ``>`` makes it possible, denied or planned.
    """

    domain: Domain

    def company(self, name: str, state: str | None = None, *aliases: str, of_class: str = "PrivateCompany") -> Entity:
        return Entity("organization", of_class, name, aliases, self.domain.iri(f"state/{state}").value if state else None)

    def person(self, name: str, state: str | None = None, *aliases: str) -> Entity:
        return Entity("person", "https://schema.org/Person", name, aliases, self.domain.iri(f"state/{state}").value if state else None)

    def money(self, amount: str, currency: str = "USD") -> Part:
        terms = self.domain.namespace
        slot = self.domain.record.slots["amount"]
        assert slot.kind is not None
        assert slot.type is not None
        pairs = ((terms["amount"], Literal(amount, datatype=XSD.decimal)), (terms["currency"], Literal(currency)))
        return Part(slot.kind, slot.type, pairs)

    def reading(
        self,
        key: str,
        *records: Mapping[str, object],
        published: str | None = "2026-03-16",
        news: Sequence[int] = (0,),
        publisher: str | None = None,
        relations: Sequence[tuple[int, str, int]] = (),
    ) -> Reading:
        claims: list[Claim] = []
        for number, slots in enumerate(records):
            for slot, values in slots.items():
                for value, certainty in self._values(slot, values):
                    start = len(claims) * 5
                    evidence = Evidence(Span(start, start + 5), TEXT[start : start + 5])
                    claims.append(Claim(number, slot, value, certainty, evidence, f"rule-{slot}"))
        words = Evidence(Span(0, 5), TEXT[:5])
        linked = tuple(
            Relation(left, self.domain.namespace[name], right, Certainty.ASSERTED, words, "rule-relation")
            for left, name, right in relations
        )
        article = Article(key, TEXT, f"Article {key}", f"https://news.example/{key}", publisher, published, "en")
        return Reading(article, tuple(claims), frozenset(news), linked)

    def build(self, *readings: Reading, registry: Registry | None = None, curation: Curation | None = None) -> Dataset:
        return build_dataset(readings, self.domain, registry or Registry(), curation or Curation())

    def records(self, dataset: Dataset) -> dict[str, set[str]]:
        """Map each record of a dataset to the keys of the articles that report it."""
        kind = self.domain.iri(self.domain.record.kind + "/").value
        out: dict[str, set[str]] = {}
        for quad in dataset.quads:
            if quad.predicate == self.domain.namespace["reportedIn"]:
                out.setdefault(quad.subject.value.removeprefix(kind), set()).add(quad.object.value.rpartition("/")[2])
        return out

    def objects(self, dataset: Dataset, subject: str, predicate: str) -> set[str]:
        """Return the values of a property of the ontology, IRIs as paths below the base."""
        wanted = self.domain.iri(subject)
        found = (quad.object for quad in dataset.quads if quad.subject == wanted and quad.predicate == self.domain.namespace[predicate])
        return {term.value.removeprefix(self.domain.base) for term in found}

    def _values(self, slot: str, values: object) -> Iterator[tuple[Value, Certainty]]:
        for value in values if isinstance(values, (list, tuple)) else [values]:
            if not isinstance(value, str):
                yield value, Certainty.ASSERTED
            elif "(" in value:
                yield self._entity(slot, value), Certainty.ASSERTED
            else:
                for word in value.split():
                    yield self._term(slot, word.rstrip("?!>")), MARKS.get(word[-1], Certainty.ASSERTED)

    def _entity(self, slot: str, text: str) -> Entity:
        name, state = re.fullmatch(r"(.+) \((\w*)\)", text).groups()
        if slot == "project":
            return Entity("project", "Project", name)
        return self.person(name, state or None) if slot == "signatory" else self.company(name, state or None)

    def _term(self, slot: str, word: str) -> Value:
        model = self.domain.record.slots[slot]
        if model.range == "class":
            return self.domain.namespace[word]
        if model.range == "date":
            return date_literal(word)
        if model.range == "agent":
            kinds = ("state", "bloc", "organization")
            return next(iri for iri in (self.domain.iri(f"{kind}/{word}") for kind in kinds) if iri in self.domain.types)
        return self.domain.iri(f"{model.scheme or model.kind or slot}/{word}")


def small_domain() -> Builder:
    return Builder(load_domain(Path(__file__).parent / "domain"))
