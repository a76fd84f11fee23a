"""Which record a statement speaks of: one told before, or a new one."""

from collections.abc import Iterable, Sequence

from publisher.extract.calendar import Anchor
from publisher.extract.drafts import Draft
from publisher.extract.kit import Kit
from publisher.extract.registry import Agent, Registry
from publisher.extract.statement import Told
from publisher.extract.telling import Telling
from publisher.extract.zones import Kind
from publisher.model import Certainty
from publisher.rdf import IRI, Literal

NEAR = 2
"""Sentences within which a telling with fewer or more parties goes on about the same record."""
_LEAD = 5  # sentences among which the title's story is told again
_SIDES = 2  # an agreement has two sides


class Matcher:
    """Compares what is told with the records of one article."""

    def __init__(self, kit: Kit, registry: Registry, anchor: Anchor | None) -> None:
        """Compare by the rules of a domain, the names of an article and its day."""
        self.kit = kit
        self.registry = registry
        self.anchor = anchor

    def find(self, told: Told, drafts: Sequence[Draft], number: int) -> Draft | None:
        """Return the draft that sentence ``number`` speaks of again, or None when it tells of a new one."""
        telling = told.telling
        sides = {self.kit.side(agent, self.registry) for agent in told.agents}
        if telling.is_new or (telling.has_verb and self._is_beside(told, sides, drafts)):
            return None
        if not sides and any(m.hint is not None and m.hint.count for m in telling.parties):
            return None  # "the two countries" are none of those told of
        alike = [d for d in drafts if not sides or sides & d.sides]  # no other can be the same; an article may tell of hundreds
        ranked = sorted(alike, key=lambda d: (not told.types & self.types(d) or told.types <= self.kit.forms.soft, -d.last))
        if telling.form is None and telling.refers:
            return next((d for d in ranked if sides <= d.sides), ranked[0] if ranked and not sides else None)
        fitting = (d for d in ranked if self.kit.choice.fits(set(told.types), self.types(d)) and self.kit.dates_fit(self._dates(told), d))
        if sides:
            return next((d for d in fitting if self._is_same(told, sides, d, number)), None)
        points_back = telling.form is not None and (telling.form.definite or not telling.form.generic)
        return next(fitting, None) if points_back else None

    def told_with(self, draft: Draft, told: Told, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the other records that one sentence told together with a draft, where all of them are meant: "she signed for Chile"."""
        if told.telling.form is not None or not told.telling.refers:
            return []
        sides = {self.kit.side(agent, self.registry) for agent in told.agents}
        return [d for d in drafts if d is not draft and d.sentences == draft.sentences and sides <= d.sides]

    def _is_beside(self, told: Told, sides: set[Agent], drafts: Sequence[Draft]) -> bool:
        """Tell whether a form is a new one beside what the body told before: "they also signed a memorandum"."""
        form = told.telling.form
        if not told.telling.is_beside or form is None or form.definite or form.pointer:
            return False
        firm = told.types - self.kit.forms.soft
        is_told = any(firm & self.types(d) and sides <= d.sides for d in drafts)
        return not is_told and any(d.zone != Kind.TITLE for d in drafts)

    def types(self, draft: Draft) -> set[IRI]:
        """Return the classes a draft is told to be of."""
        return set(draft.iris(self.kit.roles.form.name))

    def _dates(self, told: Told) -> set[str]:
        slot = self.kit.roles.date
        return {f.value.value for f in told.facts if slot and f.slot == slot.name and isinstance(f.value, Literal)}

    def _is_same(self, told: Told, sides: set[Agent], draft: Draft, number: int) -> bool:
        """Tell whether a statement with parties speaks of a draft whose class and dates fit."""
        telling = told.telling
        if self._is_earlier(told, draft) or self._contradicts(telling, draft) or self._is_other_body(telling, told.agents, draft):
            return False
        if sides == draft.sides or told.is_one_of_several:
            return sides == draft.sides
        if draft.zone == Kind.TITLE and number <= _LEAD and sides & draft.sides and telling.has_verb and len(draft.sentences) == 1:
            return True
        nested = sides <= draft.sides or sides >= draft.sides
        near = number - draft.last <= NEAR or (telling.form is not None and telling.form.definite)
        return bool(nested and sides & draft.sides and near)

    def _is_earlier(self, told: Told, draft: Draft) -> bool:
        """Tell whether a new form with a date long past is an earlier record than the undated news of the lead."""
        dates, form, anchor = self._dates(told), told.telling.form, self.anchor
        if not dates or anchor is None or draft.sentences[0] > _LEAD or (form is not None and form.definite):
            return False
        held = draft.values(self.kit.roles.date.name) if self.kit.roles.date else []
        return not held and all(date[:4] < str(anchor.earliest.year) for date in dates)

    def _is_other_body(self, telling: Telling, agents: Iterable[Agent], draft: Draft) -> bool:
        """Tell whether a new form is that of another body of the same state: two agencies of one state make two records."""
        if telling.form is None or telling.form.definite or not telling.has_verb:
            return False
        held = set(draft.agents(self.kit.roles.party.name))
        bodies = {self.kit.side(b, self.registry) for b in held if not self.kit.is_state(b)}
        others = (agent for agent in agents if agent not in held)
        return any((side := self.kit.side(agent, self.registry)) != agent and side in bodies for agent in others)

    def _contradicts(self, telling: Telling, draft: Draft) -> bool:
        """Tell whether a new form in another state is another record: one deal is done, a second one still talked about."""
        if telling.form is None or telling.form.definite or not telling.has_verb:
            return False
        told, now, done = self.kit.statuses_told(draft), self.kit.status_name(telling), self.kit.statuses.done
        return bool(told) and now is not None and (now in done) != bool(told & done)

    def only(self, told: Told, drafts: Sequence[Draft], number: int) -> Draft | None:
        """Return the one record of an article, where a sentence near it says "the memorandum" and names at most people or others."""
        form = told.telling.form
        if form is None or not form.definite or told.telling.is_new or len(drafts) != 1 or not told.telling.certainty.is_fact:
            return None
        draft = drafts[0]
        fits = self.kit.choice.fits(set(told.types), self.types(draft)) and self.kit.dates_fit(self._dates(told), draft)
        return draft if (fits or not told.parties) and number - draft.last <= NEAR else None

    def is_enough(self, told: Told) -> bool:
        """Tell whether a statement says enough to begin a record: that something was done or has a name, and by whom."""
        telling, form = told.telling, told.telling.form
        if not self._is_stated(telling) or (form is not None and self._is_vague(telling, told.parties)):
            return False
        if form is not None and form.weak and self.kit.status_name(telling) not in self.kit.statuses.done:
            return False  # "they will expand cooperation" tells of no record
        if len(told.agents) >= _SIDES:
            return True
        if not told.parties or form is None or (form.type in self.kit.forms.soft and not form.generic):
            return False
        if told.types & self.kit.two_sided and len(telling.parties) < _SIDES and all(self._is_one(agent) for agent in told.agents):
            return False
        return (
            telling.is_tight
            and self.kit.status_name(telling) in self.kit.statuses.done
            and not (form.definite or form.pointer or form.weak or form.plural)
        )

    def _is_one(self, agent: Agent) -> bool:
        """Tell whether an agent is one side, as a bloc is not."""
        return self.kit.is_state(agent) or self.kit.is_enterprise(agent, self.registry) or self.kit.is_body(agent)

    def _is_stated(self, telling: Telling) -> bool:
        if telling.certainty in {Certainty.POSSIBLE, Certainty.DENIED} or telling.refers:
            return False
        return self.kit.status_of(telling) is not None if telling.has_verb else self.kit.is_named(telling)

    @staticmethod
    def _is_vague(telling: Telling, parties: Sequence[object]) -> bool:
        """Tell whether a form is no single record: "agreements" of unknown number, "the partnership"."""
        form = telling.form
        if form is None:
            return False
        many = form.plural and form.generic and not telling.is_each and form.count != 1 and len(parties) != _SIDES
        return many or (form.weak and form.definite)
