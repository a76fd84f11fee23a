"""One sentence as the reading sees it, and one record as one sentence tells it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from publisher.extract.drafts import Fact
from publisher.extract.forms import Form
from publisher.extract.masks import Mask
from publisher.extract.mentions import Mention
from publisher.extract.registry import Agent
from publisher.extract.telling import Telling
from publisher.extract.units import Unit
from publisher.model import Certainty, Span
from publisher.rdf import IRI


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence by its number, with the kind of its zone, its mentions and its mask."""

    number: int
    zone: str
    mask: Mask
    mentions: Sequence[Mention]

    def span(self, part: Unit | Mention) -> Span:
        """Return where in the article a part of the sentence stands."""
        return self.mask.sentence.original(part.start, part.end)


class Party(NamedTuple):
    """Whom a mention in a party's place stands for; inferred where it is a person, a capital or a pronoun."""

    agent: Agent
    mention: Mention
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One record as one sentence tells it: the telling, its classes and parties, and what stands beside them."""

    telling: Telling
    types: frozenset[IRI]
    parties: Sequence[Party]
    facts: Sequence[Fact] = field(default=())
    is_one_of_several: bool = False

    @property
    def agents(self) -> set[Agent]:
        """Return the parties without the words that name them."""
        return {party.agent for party in self.parties}


def hedged(modality: str | None) -> Certainty:
    """Return the certainty of what a modality says: "could" and "denies" lower it, all others leave it."""
    return Certainty(modality) if modality in {"possible", "denied"} else Certainty.ASSERTED


def own_words(form: Form, statement: Statement, clause: re.Pattern[str]) -> str:
    """Return what a sentence says of a form: to the end of its clause, or up to another form behind a comma ("ten deals, one of them a")."""
    text = statement.mask.sentence.text
    end = clause.search(text, form.end)
    others = (m.form.start for m in statement.mentions if m.form and m.form.start > form.end)
    stops = [at for at in others if "," in text[form.end : at]] + ([end.start()] if end else [])
    return text[form.start : min(stops, default=len(text))]
