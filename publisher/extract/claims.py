"""From drafts to claims: each fact with its verbatim evidence, or no claim at all."""

import re
from collections.abc import Iterator, Sequence

from publisher.extract.amounts import Amount
from publisher.extract.drafts import Draft, Fact
from publisher.extract.kit import Kit
from publisher.extract.registry import Agent, Registry
from publisher.extract.spans import Sentence
from publisher.model import Certainty, Claim, Entity, Evidence, Part, Span, Value
from publisher.rdf import IRI, XSD, Literal

QUOTE_LIMIT = 500
"""Code points a quote may have: enough for the words of a claim, short of the article (decision record 0003)."""


class ClaimMaker:
    """Makes the claims of one article."""

    def __init__(self, kit: Kit, text: str, sentences: Sequence[Sentence], registry: Registry) -> None:
        """Keep what every claim of the article needs."""
        self._kit, self._text, self._sentences, self._registry = kit, text, sentences, registry
        self._types = {key: self._expand(value) for key, value in kit.annotator.words.types}
        self._kinds = dict(kit.annotator.words.kinds)

    def _expand(self, curie: str) -> str:
        prefix, _, name = curie.partition(":")
        return self._kit.domain.prefixes[prefix] + name

    def claims(self, number: int, draft: Draft) -> Iterator[Claim]:
        """Yield the claims of one draft in the order of the record model's slots."""
        for slot in self._kit.domain.record.slots:
            for fact in self._settled(slot, draft):
                value = self._value(slot, fact)
                if value is not None:
                    yield Claim(number, slot, value, fact.certainty, self._evidence(fact), fact.rule)
        yield from self._signatures(number, draft)

    def _settled(self, slot: str, draft: Draft) -> list[Fact]:
        """Return the facts of a slot: of several forms the most telling, of several statuses the strongest."""
        facts = [f for f in draft.facts if f.slot == slot]
        roles = self._kit.roles
        if slot == roles.party.name:
            return [f for f in facts if not any(self._is_short_for(f, other) for other in facts)]
        if slot == roles.form.name:
            return _most_specific(facts, self._kit)
        if roles.status and slot == roles.status.name and len(facts) > 1:
            strength = self._kit.statuses.strength
            facts = [f for f in facts if f.certainty is not Certainty.INFERRED] or facts
            return [max(facts, key=lambda f: (strength.get(_name_of(f), -1), -f.sentence))]
        if roles.date and slot == roles.date.name:
            status = self._kit.statuses_told(draft)
            finest = sorted(facts, key=lambda f: -len(f.value.value) if isinstance(f.value, Literal) else 0)
            return [] if status and not status & self._kit.dated else finest[:1]
        if roles.place and slot == roles.place.name:
            status = self._kit.statuses_told(draft)
            return facts[:1] if not status or status & self._kit.statuses.done else []
        return _without_general(facts, self._kit.general) if any(f.value in self._kit.general for f in facts) else facts

    def _value(self, slot: str, fact: Fact) -> Value | None:
        roles = self._kit.roles
        if slot == roles.party.name:
            return self._agent(fact.agent) if fact.agent else None
        state = fact.value
        if roles.place and slot == roles.place.name and isinstance(state, IRI) and self._kit.is_state(state):
            return Entity(self._kinds["place"], self._types["place"], self._kit.domain.labels[state], (), state.value)
        if roles.place and slot == roles.place.name and isinstance(state, str):
            return Entity(self._kinds["place"], self._types["place"], state)
        if roles.person and slot == roles.person.name:
            return self._person(fact.value)
        if isinstance(fact.value, Amount):
            return self._amount(fact.value)
        return fact.value if isinstance(fact.value, IRI | Literal) else None

    def _agent(self, agent: Agent) -> IRI | Entity:
        return agent if isinstance(agent, IRI) else self._registry.entity(agent, self._kinds, self._types)

    def _person(self, name: object) -> Entity | None:
        return Entity(self._kinds["person"], self._types["person"], name) if isinstance(name, str) else None

    def _amount(self, amount: Amount) -> Part | None:
        slot = self._kit.roles.parts["amount"]
        if amount.value is None or slot.type is None:
            return None
        pieces: list[tuple[IRI, IRI | Literal | Entity]] = [
            (slot.parts["value"], Literal(format(amount.value, "f"), datatype=XSD.decimal)),
            (slot.parts["currency"], Literal(amount.currency)),
        ]
        if amount.qualifier and "qualifier" in slot.parts:
            pieces.append((slot.parts["qualifier"], self._kit.domain.iri(f"qualifier/{amount.qualifier}")))
        if amount.per_party and "per-party" in slot.parts:
            pieces.append((slot.parts["per-party"], Literal("true", datatype=XSD.boolean)))
        return Part(slot.kind or "part", slot.type, tuple(pieces))

    def _is_short_for(self, fact: Fact, other: Fact) -> bool:
        """Tell whether a party is one that another sentence names in full: "Quill" beside "Quill Lithium Oy"."""
        if fact.sentence == other.sentence or fact.agent is None or self._kit.is_state(fact.agent):
            return False
        short, full = (self._text[f.span.slice].split() for f in (fact, other))
        return len(short) < len(full) and full[: len(short)] == short

    def _signatures(self, number: int, draft: Draft) -> Iterator[Claim]:
        slot, person = self._kit.roles.parts.get("person"), self._kit.roles.person
        if slot is None or person is None or slot.type is None:
            return
        for fact in (f for f in draft.facts if f.slot == person.name):
            entity = self._person(fact.value)
            held = self._registry.people.get(fact.value) if isinstance(fact.value, str) else None
            if entity is None or held is None:
                continue
            pieces: list[tuple[IRI, IRI | Literal | Entity]] = [(slot.parts["person"], entity)]
            if held.agent is not None:
                pieces.append((slot.parts["side"], self._agent(held.agent)))
            if held.office:
                pieces.append((slot.parts["office"], Literal(held.office, language="en")))
            yield Claim(
                number, slot.name, Part(slot.kind or "part", slot.type, tuple(pieces)), fact.certainty, self._evidence(fact), fact.rule
            )

    def _evidence(self, fact: Fact) -> Evidence:
        return self.quote(fact.sentence, fact.span)

    def quote(self, sentence: int, inner: Span) -> Evidence:
        """Return the words of a sentence, by its number, around a place in it."""
        span = quote_span(self._text, self._sentences[sentence].span, inner)
        return Evidence(span, self._text[span.slice])


def quote_span(text: str, sentence: Span, inner: Span) -> Span:
    """Return the quote for a fact: the sentence, or of a long one a stretch around the words, cut between words, best behind a comma.

    >>> quote_span("x " * 400, Span(0, 800), Span(400, 401))
    Span(start=152, end=649)

    """
    start, end = sentence.start, sentence.end
    if end - start > QUOTE_LIMIT:
        spare = max(0, QUOTE_LIMIT - (inner.end - inner.start)) // 2
        left, right = max(start, inner.start - spare), min(end, inner.end + spare)
        if left > start and (gap := _CLAUSE.search(text, left, inner.start) or _BLANK.search(text, left, inner.start)):
            left = gap.end()
        if right < end:
            right = max(inner.end, text.rfind(" ", inner.end, right))
        start, end = left, right
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


_CLAUSE = re.compile(r"[,;:]\s")
_BLANK = re.compile(r"\s")


def _most_specific(facts: list[Fact], kit: Kit) -> list[Fact]:
    firm = [f for f in facts if f.value not in kit.forms.soft] or [f for f in facts if f.value != kit.forms.base] or facts
    kept = [f for f in firm if not any(_is_above(f, other, kit) for other in firm)]
    return kept[:1]


def _is_above(fact: Fact, other: Fact, kit: Kit) -> bool:
    """Tell whether another form says the same and more: it is of a class below."""
    return isinstance(other.value, IRI) and other.value != fact.value and fact.value in kit.choice.above.get(other.value, ())


def _name_of(fact: Fact) -> str:
    return Kit.name_of(fact.value) if isinstance(fact.value, IRI) else ""


def _without_general(facts: list[Fact], general: frozenset[object]) -> list[Fact]:
    """Leave out what says nothing more once something specific is named: "minerals" beside "lithium"."""
    return [f for f in facts if f.value not in general] or facts[:1]
