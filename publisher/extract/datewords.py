"""The words of dates, compiled: one pattern that finds where a date may be, small ones for what stands beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from publisher.extract.wordlists import alternation, integers, section, strings, whole
from publisher.model import Span

_YEAR: Final = r"(?:19|20)\d\d"
_DASH: Final = r"(?:-|–|—|\u2011)"
_ENCLOSED: Final = re.compile(r"[(\[]$"), re.compile(r"[)\]]")


@dataclass(frozen=True, slots=True)
class DateWords:
    """The compiled words of one language for times; patterns named ``…_before`` end where a date begins, ``…_after`` begin where it ends."""

    trigger: re.Pattern[str]
    months: dict[str, int]
    short_months: frozenset[str]
    ambiguous_months: frozenset[str]
    weekdays: dict[str, int]
    short_weekdays: frozenset[str]
    directions: dict[str, int]
    parts: dict[str, str]
    units: dict[str, str]
    numbered_units: dict[str, str]
    ordinals: dict[str, int]
    days: dict[str, int]
    numbers: dict[str, int]
    day_before: re.Pattern[str]
    day_after: re.Pattern[str]
    year_after: re.Pattern[str]
    weekday_before: re.Pattern[str]
    named_before: re.Pattern[str]
    week_after: re.Pattern[str]
    part_before: re.Pattern[str]
    direction_before: re.Pattern[str]
    lead_before: re.Pattern[str]
    determiner_before: re.Pattern[str]
    noun_after: re.Pattern[str]
    not_year_before: re.Pattern[str]
    not_day_before: re.Pattern[str]
    not_days_of_before: re.Pattern[str]
    rolling_before: re.Pattern[str]
    weekday_range: re.Pattern[str]
    plurals: dict[str, str]
    unit_after: re.Pattern[str]
    year_range: re.Pattern[str]
    joins: re.Pattern[str]
    ago_after: re.Pattern[str]
    count_before: re.Pattern[str]
    ordinal_before: re.Pattern[str]
    of_year_after: re.Pattern[str]
    limit_after: re.Pattern[str]
    published: re.Pattern[str]
    roles: tuple[tuple[str, re.Pattern[str]], ...]

    def part(self, match: re.Match[str] | None) -> str | None:
        """Return the part of a month or year that a match of ``part_before`` tells."""
        return self.parts[" ".join((match["part"] or match["noun"]).lower().split())] if match else None

    def count(self, word: str) -> int | None:
        """Return the number a word or figure stands for."""
        return int(word) if word.isdigit() else self.numbers.get(word.lower())

    @staticmethod
    def enclosed(text: str, trigger: re.Match[str], span: Span) -> bool:
        """Tell whether a figure stands alone in brackets: "(2024)"."""
        before, after = text[max(span.start, trigger.start() - 1) : trigger.start()], text[trigger.end() : trigger.end() + 1]
        return bool(_ENCLOSED[0].search(before) and _ENCLOSED[1].match(after))


def compile_dates(language: Mapping[str, Any]) -> DateWords:
    """Compile the sections ``calendar``, ``numbers``, ``roles`` and the units of ``quantities`` of a language mapping.

    Raises:
        DomainError: D103 when a list is missing.

    """
    calendar, numbers = section(language, "calendar"), section(language, "numbers")
    months, short_months = _names(calendar["months"])
    weekdays, short_weekdays = _names(calendar["weekdays"], first=0)
    units = {word: unit for unit in section(calendar, "units") for word in strings(calendar, "units", unit)}
    month, weekday = whole(months), whole(weekdays)
    directions, parts, nouns = integers(calendar, "directions"), _words(calendar, "parts"), _words(calendar, "part_nouns")
    plurals = _words(calendar, "plurals")
    of, inside, the = (alternation(strings(language, "small", word)) for word in ("of", "in", "the"))
    suffix = f"(?:{alternation(strings(calendar, 'ordinal_suffixes'))})?"
    counts = {**integers(numbers, "words"), **dict.fromkeys(strings(numbers, "articles"), 1)}
    adverbs, ranges = [*parts, *strings(calendar, "seasons")], strings(calendar, "range")
    between, apart = (
        rf"\s?(?:{_DASH}|{alternation(ranges)})\s?",
        rf"\s?(?:{_DASH}|{alternation(word for word in ranges if word not in strings(language, 'numbers', 'and'))})\s?",
    )
    quantity_words = [word for unit in section(language, "quantities", "units") for word in strings(language, "quantities", "units", unit)]
    return DateWords(
        trigger=_trigger(language, month, weekday, {**units, **plurals}),
        months=months,
        short_months=short_months,
        ambiguous_months=frozenset(form for name in strings(calendar, "ambiguous_months") for form in (name, name.upper())),
        weekdays=weekdays,
        short_weekdays=short_weekdays,
        directions=directions,
        parts={**dict.fromkeys(strings(calendar, "seasons"), "season"), **parts, **nouns},
        units={**units, **plurals},
        plurals=plurals,
        numbered_units=_words(calendar, "numbered_units"),
        ordinals=integers(numbers, "ordinals"),
        days=integers(calendar, "days"),
        numbers=counts,
        day_before=re.compile(
            rf"(?:\b(?P<weekday>{weekday})\.?,?\s{{1,8}})?(?P<whole>(?<![\d.,$€£])(?:{the}\s{{1,8}})?"
            rf"(?:(?P<first>\d{{1,2}}){suffix}{between})?(?P<day>\d{{1,2}}){suffix}(?:\s{{1,8}}{of})?)[\s\u2011-]{{1,8}}$"
        ),
        day_after=re.compile(
            rf"\.?\s{{0,8}}(?P<day>\d{{1,2}}){suffix}(?![\d%]|[.,]\d{{3}}|\.\d)(?:(?:{between}|{apart}(?P<month>{month})\.?\s{{1,8}})(?P<last>\d{{1,2}}){suffix}(?![\d%]|[.,]\d))?"
            rf"(?:\s?,?\s{{0,8}}(?:{of}\s)?(?P<year>{_YEAR})(?!\d|[.,]\d))?"
        ),
        year_after=re.compile(rf"\.?\s?,?\s{{0,8}}(?:{of}\s{{1,8}})?(?P<year>{_YEAR})(?!\d|[.,]\d)"),
        weekday_before=re.compile(rf"\b(?P<weekday>{weekday})\.?,?\s{{1,8}}$"),
        named_before=re.compile(rf"\b{alternation(strings(calendar, 'named_weekdays'))}\s{{1,8}}$"),
        week_after=re.compile(
            rf"(?:,?\s{{1,8}}(?:{of}\s{{1,8}})?(?P<direction>{alternation(directions)})\s{{1,8}}{whole(strings(calendar, 'units', 'week'))})",
            re.IGNORECASE,
        ),
        part_before=re.compile(
            rf"(?<![\w-])(?P<lead>(?:{the}\s{{1,8}})?(?:(?P<part>{alternation(adverbs)})(?:[\s-]{{1,8}}(?:{inside}\s{{1,8}})?|\s{{1,8}}{of}\s{{1,8}}(?:{the}\s{{1,8}})?)"
            rf"|(?P<noun>{alternation(nouns)})(?:-|\s{{1,8}}{of}\s{{1,8}}(?:{the}\s{{1,8}})?)))$",
            re.IGNORECASE,
        ),
        direction_before=re.compile(rf"(?<![\w-])(?P<lead>(?P<direction>{alternation(directions)}))\s{{1,8}}$", re.IGNORECASE),
        lead_before=re.compile(rf"(?<![\w-]){alternation(strings(calendar, 'leads'))}(?:\s{{1,8}}|-)$", re.IGNORECASE),
        determiner_before=re.compile(rf"(?<![\w-]){alternation(strings(calendar, 'determiners'))}\s{{1,8}}$", re.IGNORECASE),
        noun_after=re.compile(r"\s{1,8}[^\W\d_]{2}"),
        not_year_before=re.compile(rf"(?:\b{alternation(strings(calendar, 'not_years'))}\s{{0,8}}|[$€£¥₹#]\s?|\d[.,:/-])$"),
        not_day_before=re.compile(rf"{alternation(strings(calendar, 'not_days'))}\s{{1,8}}$"),
        not_days_of_before=re.compile(rf"(?<![\w-]){alternation(strings(calendar, 'not_days_of'))}\s{{1,8}}$", re.IGNORECASE),
        rolling_before=re.compile(rf"(?<![\w-]){re.escape(str(calendar['rolling']))}\s{{1,8}}$", re.IGNORECASE),
        weekday_range=re.compile(
            rf"{weekday}s?\s?(?:{_DASH}|{alternation(ranges)})\s?$|^s?\s?(?:{_DASH}|{alternation(ranges)})\s?{weekday}"
        ),
        unit_after=re.compile(rf"\s?(?:{whole(quantity_words)}|{whole(strings(language, 'quantities', 'percent'))})"),
        year_range=re.compile(rf"\s?(?P<mark>{_DASH}|/|to)\s?(?P<last>{_YEAR}|\d\d)(?![\w%]|[.,-]\d)"),
        joins=re.compile(r",?\s{0,8}(?:and|or|to|through|,|&)?\s{1,8}"),
        ago_after=re.compile(rf"\s{{1,8}}{whole(strings(calendar, 'ago'))}", re.IGNORECASE),
        count_before=re.compile(rf"(?<![\w-])(?P<count>\d{{1,3}}|{alternation(counts)})\s{{1,8}}$", re.IGNORECASE),
        ordinal_before=re.compile(rf"(?<![\w-])(?P<ordinal>{alternation(integers(numbers, 'ordinals'))})[\s-]{{1,8}}$", re.IGNORECASE),
        of_year_after=re.compile(
            rf",?\s{{1,8}}(?:(?:{of}|{inside})\s{{1,8}})?(?:(?P<year>{_YEAR})(?!\d)|(?P<direction>{alternation(directions)})\s{{1,8}}{whole(strings(calendar, 'units', 'year'))})",
            re.IGNORECASE,
        ),
        limit_after=re.compile(rf"\s{{1,8}}{whole(strings(language, 'roles', 'limit_after'))}"),
        published=re.compile(whole(strings(calendar, "published")), re.IGNORECASE),
        roles=_roles(section(language, "roles")),
    )


def _words(calendar: Mapping[str, Any], key: str) -> dict[str, str]:
    return {str(word): str(meaning) for word, meaning in section(calendar, key).items()}


def _names(lists: Sequence[Sequence[str]], first: int = 1) -> tuple[dict[str, int], frozenset[str]]:
    """Number the names of months or weekdays, in their own and in capital letters; return the short ones apart."""
    numbers = {form: at for at, names in enumerate(lists, first) for name in names for form in (name, name.upper())}
    short = frozenset(form for names in lists for name in names[1:] for form in (name, name.upper()))
    return numbers, short


def _trigger(language: Mapping[str, Any], month: str, weekday: str, units: Mapping[str, str]) -> re.Pattern[str]:
    calendar = section(language, "calendar")
    days, anaphors, ends = integers(calendar, "days"), strings(calendar, "anaphors"), strings(calendar, "year_ends")
    of, the = (alternation(strings(language, "small", word)) for word in ("of", "the"))
    suffix = alternation(strings(calendar, "ordinal_suffixes"))
    return re.compile(
        r"(?<![^\W_])(?:"
        rf"(?P<month>{month})"
        rf"|(?P<weekday>{weekday})"
        r"|(?P<numeric>(?<![\d.,:/-])(?P<one>\d{4}|\d{1,2})(?P<mark>[-./])(?P<two>\d{1,2})(?P=mark)(?P<three>\d{4}|\d{2})(?![\d%]|[.,:/-]\d))"
        rf"|(?P<year>{_YEAR})(?![\d%]|[.,:]\d|[^\W_])"
        rf"|(?P<short>[{''.join(section(calendar, 'numbered_units'))}][1-4])(?!\w)"
        rf"|(?P<bare_day>{the}\s(?P<ordinal_day>\d{{1,2}}){suffix})(?=\s?[,.;)]|\s{{1,8}}{of}\s{{1,8}}(?:{the}|{alternation(integers(calendar, 'directions'))})\s)"
        rf"|(?P<year_end>(?i:{whole(ends)}))"
        rf"|(?P<anaphor>(?i:{whole(anaphors)}))"
        rf"|(?P<unit>(?i:{whole(units)}))"
        rf"|(?P<now>(?i:{whole(days)}))"
        r")"
    )


def _roles(roles: Mapping[str, Any]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile the words before a date, in the order tried: telling binds closer than a preposition."""
    filler = rf"(?:\s{{1,8}}{alternation(strings(roles, 'fillers'))})?\s{{1,8}}$"
    place = alternation(strings(roles, "statement_places"))
    telling = (
        rf"\b{whole(strings(roles, 'statement'))}(?:\s{{1,8}}{place})?,?(?:\s{{1,8}}{alternation(strings(roles, 'fillers'))})?"
        rf"(?P<preposition>\s{{1,8}}{alternation(strings(roles, 'statement_prepositions'))})?{filler}"
    )
    plain = {role: rf"(?<![\w-]){alternation(strings(roles, role))}{filler}" for role in ("limit", "origin", "event")}
    loose = rf"(?<![\w-]){alternation(strings(roles, 'limit_apart'))}(?:\s{{1,8}}(?-i:[a-z]{{2,12}})){{0,2}}\s{{1,8}}$"
    patterns = (("statement", telling), *plain.items(), ("limit", loose))
    return tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in patterns)
