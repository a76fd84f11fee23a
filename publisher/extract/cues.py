"""What a sentence must hold for a pattern to match it: asked of its words before any regular expression is run over it.

A cue is necessary, never enough: what ``patterns`` compiles decides. Most sentences lack a cue of most patterns, so that asking
costs a few set operations where matching would cost a scan. Neighbours: ``patterns`` has the language, ``frames`` asks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from publisher.extract.patterns import PART

_PLAIN = re.compile(r"[\w'|§-]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """The single words and the phrases (regular expressions) of a verb class."""

    words: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One of these words, or one of these phrases where there are any, must stand in the masked text."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None = None

    def is_in(self, words: frozenset[str], text: str) -> bool:
        """Tell whether a masked text, of which ``words`` are the words, holds the cue."""
        return not self.words.isdisjoint(words) or (self.phrases is not None and self.phrases.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Cues:
    """All a pattern needs: cues, and how many units of which codes."""

    cues: tuple[Cue, ...]
    units: tuple[tuple[str, int], ...]


class Asker:
    """Asks one masked text for cues; what several patterns need is looked for once."""

    def __init__(self, text: str, codes: Iterable[str]) -> None:
        """Keep the text, its words and the codes of its units."""
        self._text, self._words, self._codes = text, frozenset(text.split(" ")), [code for code in codes if code]
        self._cues: dict[Cue, bool] = {}
        self._counts: dict[str, int] = {}

    def holds(self, cues: Cues) -> bool:
        """Tell whether the text holds all that a pattern needs."""
        for codes, least in cues.units:  # plain loops: this is asked of every rule for every sentence
            if self._count(codes) < least:
                return False
        for cue in cues.cues:  # noqa: SIM110 - as above
            if not self._has(cue):
                return False
        return True

    def _has(self, cue: Cue) -> bool:
        if cue not in self._cues:
            self._cues[cue] = cue.is_in(self._words, self._text)
        return self._cues[cue]

    def _count(self, codes: str) -> int:
        if codes not in self._counts:
            self._counts[codes] = sum(code in codes for code in self._codes)
        return self._counts[codes]


class CueFinder:
    """Finds the cues of patterns, one object for each verb class however many patterns name it."""

    def __init__(self, placeholders: Mapping[str, str], verbs: Mapping[str, Wording]) -> None:
        """Keep the codes of each placeholder and the wording of each verb class."""
        self._placeholders, self._verbs = placeholders, verbs
        self._made: dict[str, Cue] = {}

    def find(self, pattern: str) -> Cues:
        """Return what every text that a pattern matches holds; what stands in brackets is not needed.

        >>> finder = CueFinder({"party": "AN", "form": "F"}, {"sign": Wording(frozenset({"signed"}), ())})
        >>> cues = finder.find("{party} <sign> [ with {party} ] {form}")
        >>> cues.units, [sorted(cue.words) for cue in cues.cues]
        ((('AN', 1), ('F', 1)), [['signed']])

        """
        codes: list[str] = []
        cues: list[Cue] = []
        depth = 0
        for match in PART.finditer(pattern):
            name, classes, _gap, _reach, _start, opening, closing, choice, word = match.groups()
            depth += bool(opening) - bool(closing)
            if depth:
                continue
            if name:
                codes.append(self._placeholders[name])
            elif classes:
                cues.append(self._of_verbs(classes))
            elif word or (choice and _PLAIN.fullmatch(choice)):
                cues.append(Cue(frozenset((word or choice).split("|"))))
        return Cues(tuple(cues), _count(codes))

    def _of_verbs(self, classes: str) -> Cue:
        if classes not in self._made:
            mark = "!" if classes.endswith("!") else ""
            wordings = [self._verbs[name + mark] for name in classes.rstrip("!").split("|")]
            phrases = [phrase for wording in wordings for phrase in wording.phrases]
            words = frozenset().union(*(wording.words for wording in wordings))
            self._made[classes] = Cue(words, re.compile(f" (?:{'|'.join(phrases)})(?= )") if phrases else None)
        return self._made[classes]


def _count(codes: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return, for each set of codes needed, how many units of it a text must have: those of its subsets count, too."""
    return tuple((some, sum(set(other) <= set(some) for other in codes)) for some in dict.fromkeys(codes))
