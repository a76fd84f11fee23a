"""The occasion of a record: the meeting it came of, or the signing of another one beside it."""

from dataclasses import dataclass, replace

from publisher.extract.attach import occasion
from publisher.extract.drafts import Draft, Fact
from publisher.extract.kit import Kit
from publisher.extract.matching import NEAR
from publisher.extract.referents import Referents
from publisher.extract.registry import Registry
from publisher.extract.setting import Setting
from publisher.extract.statement import Told
from publisher.extract.telling import Telling
from publisher.model import Certainty


@dataclass(frozen=True, slots=True)
class Occasions:
    """What an occasion tells of the records of one article; all of it is inference."""

    kit: Kit
    registry: Registry
    referents: Referents

    def is_outcome(self, telling: Telling, number: int) -> bool:
        """Tell whether a statement without parties reports what came of the meeting told right before."""
        form, meeting = telling.form, self.referents.meeting
        if not telling.has_verb or form is None or form.definite or form.generic:
            return False
        if self.kit.status_name(telling) not in self.kit.statuses.done:
            return False
        return meeting is not None and number - meeting.statement.number <= NEAR

    def add_guests(self, draft: Draft, telling: Telling) -> None:
        """Make those who met the parties of what came of it."""
        meeting = self.referents.meeting
        if meeting is None:
            return
        for agent, mention in meeting.guests:
            span = meeting.statement.span(mention)
            draft.add(Fact(self.kit.roles.party.name, agent, Certainty.INFERRED, meeting.statement.number, span, telling.rule))
            draft.sides.add(self.kit.side(agent, self.registry))

    def add(self, draft: Draft, telling: Telling, setting: Setting) -> None:
        """Give the outcome of a meeting the meeting's day and place, where it has none of its own."""
        meeting = self.referents.meeting
        for fact in occasion(meeting.statement, telling.rule, setting) if meeting else ():
            if not draft.values(fact.slot):
                draft.add(fact)

    def share(self, draft: Draft, before: Draft | None, told: Told, number: int) -> None:
        """Give a record signed beside another ("they also signed …") the day and the place of that one."""
        statuses, telling = self.kit.statuses, told.telling
        if before is None or not telling.is_beside or telling.verb != statuses.signing or number - before.last > NEAR:
            return
        if statuses.signed not in self.kit.statuses_told(before) or self.kit.status_name(telling) != statuses.signed:
            return
        own = {fact.slot for fact in told.facts}
        slots = {slot.name for slot in (self.kit.roles.date, self.kit.roles.place) if slot is not None} - own
        for fact in [fact for fact in before.facts if fact.slot in slots]:
            draft.add(replace(fact, certainty=Certainty.INFERRED))
