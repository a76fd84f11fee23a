"""Which words tell a sum of money, and what is counted besides."""

import itertools
import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.files import load_yaml
from publisher.extract.amounts import compile_amounts, find_amounts, find_default_dollar
from publisher.extract.quantities import compile_quantities, find_quantities
from publisher.model import Span

LANGUAGE = load_yaml(Path(__file__).parents[2] / "mappings" / "language" / "en.yml")
WORDS = compile_amounts(LANGUAGE)
QUANTITY_WORDS = compile_quantities(LANGUAGE)


def amounts(text: str, dollar: str = "USD"):
    return find_amounts(text, Span(0, len(text)), WORDS, dollar)


def quantities(text: str):
    return find_quantities(text, Span(0, len(text)), QUANTITY_WORDS)


# words · the mention · value · currency · qualifier
SUMS = [
    ("worth $1bn in all", "$1bn", "1000000000", "USD", None),
    ("worth $1.2 billion.", "$1.2 billion", "1200000000", "USD", None),
    ("a US$24 million deal", "US$24 million", "24000000", "USD", None),
    ("a U.S.$24 million deal", "U.S.$24 million", "24000000", "USD", None),
    ("USD 500m", "USD 500m", "500000000", "USD", None),
    ("USD355 million", "USD355 million", "355000000", "USD", None),
    ("355 million USD", "355 million USD", "355000000", "USD", None),
    ("a $33M loan", "$33M", "33000000", "USD", None),
    ("a $1.9-billion deal", "$1.9-billion", "1900000000", "USD", None),
    ("$6.557 billion", "$6.557 billion", "6557000000", "USD", None),
    ("$30,000,000", "$30,000,000", "30000000", "USD", None),
    ("$1.44 trillion", "$1.44 trillion", "1440000000000", "USD", None),
    ("$3\n    billion", "$3\n    billion", "3000000000", "USD", None),
    ("$250k", "$250k", "250000", "USD", None),
    ("$250 thousand", "$250 thousand", "250000", "USD", None),
    ("$2 hundred million", "$2 hundred million", "200000000", "USD", None),
    ("A$200 million", "A$200 million", "200000000", "AUD", None),
    ("AU$6 million", "AU$6 million", "6000000", "AUD", None),
    ("C$7.5 million", "C$7.5 million", "7500000", "CAD", None),
    ("CA$4.9-million", "CA$4.9-million", "4900000", "CAD", None),
    ("$200 million AUD", "$200 million AUD", "200000000", "AUD", None),
    ("100 million Australian dollars", "100 million Australian dollars", "100000000", "AUD", None),
    ("NZ$3m", "NZ$3m", "3000000", "NZD", None),
    ("HK$4.5bn", "HK$4.5bn", "4500000000", "HKD", None),
    ("S$12 million", "S$12 million", "12000000", "SGD", None),
    ("R5bn for rail", "R5bn", "5000000000", "ZAR", None),
    ("Rs 500 crore", "Rs 500 crore", "5000000000", "INR", None),
    ("Rs 1,50,000 crore", "Rs 1,50,000 crore", "1500000000000", "INR", None),
    ("₹16,300 crore", "₹16,300 crore", "163000000000", "INR", None),
    ("€300-million", "€300-million", "300000000", "EUR", None),
    ("€15,000", "€15,000", "15000", "EUR", None),
    ("5 million euros", "5 million euros", "5000000", "EUR", None),
    ("EUR 12.4 million", "EUR 12.4 million", "12400000", "EUR", None),
    ("£2.5m", "£2.5m", "2500000", "GBP", None),
    ("¥20 billion", "¥20 billion", "20000000000", "JPY", None),
    ("500 billion yen", "500 billion yen", "500000000000", "JPY", None),
    ("30 billion yuan", "30 billion yuan", "30000000000", "CNY", None),
    ("RMB 5 billion", "RMB 5 billion", "5000000000", "CNY", None),
    ("1.5 trillion won", "1.5 trillion won", "1500000000000", "KRW", None),
    ("142 trillion rupiah", "142 trillion rupiah", "142000000000000", "IDR", None),
    ("2 billion tenge", "2 billion tenge", "2000000000", "KZT", None),
    ("one billion dollars", "one billion dollars", "1000000000", "USD", None),
    ("a billion dollars", "a billion dollars", "1000000000", "USD", None),
    ("at least $1bn", "at least $1bn", "1000000000", "USD", "at-least"),
    ("more than $3 billion", "more than $3 billion", "3000000000", "USD", "at-least"),
    ("over $50 billion", "over $50 billion", "50000000000", "USD", "at-least"),
    ("a minimum of US$10 million", "a minimum of US$10 million", "10000000", "USD", "at-least"),
    ("$1 billion or more", "$1 billion or more", "1000000000", "USD", "at-least"),
    ("in excess of $4m", "in excess of $4m", "4000000", "USD", "at-least"),
    ("up to C$7.5 million", "up to C$7.5 million", "7500000", "CAD", "up-to"),
    ("up to\nUS$2.72 billion", "up to\nUS$2.72 billion", "2720000000", "USD", "up-to"),
    ("as much as $9 million", "as much as $9 million", "9000000", "USD", "up-to"),
    ("up to a total of $9 million", "up to a total of $9 million", "9000000", "USD", "up-to"),
    ("a maximum of €4m", "a maximum of €4m", "4000000", "EUR", "up-to"),
    ("about $320 million", "about $320 million", "320000000", "USD", "about"),
    ("nearly $900 million", "nearly $900 million", "900000000", "USD", "about"),
    ("some $70 billion", "some $70 billion", "70000000000", "USD", "about"),
    ("approximately USD 500 million", "approximately USD 500 million", "500000000", "USD", "about"),
    ("an estimated $2bn", "an estimated $2bn", "2000000000", "USD", "about"),
    ("~$5m", "~$5m", "5000000", "USD", "about"),
    ("under the C$3.8 billion strategy", "C$3.8 billion", "3800000000", "CAD", None),
]


@pytest.mark.parametrize(("text", "surface", "value", "currency", "qualifier"), SUMS)
def test_a_sum_is_read_exactly(text: str, surface: str, value: str, currency: str, qualifier: str | None) -> None:
    (amount,) = amounts(text)
    assert (text[amount.span.slice], amount.value, amount.currency, amount.qualifier) == (surface, Decimal(value), currency, qualifier)


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "currency"),
    [
        ("$3 to 5 million", "$3 to 5 million", "3000000", "5000000", "USD"),
        ("$3-5 million", "$3-5 million", "3000000", "5000000", "USD"),
        ("$3 million to $5 million", "$3 million to $5 million", "3000000", "5000000", "USD"),
        ("$3m–$5m", "$3m–$5m", "3000000", "5000000", "USD"),
        ("between €3 million and €5 million", "€3 million and €5 million", "3000000", "5000000", "EUR"),
        ("5 million to 7 million euros", "5 million to 7 million euros", "5000000", "7000000", "EUR"),
        ("5 to 7 million euros", "5 to 7 million euros", "5000000", "7000000", "EUR"),
    ],
)
def test_a_range_keeps_both_ends_and_no_value(text: str, surface: str, low: str, high: str, currency: str) -> None:
    (amount,) = amounts(text)
    assert (text[amount.span.slice], amount.value, amount.low, amount.high) == (surface, None, Decimal(low), Decimal(high))
    assert (amount.currency, amount.qualifier) == (currency, "range")


@pytest.mark.parametrize(
    "text", ["raised from $473 million to $545 million", "raised to $545 million from $473 million", "$3 million and $5 million"]
)
def test_a_change_or_a_list_is_two_sums(text: str) -> None:
    assert [amount.qualifier for amount in amounts(text)] == [None, None]


def test_each_is_part_of_the_mention() -> None:
    text = "co-invest at least $1bn each in critical mineral projects"
    (amount,) = amounts(text)
    assert amount.per_party
    assert text[amount.span.slice] == "at least $1bn each"


def test_the_same_sum_in_brackets_is_a_conversion() -> None:
    first, second, third = amounts("secured A$200 million ($134 million) and C$20 million")
    assert [(a.currency, a.converts) for a in (first, second, third)] == [("AUD", False), ("USD", True), ("CAD", False)]
    assert [a.converts for a in amounts("500 billion yen (about $3.3 billion)")] == [False, True]


@pytest.mark.parametrize(
    "text", ["nearly $900 per metric ton", "$0.05 per share", "$1.12 a share", "at $1.12 each", "$8,000/t", "$4,500 per acre"]
)
def test_a_price_is_marked_as_one(text: str) -> None:
    (amount,) = amounts(text)
    assert amount.is_price
    assert not amount.per_party


@pytest.mark.parametrize(
    ("text", "rate"), [("$5 million a year", "year"), ("€2m annually", "year"), ("$700 per month", "month"), ("$5 million", None)]
)
def test_a_sum_by_the_year_says_so(text: str, rate: str | None) -> None:
    (amount,) = amounts(text)
    assert amount.rate == rate


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 won the tender",
        "the company won 5 prizes",
        "at COP28 and K2, R2 of the ACT5",
        "50 million pounds of uranium",
        "47 cents per pound",
        "some 6,000m deep",
        "hundreds of millions of dollars",
        "$ and nothing",
        "19 percent",
        "5 million tonnes",
        "the dollar fell",
        "$99999999999999999999",
        "$1.2.3",
    ],
)
def test_other_figures_are_no_money(text: str) -> None:
    assert amounts(text) == []


def test_a_bare_dollar_is_what_the_caller_says() -> None:
    assert [a.currency for a in amounts("$3 million, US$4 million and 5 million dollars", "AUD")] == ["AUD", "USD", "AUD"]


@pytest.mark.parametrize(
    ("text", "url", "dollar"),
    [
        ("It pays $3 million.", None, "USD"),
        ("It pays $3 million.", "https://news.example.com.au/a", "AUD"),
        ("It pays $3 million.", "https://news.example.ca/a", "CAD"),
        ("It pays $3 million.", "https://news.example.com/ca", "USD"),
        ("All amounts are in Canadian dollars. It pays $3 million.", "https://news.example.com.au/a", "CAD"),
        ("Figures in C$ unless otherwise stated: all figures in A$.", None, "AUD"),
        ("It pays.", "http://[broken", "USD"),
    ],
)
def test_an_article_tells_which_dollar_it_means(text: str, url: str | None, dollar: str) -> None:
    assert find_default_dollar(text, url, WORDS) == dollar


QUANTITIES = [
    ("19 percent", "19 percent", "share", "19", "%", None),
    ("a 100pc tariff", "100pc", "share", "100", "%", None),
    ("30 per cent", "30 per cent", "share", "30", "%", None),
    ("90.10%", "90.10%", "share", "90.10", "%", None),
    ("up to 65% of it", "up to 65%", "share", "65", "%", "up-to"),
    ("a 24 percentage point increase", "24 percentage point", "share", "24", "percentage-point", None),
    ("9,600 tonnes", "9,600 tonnes", "measure", "9600", "t", None),
    ("1.5 million metric tonnes", "1.5 million metric tonnes", "measure", "1500000", "t", None),
    ("1,650 mt", "1,650 mt", "measure", "1650", "t", None),
    ("288,500 pounds of copper", "288,500 pounds", "measure", "288500", "[lb_av]", None),
    ("at least 10 GWh", "at least 10 GWh", "measure", "10", "GW.h", "at-least"),
    ("within six months", "six months", "duration", "6", "M", None),
    ("a 10-year roadmap", "10-year", "duration", "10", "Y", None),
    ("a three-year deal", "three-year", "duration", "3", "Y", None),
    ("more than 25 years", "more than 25 years", "duration", "25", "Y", "at-least"),
    ("for a decade", "a decade", "duration", "10", "Y", None),
    ("in 30 days", "30 days", "duration", "30", "D", None),
    ("for a year", "a year", "duration", "1", "Y", None),
]


@pytest.mark.parametrize("row", QUANTITIES, ids=lambda row: row[0])
def test_a_quantity_is_read_exactly(row) -> None:
    text, surface, kind, value, unit, qualifier = row
    (quantity,) = quantities(text)
    assert text[quantity.span.slice] == surface
    assert (quantity.kind, quantity.value, quantity.unit, quantity.qualifier) == (kind, Decimal(value), unit, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "iso"),
    [
        ("two to three years", 2, 3, "Y", "P3Y"),
        ("a three- to five-year term", 3, 5, "Y", "P5Y"),
        ("4-5 years", 4, 5, "Y", "P5Y"),
        ("500,000-600,000 mt", 500000, 600000, "t", None),
        ("1.5 to 2 million tonnes", 1500000, 2000000, "t", None),
    ],
)
def test_a_range_of_a_quantity_keeps_both_ends(text, low, high, unit, iso) -> None:
    (quantity,) = quantities(text)
    assert (quantity.value, quantity.low, quantity.high, quantity.unit, quantity.iso) == (None, low, high, unit, iso)


@pytest.mark.parametrize(
    "text", ["9,600 tonnes a year", "15 ktpa", "a 100 metric ton-per-year plant", "8,000 t/y", "5,000 tonnes annually"]
)
def test_a_yearly_quantity_says_so(text: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.rate == "year"


@pytest.mark.parametrize(
    "text", ["a 10-year-old mine", "two years ago", "a ton of work", "the year", "half a year", "$5 million", "Section 4 percentages"]
)
def test_other_words_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


def test_compiled_words_survive_the_way_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps((WORDS, QUANTITY_WORDS))) == (WORDS, QUANTITY_WORDS)  # noqa: S301 - our own bytes


PIECES = [
    "$",
    "US$",
    "1",
    "1,000",
    "2.5",
    "bn",
    "million",
    "m",
    "to",
    "-",
    "each",
    "at least",
    "won",
    "dollars",
    "(",
    ")",
    "%",
    "years",
    "a",
    "tonnes",
    "hundred",
    "9" * 20,
    "Rs",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_any_text_gives_figures_in_order(text: str) -> None:
    for found in (amounts(text), quantities(text)):
        assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
        assert all(left.span.start < right.span.start for left, right in itertools.pairwise(found))
        assert all((one.value is None) == (one.low is not None and one.high is not None) for one in found)
