"""The grammar of times: one reader for each kind of trigger that ``dates`` scans for.

A reader looks a few words before and behind the trigger and returns a mention, or None when the words mean something else.
"""

import re
from dataclasses import replace
from typing import Final

from publisher.extract.datementions import DateKind, DateMention
from publisher.extract.datewords import DateWords
from publisher.model import Span

_BEFORE: Final = 48
_AFTER: Final = 64
_CENTURIES: Final = range(1900, 2100)
_FULL_YEAR: Final = 4
_MONTHS: Final = 12
_LONGEST_COUNT: Final = 999
_SHORTEST_DOTTED: Final = 5
"""Digits of a dotted date at the least: "3.4.12" is a paragraph, "28.1.25" a day."""


def head_of(text: str, at: int, span: Span) -> tuple[str, int]:
    """Return the words before a place within a span, and where they begin."""
    start = max(span.start, at - _BEFORE)
    return text[start:at], start


def _month(text: str, trigger: re.Match[str], span: Span, words: DateWords, previous: DateMention | None) -> DateMention | None:
    """Read "15 March 2024", "March 15-16, 2024", "March 2024", "late March", "last March", and each with "last year" behind it."""
    mention = _month_or_day(text, trigger, span, words, previous)
    if mention is None or mention.year is not None or mention.offset is not None or mention.last is not None:
        return mention
    after = words.of_year_after.match(text, mention.span.end, span.end)
    if after is None or not after["direction"]:
        return mention
    return replace(mention, span=Span(mention.span.start, after.end()), year_offset=words.directions[after["direction"].lower()])


def _month_or_day(text: str, trigger: re.Match[str], span: Span, words: DateWords, previous: DateMention | None) -> DateMention | None:
    month = words.months[trigger.group()]
    head, shift = head_of(text, trigger.start(), span)
    before = words.day_before.search(head)
    if before is not None:
        day, first = int(before["day"]), int(before["first"] or before["day"])
        after = words.year_after.match(text, trigger.end(), span.end)
        year = int(after["year"]) if after else None
        end = after.end() if after else trigger.end()
        last = (year, month, day) if before["first"] else None
        start = shift + before.start("weekday" if before["weekday"] else "whole")
        return _day(Span(start, end), (year, month, first), last, words.weekdays.get(before["weekday"] or ""))
    after = words.day_after.match(text, trigger.end(), span.end)
    if after is not None:
        year = int(after["year"]) if after["year"] else None
        last_month = words.months[after["month"]] if after["month"] else month
        last = (year, last_month, int(after["last"])) if after["last"] else None
        weekday = words.weekday_before.search(head)
        start = shift + weekday.start("weekday") if weekday else trigger.start()
        first_year = year - 1 if year and last_month < month else year
        return _day(
            Span(start, after.end()),
            (first_year, month, int(after["day"])),
            last,
            words.weekdays.get(weekday["weekday"]) if weekday else None,
        )
    return _bare_month(text, trigger, span, words, previous)


def _day(
    span: Span, first: tuple[int | None, int, int], last: tuple[int | None, int, int] | None, weekday: int | None
) -> DateMention | None:
    if not all(1 <= day <= _DAYS[month - 1] for _, month, day in (first, *([last] if last else []))):
        return None
    kind = DateKind.RANGE if last else DateKind.DAY
    return DateMention(span, kind, year=first[0], month=first[1], day=first[2], last=last, weekday=weekday)


_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _bare_month(text: str, trigger: re.Match[str], span: Span, words: DateWords, previous: DateMention | None) -> DateMention | None:
    head, shift = head_of(text, trigger.start(), span)
    after = words.year_after.match(text, trigger.end(), span.end)
    part, direction = words.part_before.search(head), words.direction_before.search(head)
    lead = direction or part
    name = trigger.group()
    is_joined = (
        previous is not None
        and previous.kind is DateKind.MONTH
        and words.joins.fullmatch(text, previous.span.end, trigger.start()) is not None
    )
    is_sure = after is not None or lead is not None or is_joined or words.lead_before.search(head) is not None
    if (name in words.short_months and not is_sure) or (name in words.ambiguous_months and not is_sure):
        return None
    if not is_sure and (span.start == trigger.start() or _touches_letter(text, trigger)):
        return None
    return DateMention(
        Span(shift + lead.start("lead") if lead else trigger.start(), after.end() if after else trigger.end()),
        DateKind.MONTH,
        year=int(after["year"]) if after else None,
        month=words.months[name],
        offset=words.directions[direction["direction"].lower()] if direction else None,
        part=words.part(part),
    )


def _touches_letter(text: str, trigger: re.Match[str]) -> bool:
    return text[trigger.start() - 1 : trigger.start()] in {"-", "’", "'"} or text[trigger.end() : trigger.end() + 1] in {"-", "’", "'"}


def _numeric(_text: str, trigger: re.Match[str], _span: Span, _words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "2024-06-13", "2024/06/13", "28.10.25", "28.10.2025", and "25/12/2025" where the order is plain."""
    one, two, three = (int(trigger[group]) for group in ("one", "two", "three"))
    mark = trigger["mark"]
    if len(trigger["one"]) == _FULL_YEAR:
        year, month, day = one, two, three
    elif mark == "." or one > _MONTHS >= two:
        year, month, day = three, two, one
    elif two > _MONTHS >= one:
        year, month, day = three, one, two
    else:
        return None
    year += 2000 if len(trigger["three"]) < _FULL_YEAR and len(trigger["one"]) < _FULL_YEAR else 0
    if mark == "." and len(trigger["one"] + trigger["two"] + trigger["three"]) < _SHORTEST_DOTTED:
        return None
    if not (year in _CENTURIES and 1 <= month <= _MONTHS and 1 <= day <= _DAYS[month - 1]):
        return None
    return DateMention(Span(trigger.start("numeric"), trigger.end("numeric")), DateKind.DAY, year=year, month=month, day=day)


def _year(text: str, trigger: re.Match[str], span: Span, words: DateWords, previous: DateMention | None) -> DateMention | None:
    """Read "in 2022", "2021-2025", "early 2024", "the end of 2025", "a 2022 deal": a bare figure only where a word leads it."""
    head, shift = head_of(text, trigger.start(), span)
    year = int(trigger["year"])
    if words.not_year_before.search(head) or words.unit_after.match(text, trigger.end(), span.end):
        return None
    stretch = _years(text, trigger, span, words)
    if stretch is not None:
        return stretch
    part = words.part_before.search(head)
    if part is not None:
        return DateMention(Span(shift + part.start("lead"), trigger.end()), DateKind.YEAR, year=year, part=words.part(part))
    mention = DateMention(Span(trigger.start(), trigger.end()), DateKind.YEAR, year=year)
    if words.lead_before.search(head) or words.enclosed(text, trigger, span):
        return mention
    if (
        previous is not None
        and previous.kind in (DateKind.YEAR, DateKind.RANGE)
        and words.joins.fullmatch(text, previous.span.end, trigger.start())
    ):
        return replace(mention, role=previous.role)
    is_attributive = words.determiner_before.search(head) and words.noun_after.match(text, trigger.end(), span.end)
    return replace(mention, role="attributive") if is_attributive else None


def _years(text: str, trigger: re.Match[str], span: Span, words: DateWords) -> DateMention | None:
    """Read "2021-2025", "2022/23"; a slash joins only years that follow each other, and no address holds a date."""
    stretch = words.year_range.match(text, trigger.end(), span.end)
    if stretch is None or text[max(0, trigger.start() - 1) : trigger.start()] in {"-", "/", "=", "_"}:
        return None
    year, digits = int(trigger["year"]), stretch["last"]
    last = int(digits) if len(digits) == _FULL_YEAR else int(trigger["year"][:2] + digits)
    is_near = last == year + 1 or (stretch["mark"] != "/" and year < last < year + 100)
    return DateMention(Span(trigger.start(), stretch.end()), DateKind.RANGE, year=year, last=(last, None, None)) if is_near else None


def _weekday(text: str, trigger: re.Match[str], span: Span, words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "on Tuesday", "last Tuesday", "Tuesday last week"."""
    head, shift = head_of(text, trigger.start(), span)
    tail = text[trigger.end() : min(span.end, trigger.end() + _AFTER)]
    if (
        trigger.group() in words.short_weekdays
        or words.named_before.search(head)
        or words.weekday_range.search(head)
        or words.weekday_range.search(tail)
    ):
        return None
    if words.determiner_before.search(head) and _NAME_AFTER.match(tail):
        return None
    direction = words.direction_before.search(head)
    after = words.week_after.match(text, trigger.end(), span.end)
    offset = None
    if direction is not None:
        offset = words.directions[direction["direction"].lower()]
    elif after is not None:
        offset = words.directions[after["direction"].lower()]
    start = shift + direction.start("lead") if direction else trigger.start()
    end = after.end() if after else trigger.end()
    return DateMention(
        Span(start, end), DateKind.WEEKDAY, weekday=words.weekdays[trigger.group()], unit="week" if after else None, offset=offset
    )


_NAME_AFTER: Final = re.compile(r"\s[A-Z][a-z]")


def _unit(text: str, trigger: re.Match[str], span: Span, words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "last month", "earlier this year", "two weeks ago", "the first quarter of 2026", "the end of the year"."""
    head, shift = head_of(text, trigger.start(), span)
    unit = words.units[trigger.group().lower()]
    ago = words.ago_after.match(text, trigger.end(), span.end)
    if ago is not None:
        count = words.count_before.search(head)
        number = words.count(count["count"]) if count else None
        if count is None or number is None or number > _LONGEST_COUNT:
            return None
        return DateMention(Span(shift + count.start("count"), ago.end()), DateKind.RELATIVE, unit=unit, offset=-number)
    if unit in ("quarter", "half"):
        ordinal = words.ordinal_before.search(head)
        if ordinal is not None:
            mention = DateMention(
                Span(shift + ordinal.start("ordinal"), trigger.end()),
                DateKind.RANGE,
                unit=unit,
                number=words.ordinals[ordinal["ordinal"].lower()],
            )
            return _with_year(text, mention, span, words)
    direction = words.direction_before.search(head)
    if direction is None or unit == "day" or trigger.group().lower() in words.plurals:
        return None
    part = words.part_before.search(head[: direction.start("lead")])
    is_rolling = (
        part is None
        and words.directions[direction["direction"].lower()] != 0
        and words.rolling_before.search(head[: direction.start("lead")]) is not None
    )
    return DateMention(
        Span(shift + (part or direction).start("lead"), trigger.end()),
        DateKind.RELATIVE,
        unit=unit,
        offset=words.directions[direction["direction"].lower()],
        part="rolling" if is_rolling else words.part(part),
    )


def _with_year(text: str, mention: DateMention, span: Span, words: DateWords) -> DateMention | None:
    """Return a quarter or half with its year, said as a figure or as "this year"."""
    if (mention.number or 0) > _PARTS[mention.unit or ""]:
        return None
    after = words.of_year_after.match(text, mention.span.end, span.end)
    if after is None:
        return mention
    year = int(after["year"]) if after["year"] else None
    offset = words.directions[after["direction"].lower()] if after["direction"] else None
    return replace(mention, span=Span(mention.span.start, after.end()), year=year, offset=offset)


_PARTS: Final = {"quarter": 4, "half": 2}


def _short_unit(text: str, trigger: re.Match[str], span: Span, words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "Q1 2026", "H2 of 2025"; without a year it is none."""
    unit, number = words.numbered_units[trigger["short"][0]], int(trigger["short"][1])
    mention = _with_year(text, DateMention(Span(trigger.start(), trigger.end()), DateKind.RANGE, unit=unit, number=number), span, words)
    return mention if mention is not None and (mention.year or mention.offset is not None) else None


def _now(text: str, trigger: re.Match[str], span: Span, words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "today", "yesterday"; not "the markets of today"."""
    head, _shift = head_of(text, trigger.start(), span)
    is_name = trigger.group()[0].isupper() and head.rstrip(" ")[-1:].isalnum()
    is_age = text.startswith(("'s", "’s"), trigger.end()) and words.not_days_of_before.search(head) is not None
    if is_name or is_age or words.not_day_before.search(head):
        return None
    return DateMention(Span(trigger.start(), trigger.end()), DateKind.RELATIVE, unit="day", offset=words.days[trigger.group().lower()])


def _year_end(_text: str, trigger: re.Match[str], _span: Span, _words: DateWords, _: DateMention | None) -> DateMention | None:
    return DateMention(Span(trigger.start(), trigger.end()), DateKind.RELATIVE, unit="year", offset=0, part="end")


def _anaphor(_text: str, trigger: re.Match[str], _span: Span, _words: DateWords, _: DateMention | None) -> DateMention | None:
    return DateMention(Span(trigger.start(), trigger.end()), DateKind.ANAPHOR)


def _day_only(_text: str, trigger: re.Match[str], _span: Span, _words: DateWords, _: DateMention | None) -> DateMention | None:
    """Read "on the 12th"."""
    day = int(trigger["ordinal_day"])
    return DateMention(Span(trigger.start("bare_day"), trigger.end("bare_day")), DateKind.DAY, day=day) if 1 <= day <= max(_DAYS) else None


READERS: Final = {
    "month": _month,
    "numeric": _numeric,
    "year": _year,
    "weekday": _weekday,
    "unit": _unit,
    "short": _short_unit,
    "now": _now,
    "year_end": _year_end,
    "anaphor": _anaphor,
    "bare_day": _day_only,
}
