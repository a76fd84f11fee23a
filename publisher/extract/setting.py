"""What attachment knows: its words, the setting of an article, and what counts as the clause of a telling."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publisher.domain import Domain, Slot
from publisher.extract.calendar import Anchor
from publisher.extract.drafts import Fact, FactValue
from publisher.extract.masks import Mask
from publisher.extract.mentions import Mention
from publisher.extract.roles import Roles
from publisher.extract.statement import Statement
from publisher.extract.telling import Telling
from publisher.extract.units import Unit
from publisher.extract.wordlists import alternation
from publisher.rdf import IRI, Literal

_CLAUSE = 90  # characters behind a telling within which its clause still runs


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
    signing: str
    signed_in: re.Pattern[str]
    buildings: frozenset[str]
    within: frozenset[str]
    behind_place: frozenset[str]
    no_towns: frozenset[str]


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
        signing=words["signing"],
        signed_in=re.compile(words["signed-in"] + "$"),
        buildings=frozenset(words["buildings"]),
        within=frozenset(grammar["locating"]),
        behind_place=frozenset(grammar["behind-place"]),
        no_towns=frozenset(grammar["no-towns"]),
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


def make_fact(slot: Slot, value: FactValue, statement: Statement, telling: Telling, part: Unit | Mention) -> Fact:
    """Return a fact as a telling states it."""
    return Fact(slot.name, value, telling.certainty, statement.number, statement.span(part), telling.rule)


def same_clause(mask: Mask, at: int, telling: Telling, setting: Setting) -> bool:
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
