"""Drafts: what an article says of one record, while it is being read."""

from dataclasses import dataclass, field

from publisher.extract.amounts import Amount
from publisher.extract.registry import Agent
from publisher.model import Certainty, Span
from publisher.rdf import IRI, Literal

FactValue = Agent | Literal | Amount
"""What a slot of a draft can hold: a term or agent, a date, a sum; a name of somebody the article introduces."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one slot, with the sentence (by number) and the place that say so."""

    slot: str
    value: FactValue
    certainty: Certainty
    sentence: int
    span: Span
    rule: str

    @property
    def agent(self) -> Agent | None:
        """Return the value where it is an agent or another thing with an IRI or a name."""
        return self.value if isinstance(self.value, IRI | str) else None


_FIRMNESS = {
    Certainty.ASSERTED: 4,
    Certainty.ATTRIBUTED: 3,
    Certainty.PLANNED: 3,
    Certainty.INFERRED: 2,
    Certainty.POSSIBLE: 1,
    Certainty.DENIED: 0,
}


@dataclass(slots=True)
class Draft:
    """One record as told so far.

    ``sides`` are its parties with bodies of a state standing for the state: what decides whether two drafts speak of one
    record. ``zone`` is the kind of zone it was first told in. ``again`` are facts told once more, no firmer than before.
    ``leads`` are those told as having the record with somebody else.
    """

    number: int
    zone: str
    facts: list[Fact] = field(default_factory=list)
    sides: set[Agent] = field(default_factory=set)
    sentences: list[int] = field(default_factory=list)
    again: list[Fact] = field(default_factory=list)
    leads: list[Agent] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        """Add a fact, unless the same value already stands as firmly; a firmer one takes the place of a weaker."""
        for held in self.facts:
            if held.slot == fact.slot and held.value == fact.value:
                if _FIRMNESS[held.certainty] >= _FIRMNESS[fact.certainty]:
                    self.again.append(fact)
                    return
                self.facts.remove(held)
                break
        self.facts.append(fact)

    def values(self, slot: str) -> list[FactValue]:
        """Return the values of a slot in the order they were told."""
        return [fact.value for fact in self.facts if fact.slot == slot and fact.certainty.is_fact]

    def agents(self, slot: str) -> list[Agent]:
        """Return the agents among the values of a slot."""
        return [value for value in self.values(slot) if isinstance(value, IRI | str)]

    def iris(self, slot: str) -> list[IRI]:
        """Return the terms among the values of a slot."""
        return [value for value in self.values(slot) if isinstance(value, IRI)]

    def literals(self, slot: str) -> list[str]:
        """Return the texts of the literals among the values of a slot."""
        return [value.value for value in self.values(slot) if isinstance(value, Literal)]

    def touch(self, sentence: int) -> None:
        """Note that a sentence spoke of this record."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    @property
    def last(self) -> int:
        """Return the number of the sentence that spoke of it last."""
        return max(self.sentences, default=-1)


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Which classes may name one record: equal, alike, one above the other, or one so soft that it fits any."""

    base: IRI
    soft: frozenset[IRI]
    alike: tuple[frozenset[IRI], ...]
    above: dict[IRI, frozenset[IRI]]

    def fits(self, left: set[IRI], right: set[IRI]) -> bool:
        """Tell whether two sets of classes can be those of one record."""
        firm_left, firm_right = left - self.soft, right - self.soft
        if not firm_left or not firm_right:
            return True
        return any(self._agree(a, b) for a in firm_left for b in firm_right)

    def _agree(self, a: IRI, b: IRI) -> bool:
        return a == b or b in self.above.get(a, ()) or a in self.above.get(b, ()) or any({a, b} <= group for group in self.alike)
