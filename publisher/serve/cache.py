"""Answers kept to be given again: the data of a server never changes, so the same question has the same answer."""

from collections import OrderedDict
from typing import Final

from publisher.serve.responses import Body

SHARE: Final = 8
AROUND: Final = 1024
"""About what an answer takes beside its bytes: most answers are small, and some are empty."""


class ResultCache:
    """The answers given last, up to a number of bytes; one larger than an eighth of that is not kept."""

    def __init__(self, limit_bytes: int) -> None:
        """Begin empty."""
        self._limit = limit_bytes
        self._size = 0
        self._kept: OrderedDict[str, Body] = OrderedDict()

    def find(self, tag: str) -> Body | None:
        """Return the answer of that tag, if it is still here."""
        kept = self._kept.get(tag)
        if kept is not None:
            self._kept.move_to_end(tag)
        return kept

    def keep(self, answer: Body) -> None:
        """Keep an answer, at the cost of those that were asked for longest ago."""
        size = len(answer.content) + AROUND
        if size * SHARE > self._limit or answer.tag in self._kept:
            return
        self._kept[answer.tag] = answer
        self._size += size
        while self._size > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.content) + AROUND
