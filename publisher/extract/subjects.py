"""Settling a record once the whole article is read: what it is about, and which of its parties the title only simplified."""

from collections.abc import Iterable, Iterator, Sequence

from publisher.domain import Slot
from publisher.extract.drafts import Draft, Fact
from publisher.extract.kit import Kit
from publisher.extract.registry import Agent, Registry
from publisher.extract.setting import AttachWords
from publisher.extract.statement import Statement
from publisher.extract.zones import Kind
from publisher.model import Certainty, Span

_OPENING = 3  # sentences that say what an article is about
_NAME = 50  # characters of the words a record is called by: what is longer is a sentence
_CONTEXT = 60  # characters before a concept in which words that only set the scene may stand


def fill_subject(draft: Draft, statements: Sequence[Statement], text: str, kit: Kit) -> None:
    """Where no statement names what a record is about, take it from its sentences, its own name, the lead, its parties' names."""
    own = [s for s in statements if s.number in draft.sentences]
    lead = [s for s in statements if s.zone == Kind.TITLE or s.number < _OPENING]
    for slot in (s for s in kit.roles.concepts if s.match != "none"):
        told = [f for f in draft.facts if f.slot == slot.name]
        if any(f.value not in kit.general for f in told):
            continue
        near = list(_subjects(slot, own, Certainty.ASSERTED, kit.attach_words))
        if told:  # "metals" says less than the name of a party, and no less than another word as wide
            found = [f for f in (*near, *_of_names(slot, draft, text, kit)) if f.value not in kit.general]
            for fact in found:
                draft.add(fact)
            continue
        about = list(_subjects(slot, lead, Certainty.INFERRED, kit.attach_words)) or list(_of_lead(slot, lead, text, kit))
        form = list(_of_form(slot, draft, text, kit))
        beside = [*(f for f in _of_names(slot, draft, text, kit) if f.value not in kit.general), *_of_matters(slot, own, kit)]
        if any(s in lead for s in own):
            found = near or [f for f in form if f.value not in kit.general] or about or beside
        else:  # an article about one thing has told of others before that were about the same; one about several has not
            about = about if len({f.value for f in about}) == 1 else []
            found = near or form or list(_of_asides(slot, own[:1], kit.attach_words)) or beside or about
        for fact in found:
            draft.add(fact)


def _subjects(slot: Slot, statements: Iterable[Statement], certainty: Certainty, words: AttachWords) -> Iterator[Fact]:
    for statement in statements:
        mask = statement.mask
        for unit, at in mask.placed():
            for mention in unit.mentions:
                if mention.kind == slot.scheme and not words.context.search(mask.text[max(0, at - _CONTEXT) : at]):
                    yield Fact(slot.name, mention.thing, certainty, statement.number, statement.span(mention), "subject")


def _of_names(slot: Slot, draft: Draft, text: str, kit: Kit) -> Iterator[Fact]:
    """Yield what the names of a record's parties speak of ("Northfield Lithium")."""
    for fact in [f for f in draft.facts if f.slot == kit.roles.party.name]:
        for word in kit.field.names.finditer(text[fact.span.slice]):
            entry = next((e for find in kit.annotator.lexicon.find(word.group()) for e in find.entries if e.kind == slot.scheme), None)
            if entry is not None and entry.iri not in kit.general:
                span = Span(fact.span.start + word.start(), fact.span.start + word.end())
                yield Fact(slot.name, entry.iri, Certainty.INFERRED, fact.sentence, span, "party-name")


def _of_form(slot: Slot, draft: Draft, text: str, kit: Kit) -> Iterator[Fact]:
    """Yield what the words a record is called by speak of ("a silver stream")."""
    for fact in [f for f in (*draft.facts, *draft.again) if f.slot == kit.roles.form.name and len(text[f.span.slice]) < _NAME]:
        yield from _of_words(slot, fact.sentence, fact.span, text, kit)


def _of_lead(slot: Slot, lead: Iterable[Statement], text: str, kit: Kit) -> Iterator[Fact]:
    """Yield what the records that an article begins with are called by speak of."""
    spans = [(s.number, s.span(m)) for s in lead for m in s.mentions if m.form]
    return (fact for number, span in spans for fact in _of_words(slot, number, span, text, kit) if fact.value not in kit.general)


def _of_words(slot: Slot, sentence: int, words: Span, text: str, kit: Kit) -> Iterator[Fact]:
    for find in kit.annotator.lexicon.find(text[words.slice]):
        entry = next((e for e in find.entries if e.kind == slot.scheme), None)
        if entry is not None:
            yield Fact(slot.name, entry.iri, Certainty.INFERRED, sentence, Span(words.start + find.start, words.start + find.end), "form-name")


def _of_asides(slot: Slot, own: Iterable[Statement], words: AttachWords) -> Iterator[Fact]:
    """Yield what the sentence that tells of a record first names in its asides: "Northfield, the nickel arm of Dray, was bought"."""
    for statement in own:
        text = statement.mask.sentence.text
        for mention in statement.mentions:
            if mention.kind == slot.scheme and not words.context.search(text[max(0, mention.start - _CONTEXT) : mention.start].lower()):
                yield Fact(slot.name, mention.thing, Certainty.INFERRED, statement.number, statement.span(mention), "aside")


def _of_matters(slot: Slot, own: Iterable[Statement], kit: Kit) -> Iterator[Fact]:
    """Yield what the names of projects and mines in a record's own sentences speak of ("the Harbour Nickel Project")."""
    for statement in own:
        for mention in (m for m in statement.mentions if m.kind == "matter"):
            whole = statement.span(mention)
            for word in kit.field.names.finditer(statement.mask.sentence.text, mention.start, mention.end):
                entry = next((e for find in kit.annotator.lexicon.find(word.group()) for e in find.entries if e.kind == slot.scheme), None)
                if entry is not None and entry.iri not in kit.general:
                    at = whole.start - mention.start
                    span = Span(at + word.start(), at + word.end())
                    yield Fact(slot.name, entry.iri, Certainty.INFERRED, statement.number, span, "matter-name")


def settle_title(draft: Draft, titles: set[int], kit: Kit, registry: Registry) -> None:
    """Leave out parties that only the title named where the body names others: it simplifies ("Chile" for a company of Chile)."""

    def side(fact: Fact) -> Agent:
        return kit.side(fact.agent, registry) if fact.agent else ""

    parties = [f for f in draft.facts if f.slot == kit.roles.party.name]
    again = [f for f in draft.again if f.slot == kit.roles.party.name]
    told = [f for f in (*parties, *again) if f.sentence not in titles]
    if len({f.value for f in told}) > 1:
        kept = {side(f) for f in told}
        dropped = [f for f in parties if f.sentence in titles and side(f) not in kept]
        draft.facts = [f for f in draft.facts if f not in dropped]
