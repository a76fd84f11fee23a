"""The place, day and agency an article begins with: ``SEOUL, Feb. 15 (Yonhap) -- ``.

Signature::

    find_dateline(text, span, words, *, is_opening) -> Span | None    # from the end of the place to the start of the news

A dateline says where a report was written and not where its event took place; it is kept apart from the sentence it opens.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from publisher.extract.wordlists import alternation
from publisher.model import Span

_LONGEST: Final = 170
_MOST_WORDS: Final = 16
_TOKEN: Final = re.compile(r"[^\s,/()]+")
_BREAK: Final = re.compile(r"\s?(?:-{2,3}|[—–])\s{0,3}|\s-\s{1,3}|:\s{1,3}|(?<=\))\s{1,3}(?=[A-Z“\"])|(?<=\d)\.\s{1,3}(?=[A-Z“\"])")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z.'’-]{2,}(?=[\s,/:)—–-]|$)")


@dataclass(frozen=True, slots=True)
class DatelineWords:
    """The months and agency marks that tell a dateline from another opening."""

    month: re.Pattern[str]
    agency: re.Pattern[str]
    whole: re.Pattern[str]
    small: frozenset[str]

    def is_date(self, line: str) -> bool:
        """Tell whether a line begins with a full date, as a line of the page does."""
        return self.whole.match(line) is not None


def compile_datelines(dateline: Mapping[str, Any], calendar: Mapping[str, Any]) -> DatelineWords:
    """Compile the marks of a dateline."""
    months = [form for forms in calendar["months"] for name in forms for form in (name, name.upper())]
    weekdays = alternation(name for names in calendar["weekdays"] for name in names)
    suffix = f"(?:{alternation(calendar['ordinal_suffixes'])})?"
    name, year = alternation(months), r"(?:19|20)\d\d\b"
    return DatelineWords(
        small=frozenset(dateline["small"]),
        whole=re.compile(
            rf"(?:{weekdays}\.?,?\s)?(?:{name}\.?\s\d{{1,2}}{suffix},?\s{year}|\d{{1,2}}{suffix}\s{name}\.?,?\s{year}|\d{{4}}[-/]\d\d[-/]\d\d|\d\d?[./]\d\d?[./](?:20)?\d\d\b)"
        ),
        month=re.compile(alternation(months) + r"\.?\s{1,2}\d{1,2}\b|\b\d{1,2}\s" + alternation(months) + r"\b|\d{4}-\d{2}-\d{2}"),
        agency=re.compile(dateline["agencies"]),
    )


def find_dateline(text: str, span: Span, words: DatelineWords, *, is_opening: bool) -> Span | None:
    """Return the mark that ends the dateline a span begins with: the dateline lies before it, the news after it.

    Without day or agency a place in capitals counts only where a text opens (``is_opening``).
    """
    stop = min(span.end, span.start + _LONGEST)
    found = None
    for match in _BREAK.finditer(text, span.start, stop):
        if match.start() == span.start or match.end() >= span.end:
            continue
        head = text[span.start : match.start()]
        if not _is_place_like(head, words):
            break
        if _is_dateline(head, match.group().strip(), words, is_opening=is_opening):
            found = Span(match.start(), match.end())
    return found


def _is_place_like(head: str, words: DatelineWords) -> bool:
    tokens = _TOKEN.findall(head)
    return len(tokens) <= _MOST_WORDS and all(not token[0].islower() or token in words.small or "." in token for token in tokens)


def _is_dateline(head: str, mark: str, words: DatelineWords, *, is_opening: bool) -> bool:
    has_day = words.month.search(head) is not None
    has_agency = words.agency.search(head) is not None
    in_capitals = _CAPITALS.match(head.lstrip("(")) is not None
    if mark in ("", "."):
        return has_day and (has_agency or in_capitals)
    if mark == ":":
        return is_opening and in_capitals and head.upper() == head
    return has_day or has_agency or (is_opening and in_capitals)
