"""Which sides each record of a telling has: all of them one, or a record for each partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.referents import Referents
from publisher.extract.registry import Registry
from publisher.extract.statement import Party, Statement
from publisher.extract.tellings import Telling


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
        everyone = self._with_implied(everyone, telling)
        is_counted = self._is_counted(partners, statement)
        several = form is not None and (form.plural or is_counted) and subjects and len(partners) > 1
        if form is None or not several:
            return [everyone]
        is_each = is_counted or len(partners) == form.count or telling.is_each or len(subjects) == 1
        return [[*subjects, partner] for partner in partners] if is_each else [everyone]

    def _with_implied(self, parties: list[Party], telling: Telling) -> list[Party]:
        """Add the company an article is about to a form that names one side only: "the offtake agreement with Tesla"."""
        teller, form = self.referents.protagonist, telling.form
        if (
            len(parties) != 1
            or form is None
            or form.plural
            or form.weak
            or teller is None
            or not self.kit.is_enterprise(teller, self.registry)
        ):
            return parties
        is_told = self.kit.status_name(telling) in self.kit.statuses.done and telling.certainty.is_fact
        if parties[0].agent == teller or not telling.co_parties or not is_told:
            return parties
        return [*parties, Party(teller, parties[0].mention, is_inferred=True)]

    def _is_counted(self, partners: Sequence[Party], statement: Statement) -> bool:
        """Tell whether the words between the partners say that each has a record of its own: "a deal with A and one with B"."""
        text, spots = statement.mask.sentence.text, sorted(party.mention.start for party in partners)
        return any(self.kit.statuses.is_counted(text[left:right]) for left, right in pairwise(spots))
