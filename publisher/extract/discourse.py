"""Reading an article sentence by sentence: what each statement adds to which record."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from publisher.extract.amounts import Amount
from publisher.extract.annotate import Noted
from publisher.extract.attach import details
from publisher.extract.drafts import Draft, Fact
from publisher.extract.elaborations import ALONE, goes_on, of_title, tells_terms
from publisher.extract.forms import Form
from publisher.extract.kit import Kit
from publisher.extract.masks import make_mask
from publisher.extract.matching import NEAR, Matcher
from publisher.extract.occasions import Occasions
from publisher.extract.others import Others, leads
from publisher.extract.referents import Referents, find_focus
from publisher.extract.registry import Registry
from publisher.extract.relations import Spot
from publisher.extract.setting import Setting
from publisher.extract.sides import Sides
from publisher.extract.signatories import find_signatories
from publisher.extract.silences import Reason, Verdict, judge
from publisher.extract.statement import Statement, Told, hedged, own_words
from publisher.extract.subjects import settle_title
from publisher.extract.telling import Telling
from publisher.extract.tellings import find_tellings
from publisher.extract.units import Unit
from publisher.extract.venues import ceremony
from publisher.extract.zones import Kind
from publisher.model import Certainty
from publisher.rdf import IRI, Literal


@dataclass(slots=True)
class Discourse:
    """The state of reading one article."""

    kit: Kit
    text: str
    registry: Registry
    setting: Setting
    dollar: str = "USD"
    drafts: list[Draft] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    titles: set[int] = field(default_factory=set)
    spots: list[Spot] = field(default_factory=list)
    listing: Draft | None = None
    pending: list[tuple[Telling, Statement]] = field(default_factory=list)
    referents: Referents = field(init=False)
    matcher: Matcher = field(init=False)
    occasions: Occasions = field(init=False)
    sides: Sides = field(init=False)
    others: Others = field(init=False)

    def __post_init__(self) -> None:
        self.referents = Referents(self.kit, self.registry)
        self.matcher = Matcher(self.kit, self.registry, self.setting.anchor)
        self.occasions = Occasions(self.kit, self.registry, self.referents)
        self.sides = Sides(self.kit, self.registry, self.referents)
        self.others = Others(self.kit, self.matcher, self.referents)

    def read(self, sentences: Sequence[tuple[Noted, str]]) -> list[Draft]:
        """Read all sentences, each with the kind of its zone; return the drafts in the order they were first told."""
        self.titles = {number for number, (_, zone) in enumerate(sentences) if zone == Kind.TITLE}
        for number, (noted, zone) in enumerate(sentences):
            sentence = noted.sentence
            found = self.kit.annotator.annotate(self.text, noted, self.registry, self.dollar)
            mentions = self.referents.resolve_parts(found, number)
            statement = Statement(number, zone, make_mask(sentence, mentions, self.kit.mask_words), mentions)
            self.statements.append(statement)
            self._read_statement(statement)
        told = [draft for draft in self.drafts if self.kit.is_told(draft)]
        for telling, statement in self.pending:
            if told and telling.form and self.kit.choice.fits({telling.form.type}, self.matcher.types(told[0])):
                facts = details(statement, telling, len(statement.mask.text), self.setting)
                told[0].touch(statement.number)
                _add_all(told[0], (fact for fact in facts if not (telling.form.plural and isinstance(fact.value, Amount))))
        for statement in (s for s in self.statements if s.number in self.titles):
            if (headed := of_title(statement, told, self.kit)) is not None:
                self._attach_money(headed, statement)
        for draft in told:
            settle_title(draft, self.titles, self.kit, self.registry)
        return told

    def _read_statement(self, statement: Statement) -> None:
        self.referents.remember(statement)
        found = find_tellings(statement.mask, self.kit.frames, self.kit.statuses)
        tellings = [t for t in found if not t.is_open]
        starts = [t.start for t in tellings[1:]]
        for index, telling in enumerate(tellings):
            self.referents.pass_on(telling)
            until = next((s for s in starts[index:] if s > telling.end), len(statement.mask.text))
            if telling.is_another:
                self._tell_others(telling, until, statement)
                continue
            split = self.sides.split(telling, statement, self.drafts)
            for parties in split:
                for types in self._types(telling, statement):
                    facts = list(details(statement, telling, until, self.setting))
                    self._tell(Told(telling, frozenset(types), parties, facts, len(split) > 1), statement)
        self.referents.remember_plural(statement)
        if not tellings:
            self.verdicts[statement.number] = Verdict(Reason.OPEN, found[0].rule) if found else Verdict(Reason.NO_FRAME)
            self._refer(statement)
        self._note_references(statement, {telling.unit for telling in tellings})
        text = statement.mask.sentence.text
        if text.rstrip().endswith(":"):
            self.listing = find_focus(self.drafts, self.kit) if tellings else None
        elif not _ITEM.match(text):
            self.listing = None

    def _tell_others(self, telling: Telling, until: int, statement: Statement) -> None:
        """Add what is only called another one: it is of the field of the record it is compared with."""
        focus = find_focus(self.drafts, self.kit)
        for told in self.others.find(telling, statement, self.drafts, until, self.setting):
            count = len(self.drafts)
            self._tell(told, statement)
            for draft in self.drafts[count:]:
                draft.touch(focus.sentences[0] if focus else statement.number)

    def _note_references(self, statement: Statement, told: Collection[Unit | None]) -> None:
        """Note where a sentence only refers to a record told before, by its class: "the framework agreement replaces …"."""
        for unit in statement.mask.units:
            form = unit.mentions[0].form if unit.code == "F" and unit not in told else None
            if form is not None and form.definite and not form.pointer:
                fitting = [draft for draft in self.drafts if form.type in self.matcher.types(draft)]
                if fitting:
                    self.spots.append(Spot(statement.number, unit, max(fitting, key=lambda draft: draft.last).number))

    def _types(self, telling: Telling, statement: Statement) -> list[set[IRI]]:
        """Return the classes of each record a telling speaks of: "investment and offtake agreements" are two records."""
        form_name = self.kit.roles.form.name
        if form_name in telling.sets:
            return [{telling.sets[form_name]}]
        if telling.form is None:
            return [{self.kit.forms.base}]
        if telling.form.generic and not telling.form.definite:
            return [{self.kit.purpose(own_words(telling.form, statement, self.kit.clause)) or telling.form.type}]
        return [{telling.form.type}, *({iri} for iri in telling.form.also)]

    def _tell(self, told: Told, statement: Statement) -> None:
        """Add what is told to the record it speaks of, or begin one."""
        draft = self.matcher.find(told, self.drafts, statement.number)
        if draft is None:
            of_meeting = not told.parties and self.occasions.is_outcome(told.telling, statement.number)
            if not of_meeting and not self.matcher.is_enough(told):
                only = self.matcher.only(told, self.drafts, statement.number)
                if only is None or not self._add_beside(only, told, statement):
                    self.verdicts[statement.number] = judge(told)
                return
            before, draft = find_focus(self.drafts, self.kit), Draft(len(self.drafts), statement.zone)
            self.drafts.append(draft)
            self.occasions.share(draft, before, told, statement.number)
            if of_meeting:
                self._add(draft, told, statement)
                self.occasions.add_guests(draft, told.telling)
                return
        for other in self.matcher.told_with(draft, told, self.drafts):
            _add_all(other, find_signatories(told.telling, statement, self.kit, self.registry))
        self._add(draft, told, statement)
        slot = self.kit.roles.date
        dates = [f.value for f in told.facts if slot and f.slot == slot.name and isinstance(f.value, Literal)]
        if dates:
            self.setting = replace(self.setting, previous=dates[-1])

    def _add(self, draft: Draft, told: Told, statement: Statement) -> None:
        draft.touch(statement.number)
        if told.telling.unit is not None:
            self.spots.append(Spot(statement.number, told.telling.unit, draft.number))
        self._add_form(draft, told, statement)
        self._add_parties(draft, told, statement)
        _add_all(draft, find_signatories(told.telling, statement, self.kit, self.registry))
        _add_all(draft, told.facts)
        if not told.parties and self.occasions.is_outcome(told.telling, statement.number):
            self.occasions.add(draft, told.telling, self.setting)

    def _add_beside(self, draft: Draft, told: Told, statement: Statement) -> bool:
        """Add what is told of a record with other names beside it: of others than people no more than the sums."""
        if all(party.is_inferred for party in told.parties):
            self._add(draft, replace(told, parties=()), statement)
            return True
        slot = self.kit.roles.parts.get("amount")
        sums = [fact for fact in told.facts if slot is not None and fact.slot == slot.name and not told.telling.has_verb]
        _add_all(draft, sums)
        return bool(sums)

    def _add_form(self, draft: Draft, told: Told, statement: Statement) -> None:
        """Add the classes and the status; a form that is only referred to adds no class where one is known."""
        telling, roles, number = told.telling, self.kit.roles, statement.number
        whole = statement.span(telling.unit) if telling.unit else statement.mask.sentence.span
        if (telling.has_verb and not telling.refers) or not draft.values(roles.form.name):
            certainty = telling.certainty if telling.certainty.is_fact else Certainty.ASSERTED
            for iri in sorted(told.types, key=lambda t: t.value):
                draft.add(Fact(roles.form.name, iri, certainty, number, whole, telling.rule))
        elif telling.form is not None and telling.form.definite:
            self._refine(draft, telling, statement)
        status = self.kit.status_of(telling)
        if roles.status and status is not None:
            certainty = telling.certainty if telling.has_verb else Certainty.INFERRED
            draft.add(Fact(roles.status.name, status, certainty, number, whole, telling.rule))

    def _add_parties(self, draft: Draft, told: Told, statement: Statement) -> None:
        telling = told.telling
        if not telling.certainty.is_fact or (not telling.has_verb and len(draft.sides) > 1):
            return
        for agent, mention, is_inferred in told.parties:
            certainty = Certainty.INFERRED if is_inferred else telling.certainty
            draft.add(Fact(self.kit.roles.party.name, agent, certainty, statement.number, statement.span(mention), telling.rule))
            draft.sides.add(self.kit.side(agent, self.registry))
        draft.leads.extend(agent for agent in leads(told, statement, self.kit) if agent not in draft.leads)

    def _refer(self, statement: Statement) -> None:
        """Attach what a sentence about "the deal" adds, when no frame matched in it."""
        if self.listing is not None and _ITEM.match(statement.mask.sentence.text):
            self._attach(self.listing, Telling(None, None, rule="list-item"), statement)
            return
        forms = (m.form for m in statement.mentions if m.form)
        form = next((f for f in forms if (f.definite or statement.number in self.titles) and not f.pointer), None)
        if form is None:
            self._elaborate(statement)
            return
        telling = self._reference(form, statement)
        if telling is None:
            return
        fitting = [d for d in self.drafts if self.kit.choice.fits({form.type}, self.matcher.types(d))]
        draft = max(fitting or (self.drafts if len(self.drafts) == 1 else ()), key=lambda d: d.last, default=None)
        if draft is not None:
            self._refine(draft, telling, statement)
            self._attach(draft, telling, statement)
        elif not self.drafts:
            self.pending.append((telling, statement))

    def _reference(self, form: Form, statement: Statement) -> Telling | None:
        """Return the telling of a form that no frame matched, unless masking left the form out."""
        mask = statement.mask
        index = next((i for i, u in enumerate(mask.units) if u.code == "F" and u.mentions[0].form == form), None)
        if index is None:
            return None
        at = mask.starts[index]
        certainty = hedged(self.kit.statuses.modality(mask.text[at : at + _MODAL_REACH]))
        return Telling(mask.units[index], form, rule="reference", start=at, end=at, certainty=certainty)

    def _refine(self, draft: Draft, telling: Telling, statement: Statement) -> None:
        """Let "the memorandum of understanding" say what a record is that was only called a deal before."""
        form, soft = telling.form, self.kit.forms.soft
        if form is None or telling.unit is None or self._is_name_of_another(telling.unit, draft, statement):
            return
        if form.firm and form.type not in soft and self.matcher.types(draft) <= soft:
            span = statement.span(telling.unit)
            draft.add(Fact(self.kit.roles.form.name, form.type, Certainty.ASSERTED, statement.number, span, telling.rule))

    def _is_name_of_another(self, unit: Unit, draft: Draft, statement: Statement) -> bool:
        """Tell whether a form only says what somebody is who is no party of a record: "Quill, the joint venture of both"."""
        units = statement.mask.units
        head = units[max(0, units.index(unit) - _APPOSED) : units.index(unit)]
        comma = next((i for i in range(len(head) - 1, 0, -1) if head[i].text == ","), 0)
        named = head[comma - 1] if comma else None
        return named is not None and named.code in {"A", "N"} and named.mentions[0].thing not in draft.values(self.kit.roles.party.name)

    def _elaborate(self, statement: Statement) -> None:
        """Attach what a sentence without a form adds to the record in focus: its ceremony, its terms, its content."""
        focus = find_focus(self.drafts, self.kit)
        if focus is None:
            return
        place = self.kit.roles.place
        if statement.number - focus.last <= NEAR and place is not None and not focus.values(place.name):
            _add_all(focus, ceremony(statement, self.setting))
        if tells_terms(focus, statement, self.kit):
            self._attach_money(focus, statement)
        reach = NEAR if len(self.drafts) > 1 else ALONE
        if statement.number - focus.last <= reach and goes_on(focus, statement, self.kit):
            certainty = hedged(self.kit.statuses.modality(statement.mask.text))
            self._attach(focus, Telling(None, None, rule="elaboration", certainty=certainty), statement)

    def _attach_money(self, draft: Draft, statement: Statement) -> None:
        """Attach the sums of a sentence about the terms of the record in focus."""
        slot = self.kit.roles.parts.get("amount")
        facts = details(statement, Telling(None, None, rule="terms"), len(statement.mask.text), self.setting)
        _add_all(draft, (fact for fact in facts if slot is not None and fact.slot == slot.name))

    def _attach(self, draft: Draft, telling: Telling, statement: Statement) -> None:
        draft.touch(statement.number)
        _add_all(draft, details(statement, telling, len(statement.mask.text), self.setting))


def _add_all(draft: Draft, facts: Iterable[Fact]) -> None:
    for fact in facts:
        draft.add(fact)


_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-*•·●▪–—]|\(?[a-z]\))\s")
_MODAL_REACH = 45  # characters behind a form within which "could" hedges what is said of it
_APPOSED = 7  # units of a name, a comma and the phrase that says what it is
