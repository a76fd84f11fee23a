"""Sums of money: "at least $1bn each", "A$200 million", "1.5 trillion won", "USD 3 to 5 million".

Signatures::

    compile_amounts(language: Mapping) -> AmountWords
    find_amounts(text: str, span: Span, words: AmountWords, default_dollar: str = "USD") -> list[Amount]   # in order
    find_default_dollar(text: str, url: str | None, words: AmountWords) -> str                             # what a bare $ means here

The span holds the figure with its currency, its qualifier and "each"; values are exact decimals.
Neighbours: ``figures`` (the shape of a number), ``quantities`` (what is counted and is no money).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from publisher.extract.figures import DIGITS, FigureWords, compile_figures
from publisher.extract.wordlists import GAP, alternation, section, strings, whole
from publisher.model import Span

_DOLLAR: Final = "$"
_REACH: Final = 80
_SMALLEST_LENGTH: Final = 4
_LONGEST_SIGN: Final = 12
_DIGIT: Final = re.compile(r"(?<![\d.,])\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum of money.

    ``value`` is None for a range, whose ends are ``low`` and ``high``; ``currency`` is ISO 4217; ``qualifier`` names a concept
    (``at-least``, ``up-to``, ``about``, ``range``) or is None; ``per_party`` tells "each"; ``rate`` is year, month or day ("$5m a year");
    ``is_price`` tells that it is the price of one thing ("$900 per tonne"). ``converts`` tells that it stands in brackets behind
    another sum and says the same in another currency.
    """

    span: Span
    value: Decimal | None
    currency: str
    qualifier: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    per_party: bool = False
    rate: str | None = None
    is_price: bool = False
    converts: bool = False


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The compiled words of one language for money."""

    figures: FigureWords
    signs: dict[str, str]
    names: dict[str, str]
    ambiguous: frozenset[str]
    sign_before: re.Pattern[str]
    figure: re.Pattern[str]
    name: re.Pattern[str]
    named: re.Pattern[str]
    code_after: re.Pattern[str]
    price_after: re.Pattern[str]
    at_before: re.Pattern[str]
    link: re.Pattern[str]
    conjunction: re.Pattern[str]
    conversion: re.Pattern[str]
    statement: re.Pattern[str]
    hosts: dict[str, str]


def compile_amounts(language: Mapping[str, Any]) -> AmountWords:
    """Compile the section ``money`` of a language mapping.

    Raises:
        DomainError: D103 when a list is missing.

    """
    figures = compile_figures(language)
    money = section(language, "money")
    aliases = section(money, "code_aliases")
    codes = {code: str(aliases.get(code, code)) for code in strings(money, "codes")}
    signs = {**codes, **{str(sign): str(code) for sign, code in section(money, "signs").items()}, str(money["bare_dollar"]): _DOLLAR}
    names = {word.lower(): code for code in section(money, "names") for word in strings(money, "names", code)}
    names |= {code.lower(): iso for code, iso in codes.items()} | dict.fromkeys(strings(money, "dollars"), _DOLLAR)
    lettered, marks = [sign for sign in signs if sign[-1].isalpha()], [sign for sign in signs if not sign[-1].isalpha()]
    units = [word for unit in section(language, "quantities", "units") for word in strings(language, "quantities", "units", unit)]
    things = whole([*units, *strings(language, "prices", "things")])
    tail = rf"(?P<one>{DIGITS})(?P<unit>{figures.magnitude})?(?:{figures.link}(?P<two>{DIGITS})(?P<unit2>{figures.magnitude})(?![\d%]))?"
    return AmountWords(
        figures=figures,
        signs=signs,
        names=names,
        ambiguous=frozenset(strings(money, "ambiguous_names")),
        sign_before=re.compile(rf"(?P<sign>(?<![^\W_$]){alternation(marks)}|(?<![\w$-]){alternation(lettered)})\s?$"),
        figure=re.compile(tail),
        name=re.compile(
            r"(?<=[\s-])" + whole([*names, *codes, *(word for known in section(money, "names") for word in strings(money, "names", known))])
        ),
        named=re.compile(
            rf"(?<![\w.,$€£¥₹])(?P<one>{figures.number})(?P<unit>{figures.magnitude})?(?:{figures.link}(?P<two>{figures.number})(?P<unit2>{figures.magnitude})?)?(?:{GAP}|-)$"
        ),
        code_after=re.compile(rf"{GAP}(?P<code>{whole(codes)})"),
        price_after=re.compile(
            rf"(?:{GAP}{alternation(strings(language, 'prices', 'words'))}{GAP}|\s?{alternation(strings(language, 'prices', 'signs'))}\s?){things}"
        ),
        at_before=re.compile(rf"(?<![\w-]){alternation(strings(language, 'prices', 'leads'))}{GAP}$", re.IGNORECASE),
        link=re.compile(figures.link),
        conjunction=re.compile(rf"{GAP}{alternation(strings(language, 'numbers', 'and'))}{GAP}"),
        conversion=re.compile(rf"\s{{0,2}}[(\[/]\s?(?i:{alternation(strings(money, 'conversions'))}\s?)?"),
        statement=_statement(money, names, signs),
        hosts={str(host): str(code) for host, code in section(money, "dollar_hosts").items()},
    )


def _statement(money: Mapping[str, Any], names: Mapping[str, str], signs: Mapping[str, str]) -> re.Pattern[str]:
    """Compile "all amounts are in Canadian dollars", "in C$ unless otherwise stated"."""
    dollars = [word for word, code in names.items() if code != _DOLLAR and "dollar" in word]
    marks = [sign for sign, code in signs.items() if sign.endswith(_DOLLAR) and code != _DOLLAR]
    phrases = "|".join(strings(money, "dollar_statements"))
    dollar = rf"(?<![^\W_])(?P<dollar>(?i:{alternation(dollars)})|{alternation(marks)})"
    return re.compile(rf"(?i:{phrases})[^.\n]{{0,60}}?{dollar}")


def find_default_dollar(text: str, url: str | None, words: AmountWords) -> str:
    """Return the ISO code that a bare $ stands for: what the text declares, else the country of the site, else US dollars.

    A text declares it, too, by telling one sum with and without the mark of a country: "C$2.6 billion", then "$2.6 billion".
    """
    match = words.statement.search(text)
    if match is not None:
        return words.names.get(match["dollar"].lower()) or words.signs[match["dollar"]]
    marked = _find_marked(text, words)
    if len(marked) == 1:
        return marked.pop()
    host = (urlsplit(url).hostname or "") if url and url.isprintable() and "[" not in url else ""
    return next((code for end, code in words.hosts.items() if host.endswith(end)), "USD")


def _find_marked(text: str, words: AmountWords) -> set[str]:
    """Return the codes of the dollars that a sum is told in by a mark where the same sum stands with a bare $ as well."""
    sums = [(amount.value, amount.currency) for amount in _find_signed(text, Span(0, len(text)), words) if amount.value is not None]
    bare = {value for value, currency in sums if currency == _DOLLAR}
    dollars = {code for sign, code in words.signs.items() if sign.endswith(_DOLLAR)} - {_DOLLAR}
    return {currency for value, currency in sums if value in bare and currency in dollars}


def find_amounts(text: str, span: Span, words: AmountWords, default_dollar: str = "USD") -> list[Amount]:
    """Return the sums of money within a span, in order, none overlapping.

    ``default_dollar`` is the ISO code that a bare $ or "dollars" stands for.
    """
    found = sorted(
        [*_find_signed(text, span, words), *_find_named(text, span, words)], key=lambda amount: (amount.span.start, -amount.span.end)
    )
    merged: list[Amount] = []
    for amount in found:
        if merged and amount.span.start < merged[-1].span.end:
            continue
        if merged and _is_range(text, merged[-1], amount, span, words):
            first = merged.pop()
            merged.append(
                replace(
                    amount, span=Span(first.span.start, amount.span.end), value=None, low=first.value, high=amount.value, qualifier="range"
                )
            )
        else:
            merged.append(amount)
    resolved = [replace(amount, currency=default_dollar) if amount.currency == _DOLLAR else amount for amount in merged]
    return [_dress(text, amount, resolved[at - 1] if at else None, span, words) for at, amount in enumerate(resolved)]


def _find_signed(text: str, span: Span, words: AmountWords) -> Iterator[Amount]:
    """Yield "$1bn", "US$3 to 5 million", "USD 500m"."""
    at = span.start
    while (digit := _DIGIT.search(text, at, span.end)) is not None:
        at = digit.end()
        start = max(span.start, digit.start() - _LONGEST_SIGN)
        before = words.sign_before.search(text[start : digit.start()])
        match = words.figure.match(text, digit.start(), span.end) if before else None
        if before is None or match is None:
            continue
        at = match.end()
        sign = before["sign"]
        amount = None if _is_label(sign, before.end("sign") < before.end(), match) else _amount(match, words.signs[sign], words)
        if amount is not None:
            amount = replace(amount, span=Span(start + before.start(), match.end()))
            code = words.code_after.match(text, match.end(), span.end)
            yield (
                replace(amount, span=Span(amount.span.start, code.end()), currency=words.signs[code["code"]])
                if code and sign.endswith(_DOLLAR)
                else amount
            )


def _is_label(sign: str, is_apart: bool, match: re.Match[str]) -> bool:  # noqa: FBT001 - said by its name
    """Tell whether letters before a figure are part of a name ("COP28", "K2") and no money: no magnitude, and short or touching."""
    if not sign[-1].isalpha() or match["unit"] or match["unit2"]:
        return False
    return len(sign) == 1 or (not is_apart and len(match["one"]) < _SMALLEST_LENGTH)


def _find_named(text: str, span: Span, words: AmountWords) -> Iterator[Amount]:
    """Yield "1.5 trillion won", "5 million euros", found from the name backwards."""
    for name in words.name.finditer(text, span.start, span.end):
        start = max(span.start, name.start() - _REACH)
        match = words.named.search(text[start : name.start()])
        word = " ".join(name.group().lower().split())
        if match is None or (word in words.ambiguous and not (match["unit"] or match["unit2"])):
            continue
        amount = _amount(match, words.names[word], words)
        if amount is not None:
            yield replace(amount, span=Span(start + match.start(), name.end()))


def _amount(match: re.Match[str], currency: str, words: AmountWords) -> Amount | None:
    """Return the sum of one match; "3 to 5 million" shares its magnitude."""
    span = Span(match.start(), match.end())
    if match["two"] is None:
        value = words.figures.value(match["one"], match["unit"])
        return Amount(span, value, currency) if value is not None else None
    low = words.figures.value(match["one"], match["unit"] or match["unit2"])
    high = words.figures.value(match["two"], match["unit2"])
    return Amount(span, None, currency, qualifier="range", low=low, high=high) if low is not None and high is not None else None


def _is_range(text: str, first: Amount, second: Amount, span: Span, words: AmountWords) -> bool:
    """Tell whether two sums are the ends of one: "$3m to $5m", "between $3m and $5m"; "from $3m to $5m" is a change."""
    if first.value is None or second.value is None or first.currency != second.currency or first.value >= second.value:
        return False
    head = text[max(span.start, first.span.start - _REACH) : first.span.start]
    if words.figures.between.search(head):
        return words.conjunction.fullmatch(text, first.span.end, second.span.start) is not None
    return words.link.fullmatch(text, first.span.end, second.span.start) is not None and not words.figures.change.search(head)


def _dress(text: str, amount: Amount, previous: Amount | None, span: Span, words: AmountWords) -> Amount:
    """Return a sum with what stands around it: qualifier, each, a year, brackets."""
    converts = previous is not None and words.conversion.fullmatch(text, previous.span.end, amount.span.start) is not None
    qualifier, whole_span = words.figures.qualifier(text, amount.span, span)
    each = words.figures.per_party.match(text, whole_span.end, span.end)
    is_price = each is not None and words.at_before.search(text[max(span.start, whole_span.start - _REACH) : whole_span.start]) is not None
    end = each.end() if each else whole_span.end
    return replace(
        amount,
        span=Span(whole_span.start, end),
        qualifier=amount.qualifier or qualifier,
        per_party=each is not None and not is_price,
        rate=words.figures.rate(text, end, span),
        is_price=is_price or words.price_after.match(text, end, span.end) is not None,
        converts=converts,
    )
