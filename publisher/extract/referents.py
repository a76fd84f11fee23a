"""Whom an article means: who was named last, and for whom pronouns, capitals and people stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from publisher.extract.drafts import Draft
from publisher.extract.forms import Form
from publisher.extract.kit import Kit
from publisher.extract.mentions import Hint, Mention
from publisher.extract.registry import Agent, Registry
from publisher.extract.statement import Party, Statement
from publisher.extract.telling import Telling
from publisher.extract.units import Unit


@dataclass(frozen=True, slots=True)
class Meeting:
    """The sentence that told last of people of several sides together."""

    statement: Statement
    guests: Sequence[tuple[Agent, Mention]]


@dataclass(frozen=True, slots=True)
class Several:
    """The sentence that told last of several records at once, and whose they are: what "the first of them" is one of."""

    number: int
    form: Form
    owners: Sequence[Agent] = ()
    telling: Telling | None = None


@dataclass(slots=True)
class Referents:
    """Who was named last in one article; grows sentence by sentence."""

    kit: Kit
    registry: Registry
    organisation: Agent | None = None
    state: Agent | None = None
    protagonist: Agent | None = None
    official: Agent | None = None
    subject: Agent | None = None
    topic: Agent | None = None
    together: list[Agent] = field(default_factory=list)
    pair: list[Agent] = field(default_factory=list)
    early: list[Agent] = field(default_factory=list)
    meeting: Meeting | None = None
    several: Several | None = None
    named: list[Agent] = field(default_factory=list)
    states: Counter[Agent] = field(default_factory=Counter)

    def resolve_parts(self, mentions: Sequence[Mention], number: int) -> list[Mention]:
        """Give "the first of them" the form it is one of; where nothing near told of several, or a form stands before it, it means else."""
        told = self.several if self.several and number - self.several.number <= _NEAR else None
        first = next((m.kind for m in mentions if m.kind in {"form", "part"}), None)
        told = told if first == "part" else None
        if told is None:
            return [m for m in mentions if m.kind != "part"]
        one = replace(told.form, plural=False, count=1, definite=False, pointer=False, also=())
        return [replace(m, values=(replace(one, start=m.start, end=m.end),)) if m.kind == "part" else m for m in mentions]

    def pass_on(self, telling: Telling) -> None:
        """Let one of several records have been done what was done with all of them, where no verb says more of it."""
        told = self.several.telling if self.several else None
        if telling.is_part and telling.verb is None and told is not None:
            telling.verb, telling.status, telling.certainty, telling.sets = told.verb, told.status, told.certainty, told.sets

    def remember_several(self, statement: Statement, telling: Telling, owners: Sequence[Agent]) -> None:
        """Keep a telling of several records, and who has them, for the sentences that tell of each."""
        if telling.form is not None and telling.form.plural:
            self.several = Several(statement.number, telling.form, owners, telling)

    def remember_plural(self, statement: Statement) -> None:
        """Keep several records that a sentence only names: "Two contracts cover lithium"."""
        forms = [m.form for u in statement.mask.units if u.code == "F" for m in u.mentions if m.form is not None and m.form.plural]
        if forms and (self.several is None or self.several.number != statement.number):
            self.several = Several(statement.number, forms[-1])

    def remember(self, statement: Statement) -> None:
        """Keep who was named last, for "the company", "the country" and "the two sides"."""
        self._remember_meeting(statement)
        for unit in statement.mask.units:
            for mention in unit.mentions:
                agent = self._represented(mention)
                self.official = agent or self.official
                if agent is not None and self.kit.is_state(agent):
                    self.state = agent
            agents = [m.thing for m in unit.mentions if m.kind == "agent" and m.named]
            self.states.update(a for m in unit.mentions if m.kind == "agent" for a in m.named if self.kit.is_state(a))
            if len(agents) > 1:
                self.together = agents
            if len(agents) == _PAIR and not self.pair and all(map(self.kit.is_state, agents)):
                self.pair = agents
            for agent in agents:
                self._remember_agent(agent)
        if statement.number < _LEAD:
            self.early += [a for m in statement.mentions for a in m.named if m.kind in {"agent", "adjective"} and self.kit.is_state(a)]
        self._remember_topic(statement)
        self._remember_subject(statement)

    def _remember_meeting(self, statement: Statement) -> None:
        people = [m for u in statement.mask.units for m in u.mentions]
        guests = [(agent, m) for m in people if (agent := self._represented(m)) is not None]
        if len({agent for agent, _ in guests}) > 1:
            self.meeting = Meeting(statement, guests)

    def _represented(self, mention: Mention) -> Agent | None:
        """Return whom a person acts for."""
        person = self.registry.people.get(mention.name) if mention.kind == "person" else None
        if person is None or not person.agent:
            return None
        return self.kit.side(person.agent, self.registry) if self.kit.is_body(person.agent) else person.agent

    def _remember_agent(self, agent: Agent) -> None:
        if self.kit.is_state(agent):
            self.state = agent
            return
        self.organisation = agent
        self.protagonist = self.protagonist or agent
        self.named.append(agent)

    def _remember_topic(self, statement: Statement) -> None:
        units = statement.mask.units
        first = next(
            (u.mentions[0].thing for u in units[:_SUBJECT] if u.code in {"A", "N"} and u.mentions[0].kind in {"agent", "name"}), None
        )
        if first is not None and self.kit.is_enterprise(first, self.registry) and not any(u.code == "Z" for u in units):
            self.topic = first

    def _remember_subject(self, statement: Statement) -> None:
        """Keep whom a sentence begins with: "it" at the head of the next one goes on about them."""
        head = statement.mask.units[:_CLAUSE]
        first = next(
            (u.mentions[0] for u, before in zip(head, (None, *head), strict=False) if self._is_subject(u, before)), None
        )
        if first is not None and first.named:
            self.subject = self.kit.government(first.thing) or first.thing if first.kind == "capital" else first.thing

    def _is_subject(self, unit: Unit, before: Unit | None) -> bool:
        """Tell whether a unit names one agent that no preposition governs."""
        words = self.kit.mask_words
        is_governed = before is not None and (before.low in words.placing or before.low in words.siding)
        return unit.code == "A" and len(unit.mentions) == 1 and not is_governed

    def parties(self, meant: Sequence[Mention], mentions: Sequence[Mention], drafts: Sequence[Draft]) -> list[Party]:
        """Return whom the mentions in a party's place stand for, each agent once, in order."""
        out: dict[Agent, Party] = {}
        for mention in meant:
            for agent, is_inferred in self._resolve(mention, mentions, drafts):
                out.setdefault(agent, Party(agent, mention, is_inferred))
        for agent, mention in self._other_side([m for m in meant if m.kind == "person"], set(out)):
            out.setdefault(agent, Party(agent, mention, is_inferred=True))
        return list(out.values())

    def _other_side(self, people: Sequence[Mention], found: set[Agent]) -> list[tuple[Agent, Mention]]:
        """Return for whom an official without a country acts: of two states the one nobody else acts for, else the one told most."""
        unknown = [m for m in people if self._represented(m) is None and m.name in self.registry.people]
        early = list(dict.fromkeys(self.early))
        left = [agent for agent in (self.pair or early * (len(early) == _PAIR)) if agent not in found]
        if len(people) == _PAIR and unknown and len(left) == len(unknown):
            return list(zip(left, unknown, strict=True))
        ruled = self._state_told_most() if len(unknown) == 1 == len(found) and self._rules(unknown[0]) else None
        return [(ruled, unknown[0])] if ruled is not None and ruled not in found else []

    def _resolve(self, mention: Mention, mentions: Sequence[Mention], drafts: Sequence[Draft]) -> list[tuple[Agent, bool]]:
        """Return whom a mention stands for, and whether that is an inference."""
        match mention.kind:
            case "agent" | "capital" | "adjective" | "place":
                found = [(self._choose(mention, drafts), mention.kind == "capital")]
            case "name":
                found = self._introduce(mention.name)
            case "person":
                found = _inferred(self._represented(mention))
            case "group":
                hint = mention.hint or Hint()
                found = _inferred(*(self._just_named(mention, mentions) if hint.of == "last" else ()) or self._several(hint, drafts))
            case "subject" if mention.hint is not None and mention.start < _HEAD and (told := self._several(mention.hint, drafts)):
                found = _inferred(*told)
            case "organisation" | "subject" if mention.named:
                found = _inferred(*self._named_of(mention.thing))
            case _:
                found = _inferred(self._last(mention, mentions))
        return found

    def _several(self, hint: Hint, drafts: Sequence[Draft]) -> list[Agent]:
        """Return whom a word for several stands for: the parties of the record in focus, of another one, or who was named together last.

        What the word says of them has to be true: "the two countries" are two, and no companies.
        """
        party, focus = self.kit.roles.party.name, find_focus(drafts, self.kit)
        others = sorted((d for d in drafts if d is not focus), key=lambda d: -d.last)
        groups = [d.agents(party) for d in ([focus] if focus else []) + others] + [self.together, self.pair, self.early, self._companies()]
        return next((found for group in groups if (found := self._fitting(group, hint))), [])

    def _just_named(self, mention: Mention, mentions: Sequence[Mention]) -> list[Agent]:
        """Return the two whom a sentence names before a word for them, or the one it names and whom the text spoke of before."""
        beside = list(dict.fromkeys(m.thing for m in mentions if m.start < mention.start and m.kind == "agent" and m.named))
        if len(beside) == 1 and self.topic is not None and self.topic not in beside:
            beside = [self.topic, *beside]
        return beside if len(beside) == _PAIR else []

    def _companies(self) -> list[Agent]:
        """Return the companies an article has named so far."""
        return [a for a in dict.fromkeys(self.named) if self._is_firm(a)]

    def _fitting(self, group: Sequence[Agent], hint: Hint) -> list[Agent]:
        """Return those of a group who are what a word for several says they are; none where they are not as many."""
        kinds = {"states": lambda agent: not self.kit.is_enterprise(agent, self.registry), "enterprises": self._is_firm}
        fits = kinds.get(hint.of)
        found = [agent for agent in dict.fromkeys(group) if fits is None or fits(agent)]
        return found if len(found) == (hint.count or max(_PAIR, len(found))) else []

    def _is_firm(self, agent: Agent) -> bool:
        return self.kit.is_enterprise(agent, self.registry)

    def _last(self, mention: Mention, mentions: Sequence[Mention]) -> Agent | None:
        """Return whom a pronoun or a plain noun means by itself: the one named last of its kind."""
        if mention.kind == "organisation":
            return self.topic or self.protagonist or self.organisation
        if mention.kind == "office":
            return self.official
        if mention.kind == "subject":
            return self._named_before(mention, mentions) or (self.subject if mention.start < _HEAD else None) or self.organisation
        if mention.kind == "state":
            speaker = self._speaker(mention, mentions) if mention.hint is not None else None
            return speaker or self.state or (self.kit.home(self.topic, self.registry) if self.topic else None)
        if mention.kind == "home":
            return self._state_told_most()
        return None

    def _speaker(self, mention: Mention, mentions: Sequence[Mention]) -> Agent | None:
        """Return the state of the official whom the sentence named before "his country"."""
        before = [m for m in mentions if m.start < mention.start and m.kind == "person"]
        agent = self._represented(before[-1]) if before else None
        return agent if agent is not None and self.kit.is_state(agent) else None

    def _state_told_most(self) -> Agent | None:
        """Return the state an article has named most so far: whose "the government" is."""
        return max(self.states, key=self.states.__getitem__, default=None)

    def _rules(self, person: Mention) -> bool:
        """Tell whether a person's office is one in a government."""
        office = self.registry.people[person.name].office
        return not self.kit.annotator.words.rulers.isdisjoint(office.lower().split())

    def _introduce(self, name: str) -> list[tuple[Agent, bool]]:
        """Take a name in a party's place for an organisation, unless it is a person's."""
        if name in self.registry.people and self.kit.annotator.titles.is_person_name(name):
            return []
        return [(self.registry.add_organisation(name, "company", None), False)]

    def _named_before(self, mention: Mention, mentions: Sequence[Mention]) -> Agent | None:
        """Return the organisation that the sentence named first, before a pronoun."""
        before = (m.thing for m in mentions if m.start < mention.start and m.kind == "agent")
        return next((agent for agent in before if not self.kit.is_state(agent)), None)

    def _named_of(self, state: Agent) -> list[Agent]:
        """Return the organisation of a state that the article named most, of several the last: "the Japanese company"."""
        if not self.kit.is_state(state):
            return [state]  # the noun alone tells which: "the bank"
        ours = [a for a in reversed(self.named) if self.kit.home(a, self.registry) == state]
        return [max(ours, key=ours.count)] if ours else []

    def _choose(self, mention: Mention, drafts: Sequence[Draft]) -> Agent:
        """Of several bodies of one name, or a state and a bloc at one seat, take the one that the article speaks of."""
        values = mention.named
        told = {side for draft in drafts for side in draft.sides} | ({self.state} if self.state else set())
        if mention.kind == "capital":
            state, bloc = self.kit.government(values[0]), self.kit.bloc_at(values[0])
            is_bloc = bloc is not None and state not in told and (bloc in told or bloc in self.named)
            return (bloc if is_bloc else state) or values[0]
        if len(values) == 1:
            return values[0]
        return next((v for v in values if self.kit.side(v, self.registry) in told), values[0])


_PAIR = 2  # states that deal with each other
_HEAD = 25  # characters at the head of a sentence in which "it" is its subject
_LEAD = 4  # sentences in which the states of a pair are named
_NEAR = 5  # sentences behind several records in which each is told
_CLAUSE = 6  # units at the head of a sentence in which its subject stands behind a date or an adverb
_SUBJECT = 3  # units at the head of a sentence in which its subject stands


def find_focus(drafts: Sequence[Draft], kit: Kit) -> Draft | None:
    """Return the record that "the deal" would mean now: the one told last."""
    party = kit.roles.party.name
    return max(drafts, key=lambda d: (len(set(d.values(party))) > 1, d.last), default=None)


def _inferred(*agents: Agent | None) -> list[tuple[Agent, bool]]:
    return [(agent, True) for agent in agents if agent is not None]
