"""The shape of a sentence around its form: what a rule for sentences like it would have to match.

Sentences that tell a record in one way differ in adjectives, names and whatever stands between; what they share is the party before the
form, the word that governs the form, the word that follows it, and the party after it. Neighbour: ``silences`` gives each silence its shape.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from publisher.domain.files import YamlMap
from publisher.extract.units import PARTIES, Unit

_MODIFIERS: Final = 6  # units between a determiner and the form it belongs to
_NAMED: Final = frozenset("ANZ")  # parties by name, whether the reference data know them or not: one sign
_PARTY: Final = "§A"
_GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class ShapeWords:
    """Where a noun phrase begins: behind an edge, or at a determiner; lower case."""

    determiners: frozenset[str]
    edges: frozenset[str]


def compile_shapes(grammar: YamlMap) -> ShapeWords:
    """Read the words from ``mappings/language/grammar.yml``."""
    return ShapeWords(frozenset(grammar["determiners"]), frozenset(grammar["edges"]))


def shape_of(units: Sequence[Unit], words: ShapeWords) -> str:
    """Return the shape around the first form that is no mere pointer, or an empty one where there is none.

    "Acme on Monday clinched a wide-ranging lithium deal with Beta" is told as ``§A … clinched §F with §A``.
    """
    at = next((number for number, unit in enumerate(units) if _is_form(unit)), None)
    if at is None:
        return ""
    return " ".join((*_before(units, at, words), units[at].mark, *_after(units, at, words)))


def _is_form(unit: Unit) -> bool:
    return unit.code == "F" and any(mention.form is not None and not mention.form.pointer for mention in unit.mentions)


def _before(units: Sequence[Unit], at: int, words: ShapeWords) -> Iterator[str]:
    """Yield the last party before the form, a gap, and the word that governs the form."""
    governor = _governor(units, at, words)
    party = next((number for number in range(at - 1, -1, -1) if units[number].code in PARTIES), None)
    if party is not None:
        yield _mark(units[party])
    if governor is not None and governor != party:
        if party is None or governor - party > 1:
            yield _GAP
        yield _mark(units[governor])


def _governor(units: Sequence[Unit], at: int, words: ShapeWords) -> int | None:
    """Return the place of the unit before the noun phrase that the form closes: its verb or its preposition, mostly."""
    first = at
    while first and not _bounds(units[first - 1], words):
        first -= 1
    if at - first > _MODIFIERS or not first:
        return at - 1 if at else None
    if units[first - 1].code in PARTIES:
        return min(first, at - 1)  # headlines leave determiners out: the word behind the party
    while first > 1 and units[first - 1].low in words.determiners:
        first -= 1
    return first - 1


def _bounds(unit: Unit, words: ShapeWords) -> bool:
    """Tell whether a noun phrase does not reach back over a unit."""
    if unit.code:
        return unit.code in PARTIES
    return unit.low in words.determiners or unit.low in words.edges or not _is_word(unit)


def _is_word(unit: Unit) -> bool:
    """Tell whether a unit is more than a sign of punctuation."""
    return bool(unit.code) or any(map(str.isalnum, unit.low))


def _after(units: Sequence[Unit], at: int, words: ShapeWords) -> Iterator[str]:
    """Yield the word behind the form, a gap, and the next party."""
    rest = [unit for unit in units[at + 1 :] if unit.low not in words.determiners]
    if rest and _is_word(rest[0]):
        yield _mark(rest[0])
    party = next((number for number, unit in enumerate(rest) if unit.code in PARTIES), None)
    if party:
        yield from (_GAP,) * (party > 1)
        yield _mark(rest[party])


def _mark(unit: Unit) -> str:
    """Return the sign of a unit, one for all that are named parties; numbers are one sign too."""
    if unit.code in _NAMED:
        return _PARTY
    return "0" if unit.low.replace(",", "").replace(".", "").isdigit() else unit.mark
