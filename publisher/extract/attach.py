"""Attaching what stands beside a statement: when, how much, of what; where, with ``venues``."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.domain import Slot
from publisher.extract.amounts import Amount
from publisher.extract.calendar import resolve
from publisher.extract.dates import DateKind, DateMention
from publisher.extract.drafts import Fact
from publisher.extract.masks import Mask
from publisher.extract.mentions import Mention
from publisher.extract.setting import AttachWords, Setting, make_fact, same_clause
from publisher.extract.statement import Statement
from publisher.extract.telling import Telling
from publisher.extract.units import Unit
from publisher.extract.venues import places
from publisher.model import Certainty
from publisher.rdf import Literal

NO_EVENT = frozenset({"limit", "origin", "statement", "attributive"})


def details(statement: Statement, telling: Telling, until: int, setting: Setting) -> Iterator[Fact]:
    """Yield the facts that a sentence states beside the parties of one telling; ``until`` is where the next one begins."""
    mask = statement.mask
    end = _clause_end(mask, telling, until, setting.words)
    start = telling.start if telling.unit is None else min(telling.start, _phrase_start(mask, telling.unit, setting.words))
    region = [(u, at) for u, at in mask.placed() if start <= at < end]
    yield from _concepts(statement, region, telling, setting)
    yield from _amounts(statement, region, telling, setting)
    if telling.is_part and telling.verb_start < 0:
        return  # when and where all of them were signed was told of all of them
    is_dated = telling.verb in setting.words.dated_verbs and telling.certainty.is_fact
    if is_dated:
        yield from _dates(statement, telling, setting)
    if is_dated or telling.verb is None:
        yield from places(statement, telling, setting)


def _phrase_start(mask: Mask, unit: Unit, words: AttachWords) -> int:
    """Return where the noun phrase of a form begins: "a $24 million lithium deal"."""
    index = mask.units.index(unit)
    first = index
    while first > 0 and index - first < _PHRASE and _qualifies(mask.units[first - 1], words):
        first -= 1
    return mask.starts[first]


def _qualifies(unit: Unit, words: AttachWords) -> bool:
    """Tell whether a unit can stand before the noun of its phrase: a sum, a concept, or a word that begins no other phrase."""
    if unit.code:
        return unit.code in {"M", "C", "S"}
    return unit.text.isalpha() and unit.low not in words.phrase_edges


_CONTEXT = 60  # characters before a unit that say what it is mentioned for
_MONEY_REACH = 90  # characters before a sum that say whose money it is
_OPENING = 12  # characters at the head of a sentence in which "In Tokyo," stands
_PHRASE = 5


def _clause_end(mask: Mask, telling: Telling, until: int, words: AttachWords) -> int:
    found = words.clause_end.search(mask.text, telling.end)
    return min(until, found.start() if found else len(mask.text))


def _in_brackets(statement: Statement, after: Mention, slot: Slot, telling: Telling) -> Iterator[Fact]:
    """Yield what a bracket behind a concept spells out: "critical minerals (nickel, lithium and rare earths)"."""
    text = statement.mask.sentence.text
    if not text.startswith(" (", after.end):
        return
    close = text.find(")", after.end)
    for mention in statement.mentions:
        if mention.kind == after.kind and after.end < mention.start < close:
            yield make_fact(slot, mention.thing, statement, telling, mention)


def _concepts(statement: Statement, region: Sequence[tuple[Unit, int]], telling: Telling, setting: Setting) -> Iterator[Fact]:
    kinds = {slot.scheme: slot for slot in setting.roles.concepts}
    for unit, at in region:
        for mention in unit.mentions:
            slot = kinds.get(mention.kind)
            if slot is None or setting.words.context.search(statement.mask.text[max(0, at - _CONTEXT) : at]):
                continue
            yield make_fact(slot, mention.thing, statement, telling, mention)
            yield from _in_brackets(statement, mention, slot, telling)


def _amounts(statement: Statement, region: Sequence[tuple[Unit, int]], telling: Telling, setting: Setting) -> Iterator[Fact]:
    slot = setting.roles.parts.get("amount")
    if slot is None:
        return
    inside = {m.start for unit, _ in region for m in unit.mentions if m.kind == "amount"}
    taken = False
    text = statement.mask.sentence.text
    for mention in statement.mentions:
        amount = mention.amount
        if amount is None:
            continue
        before, after = text[max(0, mention.start - _MONEY_REACH) : mention.start].lower(), text[mention.end :].lower()
        is_other = (
            setting.words.no_money.search(before) or setting.words.no_money_after.match(after) or amount.rate is not None or amount.is_price
        )
        taken = (mention.start in inside and not is_other) or (amount.converts and taken)
        for sum_ in _ends(amount) if taken else ():
            if sum_.value is not None and sum_.value >= setting.words.least_amount:
                yield make_fact(slot, sum_, statement, telling, mention)


def _ends(amount: Amount) -> tuple[Amount, ...]:
    """Return the sums that an amount tells: one, or of a range its ends."""
    if amount.value is not None:
        return (amount,)
    return (replace(amount, value=amount.low, qualifier="at-least"), replace(amount, value=amount.high, qualifier="up-to"))


def _dates(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    if setting.roles.date is None:
        return
    mask = statement.mask
    best: tuple[tuple[bool, int], Unit, Literal] | None = None
    for unit, at in mask.placed():
        mention = unit.mentions[0].date if unit.code == "D" else None
        if mention is None or mention.role in NO_EVENT or not same_clause(mask, at, telling, setting):
            continue
        literal = _literal(mention, setting)
        if literal is None:
            continue
        # "the pact, first discussed in 2022, was signed on 4 March": what an aside tells before the verb comes last.
        is_aside = _OPENING < at < telling.verb_start and "," in mask.text[at : telling.verb_start]
        distance = (is_aside, abs(at - telling.verb_start))
        if best is None or distance < best[0]:
            best = (distance, unit, literal)
    if best is not None:
        yield make_fact(setting.roles.date, best[2], statement, telling, best[1])


def _literal(mention: DateMention, setting: Setting) -> Literal | None:
    """Return the value of a mention; "the same day" is the day told before."""
    if mention.kind is DateKind.ANAPHOR:
        return setting.previous
    value = resolve(mention, setting.anchor)
    return value.literal if value else None


def occasion(statement: Statement, rule: str, setting: Setting) -> Iterator[Fact]:
    """Yield the day and the place of the occasion a sentence tells of, as inferences for what came of it."""
    mask, number = statement.mask, statement.number
    for unit, at in mask.placed():
        span = statement.span(unit)
        if unit.code == "D" and setting.roles.date is not None:
            mention = unit.mentions[0].date
            value = None if mention is None or mention.role in NO_EVENT else resolve(mention, setting.anchor)
            if value is not None and value.literal is not None:
                yield Fact(setting.roles.date.name, value.literal, Certainty.INFERRED, number, span, rule)
        if unit.code == "L" and setting.roles.place is not None and setting.words.locating.search(mask.text[:at]):
            yield Fact(setting.roles.place.name, unit.mentions[0].thing, Certainty.INFERRED, number, span, rule)
