"""Records told only by likeness to the one before: "another exists with Peru", "it signed one with Ghana, too"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.extract.attach import details
from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.matching import NEAR, Matcher
from publisher.extract.referents import Referents, find_focus
from publisher.extract.registry import Agent
from publisher.extract.setting import Setting
from publisher.extract.statement import Party, Statement, Told
from publisher.extract.telling import Telling
from publisher.rdf import IRI


def leads(told: Told, statement: Statement, kit: Kit) -> list[Agent]:
    """Return who is told as having a record with somebody else: the subject, but of "the second country to sign with them" the others."""
    telling = told.telling
    partners = {party.agent for party in told.parties if party.mention in telling.co_parties}
    subjects = {party.agent for party in told.parties} - partners
    if not partners or not subjects:
        return []
    ranked = kit.statuses.marks.is_ranked(statement.mask.text[telling.start : telling.end])
    return [party.agent for party in told.parties if party.agent in (partners if ranked else subjects)]


@dataclass(frozen=True, slots=True)
class Others:
    """Finds the class and the common side of what is only called another one; all that it adds is inference."""

    kit: Kit
    matcher: Matcher
    referents: Referents

    def find(self, telling: Telling, statement: Statement, drafts: list[Draft], until: int, setting: Setting) -> list[Told]:
        """Return what is told of each other record: one for each partner named; none where no record was told shortly before."""
        focus = find_focus(drafts, self.kit)
        if focus is None or statement.number - focus.last > NEAR:
            return []
        self._take_status(telling, focus)
        everyone = self.referents.parties(telling.parties, statement.mentions, drafts)
        partners = [party for party in everyone if party.mention in telling.co_parties]
        own = [party for party in everyone if party not in partners]
        if not partners:
            own, partners = [], everyone
        if not own and partners:
            own = [Party(agent, partners[0].mention, is_inferred=True) for agent in self._common(focus, drafts)]
        facts = list(details(statement, telling, until, setting))
        form = telling.sets.get(self.kit.roles.form.name)
        types = frozenset({form} if form is not None else self.matcher.types(focus))
        return [Told(telling, types, [*own, partner], facts, is_one_of_several=True) for partner in partners]

    def _common(self, focus: Draft, drafts: Sequence[Draft]) -> Sequence[Agent]:
        """Return the side that other records of the article have, too; else those told as having the last one with somebody."""
        slot = self.kit.roles.party.name
        counts = Counter(agent for draft in drafts for agent in set(draft.agents(slot)))
        ranked = sorted(set(focus.agents(slot)), key=lambda agent: -counts[agent])
        if len(ranked) > 1 and counts[ranked[0]] > counts[ranked[1]]:
            return ranked[:1]
        return focus.leads

    def _take_status(self, telling: Telling, focus: Draft) -> None:
        """Give a telling without a verb the status of the record before."""
        slot = self.kit.roles.status
        if slot is not None and telling.verb is None and slot.name not in telling.sets:
            statuses = [value for value in focus.values(slot.name) if isinstance(value, IRI)]
            telling.sets = {**telling.sets, slot.name: statuses[-1]} if statuses else telling.sets
