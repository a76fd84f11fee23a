"""Reading an article sentence by sentence: which statement speaks of which record."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from publisher.domain import Slot
from publisher.extract.attach import Setting, ceremony, details, occasion
from publisher.extract.drafts import Draft, Fact
from publisher.extract.forms import Form
from publisher.extract.kit import Kit
from publisher.extract.masks import Mask, make_mask
from publisher.extract.mentions import Mention
from publisher.extract.registry import Agent, Registry
from publisher.extract.spans import Sentence
from publisher.extract.tellings import Telling, find_tellings
from publisher.extract.units import Unit
from publisher.extract.zones import Kind
from publisher.model import Certainty, Silence, Span
from publisher.rdf import IRI, Literal


@dataclass(slots=True)
class Discourse:
    """The state of reading one article."""

    kit: Kit
    text: str
    registry: Registry
    setting: Setting
    drafts: list[Draft] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    organisation: Agent | None = None
    state: Agent | None = None
    protagonist: Agent | None = None
    topic: Agent | None = None
    together: list[Agent] = field(default_factory=list)
    meeting: tuple[int, Mask | None, list[tuple[Agent, Mention]]] = (-9, None, [])
    named: list[Agent] = field(default_factory=list)
    listing: Draft | None = None
    titles: set[int] = field(default_factory=set)
    fields: list[bool] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)
    pending: list[tuple[Telling, Mask, list[Mention], int]] = field(default_factory=list)

    dollar: str = "USD"

    def read(self, sentences: Sequence[tuple[Sentence, str]]) -> list[Draft]:
        """Read all sentences, each with the kind of its zone; return the drafts in the order they were first told."""
        self.titles = {number for number, (_, zone) in enumerate(sentences) if zone == Kind.TITLE}
        for number, (sentence, zone) in enumerate(sentences):
            mentions = self.kit.annotator.annotate(self.text, sentence, self.registry, self.dollar)
            self._read_sentence(number, sentence, zone, mentions)
        told = [draft for draft in self.drafts if self.kit.is_told(draft)]
        for telling, mask, mentions, number in self.pending:
            if told and self.kit.choice.fits({cast("Form", telling.form).type}, set(cast("list[IRI]", told[0].values(self.kit.roles.form.name)))):
                self._attach(told[0], telling, mask, mentions, number)
        for draft in told:
            self._settle_title(draft)
        return told

    def fill_subject(self, draft: Draft) -> None:
        """Where no statement names what a record is about, take it from its sentences, else from the lead of the article."""
        for slot in (s for s in self.kit.roles.concepts if s.match != "none"):
            if any(f.slot == slot.name for f in draft.facts):
                continue
            near = [n for n in draft.sentences if n < len(self.masks)]
            lead = sorted({*self.titles, *range(min(_OPENING, len(self.masks)))})
            for numbers, certainty in ((near, Certainty.ASSERTED), (lead, Certainty.INFERRED)):
                found = list(self._subjects(slot, numbers, certainty))
                for fact in found:
                    draft.add(fact)
                if found:
                    break
            else:
                self._subject_of_names(slot, draft)

    def _subject_of_names(self, slot: Slot, draft: Draft) -> None:
        """Where nothing else says what a record is about, the names of its parties do ("Northfield Lithium")."""
        for fact in [f for f in draft.facts if f.slot == self.kit.roles.party.name]:
            named = self.text[fact.span.slice]
            for word in self.kit.field_names.finditer(named):
                entry = next((e for find in self.kit.annotator.lexicon.find(word.group()) for e in find.entries if e.kind == slot.scheme), None)
                if entry is not None and entry.iri not in self.kit.general:
                    span = Span(fact.span.start + word.start(), fact.span.start + word.end())
                    draft.add(Fact(slot.name, entry.iri, Certainty.INFERRED, fact.sentence, span, "party-name"))

    def _subjects(self, slot: Slot, numbers: Iterable[int], certainty: Certainty) -> Iterator[Fact]:
        for number in numbers:
            mask = self.masks[number]
            for unit, at in mask.placed():
                for mention in unit.mentions:
                    if mention.kind == slot.scheme and not self.setting.words.context.search(mask.text[max(0, at - 60) : at]):
                        yield Fact(slot.name, mention.value, certainty, number, mask.sentence.original(mention.start, mention.end), "subject")

    def _settle_title(self, draft: Draft) -> None:
        """Where the body names the parties, leave out those that only the title named: it simplifies ("Chile signs" for a company of Chile)."""
        slot = self.kit.roles.party.name
        titled = [f for f in draft.facts if f.slot == slot and f.sentence in self.titles]
        told = [f for f in draft.facts if f.slot == slot and f.sentence not in self.titles]
        if len({f.value for f in told}) > 1 and not all(self.kit.side(cast("Agent", f.value), self.registry) in {self.kit.side(cast("Agent", t.value), self.registry) for t in told} for f in titled):
            kept = {self.kit.side(cast("Agent", t.value), self.registry) for t in told}
            draft.facts = [f for f in draft.facts if f not in titled or self.kit.side(cast("Agent", f.value), self.registry) in kept]

    def _read_sentence(self, number: int, sentence: Sentence, zone: str, mentions: list[Mention]) -> None:
        mask = make_mask(sentence, mentions, self.kit.mask_words)
        self.masks.append(mask)
        self.fields.append(self.kit.speaks_of_field(sentence.text, mentions))
        self._remember(mask, number)
        tellings = [t for t in find_tellings(mask, self.kit.frames, self.kit.statuses) if not t.is_open]
        starts = [t.start for t in tellings[1:]]
        for index, telling in enumerate(tellings):
            until = next((s for s in starts[index:] if s > telling.end), len(mask.text))
            for agents in self._split(telling, mentions):
                for types in self._types(telling, mask):
                    self._tell(telling, types, agents, mask, mentions, number, until, zone)
        if not tellings:
            self._refer(mask, mentions, number)
        if sentence.text.rstrip().endswith(":"):
            self.listing = self.focus() if tellings else None
        elif not _ITEM.match(sentence.text):
            self.listing = None

    def _split(self, telling: Telling, mentions: list[Mention]) -> list[list[tuple[Agent, Mention, bool]]]:
        """Return the parties of each record told: "two deals with A and B" are two."""
        everyone = self._resolve_all(telling.parties, mentions)
        form, partners = telling.form, self._resolve_all(telling.co_parties, mentions)
        subjects = self._resolve_all(telling.subjects, mentions)
        if form is not None and form.plural and subjects and len(partners) > 1 and (len(partners) == form.count or telling.is_each or (form.generic and len(subjects) == 1)):
            return [[*subjects, partner] for partner in partners]
        return [everyone]

    def _resolve_all(self, parties: Iterable[Mention], mentions: Sequence[Mention]) -> list[tuple[Agent, Mention, bool]]:
        out: list[tuple[Agent, Mention, bool]] = []
        seen: set[Agent] = set()
        for mention in parties:
            for agent, inferred in self._resolve(mention, mentions):
                if agent not in seen:
                    seen.add(agent)
                    out.append((agent, mention, inferred))
        return out

    def _resolve(self, mention: Mention, mentions: Sequence[Mention]) -> list[tuple[Agent, bool]]:
        """Return whom a mention in a party's place stands for, and whether that is an inference."""
        if mention.kind in {"agent", "capital", "adjective", "place"}:
            return [(self._choose(mention), mention.kind == "capital")]
        if mention.kind == "name":
            name = cast("str", mention.value)
            return [] if self.kit.annotator.titles.is_person_name(name) and name in self.registry.people else [(self.registry.add_organisation(name, "company", None), False)]
        if mention.kind == "person":
            person = self.registry.people.get(cast("str", mention.value))
            return [(person.agent, True)] if person and person.agent else []
        if mention.kind == "group":
            focus = self.focus()
            told = cast("list[Agent]", focus.values(self.kit.roles.party.name)) if focus else []
            return [(agent, True) for agent in (told if len(told) > 1 else self.together)]
        if mention.kind in {"organisation", "subject"}:
            if mention.values:
                return [(agent, True) for agent in self._named_of(cast("Agent", mention.value))]
            before = [m for m in mentions if m.start < mention.start and m.kind == "agent" and not self.kit.is_state(m.value)]
            agent = cast("Agent", before[0].value) if before and mention.kind == "subject" else (self.organisation if mention.kind == "subject" else self.topic or self.protagonist or self.organisation)
            return [(agent, True)] if agent else []
        if mention.kind == "state":
            home = self.kit.home(self.topic, self.registry) if self.topic else None
            state = self.state or home
            return [(state, True)] if state else []
        return []

    def _named_of(self, state: Agent) -> list[Agent]:
        """Return the organisation of a state that the article named last: "the Japanese company"."""
        return [a for a in reversed(self.named) if self.kit.home(a, self.registry) == state][:1]

    def _choose(self, mention: Mention) -> Agent:
        """Of several bodies of one name, take the one whose state the article speaks of."""
        values = cast("tuple[Agent, ...]", mention.values)
        if mention.kind == "capital":
            return self.kit.government(cast("IRI", values[0])) or values[0]
        if len(values) == 1:
            return values[0]
        told = {side for draft in self.drafts for side in draft.sides} | ({self.state} if self.state else set())
        return next((v for v in values if self.kit.side(v, self.registry) in told), values[0])

    def focus(self) -> Draft | None:
        """Return the record that "the deal" would mean now: the one told last."""
        party = self.kit.roles.party.name
        return max(self.drafts, key=lambda d: (len(set(d.values(party))) > 1, d.last), default=None)

    def _tell(self, telling: Telling, types: set[IRI], agents: list[tuple[Agent, Mention, bool]], mask: Mask, mentions: list[Mention], number: int, until: int, zone: str) -> None:
        facts = list(details(mask, mentions, telling, number, until, self.setting))
        draft = self._find(telling, types, {agent for agent, _, _ in agents}, facts, number)
        if draft is None:
            if not agents and self._is_outcome(telling, number):
                self._tell_outcome(telling, types, mask, facts, number, zone)
                return
            if not self._is_enough(telling, agents):
                return
            draft = Draft(len(self.drafts), zone)
            self.drafts.append(draft)
        self._add(draft, telling, types, agents, facts, mask, number)
        dates = [f.value for f in facts if self.kit.roles.date and f.slot == self.kit.roles.date.name]
        if dates:
            self.setting = replace(self.setting, previous=cast("Literal", dates[-1]))

    def _is_outcome(self, telling: Telling, number: int) -> bool:
        """Tell whether a statement without parties reports what came of the meeting told right before."""
        form = telling.form
        return telling.has_verb and form is not None and not form.definite and not form.generic and self.kit.status_name(telling) in self.kit.done and number - self.meeting[0] <= _NEAR

    def _tell_outcome(self, telling: Telling, types: set[IRI], mask: Mask, facts: list[Fact], number: int, zone: str) -> None:
        """Make a record of the outcome of a meeting: parties, day and place are those of the meeting, by inference."""
        when, held, agents = self.meeting
        if held is None:
            return
        draft = Draft(len(self.drafts), zone)
        self.drafts.append(draft)
        self._add(draft, telling, types, [], facts, mask, number)
        for agent, mention in agents:
            draft.add(Fact(self.kit.roles.party.name, agent, Certainty.INFERRED, when, held.sentence.original(mention.start, mention.end), telling.rule))
            draft.sides.add(self.kit.side(agent, self.registry))
        self._add_occasion(draft, telling)

    def _types(self, telling: Telling, mask: Mask) -> list[set[IRI]]:
        """Return the classes of each record a telling speaks of: "investment and offtake agreements" are two records."""
        form_name = self.kit.roles.form.name
        if form_name in telling.sets:
            return [{cast("IRI", telling.sets[form_name])}]
        if telling.form is None:
            return [{self.kit.forms.base}]
        if telling.form.generic and not telling.form.definite:
            return [{self.kit.purpose(mask.sentence.text[telling.form.start :]) or telling.form.type}]
        return [{telling.form.type}, *({iri} for iri in telling.form.also)]

    def _is_enough(self, telling: Telling, agents: list[tuple[Agent, Mention, bool]]) -> bool:
        if not telling.has_verb and not self.kit.is_named(telling):
            return False
        if telling.certainty in {Certainty.POSSIBLE, Certainty.DENIED} or telling.refers or (telling.has_verb and self.kit.status_of(telling) is None):
            return False
        if telling.form is not None and telling.form.plural and telling.form.generic and not telling.is_each and telling.form.count != 1 and len(agents) != 2:  # noqa: PLR2004
            return False
        if telling.form is not None and telling.form.weak and telling.form.definite:
            return False
        if len({agent for agent, _, _ in agents}) >= 2:  # noqa: PLR2004 - an agreement has two sides
            return True
        if telling.form is not None and telling.form.type in self.kit.forms.soft and not telling.form.generic:
            return False
        return bool(agents) and telling.form is not None and telling.is_tight and not telling.form.definite and not telling.form.pointer and not telling.form.weak and not telling.form.plural and telling.status in self.kit.done

    def _find(self, telling: Telling, types: set[IRI], agents: set[Agent], facts: Sequence[Fact], number: int) -> Draft | None:
        """Return the draft that a telling speaks of again, or None when it is a new one."""
        dates = {f.value for f in facts if self.kit.roles.date and f.slot == self.kit.roles.date.name}
        sides = {self.kit.side(agent, self.registry) for agent in agents}
        if telling.is_new and telling.has_verb:
            return None
        ranked = sorted(self.drafts, key=lambda d: (not types & set(cast("list[IRI]", d.values(self.kit.roles.form.name))) or types <= self.kit.forms.soft, -d.last))
        if telling.form is None and telling.refers:
            return next((d for d in ranked if sides <= d.sides), ranked[0] if ranked and not sides else None)
        for draft in ranked:
            if not self.kit.choice.fits(types, set(cast("list[IRI]", draft.values(self.kit.roles.form.name)))) or not self.kit.dates_fit(dates, draft):
                continue
            if not sides:
                if telling.form is not None and (telling.form.definite or telling.form.generic is False):
                    return draft
                continue
            if sides == draft.sides and not self._is_earlier(telling, dates, draft) and not self._contradicts(telling, draft) and not self._is_other_body(telling, agents, draft):
                return draft
            if self._is_earlier(telling, dates, draft) or self._contradicts(telling, draft) or self._is_other_body(telling, agents, draft):
                continue
            if draft.zone == Kind.TITLE and number <= _LEAD and sides & draft.sides and telling.has_verb and draft.sentences == [draft.sentences[0]]:
                return draft
            nested = sides <= draft.sides or sides >= draft.sides
            near = number - draft.last <= _NEAR or (telling.form is not None and telling.form.definite)
            if nested and sides & draft.sides and near:
                return draft
        return None

    def _is_earlier(self, telling: Telling, dates: set[object], draft: Draft) -> bool:
        """Tell whether a new form with a date long past is an earlier record than the undated news of the lead."""
        anchor = self.setting.anchor
        if not dates or anchor is None or draft.sentences[0] > _LEAD or (telling.form is not None and telling.form.definite):
            return False
        held = draft.values(self.kit.roles.date.name) if self.kit.roles.date else []
        return not held and all(cast("Literal", d).value[:4] < str(anchor.earliest.year) for d in dates)

    def _is_other_body(self, telling: Telling, agents: Iterable[Agent], draft: Draft) -> bool:
        """Tell whether a new form is that of another body of the same state: two agencies of one state make two records."""
        if telling.form is None or telling.form.definite or not telling.has_verb:
            return False
        held = {cast("Agent", v) for v in draft.values(self.kit.roles.party.name)}
        for agent in agents:
            side = self.kit.side(agent, self.registry)
            bodies = {b for b in held if b != agent and not self.kit.is_state(b) and self.kit.side(b, self.registry) == side}
            if agent != side and agent not in held and bodies:
                return True
        return False

    def _contradicts(self, telling: Telling, draft: Draft) -> bool:
        """Tell whether a new form in another state is another record: one deal is done, a second one still talked about."""
        if self.kit.roles.status is None or telling.form is None or telling.form.definite or not telling.has_verb:
            return False
        told = {self.kit.name_of(v) for v in draft.values(self.kit.roles.status.name)}
        now = self.kit.status_name(telling)
        return bool(told) and now is not None and (now in self.kit.done) != bool(told & self.kit.done)

    def _add(self, draft: Draft, telling: Telling, types: set[IRI], agents: list[tuple[Agent, Mention, bool]], facts: Sequence[Fact], mask: Mask, number: int) -> None:
        draft.touch(number)
        roles = self.kit.roles
        unit = telling.unit
        whole = mask.sentence.original(unit.start, unit.end) if unit else mask.sentence.span
        for iri in sorted(types, key=lambda t: t.value) if telling.has_verb and not telling.refers or not draft.values(roles.form.name) else ():
            draft.add(Fact(roles.form.name, iri, telling.certainty if telling.certainty.is_fact else Certainty.ASSERTED, number, whole, telling.rule))
        status = self.kit.status_of(telling)
        if roles.status and status is not None:
            certainty = telling.certainty if telling.has_verb else Certainty.INFERRED
            draft.add(Fact(roles.status.name, status, certainty, number, whole, telling.rule))
        for agent, mention, inferred in agents:
            if telling.certainty.is_fact:
                certainty = Certainty.INFERRED if inferred else telling.certainty
                draft.add(Fact(roles.party.name, agent, certainty, number, mask.sentence.original(mention.start, mention.end), telling.rule))
                draft.sides.add(self.kit.side(agent, self.registry))
        self._add_people(draft, telling, mask, number)
        for fact in facts:
            draft.add(fact)
        if not agents and self._is_outcome(telling, number):
            self._add_occasion(draft, telling)

    def _add_occasion(self, draft: Draft, telling: Telling) -> None:
        """Give the outcome of a meeting the meeting's day and place, where it has none of its own."""
        when, held, _ = self.meeting
        for fact in occasion(held, when, telling.rule, self.setting) if held is not None else ():
            if not draft.values(fact.slot):
                draft.add(fact)

    def _add_people(self, draft: Draft, telling: Telling, mask: Mask, number: int) -> None:
        slot = self.kit.roles.person
        if slot is None or not (telling.verb == self.kit.signing or telling.signs) or self.kit.status_name(telling) != self.kit.signing_status:
            return
        for mention in telling.parties:
            if mention.kind == "person":
                draft.add(Fact(slot.name, self.registry.people.get(cast("str", mention.value)) and mention.value, telling.certainty, number, mask.sentence.original(mention.start, mention.end), telling.rule))

    def _refer(self, mask: Mask, mentions: list[Mention], number: int) -> None:
        """Attach what a sentence about "the deal" adds, when no frame matched in it."""
        if self.listing is not None and _ITEM.match(mask.sentence.text):
            self._attach(self.listing, Telling(None, None, rule="list-item"), mask, mentions, number)
            return
        forms = [cast("Form", m.value) for m in mentions if m.kind == "form"]
        form = next((f for f in forms if (f.definite or number in self.titles) and not f.pointer), None)
        if form is None:
            self._elaborate(mask, mentions, number)
            return
        unit = next((u for u in mask.units if u.code == "F" and u.mentions[0].value == form), None)
        candidates = [d for d in sorted(self.drafts, key=lambda d: -d.last) if self.kit.choice.fits({form.type}, set(cast("list[IRI]", d.values(self.kit.roles.form.name))))]
        if unit is None:
            return
        at = mask.place_of(unit)
        modality = self.kit.statuses.modality(mask.text[at : at + _MODAL_REACH])
        certainty = Certainty(modality) if modality in {"possible", "denied"} else Certainty.ASSERTED
        telling = Telling(unit, form, rule="reference", start=at, end=at, certainty=certainty)
        if not candidates and len(self.drafts) == 1:
            candidates = self.drafts
        if candidates:
            self._refine(candidates[0], form, unit, mask, number)
            self._attach(candidates[0], telling, mask, mentions, number)
        elif not self.drafts:
            self.pending.append((telling, mask, mentions, number))

    def _refine(self, draft: Draft, form: Form, unit: Unit, mask: Mask, number: int) -> None:
        """Let "the memorandum of understanding" say what a record is that was only called a deal before."""
        slot = self.kit.roles.form.name
        if form.type not in self.kit.forms.soft and form.firm and set(cast("list[IRI]", draft.values(slot))) <= self.kit.forms.soft:
            draft.add(Fact(slot, form.type, Certainty.ASSERTED, number, mask.sentence.original(unit.start, unit.end), "reference"))

    def _elaborate(self, mask: Mask, mentions: list[Mention], number: int) -> None:
        """Attach what a sentence adds whose subject is "the two governments": it goes on about the record in focus."""
        focus = self.focus()
        if focus is not None and number - focus.last <= _NEAR and not focus.values(self.kit.roles.place.name if self.kit.roles.place else ""):
            for fact in ceremony(mask, number, self.setting):
                focus.add(fact)
        if focus is not None and number - focus.last <= _TERMS and self.kit.terms.search(mask.text):
            self._attach_money(focus, mask, mentions, number)
        if focus is not None and number - focus.last <= _NEAR and self._goes_on(focus, mask, number):
            modality = self.kit.statuses.modality(mask.text)
            certainty = Certainty(modality) if modality in {"possible", "denied"} else Certainty.ASSERTED
            self._attach(focus, Telling(None, None, rule="elaboration", certainty=certainty), mask, mentions, number)

    def _goes_on(self, focus: Draft, mask: Mask, number: int) -> bool:
        """Tell whether a sentence goes on about a record: its subject is both sides, the record, or a party that will do something."""
        head = mask.units[:4]
        if any(u.code == "G" for u in head) or any(u.code == "I" and i and head[i - 1].text.lower() in {"under", "through", "by"} for i, u in enumerate(head)):
            return True
        first = next((u for u in head if u.code in {"A", "N", "Z"}), None)
        parties = focus.values(self.kit.roles.party.name)
        if head and head[0].code == "I" and number - focus.last == 1 and self.kit.covers.search(mask.text[:40]):
            return True
        if not self.kit.scope.search(mask.sentence.text) and not any(u.code == "C" for u in mask.units):
            return False
        return first is not None and number - focus.last == 1 and (first.code == "Z" or first.mentions[0].value in parties) and self.kit.statuses.modality(mask.text) == "committed"

    def _attach_money(self, draft: Draft, mask: Mask, mentions: list[Mention], number: int) -> None:
        """Attach the sums of a sentence about the terms of the record in focus."""
        slot = self.kit.roles.parts.get("amount")
        for fact in details(mask, mentions, Telling(None, None, rule="terms"), number, len(mask.text), self.setting):
            if slot is not None and fact.slot == slot.name:
                draft.add(fact)

    def _attach(self, draft: Draft, telling: Telling, mask: Mask, mentions: list[Mention], number: int) -> None:
        draft.touch(number)
        for fact in details(mask, mentions, telling, number, len(mask.text), self.setting):
            draft.add(fact)

    def _remember(self, mask: Mask, number: int) -> None:
        """Keep who was named last, for "the company", "the country" and "the two sides"."""
        met = [(person.agent, m) for u in mask.units for m in u.mentions if m.kind == "person" and (person := self.registry.people.get(cast("str", m.value))) and person.agent]
        if len({agent for agent, _ in met}) > 1:
            self.meeting = (number, mask, cast("list[tuple[Agent, Mention]]", met))
        for unit in mask.units:
            agents = [cast("Agent", m.values[0]) for m in unit.mentions if m.kind == "agent" and m.values]
            for mention in unit.mentions:
                person = self.registry.people.get(cast("str", mention.value)) if mention.kind == "person" else None
                if person is not None and person.agent is not None and self.kit.is_state(person.agent):
                    self.state = person.agent
            if len(agents) > 1:
                self.together = agents
            for value in agents:
                if self.kit.is_state(value):
                    self.state = value
                else:
                    self.organisation = value
                    self.protagonist = self.protagonist or value
                    self.named.append(value)
        first = next((cast("Agent", u.mentions[0].values[0]) for u in mask.units if u.code == "A" and u.mentions[0].kind == "agent"), None)
        if first is not None and self.kit.is_enterprise(first, self.registry) and not any(u.code == "Z" for u in mask.units):
            self.topic = first


_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-*•·●▪–—]|\(?[a-z]\))\s")
_MODAL_REACH = 45  # characters behind a form within which "could" hedges what is said of it
_OPENING = 3  # sentences that say what an article is about
_LEAD = 5  # sentences among which the title's story is told again
_TERMS = 4  # sentences behind a record in which its terms are told
_NEAR = 2  # sentences within which a telling with fewer or more parties goes on about the same record
