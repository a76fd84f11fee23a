"""What day a mention of a time was, as far as the words and the day of publication say.

Signatures::

    resolve(mention: DateMention, anchor: Anchor | None, *, future: bool = False) -> DateValue | None

A value is always an interval, and its literal is the finest XSD value that holds the whole of it: ``xsd:date`` for one day,
``xsd:gYearMonth`` within one month, ``xsd:gYear`` within one year, else none. So a day or a year is never invented: "later
this month" is a month, and "28 October" without a known year of publication resolves to nothing.
Reports look back: without ``future`` a day or month without a year is the last one that was no later than a few days after
publication; with it, the next one. A date that is a limit ("before August 1") is the nearest one.
Neighbours: ``dates`` finds mentions, ``anchors`` the day of publication.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from publisher.extract.datementions import DateKind, DateMention
from publisher.model import Span
from publisher.rdf import XSD, Literal

GRACE: Final = timedelta(days=3)
"""How long after publication a date may lie and still be told as past: zones of time and pages stamped the day before."""
_WEEK: Final = 7
_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6}
_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Anchor:
    """When an article was published, as an interval; ``span`` is where its text says so, ``method`` how it was found.

    Methods: ``published`` (the source declares it), ``label`` ("Published: …"), ``dateline``, ``page-date`` (a date that stands alone), ``url``.
    """

    earliest: date
    latest: date
    method: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DateValue:
    """What a mention comes to: the interval, its literal when XSD can say it, and how it was found.

    Methods: ``explicit`` (the words give the year), ``year-from-publication``, ``weekday-before-publication``,
    ``weekday-after-publication``, ``relative-to-publication``.
    """

    earliest: date
    latest: date
    literal: Literal | None
    method: str

    @property
    def precision(self) -> str:
        """Return ``day``, ``month``, ``year`` or ``interval``."""
        return _PRECISIONS.get(self.literal.datatype, "interval") if self.literal is not None else "interval"


_PRECISIONS: Final = {XSD.date: "day", XSD.gYearMonth: "month", XSD.gYear: "year"}


def literal_of(earliest: date, latest: date) -> Literal | None:
    """Return the finest XSD literal that holds an interval, or None when it crosses years.

    >>> literal_of(date(2024, 11, 15), date(2024, 11, 16)).value
    '2024-11'
    """
    if earliest == latest:
        return Literal(earliest.isoformat(), datatype=XSD.date)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return Literal(f"{earliest.year:04}-{earliest.month:02}", datatype=XSD.gYearMonth)
    return Literal(f"{earliest.year:04}", datatype=XSD.gYear) if earliest.year == latest.year else None


def resolve(mention: DateMention, anchor: Anchor | None, *, future: bool = False) -> DateValue | None:
    """Return what a mention comes to, or None when the words and the anchor do not say.

    ``future`` tells that the sentence looks forward ("will sign on Tuesday").
    """
    year = _year_told(mention, anchor)
    try:
        found = _RESOLVERS[mention.kind](mention if year is None else replace(mention, year=year), anchor, future)
    except (ValueError, OverflowError):  # 30 February, or a count of years beyond the calendar
        return None
    if found is None:
        return None
    earliest, latest, method = found
    return DateValue(earliest, latest, literal_of(earliest, latest), method if year is None else "relative-to-publication")


def _year_told(mention: DateMention, anchor: Anchor | None) -> int | None:
    """Return the year that "May last year" means, where publication lies in one year."""
    if mention.year_offset is None or anchor is None or anchor.earliest.year != anchor.latest.year:
        return None
    return anchor.latest.year + mention.year_offset


_Found = tuple[date, date, str]


def _resolve_day(mention: DateMention, anchor: Anchor | None, future: bool) -> _Found | None:  # noqa: FBT001 - one signature for the table
    if mention.day is None:
        return None
    if mention.year is not None and mention.month is not None:
        day = date(mention.year, mention.month, mention.day)
        return day, day, "explicit"
    if anchor is None:
        return None
    if mention.month is None:
        return _nearby([_month_day(anchor, shift, mention.day) for shift in (-1, 0, 1)], anchor, mention, future)
    return _nearby([_safe(year, mention.month, mention.day) for year in _years(anchor)], anchor, mention, future)


def _years(anchor: Anchor) -> range:
    return range(anchor.earliest.year - 1, anchor.latest.year + 2)


def _safe(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _month_day(anchor: Anchor, shift: int, day: int) -> tuple[date, date] | None:
    month = month_of(anchor.latest.year, anchor.latest.month + shift)[0]
    return _safe(month.year, month.month, day)


def _nearby(intervals: Sequence[tuple[date, date] | None], anchor: Anchor, mention: DateMention, future: bool) -> _Found | None:  # noqa: FBT001
    """Choose, of one date in several years, the one the report means."""
    known = [interval for interval in intervals if interval is not None]
    if future:
        known = [interval for interval in known if interval[1] >= anchor.earliest]
        return (*known[0], "year-from-publication") if known else None
    if mention.role == "limit":
        return (*min(known, key=lambda interval: abs(interval[0] - anchor.latest)), "year-from-publication") if known else None
    known = [interval for interval in known if interval[0] <= anchor.latest + GRACE]
    return (*known[-1], "year-from-publication") if known else None


def _resolve_month(mention: DateMention, anchor: Anchor | None, future: bool) -> _Found | None:  # noqa: FBT001
    if mention.month is None:
        return None
    if mention.year is not None:
        return (*month_of(mention.year, mention.month), "explicit")
    if anchor is None:
        return None
    months = [month_of(year, mention.month) for year in _years(anchor)]
    if mention.offset is None:
        return _nearby(months, anchor, mention, future)
    if mention.offset == 0:
        return (*month_of(anchor.latest.year, mention.month), "relative-to-publication")
    if mention.offset < 0:
        chosen = [month for month in months if month[1] < anchor.earliest.replace(day=1)][-1:]
    else:
        chosen = [month for month in months if month[0] > anchor.latest][:1]
    return (*chosen[0], "relative-to-publication") if chosen else None


def _resolve_year(mention: DateMention, _anchor: Anchor | None, _future: bool) -> _Found | None:  # noqa: FBT001
    return (*year_of(mention.year), "explicit") if mention.year is not None else None


def _resolve_range(mention: DateMention, anchor: Anchor | None, future: bool) -> _Found | None:  # noqa: FBT001
    if mention.unit is not None and mention.number is not None:
        return _resolve_part_of_year(mention, anchor)
    if mention.last is None:
        return None
    if mention.month is None:
        last_year = mention.last[0]
        return (year_of(mention.year)[0], year_of(last_year)[1], "explicit") if mention.year and last_year else None
    first = _resolve_day(mention, anchor, future)
    if first is None or mention.last[1] is None or mention.last[2] is None:
        return None
    year = first[0].year + (mention.last[1] < mention.month)
    last = date(year, mention.last[1], mention.last[2])
    return (first[0], last, first[2]) if first[0] <= last else None


def _resolve_part_of_year(mention: DateMention, anchor: Anchor | None) -> _Found | None:
    """Return a quarter or half of a calendar year."""
    year = mention.year
    if year is None and mention.offset is not None and anchor is not None and anchor.earliest.year == anchor.latest.year:
        year = anchor.latest.year + mention.offset
    if year is None or mention.number is None:
        return None
    size = _MONTHS[mention.unit or ""]
    first = month_of(year, (mention.number - 1) * size + 1)[0]
    return first, month_of(year, mention.number * size)[1], "explicit" if mention.year is not None else "relative-to-publication"


def _resolve_weekday(mention: DateMention, anchor: Anchor | None, future: bool) -> _Found | None:  # noqa: FBT001
    """Return the last such weekday at or before publication, or the next one; "last" and "next" pass over the day itself.

    Where only the month of publication is known the weekday is taken to lie in it: wrong for one in fifteen, and never a day.
    """
    if anchor is None or mention.weekday is None:
        return None
    if mention.unit == "week" and mention.offset is not None:
        first, last = (_week_of(day, mention.offset)[0] + timedelta(days=mention.weekday) for day in (anchor.earliest, anchor.latest))
        return first, last, "relative-to-publication"
    is_next = mention.offset == 1 or (future and mention.offset != -1)
    method = "weekday-after-publication" if is_next else "weekday-before-publication"
    if (anchor.latest - anchor.earliest).days > _WEEK:
        return anchor.earliest, anchor.latest, method
    away = 0 if not mention.offset else 1
    first, last = (_weekday_near(day, mention.weekday, away, is_next=is_next) for day in (anchor.earliest, anchor.latest))
    return first, last, method


def _weekday_near(day: date, weekday: int, away: int, *, is_next: bool) -> date:
    if is_next:
        start = day + timedelta(days=away)
        return start + timedelta(days=(weekday - start.weekday()) % 7)
    start = day - timedelta(days=away)
    return start - timedelta(days=(start.weekday() - weekday) % 7)


def _resolve_relative(mention: DateMention, anchor: Anchor | None, _future: bool) -> _Found | None:  # noqa: FBT001
    """Return a stretch counted from publication, cut at it when the words say earlier or later."""
    if anchor is None or mention.offset is None or mention.unit is None:
        return None
    if mention.unit == "day" and (anchor.latest - anchor.earliest).days > _WEEK:
        return anchor.earliest, anchor.latest, "relative-to-publication"
    if mention.part == "rolling":
        return _rolling(mention, anchor)
    earliest = _unit_of(anchor.earliest, mention.unit, mention.offset)[0]
    latest = _unit_of(anchor.latest, mention.unit, mention.offset)[1]
    if mention.offset == 0 and mention.part == "earlier":
        latest = min(latest, anchor.latest)
    if mention.offset == 0 and mention.part == "later":
        earliest = max(earliest, anchor.earliest)
    return earliest, latest, "relative-to-publication"


def _rolling(mention: DateMention, anchor: Anchor) -> _Found | None:
    """Return the stretch of one unit up to publication, or from it on."""
    if mention.unit is None or mention.offset is None:
        return None
    away = timedelta(days=_LENGTHS[mention.unit])
    if mention.offset < 0:
        return anchor.earliest - away, anchor.latest, "relative-to-publication"
    return anchor.earliest, anchor.latest + away, "relative-to-publication"


_LENGTHS: Final = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "half": 184, "year": 366, "decade": 3653}


def _unit_of(day: date, unit: str, offset: int) -> tuple[date, date]:
    """Return the day, week, month … that lies ``offset`` units from the one that holds a day; a count of weeks or more ago is a stretch."""
    if unit == "day":
        return day + timedelta(days=offset), day + timedelta(days=offset)
    if unit in _DAYS:
        return _week_of(day, offset * _DAYS[unit] // 7)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        index = (day.month - 1) // size * size + 1 + offset * size
        return month_of(day.year, index)[0], month_of(day.year, index + size - 1)[1]
    if unit == "decade":
        first = day.year // 10 * 10 + offset * 10
        return date(first, 1, 1), date(first + 9, 12, 31)
    return year_of(day.year + offset)


def _week_of(day: date, offset: int) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
    return monday, monday + timedelta(days=6)


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return first and last day of a month; months beyond 1 to 12 roll into other years."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def year_of(year: int) -> tuple[date, date]:
    """Return first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _resolve_nothing(_mention: DateMention, _anchor: Anchor | None, _future: bool) -> None:  # noqa: FBT001
    return None


_RESOLVERS: Final = {
    DateKind.DAY: _resolve_day,
    DateKind.MONTH: _resolve_month,
    DateKind.YEAR: _resolve_year,
    DateKind.RANGE: _resolve_range,
    DateKind.WEEKDAY: _resolve_weekday,
    DateKind.RELATIVE: _resolve_relative,
    DateKind.ANAPHOR: _resolve_nothing,
}
