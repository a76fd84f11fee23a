"""When an article was published: what everything its text says of "today" and "in March" is counted from.

Signature::

    find_anchor(article: Article, zones: Sequence[Zone], words: DateWords) -> Anchor | None

Neighbours: ``zones`` says which lines speak of the page, ``calendar`` counts from the anchor.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from publisher.extract.calendar import Anchor, month_of, resolve, year_of
from publisher.extract.dates import DateKind, DateMention, DateWords, find_dates
from publisher.extract.zones import Kind, Zone
from publisher.model import Article, Span

_PUBLISHED: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_URL: Final = re.compile(r"(?<![\d.])(20\d{2})([/-]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?![\d.])")
_URL_DAY: Final = re.compile(r"[/_-](\d{1,2})-(\d{1,2})-(20\d{2})(?=$|[/?#._])")
_URL_YEAR: Final = re.compile(r"[/_-](20\d{2})/")


def find_anchor(article: Article, zones: Sequence[Zone], words: DateWords) -> Anchor | None:
    """Return when an article was published: as declared, as its page says, or as its address says, in this order.

    A date of the page that is finer than what the source declares, and lies within it, is taken instead.
    """
    declared = _parse_published(article.published)
    if declared is not None and declared.earliest == declared.latest:
        return declared
    stated = list(_stated_dates(article.text, zones, words, declared))
    address = _parse_url(article.url)
    candidates = [anchor for anchor in (*stated, *([address] if address else [])) if declared is None or _lies_within(anchor, declared)]
    return min(candidates, key=lambda anchor: (anchor.latest - anchor.earliest).days, default=declared)


def _lies_within(anchor: Anchor, declared: Anchor) -> bool:
    return declared.earliest <= anchor.earliest and anchor.latest <= declared.latest


def _parse_published(published: str | None) -> Anchor | None:
    match = _PUBLISHED.match(published or "")
    if match is None:
        return None
    return _anchor_of(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None, "published")


def _parse_url(url: str | None) -> Anchor | None:
    """Return the date in an address: ``/2024/10/``, ``-3-4-2025`` (both readings), or the year alone in a folder's name."""
    if (match := _URL.search(url or "")) is not None:
        return _anchor_of(int(match[1]), int(match[3]), int(match[4]) if match[4] else None, "url")
    if (match := _URL_DAY.search(url or "")) is not None:
        one, two, year = (int(part) for part in match.groups())
        read = [anchor for month, day in ((two, one), (one, two)) if (anchor := _anchor_of(year, month, day, "url")) is not None]
        return Anchor(min(a.earliest for a in read), max(a.latest for a in read), "url") if read else None
    match = _URL_YEAR.search(url or "")
    return _anchor_of(int(match[1]), None, None, "url") if match is not None else None


def _anchor_of(year: int, month: int | None, day: int | None, method: str, span: Span | None = None) -> Anchor | None:
    try:
        if month is None:
            return Anchor(*year_of(year), method, span)
        if day is None:
            return Anchor(*month_of(year, month), method, span)
        return Anchor(date(year, month, day), date(year, month, day), method, span)
    except ValueError:
        return None


def _stated_dates(text: str, zones: Sequence[Zone], words: DateWords, declared: Anchor | None) -> list[Anchor]:
    """Return the dates in the META zones of the page; one without a year needs a declared one."""
    found = []
    for zone in zones:
        if zone.kind is Kind.META:
            for mention in find_dates(text, zone.span, words):
                value = resolve(mention, declared) if mention.kind is DateKind.DAY else None
                if value is not None:
                    found.append(Anchor(value.earliest, value.latest, _method(text, zone, mention, words), mention.span))
    return sorted(found, key=lambda anchor: (_RANKS.index(anchor.method), anchor.span or Span(0, 0)))


_RANKS: Final = ("label", "dateline", "page-date")


def _method(text: str, zone: Zone, mention: DateMention, words: DateWords) -> str:
    head = text[zone.span.start : mention.span.start]
    if words.published.search(head):
        return "label"
    return "dateline" if any(char.isalpha() for char in head) else "page-date"
