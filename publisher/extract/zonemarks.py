"""What a paragraph is by its own words and shape, before its place in the text is known.

Signatures::

    compile_zones(zones: Mapping, language: Mapping) -> ZoneWords
    mark_of(text: str, paragraph: Span, words: ZoneWords) -> Mark

Marks of furniture stand in ``mappings/zones.yml``; they are tried on the head of a paragraph, so that no pattern sees more than a line or two.
Neighbours: ``zones`` decides, from the marks in their order, what each paragraph is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from publisher.extract.datelines import DatelineWords, compile_datelines
from publisher.extract.sentences import SentenceWords, compile_sentences
from publisher.extract.wordlists import alternation, integers, section, strings
from publisher.model import Span

_HEAD: Final = 480
_MARKUP: Final = re.compile(r"[\s#>*_~=|]{0,40}(?:[-•·●▪‣–—+]\s{1,8})?[*_\[]{0,3}")
_ITEM: Final = re.compile(r"\s{0,40}(?:[-*•·●▪‣–—+]\s|\d{1,3}[.)]\s|\([a-z\d]{1,3}\)\s)")
_HASHES: Final = re.compile(r"#{1,6}\s|\*\*[^*\n]{1,160}\*\*:?$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CLOSERS: Final = "\"'”’»)]*_ \t"
_FINAL: Final = (".", "!", "?", "。", "…")
_CUT: Final = ("...", "…", "[…]", "[...]")


class Mark(StrEnum):
    """What a paragraph is by its own words and shape, before its place is known."""

    TAIL = "tail"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"
    PROMO = "promo"
    UI = "ui"
    META = "meta"
    CAPTION = "caption"
    PROSE = "prose"
    CUT = "cut"
    ITEM = "item"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """The compiled marks of ``mappings/zones.yml``, with the words that cut sentences and datelines."""

    marks: tuple[tuple[Mark, re.Pattern[str]], ...]
    caption: re.Pattern[str]
    prefix: re.Pattern[str]
    opener: re.Pattern[str]
    sizes: dict[str, int]
    sentences: SentenceWords
    datelines: DatelineWords


def compile_zones(zones: Mapping[str, Any], language: Mapping[str, Any]) -> ZoneWords:
    """Compile the zone marks, with the sentence and month words of a language.

    Raises:
        DomainError: D103 when a list is missing.

    """
    return ZoneWords(
        marks=(
            (Mark.META, _heads(strings(zones, "meta", "heads"))),
            (Mark.CAPTION, _heads(strings(zones, "captions", "heads"))),
            (Mark.TAIL, _heads((*strings(zones, "tail", "heads"), *_lines(strings(zones, "tail", "lines"))))),
            (Mark.UI, _heads(strings(zones, "ui", "heads"))),
            (Mark.BOILERPLATE, _heads(strings(zones, "boilerplate", "heads"))),
            (Mark.CONTACT, _heads(strings(zones, "boilerplate", "contacts"))),
            (Mark.PROMO, _heads(strings(zones, "promo"))),
        ),
        caption=re.compile("|".join(strings(zones, "captions", "ends")), re.IGNORECASE),
        prefix=re.compile(r"\s{0,8}(?:" + "|".join(strings(zones, "prefixes")) + r")\s{0,4}"),
        opener=re.compile(alternation(strings(zones, "openers")) + r",?\s{1,4}"),
        sizes=integers(zones, "sizes"),
        sentences=compile_sentences(language),
        datelines=compile_datelines(section(zones, "dateline"), section(language, "calendar")),
    )


def _heads(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + ")", re.IGNORECASE)


def _lines(patterns: Sequence[str]) -> Iterator[str]:
    return (f"(?:{pattern}) ?[:!.]?$" for pattern in patterns)


def mark_of(text: str, paragraph: Span, words: ZoneWords) -> Mark:
    """Name what a paragraph is by its own words, else by its shape."""
    begin = _MARKUP.match(text, paragraph.start, paragraph.end)
    start = begin.end() if begin else paragraph.start
    head = text[start : min(paragraph.end, start + _HEAD)].rstrip(_CLOSERS if text[paragraph.end - 1] in "*_" else " ")
    if not _LETTER.search(head):
        return Mark.META if re.search(r"\d[-./]\d", head) else Mark.UI
    for mark, pattern in words.marks:
        if pattern.match(head):
            return mark
    if words.caption.search(text, max(paragraph.start, paragraph.end - 120), paragraph.end):
        return Mark.CAPTION
    if count_words(text, paragraph) <= words.sizes["dates"] and not head.endswith(_FINAL) and words.datelines.is_date(head):
        return Mark.META
    return _shape(text, paragraph, words)


def _shape(text: str, paragraph: Span, words: ZoneWords) -> Mark:
    """Tell prose from a short line by length and final punctuation."""
    count = count_words(text, paragraph)
    if count >= words.sizes["long"]:
        return Mark.PROSE
    last = text[max(paragraph.start, paragraph.end - 12) : paragraph.end].rstrip(_CLOSERS)
    if count < words.sizes["unended"] and (last.endswith(_CUT) or text.endswith(_CUT, paragraph.start, paragraph.end)):
        return Mark.CUT
    if last.endswith((*_FINAL, ":", ";")) and count >= words.sizes["body"]:
        return Mark.PROSE
    if _ITEM.match(text, paragraph.start, paragraph.end) or last.endswith((".", ";")):
        return Mark.ITEM
    return Mark.SHORT


def count_words(text: str, span: Span) -> int:
    """Return the number of words, by the blanks between them."""
    return text.count(" ", span.start, span.end) + 1


def is_heading(text: str, paragraph: Span, words: ZoneWords) -> bool:
    """Tell a sub-heading of this text from the headline of another, by length."""
    return _HASHES.match(text, paragraph.start, paragraph.end) is not None or count_words(text, paragraph) <= words.sizes["heading"]
