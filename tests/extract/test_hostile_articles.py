"""Articles made to break the reader as a whole: none does, and what reading costs is bounded, counted in steps and never in seconds."""

import sys

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.extract.extractor import BUDGET
from publisher.model import Article

LEAD = "Chile and Finland signed a memorandum of understanding on lithium. "
UNITS = {
    "no full stop": "Chile signed a lithium agreement with Finland and ",
    "brackets that nest": "((Chile) [signed (a deal ",
    "brackets that only close": "Chile) ",
    "one name again and again": "Northfield Lithium Ltd and ",
    "one name joined to itself": "Chile-",
    "a list without an end": "Chile, Finland, Peru and ",
    "asides in asides": "Chile, which signed a deal with Peru, ",
    "quotes that open": '"Chile said ',
    "owners of owners": "Chile's ",
    "days": "on 3 May 2024 ",
    "sums": "for $5 million ",
    "pronouns": "It signed the deal. ",
    "one line again and again": "Chile signed a lithium deal with Finland\n",
    "one paragraph again and again": "Chile signed a lithium deal with Finland.\n\n",
    "capitals": "A B C D E F ",
    "ministers": "Minister Ana Soto of Chile ",
    "acronyms": "Northfield Mining Company (NMC) ",
}
MANY = "Acme{0} Lithium Ltd signed a deal with Beta{0} Mining Corp. "
LONG = 1_000_000
SHORT = 6_000
GROWTH = 2.5
"""How many times as many steps twice the text may take: twice, and something for what begins late."""


@pytest.fixture(scope="module")
def extractor():
    return compile_domain(load_domain(find_domain()))


def fill(unit, size):
    return LEAD + (unit * (size // len(unit) + 1))[:size]


def many(size):
    return LEAD + "".join(MANY.format(number) for number in range(size // len(MANY)))


def article(text):
    return Article("a", text, published="2024-05-04")


def steps(extractor, text):
    """Count the calls that reading a text takes, those of C included."""
    count = 0

    def see(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(see)
    try:
        extractor.read(article(text))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("text", [*(fill(unit, LONG) for unit in UNITS.values()), many(LONG)], ids=[*UNITS, "a thousand records"])
def test_a_megabyte_is_read_as_far_as_the_budget_goes(extractor, text):
    reading, _, statements = extractor.look(article(text))
    assert reading.claims
    assert all(text[claim.evidence.span.slice] == claim.evidence.exact for claim in reading.claims)
    assert sum(len(statement.mask.sentence.text.split()) for statement in statements) <= 2 * BUDGET
    assert len(reading.silences) <= BUDGET


def test_what_is_not_read_any_more_is_a_silence(extractor):
    text = fill(UNITS["no full stop"], LONG)
    [silence] = [silence for silence in extractor.read(article(text)).silences if silence.reason == "too-long"]
    assert silence.span.end == len(text)
    assert text[: silence.span.start].strip()


@pytest.mark.parametrize(
    "make", [*(lambda size, unit=unit: fill(unit, size) for unit in UNITS.values()), many], ids=[*UNITS, "many records"]
)
def test_twice_the_text_takes_twice_the_steps(extractor, make):
    steps(extractor, make(SHORT))  # what is remembered between readings is so by now
    assert steps(extractor, make(2 * SHORT)) <= GROWTH * steps(extractor, make(SHORT))
