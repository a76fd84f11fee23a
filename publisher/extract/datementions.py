"""What a text says of a time: the type that ``dates`` finds and ``calendar`` resolves."""

from dataclasses import dataclass
from enum import StrEnum

from publisher.model import Span


class DateKind(StrEnum):
    """What a mention gives: a day, a month or year, a stretch, a weekday, a stretch counted from now, or a pointer back."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    ANAPHOR = "anaphor"


@dataclass(frozen=True, slots=True)
class DateMention:
    """One mention of a time.

    ``year``, ``month``, ``day`` as said, of the first day when it is a range, whose last is ``last`` (year, month, day).
    ``year_offset`` tells the year of a month or day from now ("May last year" -1). ``weekday`` counts from Monday = 0. ``unit`` (day, week, month, quarter, half, year, decade) with ``offset`` (-1 last, 0 this, 1 next) or
    with ``number`` (which quarter or half of ``year``). ``part`` is early, mid, late, earlier, later, end or start.
    """

    span: Span
    kind: DateKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_offset: int | None = None
    last: tuple[int | None, int | None, int | None] | None = None
    weekday: int | None = None
    unit: str | None = None
    number: int | None = None
    offset: int | None = None
    part: str | None = None
    role: str | None = None
