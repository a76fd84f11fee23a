"""Which sides each record of a telling has: all of them one, or a record for each partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.referents import Referents
from publisher.extract.registry import Agent, Registry
from publisher.extract.statement import Party, Statement
from publisher.extract.telling import Telling


@dataclass(frozen=True, slots=True)
class Sides:
    """Resolves the parties of the tellings of one article."""

    kit: Kit
    registry: Registry
    referents: Referents

    def split(self, telling: Telling, statement: Statement, drafts: Sequence[Draft]) -> list[list[Party]]:
        """Return the parties of each record told: "two deals with A and B" are two."""
        everyone, subjects, partners = (
            self.referents.parties(meant, statement.mentions, drafts) for meant in (telling.parties, telling.subjects, telling.co_parties)
        )
        form = telling.form
        everyone = self._with_implied(everyone, telling, statement, drafts)
        self.referents.remember_several(statement, telling, [party.agent for party in subjects])
        is_counted = self._is_counted(partners, statement)
        several = form is not None and (form.plural or is_counted) and subjects and len(partners) > 1
        if form is None or not several:
            return [everyone]
        is_each = is_counted or len(partners) == form.count or telling.is_each or len(subjects) == 1
        return [[*subjects, partner] for partner in partners] if is_each else [everyone]

    def _with_implied(self, parties: list[Party], telling: Telling, statement: Statement, drafts: Sequence[Draft]) -> list[Party]:
        """Add the side an article is about to a form that names one side only: "the offtake agreement with Tesla"."""
        form = telling.form
        if len(parties) != 1 or len(telling.parties) != 1 or form is None or form.plural or form.weak or not telling.certainty.is_fact:
            return parties
        (party,) = parties
        if not telling.co_parties and not self._is_behind_with(party, statement):
            return parties
        if telling.is_part and self.referents.several is not None and self.referents.several.owners:
            return [*parties, *(Party(owner, party.mention, is_inferred=True) for owner in self.referents.several.owners)]
        about = self._about(party, drafts) if self.kit.status_of(telling) is not None else None
        return parties if about is None else [*parties, Party(about, party.mention, is_inferred=True)]

    def _is_behind_with(self, party: Party, statement: Statement) -> bool:
        """Tell whether a party is told as the other side of a form: "the agreement with Chile"."""
        place = next((at for unit, at in statement.mask.placed() if party.mention in unit.mentions), 0)
        return self.kit.statuses.marks.is_partner(statement.mask.text[:place])

    def _about(self, party: Party, drafts: Sequence[Draft]) -> Agent | None:
        """Return the other side: the one all records of an article share, the one just spoken of, or the company it is about."""
        sides = [draft.sides for draft in drafts if len(draft.sides) > 1]
        shared = set.intersection(*sides) if len(sides) > 1 else set()
        own = {party.agent, self.kit.side(party.agent, self.registry)}
        if len(shared) == 1:
            return next(iter(shared - own), None)
        subject = self.referents.subject
        if subject is not None and subject not in own and any(subject in told and not told & own for told in sides):
            return subject
        companies = (a for a in (self.referents.protagonist, self.referents.topic) if a is not None and a not in own)
        return next((company for company in companies if self.kit.is_enterprise(company, self.registry)), None)

    def _is_counted(self, partners: Sequence[Party], statement: Statement) -> bool:
        """Tell whether the words between the partners say that each has a record of its own: "a deal with A and one with B"."""
        text, spots = statement.mask.sentence.text, sorted(party.mention.start for party in partners)
        return any(self.kit.statuses.marks.is_counted(text[left:right]) for left, right in pairwise(spots))
