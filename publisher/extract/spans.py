"""The text of one sentence, made easy to match without losing the way back to the article.

Runs of white space become one blank, typographic quotes and dashes their plain forms, and a dash between two words gets its
blanks, so that a label matches across a line break; ``offsets`` leads each character back to the article's text.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.model import Span

_PLAIN = str.maketrans("’‘\N{MODIFIER LETTER APOSTROPHE}“”„«»–—\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\u00a0\u202f", '\'\'\'"""""----  ')
_CUTS = re.compile(r"\s{2,}|[^\S ]|(?<=\w)\u2014(?=\w)")
"""Runs of white space, line breaks, and a dash that stands between two words without any."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span in the article, its plain text and, for each character of that, its offset in the article."""

    span: Span
    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> Span:
        """Return the article's span of a stretch of the plain text."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def local(self, span: Span) -> tuple[int, int]:
        """Return where a span of the article stands in the plain text."""
        return bisect_left(self.offsets, span.start), bisect_left(self.offsets, span.end)


def make_sentence(text: str, span: Span) -> Sentence:
    r"""Cut one sentence out of an article.

    >>> s = make_sentence("A deal on critical\n  minerals.", Span(0, 30))
    >>> s.text, s.original(10, 27)
    ('A deal on critical minerals.', Span(start=10, end=29))

    """
    raw = text[span.slice]
    single = _CUTS.sub(_even, raw).translate(_PLAIN)
    if len(single) == len(raw):  # no run of blanks: every character stays where it is
        return Sentence(span, single, range(span.start, span.end))
    offsets: list[int] = []
    at = 0
    for cut in _CUTS.finditer(raw):
        offsets.extend(range(span.start + at, span.start + cut.start()))
        offsets.extend([span.start + cut.start()] * len(_even(cut)))
        at = cut.end()
    offsets.extend(range(span.start + at, span.end))
    return Sentence(span, single, tuple(offsets))


def _even(cut: re.Match[str]) -> str:
    """Return one blank for many, and a dash with blanks for one without."""
    return " " if cut.group().isspace() else " - "


def fold(text: str) -> str:
    """Lower a text without changing its length.

    >>> fold("İSTANBUL AG")
    'İstanbul ag'

    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
