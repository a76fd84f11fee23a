"""Masking a sentence: mentions become one-letter units, asides are left out, lists become one unit.

What stays is the skeleton that frames match: ``" §A and §P sign §F with §A "``. Every unit knows its mentions, so a match
leads back to them. Neighbours: ``units`` says what a unit is, ``asides`` and ``lists`` are the steps from words to skeleton.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publisher.extract.asides import (
    drop_appositions,
    drop_bases,
    drop_brackets,
    drop_excluded,
    drop_interviews,
    drop_mandates,
    drop_sayings,
    drop_suffixes,
    join_representatives,
)
from publisher.extract.bystanders import drop_bystanders
from publisher.extract.lists import join_concepts, join_lists, join_owners
from publisher.extract.mentions import Mention
from publisher.extract.spans import Sentence
from publisher.extract.tokens import tokenize
from publisher.extract.units import CODES, CONCEPT, MaskWords, Unit

# Owners twice: an apposition left out may bring an owner next to its name.
_STEPS = (
    drop_interviews,
    drop_bases,
    drop_brackets,
    drop_suffixes,
    drop_excluded,
    drop_mandates,
    drop_bystanders,
    join_concepts,
    drop_sayings,
    join_owners,
    join_representatives,
    drop_appositions,
    join_owners,
    join_lists,
)
_GOVERNED = 5  # words before a place in which "in the state of the" stands
_AHEAD = 20  # characters behind a capital in which the word that follows it stands


@dataclass(frozen=True, slots=True)
class Mask:
    """A masked sentence: the text frames are matched on, and where in it each unit begins."""

    sentence: Sentence
    units: tuple[Unit, ...]
    text: str
    starts: tuple[int, ...]

    def placed(self) -> Iterator[tuple[Unit, int]]:
        """Return each unit with where it begins in the masked text."""
        return zip(self.units, self.starts, strict=True)

    def sentence_place(self, at: int) -> int:
        """Return where in the sentence what stands at a place of the masked text begins."""
        return next((unit.start for unit, start in self.placed() if start >= at), len(self.sentence.text))

    def place_of(self, unit: Unit) -> int:
        """Return where a unit begins in the masked text."""
        return self.starts[self.units.index(unit)]


def make_mask(sentence: Sentence, mentions: Sequence[Mention], words: MaskWords) -> Mask:
    """Mask one sentence."""
    units = _make_units(sentence, mentions, words)
    for step in _STEPS:
        units = step(units, words)
    marks = [unit.mark for unit in units]
    starts, at = [], 1
    for mark in marks:
        starts.append(at)
        at += len(mark) + 1
    return Mask(sentence, tuple(units), " ".join(("", *marks, "")) if marks else " ", tuple(starts))


def _make_units(sentence: Sentence, mentions: Sequence[Mention], words: MaskWords) -> list[Unit]:
    units: list[Unit] = []
    at = 0
    for mention in mentions:
        _add_words(units, sentence, at, mention.start)
        code = _code(units, mention, sentence, words)
        units.append(Unit(mention.start, mention.end, code, sentence.text[mention.start : mention.end], (mention,)))
        at = mention.end
    _add_words(units, sentence, at, len(sentence.text))
    return units


def _add_words(units: list[Unit], sentence: Sentence, start: int, end: int) -> None:
    units.extend(Unit(start + t.start, start + t.end, "", t.text) for t in tokenize(sentence.text[start:end]))


def _code(before: Sequence[Unit], mention: Mention, sentence: Sentence, words: MaskWords) -> str:
    """Return the letter of a mention: that of its kind, unless the word before it says otherwise."""
    last = next((unit.low for unit in reversed(before[-2:]) if unit.low not in words.city), "")
    if mention.kind == "capital":
        return _code_of_capital(before, words, sentence.text[mention.end : mention.end + _AHEAD])
    rules = mention.kind == "agent" and sentence.text[mention.end : mention.end + _AHEAD].lstrip(" ").split(" ")[0].lower() in words.rulers
    if mention.kind == "agent" and last in words.locating and mention.thing in words.states and not rules:
        return CODES["place"]  # a state after "in" is where something lies, no party
    if mention.kind == "agent" and mention.thing in words.states and _follows_place(before, words):
        following = tokenize(sentence.text[mention.end : mention.end + _AHEAD])
        return CODES["agent" if following and following[0].low in words.acting else "place"]  # "in Lusaka, Canada and Zambia signed"
    if mention.kind == "name" and _preposition(before, words) in words.within:
        return CODES["matter"]  # a name right after "in" is a place nobody knows, no party
    return CODES.get(mention.kind, CONCEPT)


def _preposition(before: Sequence[Unit], words: MaskWords) -> str:
    """Return the word before a name and its article."""
    return next((unit.low for unit in reversed(before[-2:]) if unit.low not in words.list_words), "")


def _follows_place(before: Sequence[Unit], words: MaskWords) -> bool:
    """Tell whether a state stands behind a place and a comma: "in Ochang, South Korea"."""
    if len(before) < 3 or before[-1].text != ",":  # noqa: PLR2004 - a preposition, a place and a comma
        return False
    place, preposition = before[-2], before[-3]
    return (place.code in {"L", "O", "N"} or (not place.code and place.text[0].isupper())) and preposition.low in words.placing


def _code_of_capital(before: Sequence[Unit], words: MaskWords, after: str) -> str:
    """A capital after "in" or "from" is a place; elsewhere it speaks for its government."""
    last = next((unit.low for unit in reversed(before[-2:]) if unit.low not in words.city), ",")
    if _is_governed(before, words):
        return CODES["agent"]
    if last in words.placing or (not before and after.strip()[:1] in {":", ",", "-", "(", "/"}):
        return CODES["place"]
    following = tokenize(after)
    acts = not following or not following[0].is_word or following[0].low in words.acting | words.rulers
    return CODES["agent"] if acts or last in words.siding else CODES["place"]


def _is_governed(before: Sequence[Unit], words: MaskWords) -> bool:
    """Tell whether "the government of" or "the state of" stands before a place, and no "in" before that."""
    left = [unit.low for unit in before[-_GOVERNED:] if unit.low not in words.list_words]
    ruled = len(left) > 1 and left[-1] == words.possession and left[-2] in words.rulers
    return ruled and not (len(left) > 2 and left[-3] in words.locating)  # noqa: PLR2004 - what stands before both
