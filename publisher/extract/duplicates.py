"""Sentences that stand in a text twice, or nearly so."""

import re
from dataclasses import dataclass, field
from typing import Final

_WORD: Final = re.compile(r"\w+(?:['’.,]\w+)*")
_PREFIX_WORDS: Final = 12
_NEARLY: Final = 0.75


def alike(left: set[str], right: set[str]) -> float:
    """Return the share of words that two sets have in common (Jaccard)."""
    return len(left & right) / len(left | right) if left and right else 0.0


def normal_words(words: str) -> list[str]:
    """Return the words of a text without case and marks."""
    return _WORD.findall(words.casefold())


@dataclass(slots=True)
class Seen:
    """The sentences that stood before: whole, and by their first words for those that differ in a few."""

    whole: set[tuple[str, ...]] = field(default_factory=set)
    begun: dict[tuple[str, ...], set[str]] = field(default_factory=dict)

    def add(self, key: tuple[str, ...]) -> bool:
        """Tell whether these words stood before, then keep them."""
        is_known = key in self.whole
        self.whole.add(key)
        if is_known or len(key) < _PREFIX_WORDS:
            return is_known
        first = self.begun.setdefault(key[:_PREFIX_WORDS], set(key))
        return first != set(key) and alike(first, set(key)) >= _NEARLY
