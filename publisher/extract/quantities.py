"""What is counted and is no money: shares in per cent, masses and other measures, lengths of time.

Signatures::

    compile_quantities(language: Mapping) -> QuantityWords
    find_quantities(text: str, span: Span, words: QuantityWords) -> list[Quantity]      # in order, not overlapping

The unit is a UCUM code (``t``, ``[lb_av]``, ``%``), ``percentage-point``, or for a length of time ``Y``, ``M``, ``W`` or ``D`` with the ISO 8601 form in ``iso``.
Neighbours: ``figures`` (the shape of a number), ``amounts`` (money), ``dates`` (which leaves "10-year" and "six months" to this module).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from publisher.extract.figures import FigureWords, compile_figures
from publisher.extract.wordlists import GAP, alternation, section, strings, whole
from publisher.model import Span

_REACH: Final = 72


class QuantityKind(StrEnum):
    """A share of a whole, a measure with a unit, or a length of time."""

    SHARE = "share"
    MEASURE = "measure"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: ``value``, or ``low`` and ``high`` of a range; ``rate`` is year, month or day ("5,000 tonnes a year")."""

    span: Span
    kind: QuantityKind
    value: Decimal | None
    unit: str
    qualifier: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rate: str | None = None

    @property
    def iso(self) -> str | None:
        """Return the ISO 8601 duration of a length of time, of its longer end when it is a range.

        >>> Quantity(Span(0, 10), QuantityKind.DURATION, Decimal(6), "M").iso
        'P6M'
        """
        longest = self.value if self.value is not None else self.high
        return f"P{longest:f}{self.unit}" if self.kind is QuantityKind.DURATION and longest is not None else None


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The compiled words of one language for quantities."""

    figures: FigureWords
    unit: re.Pattern[str]
    codes: dict[str, tuple[QuantityKind, str]]
    yearly: frozenset[str]
    articles: frozenset[str]
    before: re.Pattern[str]
    not_duration: re.Pattern[str]
    duration_lead: re.Pattern[str]


def compile_quantities(language: Mapping[str, Any]) -> QuantityWords:
    """Compile the section ``quantities`` of a language mapping.

    Raises:
        DomainError: D103 when a list is missing.

    """
    figures = compile_figures(language)
    quantities = section(language, "quantities")
    codes = dict(_codes(quantities))
    return QuantityWords(
        figures=figures,
        unit=re.compile(rf"(?<=[\d\s-]){whole(codes)}|(?<=[a-z][\s-]){whole(codes)}"),
        codes=codes,
        yearly=frozenset(strings(quantities, "yearly")),
        articles=frozenset(strings(quantities, "articles")),
        before=re.compile(
            rf"(?<![\w.,$€£¥₹/-])(?P<one>{figures.number})(?P<unit>{figures.magnitude})?(?:-?{figures.link}(?P<two>{figures.number})(?P<unit2>{figures.magnitude})?)?(?:{GAP}|-|\u2011)?$"
        ),
        duration_lead=re.compile(rf"(?<![\w-]){alternation(strings(quantities, 'duration_leads'))}{GAP}$", re.IGNORECASE),
        not_duration=re.compile(rf"(?:{GAP}|-)?{whole(strings(quantities, 'not_durations'))}"),
    )


def _codes(quantities: Mapping[str, Any]) -> Iterator[tuple[str, tuple[QuantityKind, str]]]:
    """Yield every unit word with its kind and code; durations and percentages in both cases."""
    for word in strings(quantities, "percent"):
        yield word, (QuantityKind.SHARE, "%")
    for word in strings(quantities, "points"):
        yield word, (QuantityKind.SHARE, "percentage-point")
    for code in section(quantities, "units"):
        for word in strings(quantities, "units", code):
            yield word, (QuantityKind.MEASURE, code)
    for code in section(quantities, "durations"):
        for word in strings(quantities, "durations", code):
            yield word, (QuantityKind.DURATION, code)


def find_quantities(text: str, span: Span, words: QuantityWords) -> list[Quantity]:
    """Return the quantities within a span, in order. Ages ("a 10-year-old mine") and times ("two years ago") are none."""
    found: list[Quantity] = []
    for match in words.unit.finditer(text, span.start, span.end):
        quantity = _quantity(text, match, span, words)
        if quantity is not None and not (found and found[-1].span.end > quantity.span.start):
            found.append(quantity)
    return found


def _quantity(text: str, match: re.Match[str], span: Span, words: QuantityWords) -> Quantity | None:
    start = max(span.start, match.start() - _REACH)
    figure = words.before.search(text[start : match.start()])
    kind, code = words.codes[" ".join(match.group().split())]
    if figure is None or (kind is QuantityKind.DURATION and words.not_duration.match(text, match.end(), span.end)):
        return None
    factor = Decimal(_YEARS_OF_DECADE) if code == "decade" else Decimal(1)
    one, two = (
        words.figures.value(figure[name], figure[unit]) if figure[name] else None for name, unit in (("one", "unit"), ("two", "unit2"))
    )
    if one is None or (
        figure["one"].lower() in words.articles
        and not (kind is QuantityKind.DURATION and words.duration_lead.search(text[start : start + figure.start()]))
    ):
        return None
    if two is not None and figure["unit2"] and not figure["unit"]:
        one = words.figures.value(figure["one"], figure["unit2"]) or one
    qualifier, whole_span = words.figures.qualifier(text, Span(start + figure.start(), match.end()), span)
    return Quantity(
        span=whole_span,
        kind=kind,
        value=one * factor if two is None else None,
        unit="Y" if code == "decade" else code,
        qualifier=qualifier if two is None else "range",
        low=one * factor if two is not None else None,
        high=two * factor if two is not None else None,
        rate="year" if match.group() in words.yearly else words.figures.rate(text, whole_span.end, span),
    )


_YEARS_OF_DECADE: Final = 10
