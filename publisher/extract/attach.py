"""Attaching what stands beside a statement: when, where, how much, of what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.domain import Domain, Slot
from publisher.extract.calendar import Anchor, resolve
from publisher.extract.dates import DateKind, DateMention
from publisher.extract.drafts import Fact, FactValue
from publisher.extract.masks import Mask
from publisher.extract.mentions import Mention
from publisher.extract.roles import Roles
from publisher.extract.statement import Statement
from publisher.extract.tellings import Telling
from publisher.extract.units import Unit
from publisher.extract.wordlists import alternation
from publisher.model import Certainty
from publisher.rdf import IRI, Literal

NO_EVENT = frozenset({"limit", "origin", "statement", "attributive"})


@dataclass(frozen=True, slots=True)
class AttachWords:
    """Patterns over masked text, from ``mappings/lexicon/words.yml``."""

    clause_end: re.Pattern[str]
    context: re.Pattern[str]
    saying: re.Pattern[str]
    place_verb: re.Pattern[str]
    no_money: re.Pattern[str]
    no_money_after: re.Pattern[str]
    occasion: re.Pattern[str]
    visit: re.Pattern[str]
    least_amount: int
    asset: re.Pattern[str]
    locating: re.Pattern[str]
    ceremony: re.Pattern[str]
    dated_verbs: frozenset[str]
    phrase_edges: frozenset[str]
    dating: frozenset[str]
    capital_words: frozenset[str]


def compile_attach(domain: Domain) -> AttachWords:
    """Compile the word lists of attachment."""
    words, grammar = domain.mappings["lexicon/words"], domain.mappings["language/grammar"]

    def any_of(name: str) -> str:
        return alternation(word.lower() for word in words[name])

    return AttachWords(
        clause_end=re.compile(rf"(?<! such) {any_of('clause-ends')}(?= )"),
        context=re.compile(rf"{any_of('context-words')}(?: §C(?: and| ,)?| [a-z-]+){{0,3}} $"),
        saying=re.compile(rf" {any_of('sayings')}(?= )"),
        place_verb=re.compile(words["place-after"] + "$"),
        no_money=re.compile(words["no-money"] + " $"),
        no_money_after=re.compile(words["no-money-after"]),
        occasion=re.compile(words["occasion"]),
        ceremony=re.compile(words["ceremony"]),
        asset=re.compile(words["asset-in"]),
        locating=re.compile(rf" {alternation(grammar['place-of-date'])}(?: the)? $"),
        visit=re.compile(words["visit"]),
        least_amount=int(words["least-amount"]),
        dated_verbs=frozenset(words["dated-verbs"]),
        phrase_edges=frozenset(grammar["phrase-edges"]),
        dating=frozenset(grammar["dating"]),
        capital_words=frozenset(words["capital-words"]),
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """What attachment has to know of the article: roles, words, the day of publication, the states, the day told last."""

    roles: Roles
    words: AttachWords
    anchor: Anchor | None
    states: frozenset[object]
    capitals: Mapping[object, IRI]
    previous: Literal | None = None


def details(statement: Statement, telling: Telling, until: int, setting: Setting) -> Iterator[Fact]:
    """Yield the facts that a sentence states beside the parties of one telling; ``until`` is where the next one begins."""
    mask = statement.mask
    end = _clause_end(mask, telling, until, setting.words)
    start = telling.start if telling.unit is None else min(telling.start, _phrase_start(mask, telling.unit, setting.words))
    region = [(u, at) for u, at in mask.placed() if start <= at < end]
    yield from _concepts(statement, region, telling, setting)
    yield from _amounts(statement, region, telling, setting)
    if telling.verb in setting.words.dated_verbs and telling.certainty.is_fact:
        yield from _dates(statement, telling, setting)
        yield from _places(statement, telling, setting)


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
_MONEY_REACH = 50  # characters before a sum that say whose money it is
_CLAUSE = 90  # characters behind a telling within which its clause still runs
_OPENING = 12  # characters at the head of a sentence in which "In Tokyo," stands
_PHRASE = 5
_BEFORE = 3  # units before a place in which another form says what lies there


def _clause_end(mask: Mask, telling: Telling, until: int, words: AttachWords) -> int:
    found = words.clause_end.search(mask.text, telling.end)
    return min(until, found.start() if found else len(mask.text))


def _fact(slot: Slot, value: FactValue, statement: Statement, telling: Telling, part: Unit | Mention) -> Fact:
    return Fact(slot.name, value, telling.certainty, statement.number, statement.span(part), telling.rule)


def _in_brackets(statement: Statement, after: Mention, slot: Slot, telling: Telling) -> Iterator[Fact]:
    """Yield what a bracket behind a concept spells out: "critical minerals (nickel, lithium and rare earths)"."""
    text = statement.mask.sentence.text
    if not text.startswith(" (", after.end):
        return
    close = text.find(")", after.end)
    for mention in statement.mentions:
        if mention.kind == after.kind and after.end < mention.start < close:
            yield _fact(slot, mention.thing, statement, telling, mention)


def _concepts(statement: Statement, region: Sequence[tuple[Unit, int]], telling: Telling, setting: Setting) -> Iterator[Fact]:
    kinds = {slot.scheme: slot for slot in setting.roles.concepts}
    for unit, at in region:
        for mention in unit.mentions:
            slot = kinds.get(mention.kind)
            if slot is None or setting.words.context.search(statement.mask.text[max(0, at - _CONTEXT) : at]):
                continue
            yield _fact(slot, mention.thing, statement, telling, mention)
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
        if taken and amount.value is not None and amount.value >= setting.words.least_amount:
            yield _fact(slot, amount, statement, telling, mention)


def _dates(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    if setting.roles.date is None:
        return
    mask = statement.mask
    best: tuple[tuple[bool, int], Unit, Literal] | None = None
    for unit, at in mask.placed():
        mention = unit.mentions[0].date if unit.code == "D" else None
        if mention is None or mention.role in NO_EVENT or not _same_clause(mask, at, telling, setting):
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
        yield _fact(setting.roles.date, best[2], statement, telling, best[1])


def _literal(mention: DateMention, setting: Setting) -> Literal | None:
    """Return the value of a mention; "the same day" is the day told before."""
    if mention.kind is DateKind.ANAPHOR:
        return setting.previous
    value = resolve(mention, setting.anchor)
    return value.literal if value else None


def _same_clause(mask: Mask, at: int, telling: Telling, setting: Setting) -> bool:
    """Tell whether a unit stands in the clause of the telling's verb: no saying verb, semicolon or clause word between."""
    left, right = sorted((at, telling.verb_start))
    between = setting.words.visit.sub(" ", mask.text[left:right])
    if setting.words.saying.search(between) or ";" in between:
        return False
    if at < telling.verb_start and setting.words.saying.search(mask.text[mask.text.rfind(",", 0, at) + 1 : at]):
        return False  # "according to a statement put out on Monday, …"
    if at > telling.verb_start and setting.words.clause_end.search(between):
        return False
    return at <= telling.end + _CLAUSE


def _places(statement: Statement, telling: Telling, setting: Setting) -> Iterator[Fact]:
    """Yield where something was signed: the first place that stands there as one, or that of the occasion by inference."""
    slot, mask = setting.roles.place, statement.mask
    if slot is None:
        return
    for index, (unit, at) in enumerate(mask.placed()):
        thing = _place(mask, index, setting)
        if thing is None:
            continue
        fact = _fact(slot, thing, statement, telling, unit.mentions[0])
        is_near = _same_clause(mask, at, telling, setting)
        if is_near and _is_venue(mask, index, telling, setting):
            yield fact
            return
        if (is_near or at > telling.verb_start) and setting.words.occasion.search(mask.text[max(0, at - _CONTEXT) : at]):
            yield replace(fact, certainty=Certainty.INFERRED)
            return


def _place(mask: Mask, index: int, setting: Setting) -> FactValue | None:
    """Return the place that a unit names: itself, or the capital of the state before the word ("in the Serbian capital")."""
    unit = mask.units[index]
    if unit.code not in {"L", "A", "J"} or not unit.mentions:
        return None
    mention = unit.mentions[0]
    if index + 1 < len(mask.units) and mask.units[index + 1].low in setting.words.capital_words:
        return setting.capitals.get(mention.thing)
    is_named = unit.code == "L" or (unit.code == "A" and (mention.kind == "capital" or mention.thing in setting.states))
    return mention.thing if is_named else None


def _is_venue(mask: Mask, index: int, telling: Telling, setting: Setting) -> bool:
    """Tell whether a place stands where the place of an act does: right behind the verb, at the head, before the day, at the end."""
    unit, at = mask.units[index], mask.starts[index]
    if at > telling.verb_start and setting.words.locating.search(mask.text[:at]):
        ends = unit.mentions[0].kind == "capital" and _is_last(mask, index) and not setting.words.asset.search(mask.text[:at])
        if ends or _follows_date(mask, index, setting.words):
            return True
    if at <= telling.verb_start and at >= _OPENING:
        return False
    if any(u.code == "F" and u is not telling.unit for u in mask.units[max(0, index - _BEFORE) : index]):
        return False  # "an agreement on a joint venture in Colombia"
    return setting.words.place_verb.search(mask.text[:at]) is not None and _is_free(mask, index)


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


def _is_last(mask: Mask, index: int) -> bool:
    """Tell whether nothing but a mark, a reporting clause or a day follows a place."""
    following = mask.units[index + 1] if index + 1 < len(mask.units) else None
    return following is None or following.text in {".", ","} or following.code == "D"


def _follows_date(mask: Mask, index: int, words: AttachWords) -> bool:
    """Tell whether a date stands right behind a place: "… on lithium in Santiago on 9 May"."""
    following = [u for u in mask.units[index + 1 : index + 3] if u.low not in words.dating]
    return bool(following) and following[0].code == "D"


def ceremony(statement: Statement, setting: Setting) -> Iterator[Fact]:
    """Yield the place of a ceremony that a sentence of its own tells ("The ceremony was held in Astana")."""
    slot, mask = setting.roles.place, statement.mask
    for unit, at in mask.placed():
        if slot is not None and unit.code == "L" and setting.words.ceremony.search(mask.text[:at]):
            yield Fact(slot.name, unit.mentions[0].thing, Certainty.INFERRED, statement.number, statement.span(unit), "ceremony")


def _is_free(mask: Mask, index: int) -> bool:
    """A place that a party follows at once ("in Tokyo Steel") or that is a party itself is no place of signing."""
    following = mask.units[index + 1] if index + 1 < len(mask.units) else None
    return following is None or following.text != "'s"
