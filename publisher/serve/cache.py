"""Answers kept to be given again: the data of a server never changes, so the same question has the same answer."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

SHARE: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer and its Content-Type."""

    body: bytes
    content_type: str


class ResultCache:
    """The most recently given answers, up to a number of bytes; an answer larger than an eighth of that is not kept."""

    def __init__(self, limit_bytes: int) -> None:
        """Begin empty."""
        self._limit = limit_bytes
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def find(self, tag: str) -> Kept | None:
        """Return the answer of that tag, if it is still here."""
        kept = self._kept.get(tag)
        if kept is not None:
            self._kept.move_to_end(tag)
        return kept

    def keep(self, tag: str, kept: Kept) -> None:
        """Keep an answer, at the cost of those that were asked for longest ago."""
        size = len(kept.body)
        if size * SHARE > self._limit or tag in self._kept:
            return
        self._kept[tag] = kept
        self._size += size
        while self._size > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body)
