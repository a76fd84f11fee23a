"""Words that say when: days, months, years, weekdays, "last month", "the same day".

Signatures::

    compile_dates(language: Mapping) -> DateWords
    find_dates(text: str, span: Span, words: DateWords) -> list[DateMention]      # in order, not overlapping

A mention keeps what the words say and no more: a part that is not said is None. What day it was is for ``calendar.resolve``.
One scan finds month names, weekdays, figures and words of time; the grammar then looks a few words before and behind.
The span holds the date itself and not the preposition before it; ``role`` says how that binds it: ``event`` (on, in, dated),
``limit`` (by, before, deadline), ``origin`` (since, after), ``statement`` ("said on"), ``attributive`` ("its 2022 deal"), or None.
"""

from dataclasses import replace
from typing import Final

from publisher.extract.dategrammar import READERS, head_of
from publisher.extract.datementions import DateKind, DateMention
from publisher.extract.datewords import DateWords, compile_dates
from publisher.model import Span

__all__ = ["DateKind", "DateMention", "DateWords", "compile_dates", "find_dates"]

_AFTER: Final = 64


def find_dates(text: str, span: Span, words: DateWords) -> list[DateMention]:
    """Return the mentions of time within a span, in order, none overlapping.

    ``may``, ``march`` and ``second`` as common words, durations ("10-year"), prices, versions and phone numbers are none.
    """
    found: list[DateMention] = []
    at = span.start
    while (trigger := words.trigger.search(text, at, span.end)) is not None:
        mention = READERS[trigger.lastgroup or ""](text, trigger, span, words, found[-1] if found else None)
        at = trigger.end()
        if mention is None:
            continue
        while found and found[-1].span.end > mention.span.start:
            found.pop()
        found.append(replace(mention, role=mention.role or _role(text, mention, span, words)))
        at = max(at, mention.span.end)
    return found


def _role(text: str, mention: DateMention, span: Span, words: DateWords) -> str | None:
    """Return how the words around a date bind it."""
    if words.limit_after.match(text, mention.span.end, min(span.end, mention.span.end + _AFTER)):
        return "limit"
    head, _shift = head_of(text, mention.span.start, span)
    is_day = mention.kind in (DateKind.DAY, DateKind.WEEKDAY) or mention.unit == "day"
    for role, pattern in words.roles:
        match = pattern.search(head)
        if match is not None and (role != "statement" or is_day or match["preposition"]):
            return role
    return None
