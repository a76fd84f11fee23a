"""Reading word lists of ``mappings/`` and making patterns of them.

Words come from YAML as strings; patterns made here match them whole, longest first, and let a line break stand where the
list has a blank, because texts are wrapped. Every repeat in a pattern is bounded: a hostile text costs no more than a plain one.
Neighbours: ``sentences``, ``zones``, ``dates``, ``amounts`` and ``quantities`` compile their words with these functions.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from publisher.domain.files import YamlMap
from publisher.errors import DomainError

GAP = r"\s{1,16}"
_END = {True: r"(?![\w])", False: ""}


def alternation(words: Iterable[str]) -> str:
    r"""Return a pattern that matches any of the words, the longest first; a blank matches a wrapped line too.

    >>> alternation(["or", "or more"])
    '(?:or\\s{1,16}more|or)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(GAP.join(re.escape(part) for part in word.split()) for word in ordered) + ")"


def whole(words: Iterable[str]) -> str:
    r"""Return a pattern for any of the words that does not end within a longer word.

    >>> bool(re.match(whole(["t", "%"]), "tonnes")), bool(re.match(whole(["t", "%"]), "%s"))
    (False, True)
    """
    words = list(words)
    lettered = [word for word in words if word[-1:].isalnum()]
    others = [word for word in words if not word[-1:].isalnum()]
    parts = [alternation(part) + _END[part is lettered] for part in (lettered, others) if part]
    return "(?:" + "|".join(parts) + ")" if parts else "(?!)"


class Worded(Protocol):
    """What stands in a text and has its words in lower case: a token, a unit."""

    @property
    def low(self) -> str:
        """The words."""


def stands(phrase: tuple[str, ...], text: Sequence[Worded], at: int) -> bool:
    """Tell whether the words of a phrase stand at a place of a text."""
    return tuple(part.low for part in text[at : at + len(phrase)]) == phrase


def section(data: Mapping[str, Any], *path: str) -> YamlMap:
    """Return the mapping at a path of keys.

    Raises:
        DomainError: D103 when a key is missing or holds no mapping.

    """
    found = _at(data, path)
    if not isinstance(found, YamlMap):
        raise _fault(data, path, "a mapping")
    return found


def strings(data: Mapping[str, Any], *path: str) -> tuple[str, ...]:
    """Return the list of words at a path of keys.

    Raises:
        DomainError: D103 when a key is missing or holds anything but a list of words.

    """
    found = _at(data, path)
    if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
        raise _fault(data, path, "a list of words")
    return tuple(found)


def integers(data: Mapping[str, Any], *path: str) -> dict[str, int]:
    """Return the mapping of words to whole numbers at a path of keys.

    Raises:
        DomainError: D103 when a key is missing or a value is no whole number.

    """
    found = section(data, *path)
    try:
        return {word: int(number) for word, number in found.items()}
    except ValueError as error:
        raise _fault(data, path, "whole numbers") from error


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> object:
    found: object = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _fault(data: Mapping[str, Any], path: tuple[str, ...], wanted: str) -> DomainError:
    line = data.key_lines.get(path[0]) if isinstance(data, YamlMap) else None
    return DomainError("D103", f"`{'.'.join(path)}` has to be {wanted}", file="mappings", line=line, remedy="see docs/reference/words.md")
