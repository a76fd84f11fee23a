"""Dates as precise as their source: a year, a month or a day, and how far two of them lie apart."""

import calendar
from datetime import date
from typing import Final

from publisher.rdf import IRI, XSD, Literal

DATATYPES: Final = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def is_date(text: str) -> bool:
    """Tell whether a text is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and such a date exists."""
    try:
        interval(text)
    except ValueError:
        return False
    return True


def date_literal(text: str) -> Literal:
    """Make the literal whose datatype is as precise as the text.

    >>> str(date_literal("2026-03"))
    '"2026-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'

    """
    datatype: IRI = DATATYPES[len(text)]
    return Literal(text, datatype=datatype)


def interval(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date can mean.

    Raises:
        ValueError: when it is no date.

    >>> interval("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    """
    if len(text) not in DATATYPES:
        raise ValueError(text)
    first = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    last_month = first.month if len(text) > len("YYYY") else 12
    last_day = first.day if len(text) > len("YYYY-MM") else calendar.monthrange(first.year, last_month)[1]
    return first, date(first.year, last_month, last_day)


def gap_days(left: tuple[date, date], right: tuple[date, date]) -> int:
    """Return the days from the first interval to the second: 0 when they overlap, negative when the second comes before.

    >>> gap_days(interval("2026-03-15"), interval("2026-03")), gap_days(interval("2026-03-15"), interval("2026-03-13"))
    (0, -2)

    """
    if left[0] <= right[1] and right[0] <= left[1]:
        return 0
    return (right[0] - left[1]).days if left[1] < right[0] else (right[1] - left[0]).days
