"""The shape of a figure, shared by ``amounts`` and ``quantities``: digits, number words, magnitudes, qualifiers.

Signatures::

    compile_figures(language: Mapping) -> FigureWords
    FigureWords.value(figure: str, magnitude: str | None) -> Decimal | None
    FigureWords.qualifier(text, span, within) -> tuple[str | None, Span]
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from publisher.extract.wordlists import GAP, alternation, integers, section, strings, whole
from publisher.model import Span

DASH: Final = r"(?:-|–|—|\u2011)"
DIGITS: Final = r"(?:\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)(?!\d|[.,]\d)"
_REACH: Final = 56
_TRIM: Final = " -\u2011\n\r\t\u00a0"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The compiled words of one language for figures. ``number``, ``magnitude`` and ``link`` are parts for larger patterns."""

    numbers: dict[str, int]
    magnitudes: dict[str, int]
    number: str
    magnitude: str
    link: str
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    between: re.Pattern[str]
    change: re.Pattern[str]
    rates: tuple[tuple[str, re.Pattern[str]], ...]
    per_party: re.Pattern[str]

    def value(self, figure: str, magnitude: str | None) -> Decimal | None:
        """Return what a figure with its magnitude comes to, exactly; None for a word that is no number."""
        plain = " ".join(figure.replace(",", "").lower().split())
        if not plain[:1].isdigit() and plain not in self.numbers:
            return None
        number = Decimal(plain) if plain[0].isdigit() else Decimal(self.numbers[plain])
        if magnitude:
            number *= Decimal(10) ** self.magnitudes[" ".join(magnitude.lower().strip(_TRIM).split())]
        whole_number = number.to_integral_value()
        return whole_number if whole_number == number else number

    def qualifier(self, text: str, span: Span, within: Span) -> tuple[str | None, Span]:
        """Return the qualifier around a figure, and the span of both together."""
        start = max(within.start, span.start - _REACH)
        head = text[start : span.start]
        for name, pattern in self.before:
            match = pattern.search(head)
            if match is not None:
                return name, Span(start + match.start(), span.end)
        for name, pattern in self.after:
            match = pattern.match(text, span.end, within.end)
            if match is not None:
                return name, Span(span.start, match.end())
        return None, span

    def rate(self, text: str, end: int, within: Span) -> str | None:
        """Return the unit of time that a figure is counted by: year, month or day."""
        return next((name for name, pattern in self.rates if pattern.match(text, end, within.end)), None)


def compile_figures(language: Mapping[str, Any]) -> FigureWords:
    """Compile the sections ``numbers``, ``qualifiers``, ``rates`` and ``per_party`` of a language mapping.

    Raises:
        DomainError: D103 when a list is missing.

    """
    numbers = {**integers(language, "numbers", "words"), **dict.fromkeys(strings(language, "numbers", "articles"), 1)}
    magnitudes = integers(language, "numbers", "magnitudes")
    letters = strings(language, "numbers", "magnitude_letters")
    words = [word for word in magnitudes if word not in letters]
    compound = {
        f"{one} {two}": magnitudes[one] + magnitudes[two]
        for one in words
        for two in words
        if magnitudes[one] in (2, 3) and len(one) > 1 < len(two)
    }
    before, after = section(language, "qualifiers", "before"), section(language, "qualifiers", "after")
    rates, filler = section(language, "rates"), _filler(language)
    return FigureWords(
        numbers=numbers,
        magnitudes={**magnitudes, **compound},
        number=rf"(?:{DIGITS}|(?i:{alternation(numbers)}))",
        magnitude=rf"(?:(?:{GAP}|-|\u2011)?(?i:{whole([*words, *compound])})|(?<=\d)(?i:{alternation(letters)})(?![\w'’]))",
        link=rf"\s{{0,8}}(?:{DASH}|{whole(strings(language, 'numbers', 'range'))})\s{{0,8}}",
        before=tuple((name, _leading(strings(before, name), filler)) for name in before),
        after=tuple((name, re.compile(rf"(?:\s{{0,8}}|,\s){whole(strings(after, name))}", re.IGNORECASE)) for name in after),
        between=re.compile(rf"(?<![\w-]){alternation(strings(language, 'numbers', 'between'))}{GAP}$", re.IGNORECASE),
        change=re.compile(rf"(?<![\w-]){alternation(strings(language, 'numbers', 'change'))}{GAP}$", re.IGNORECASE),
        rates=tuple((name, re.compile(rf"[\s-]{{0,8}}{whole(strings(rates, name))}", re.IGNORECASE)) for name in rates),
        per_party=re.compile(rf"{GAP}{whole(strings(language, 'per_party'))}", re.IGNORECASE),
    )


def _leading(words: tuple[str, ...], filler: str) -> re.Pattern[str]:
    """Compile qualifiers that stand before a figure, an article or "total of" between them; a sign like ~ needs no blank."""
    signs, spoken = [word for word in words if not word[0].isalpha()], [word for word in words if word[0].isalpha()]
    sign = rf"|{alternation(signs)}\s?" if signs else ""
    return re.compile(rf"(?:(?<![\w-]){alternation(spoken)}{GAP}{filler}{sign})$", re.IGNORECASE)


def _filler(language: Mapping[str, Any]) -> str:
    another, of, totals = (
        alternation(strings(language, *path)) for path in (("small", "another"), ("small", "of"), ("qualifiers", "totals"))
    )
    return rf"(?:{another}{GAP})?(?:{totals}(?:{GAP}{of})?{GAP})?"
