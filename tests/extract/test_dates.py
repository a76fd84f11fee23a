"""Which words tell a time, and what day it was."""

import itertools
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.files import load_yaml
from publisher.extract.anchors import find_anchor
from publisher.extract.calendar import Anchor, DateValue, literal_of, resolve
from publisher.extract.dates import DateMention, compile_dates, find_dates
from publisher.extract.zones import compile_zones, zone
from publisher.model import Article, Span

MAPPINGS = Path(__file__).parents[2] / "mappings"
LANGUAGE = load_yaml(MAPPINGS / "language" / "en.yml")
WORDS = compile_dates(LANGUAGE)
ZONE_WORDS = compile_zones(load_yaml(MAPPINGS / "zones.yml"), LANGUAGE)


def mentions(text: str) -> list[DateMention]:
    return find_dates(text, Span(0, len(text)), WORDS)


def found(text: str) -> list[str]:
    return [text[mention.span.slice] for mention in mentions(text)]


def anchor(published: str | None) -> Anchor | None:
    return find_anchor(Article(key="a", text="", published=published), [], WORDS)


def value(text: str, published: str | None, *, future: bool = False) -> DateValue | None:
    (mention,) = mentions(text)
    return resolve(mention, anchor(published), future=future)


# words · published · the mention · its literal, or None where the words do not say
RESOLVED = [
    # the year told from the day of publication
    ("In February this year they signed", "2026-09-02", "February this year", "2026-02"),
    ("on 4 May last year in Lima", "2026-03-02", "4 May last year", "2025-05-04"),
    ("in November of last year", "2026-12-20", "November of last year", "2025-11"),
    # the words give the year
    ("signed on March 15, 2026 in Lima", None, "March 15, 2026", "2026-03-15"),
    ("signed on 15 March 2026", None, "15 March 2026", "2026-03-15"),
    ("signed on the 15th of March 2024", None, "the 15th of March 2024", "2024-03-15"),
    ("15 Mar, 2026", None, "15 Mar, 2026", "2026-03-15"),
    ("the move on 18 Mar , 2026", None, "18 Mar , 2026", "2026-03-18"),
    ("Published in Dawn, August 22th, 2025", None, "August 22th, 2025", "2025-08-22"),
    ("on Sept. 4, 2023", None, "Sept. 4, 2023", "2023-09-04"),
    ("on Wednesday, April 17, 2024", None, "Wednesday, April 17, 2024", "2024-04-17"),
    ("on Tuesday 4 June 2024", None, "Tuesday 4 June 2024", "2024-06-04"),
    ("MARCH 3, 2025", None, "MARCH 3, 2025", "2025-03-03"),
    ("date 2024-06-13", None, "2024-06-13", "2024-06-13"),
    ("2026/02/06 13:06", None, "2026/02/06", "2026-02-06"),
    ("on 28.10.25", None, "28.10.25", "2025-10-28"),
    ("on 28.10.2025", None, "28.10.2025", "2025-10-28"),
    ("on 25/12/2025", None, "25/12/2025", "2025-12-25"),
    ("on 12/25/2025", None, "12/25/2025", "2025-12-25"),
    ("in March 2023", None, "March 2023", "2023-03"),
    ("in October, 2021", None, "October, 2021", "2021-10"),
    ("in October of 2023", None, "October of 2023", "2023-10"),
    ("the October 2025 deal", None, "October 2025", "2025-10"),
    ("in late March 2026", None, "late March 2026", "2026-03"),
    ("in 2022, the country", None, "2022", "2022"),
    ("since 2019", None, "2019", "2019"),
    ("in early 2024", None, "early 2024", "2024"),
    ("in late 2020", None, "late 2020", "2020"),
    ("by mid-2026", None, "mid-2026", "2026"),
    ("by end-2027", None, "end-2027", "2027"),
    ("by the end of 2025", None, "the end of 2025", "2025"),
    ("in spring 2025", None, "spring 2025", "2025"),
    ("a 2022 agreement on tin", None, "2022", "2022"),
    ("the treaty (2024)", None, "2024", "2024"),
    ("in the first quarter of 2026", None, "first quarter of 2026", "2026"),
    ("in Q3 2025", None, "Q3 2025", "2025"),
    ("in the second half of 2024", None, "second half of 2024", "2024"),
    ("from 15-16 November 2024", None, "15-16 November 2024", "2024-11"),
    ("on Nov. 30 - Dec. 2, 2024", None, "Nov. 30 - Dec. 2, 2024", "2024"),
    ("plan for 2021-2025", None, "2021-2025", None),
    ("in 2022-23", None, "2022-23", None),
    # the year comes from the day of publication
    ("signed in Tokyo on 28 October", "2025-10-28", "28 October", "2025-10-28"),
    ("signed on October 26", "2025-10-28", "October 26", "2025-10-26"),
    ("on Dec. 30", "2026-01-04", "Dec. 30", "2025-12-30"),
    ("on June 12", "2024-06-11", "June 12", "2024-06-12"),
    ("on Nov. 15-16", "2024-11-20", "Nov. 15-16", "2024-11"),
    ("from October 27-30", "2025-11-07", "October 27-30", "2025-10"),
    ("on the 12th.", "2024-06-14", "the 12th", "2024-06-12"),
    ("on the 30th.", "2024-06-14", "the 30th", "2024-05-30"),
    ("in January", "2025-04-03", "January", "2025-01"),
    ("in November", "2025-04-03", "November", "2024-11"),
    ("in May", "2025-05-20", "May", "2025-05"),
    ("before the critical August 1 deadline", "2025-07-24", "August 1", "2025-08-01"),
    ("on October 3", "2025", "October 3", "2025-10-03"),
    ("on February 29", "2024-03-01", "February 29", "2024-02-29"),
    # counted from the day of publication
    ("said on Tuesday", "2025-10-28", "Tuesday", "2025-10-28"),
    ("said on Saturday", "2024-11-11", "Saturday", "2024-11-09"),
    ("decided Wednesday to work", "2023-02-15", "Wednesday", "2023-02-15"),
    ("last Tuesday", "2025-10-28", "last Tuesday", "2025-10-21"),
    ("next Tuesday", "2025-10-28", "next Tuesday", "2025-11-04"),
    ("on Tuesday last week", "2025-10-30", "Tuesday last week", "2025-10-21"),
    ("said on Tuesday", "2024-05", "Tuesday", "2024-05"),
    ("signed today", "2026-03-19", "today", "2026-03-19"),
    ("signed yesterday", "2026-03-01", "yesterday", "2026-02-28"),
    ("Today, both signed", "2023-03", "Today", "2023-03"),
    ("last month", "2025-01-10", "last month", "2024-12"),
    ("later this month", "2024-11-09", "later this month", "2024-11"),
    ("earlier this month", "2024-11-09", "earlier this month", "2024-11"),
    ("last year", "2025-01-10", "last year", "2024"),
    ("earlier this year", "2025-06-10", "earlier this year", "2025"),
    ("late last year", "2025-03-04", "late last year", "2024"),
    ("early next year", "2025-03-04", "early next year", "2026"),
    ("last week", "2025-10-16", "last week", "2025-10"),
    ("last week", "2025-01-02", "last week", "2024-12"),
    ("last week", "2025-01-09", "last week", None),
    ("last December", "2022-06-10", "last December", "2021-12"),
    ("last November", "2024-10", "last November", "2023-11"),
    ("next March", "2024-06-10", "next March", "2025-03"),
    ("this September", "2024-06-10", "this September", "2024-09"),
    ("last quarter", "2024-05-10", "last quarter", "2024"),
    ("two years ago", "2025-06-10", "two years ago", "2023"),
    ("three days ago", "2025-06-10", "three days ago", "2025-06-07"),
    ("a month ago", "2025-06-10", "a month ago", "2025-05"),
    ("over the past year", "2025-06-10", "past year", None),
    ("by year-end", "2025-06-10", "year-end", "2025"),
    ("in the second half of this year", "2025-06-10", "second half of this year", "2025"),
    # the words do not say, and nothing is invented
    ("signed on 28 October", None, "28 October", None),
    ("said on Tuesday", None, "Tuesday", None),
    ("last month", None, "last month", None),
    ("on Nov. 15-16", None, "Nov. 15-16", None),
    ("on the same day", "2025-10-28", "the same day", None),
    ("that year", "2025-10-28", "that year", None),
    ("in the first quarter", "2025-10-28", "first quarter", None),
    ("on February 29", "2023-06-01", "February 29", None),
]


@pytest.mark.parametrize(("text", "published", "surface", "literal"), RESOLVED)
def test_a_time_resolves_as_far_as_words_and_publication_say(text: str, published: str | None, surface: str, literal: str | None) -> None:
    assert found(text) == [surface]
    resolved = value(text, published)
    assert (resolved.literal.value if resolved and resolved.literal else None) == literal


FUTURE = [
    ("will meet on Nov. 15-16", "2024-11-09", "2024-11"),
    ("will sign on 30 October", "2025-10-28", "2025-10-30"),
    ("will take effect on 10 November", "2025-10-28", "2025-11-10"),
    ("will sign on Tuesday", "2025-10-28", "2025-10-28"),
    ("will sign on Wednesday", "2025-10-28", "2025-10-29"),
    ("will vote in January", "2025-10-28", "2026-01"),
    ("is due on 3 January", "2025-10-28", "2026-01-03"),
]


@pytest.mark.parametrize(("text", "published", "literal"), FUTURE)
def test_a_sentence_that_looks_forward_takes_the_next_such_date(text: str, published: str, literal: str) -> None:
    resolved = value(text, published, future=True)
    assert resolved is not None
    assert resolved.literal is not None
    assert resolved.literal.value == literal


NOT_DATES = [
    "He may march with the second brigade.",
    "May I ask?",
    "The March of Progress is a picture.",
    "a 10-year roadmap",
    "within six months",
    "for the next two years",
    "24/7 support",
    "a price of $2024",
    "version 1.2.3 and 10.0.0.1",
    "2000 tonnes of tin in 2000 tonnes",
    "call +1 604-229-3830",
    "the markets of today",
    "in today’s market",
    "the Securities Act of 1933",
    "in fiscal 2025",
    "on Black Friday",
    "open Monday through Friday",
    "Accounting Today praised it",
    "Jan Tamm and Mar Lodge spoke",
    "the 12th ministerial meeting",
    "paragraph 3.4.12 of it",
    "in coming weeks",
    "Named to 2025 list",
    "lifting from some 6,000m",
    "on 31 February 2024",
    "on 03/04/2025",
    "two thousand years",
]


@pytest.mark.parametrize("text", NOT_DATES)
def test_other_words_and_figures_are_no_dates(text: str) -> None:
    assert found(text) == []


ROLES = [
    ("signed on 28 October", "event"),
    ("in 2022", "event"),
    ("dated March 3, 2024", "event"),
    ("before 1 August", "limit"),
    ("before the critical August 1 deadline", "limit"),
    ("by the end of 2025", "limit"),
    ("ahead of the August 1 deadline", "limit"),
    ("since 9 October", "origin"),
    ("after May 2", "origin"),
    ("from June 2023 on", "origin"),
    ("the paper said on Saturday", "statement"),
    ("the ministry said Tuesday", "statement"),
    ("it said in a statement on Monday", "statement"),
    ("he told reporters on Friday", "statement"),
    ("announced the plan on Friday", "event"),
    ("its 2022 agreement", "attributive"),
    ("signed by the ministers Monday", None),
    ("signed by both on Monday", "event"),
    ("from September 8 to November 21", "origin"),
    ("March 3, 2024 was fine", None),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_words_around_a_date_tell_how_it_binds(text: str, role: str | None) -> None:
    (mention,) = mentions(text)
    assert mention.role == role


def test_dates_come_in_order_and_each_with_its_own_role() -> None:
    text = "the fourth since 9 October. On 26 October it signed two, and in 2021, 2022 and 2023 none."
    assert [(text[m.span.slice], m.role) for m in mentions(text)] == [
        ("9 October", "origin"),
        ("26 October", "event"),
        ("2021", "event"),
        ("2022", "event"),
        ("2023", "event"),
    ]


def test_an_interval_is_cut_where_the_words_say_later_or_earlier() -> None:
    later, earlier = value("later this month", "2024-11-09"), value("earlier this year", "2024-11-09")
    assert later is not None
    assert earlier is not None
    assert (later.earliest, later.latest) == (date(2024, 11, 9), date(2024, 11, 30))
    assert (earlier.earliest, earlier.latest) == (date(2024, 1, 1), date(2024, 11, 9))


def test_a_range_keeps_both_ends_and_says_how_it_was_found() -> None:
    resolved = value("on Nov. 15-16", "2024-11-20")
    assert resolved is not None
    assert (resolved.earliest, resolved.latest, resolved.precision, resolved.method) == (
        date(2024, 11, 15),
        date(2024, 11, 16),
        "month",
        "year-from-publication",
    )


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("on 3 May 2024", "explicit"),
        ("on 3 May", "year-from-publication"),
        ("on Friday", "weekday-before-publication"),
        ("next Friday", "weekday-after-publication"),
        ("last month", "relative-to-publication"),
    ],
)
def test_a_value_says_how_it_was_found(text: str, method: str) -> None:
    resolved = value(text, "2024-06-10")
    assert resolved is not None
    assert resolved.method == method


def found_anchor(text: str, published: str | None = None, url: str | None = None) -> tuple[str, str, str] | None:
    article = Article(key="a", text=text, published=published, url=url)
    anchor = find_anchor(article, zone(text, None, ZONE_WORDS), WORDS)
    return (anchor.method, anchor.earliest.isoformat(), anchor.latest.isoformat()) if anchor else None


BODY = "Two states agreed on Monday to mine tin together, the ministry of one of them said in the capital."


@pytest.mark.parametrize(
    ("text", "published", "url", "wanted"),
    [
        (BODY, "2024-06-13", None, ("published", "2024-06-13", "2024-06-13")),
        (BODY, "2024-06", None, ("published", "2024-06-01", "2024-06-30")),
        (BODY, "2024", None, ("published", "2024-01-01", "2024-12-31")),
        (f"Tin Deal Struck by Two States\n\nPublished: Jun 13, 2024 10:01\n{BODY}", None, None, ("label", "2024-06-13", "2024-06-13")),
        (f" date 2024-06-13 + ↺ − 16 px\n\n{BODY}", None, None, ("label", "2024-06-13", "2024-06-13")),
        (f"LIMA / QUITO, June 13, 2024 — {BODY}", None, None, ("dateline", "2024-06-13", "2024-06-13")),
        (f"LIMA, June 13 (Andes) -- {BODY}", "2024", None, ("dateline", "2024-06-13", "2024-06-13")),
        (f"LIMA, June 13 (Andes) -- {BODY}", None, None, None),
        (f"Tin Deal Struck by Two States\n\n  • 13.06.24\n\n{BODY}", None, None, ("page-date", "2024-06-13", "2024-06-13")),
        (BODY, None, "https://news.example/2024/06/13/tin", ("url", "2024-06-13", "2024-06-13")),
        (BODY, None, "https://news.example/2024/06/tin", ("url", "2024-06-01", "2024-06-30")),
        (BODY, None, "https://news.example/tin-3-4-2025", ("url", "2025-03-04", "2025-04-03")),
        (BODY, None, "https://news.example/press-2024/a1.html", ("url", "2024-01-01", "2024-12-31")),
        (BODY, None, "https://news.example/tin", None),
        (f"{BODY}\n(Photo: taken on May 1, 2019)", None, None, None),
    ],
)
def test_the_day_of_publication_is_found_where_a_page_says_it(text, published, url, wanted) -> None:
    assert found_anchor(text, published, url) == wanted


def test_a_literal_never_says_more_than_the_interval() -> None:
    assert literal_of(date(2024, 12, 31), date(2025, 1, 1)) is None


def test_compiled_words_survive_the_way_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(WORDS)) == WORDS  # noqa: S301 - our own bytes


PIECES = [
    "March",
    "Mar.",
    "May",
    "15",
    "2024",
    "-",
    "of",
    "the",
    "last",
    "Tuesday",
    "quarter",
    "first",
    "today",
    "ago",
    "two",
    "years",
    ",",
    ".",
    "28.10.25",
    "on",
    "99999",
    "\n",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.sampled_from([None, "2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31"]),
)
def test_any_text_gives_mentions_in_order_and_values_that_hold_their_literal(text: str, published: str | None) -> None:
    spans = [mention.span for mention in mentions(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    for mention in mentions(text):
        for future in (False, True):
            resolved = resolve(mention, anchor(published), future=future)
            assert resolved is None or resolved.earliest <= resolved.latest
