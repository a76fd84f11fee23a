"""What in a text is the news and what belongs to its page. All texts here are made up."""

import itertools
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.files import load_yaml
from publisher.extract.datelines import compile_datelines, find_dateline
from publisher.extract.zones import Kind, compile_zones, zone
from publisher.model import Span

MAPPINGS = Path(__file__).parents[2] / "mappings"
LANGUAGE, ZONES = load_yaml(MAPPINGS / "language" / "en.yml"), load_yaml(MAPPINGS / "zones.yml")
WORDS = compile_zones(ZONES, LANGUAGE)
DATELINES = compile_datelines(ZONES["dateline"], LANGUAGE["calendar"])

TITLE = "Two States Agree to Mine Tin Together"
LEAD = "The ministers of two states signed an agreement on tin mining in the capital on Monday, officials said."
MORE = "It provides for a joint committee that meets once a year and looks after the exchange of experts."
LONG = (
    "The plant is to be built near the coast within three years, and both states will hold half of the shares in the company that runs it, "
    "while a bank of the region lends the money for the roads, the harbour and the power line, as the ministry wrote in a long statement."
)


def kinds(*paragraphs: str, title: str | None = None) -> list[str]:
    text = "\n".join(paragraphs)
    return [str(one.kind) for one in zone(text, title, WORDS)]


def parts(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(str(one.kind), text[one.span.slice]) for one in zone(text, title, WORDS)]


def test_a_plain_article_is_title_and_body() -> None:
    assert kinds(TITLE, LEAD, MORE) == ["title", "body", "body"]


def test_the_declared_title_is_found_among_other_lines() -> None:
    assert kinds("Metals and Mining World", "Tin Miners of the Coast Meet", TITLE, LEAD, title=TITLE) == ["ui", "ui", "title", "body"]


def test_a_title_in_other_words_is_the_line_most_like_it() -> None:
    assert kinds("Metals and Mining of Today", TITLE, LEAD, title="Two states to mine tin together") == ["ui", "title", "body"]


def test_a_declared_title_that_looks_like_prose_is_the_title() -> None:
    assert kinds(
        "The two states have agreed to mine tin together, at last.", LEAD, title="The two states have agreed to mine tin together, at last"
    ) == ["title", "body"]


def test_a_markdown_title_is_a_title() -> None:
    assert kinds(f"# {TITLE}", LEAD, title=TITLE) == ["title", "body"]


def test_the_line_below_the_title_is_a_heading() -> None:
    assert kinds(TITLE, "A committee will look after the work from the first year on", LEAD) == ["title", "heading", "body"]


def test_an_article_without_a_title_begins_with_its_body() -> None:
    assert kinds(LEAD, MORE) == ["body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Published: Mar 16, 2026 10:01",
        "Wednesday, April 17, 2024",
        "2026/02/06 13:06",
        "  • 28.10.25",
        "• Märkte: Battery materials, Metals",
        "By Ada Ndlovu and Jan Tamm",
        "(Writing by Ada Ndlovu; Editing by Jan Tamm)",
        "Editing by Jan Tamm",
        "Inputs from Ada Ndlovu",
        "Source: Andes Wire",
        "May 02, 2023 01:12 pm | Updated 01:43 pm",
    ],
)
def test_a_note_on_the_origin_is_meta(line: str) -> None:
    assert kinds(TITLE, line, LEAD) == ["title", "meta", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "(Photo: AW)",
        "Photo: Wire/Ada Ndlovu",
        "FILE PHOTO - A tin mine on the coast, January 5, 2021",
        "The ministers shake hands in the capital. (Credit: Andes Wire)",
        "A tin mine on the coast, which was opened in the year 2012. —Reuters",
    ],
)
def test_what_a_picture_shows_is_a_caption(line: str) -> None:
    assert kinds(TITLE, line, LEAD) == ["title", "caption", "body"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("LIMA: The leaders of two states will sign a statement on tin.", "LIMA"),
        ("LIMA — The leaders of two states will sign a statement on tin.", "LIMA"),
        ("LIMA / QUITO, July 24, 2025 — The leaders of two states will sign it.", "LIMA / QUITO, July 24, 2025"),
        ("LIMA, Feb. 15 (Andes) -- The leaders of two states will sign it soon.", "LIMA, Feb. 15 (Andes)"),
        ("Lima (AW) – The leaders of two states will sign it soon, they said.", "Lima (AW)"),
        ("New Lima, Nov 7 (AW) The leaders of two states will sign it soon.", "New Lima, Nov 7 (AW)"),
        ("LIMA, Peru, February 10. The leaders of two states will sign it.", "LIMA, Peru, February 10"),
        ("LIMA, PE - July 30, 2025 (ANDESWIRE) - The leaders of two states met.", "LIMA, PE - July 30, 2025 (ANDESWIRE)"),
        ("LIMA, PE, March 08, 2024 /24-7Andes/ -- The leaders of two states met.", "LIMA, PE, March 08, 2024 /24-7Andes/"),
    ],
)
def test_a_dateline_is_cut_off_the_sentence_it_opens(text: str, head: str) -> None:
    assert parts(text)[0] == ("meta", head)
    assert [kind for kind, _ in parts(text)] == ["meta", "body"]
    assert parts(text)[1][1].startswith("The leaders")


@pytest.mark.parametrize(
    "text",
    [
        "The group - Italy, the US and France - made the plan public at its summit.",
        "Orava Mining - the largest firm of the coast - has signed an agreement.",
        "Under the plan: the states build a plant and the firms pay for it all.",
        "Tin, Nov. 5 and other words that mean nothing at all to anyone here.",
    ],
)
def test_other_openings_are_no_datelines(text: str) -> None:
    assert find_dateline(text, Span(0, len(text)), DATELINES, is_opening=True) is None


def test_a_prefix_of_the_page_is_cut_off() -> None:
    assert parts(f" date 2024-06-13 + ↺ − 16 px\n\n{LEAD}") == [("meta", "date 2024-06-13 + ↺ − 16 px"), ("body", LEAD)]
    assert parts(f" date 2024-06-13 {LEAD}") == [("meta", "date 2024-06-13"), ("body", LEAD)]


@pytest.mark.parametrize(
    "marker",
    [
        "Related News",
        "Read more insights",
        "Most Popular",
        "Leave a Reply",
        "Teilen",
        "Share this article",
        "(END)",
        "Business intelligence reports",
        "Data Source Statement: all figures are those of others.",
        "[Original/Source Press Release](https://wire.example/1)",
        "error: Content is protected !!",
    ],
)
def test_all_behind_the_first_tail_mark_is_tail(marker: str) -> None:
    other = "A firm bought a mine for $1.9 billion and signed the contract with the seller in another country."
    assert kinds(TITLE, LEAD, marker, "Tin Firm Buys Mine Abroad", other) == ["title", "body", "tail", "tail", "tail"]


def test_a_tail_mark_before_the_body_is_a_line_of_the_menu() -> None:
    assert kinds("Most Popular", TITLE, LEAD) == ["ui", "title", "body"]


def test_an_advertisement_ends_where_a_real_paragraph_begins() -> None:
    assert kinds(TITLE, LEAD, "Sign up for our newsletter", "You get the latest news.", LONG) == ["title", "body", "ui", "ui", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Read More",
        "Common.Time.minsAgo",
        "1 hour ago",
        "Generic Hero Banner",
        "2 min read",
        "desk@wire.example",
        "Loading",
        "-",
        "0",
        "-2.8 C",
        "https://wire.example/a",
    ],
)
def test_furniture_of_the_page_is_ui(line: str) -> None:
    assert kinds(TITLE, LEAD, line, MORE) == ["title", "body", "ui", "body"]


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    assert kinds(TITLE, LEAD, "What the states plan", MORE) == ["title", "body", "heading", "body"]


def test_the_headline_of_another_story_is_a_teaser() -> None:
    assert kinds(TITLE, LEAD, "World’s first wooden ship, built on the coast, heads to sea", MORE) == ["title", "body", "teaser", "body"]


def test_a_headline_that_breaks_off_is_a_teaser() -> None:
    assert kinds("Five countries of the region bring new momentum to the mission with ...", LEAD) == ["teaser", "body"]


def test_a_paragraph_that_breaks_off_at_the_end_is_still_body() -> None:
    cut = "The minister of the second state added that the committee would meet for the first time in the spring of the ye"
    assert kinds(TITLE, LEAD, cut) == ["title", "body", "body"]


def test_items_of_a_list_in_the_body_are_body() -> None:
    assert kinds(LEAD, "The agreement has two parts which are these:", "1. Tin of the coast", "- roads and harbours") == [
        "body",
        "body",
        "body",
        "body",
    ]


def test_a_text_that_stands_twice_is_news_once() -> None:
    teaser = "World’s first wooden ship, built on the coast, heads to sea"
    first, second = [f"LIMA: {LEAD}", teaser, MORE], [f"LIMA: {LEAD}", teaser, MORE]
    assert kinds(*first, *second) == ["meta", "body", "teaser", "body", "meta", "duplicate", "duplicate", "duplicate"]


def test_a_sentence_repeated_without_its_opener_is_a_duplicate() -> None:
    said = "the two states are among the few that agreed on tin before the summit."
    text = f"Notably, {said} {MORE}\n{said.capitalize()}"
    assert [kind for kind, _ in parts(text)] == ["body", "duplicate"]


def test_a_sentence_repeated_with_a_word_changed_is_a_duplicate() -> None:
    one = "The timing of this work is significant as safe access to tin has become a top aim for nations worldwide."
    two = "The timing of this work is significant, as safe access to tin has become a top aim for all nations."
    assert kinds(one, MORE, two) == ["body", "body", "duplicate"]


def test_only_the_repeated_sentence_of_a_paragraph_is_a_duplicate() -> None:
    new = "Nobody had expected this outcome so soon after the last round."
    assert parts(f"{LEAD}\n{new} {LEAD}")[1:] == [("body", new), ("duplicate", LEAD)]


def test_words_doubled_without_a_blank_are_news_once() -> None:
    assert [kind for kind, _ in parts(LEAD + LEAD)] == ["body", "duplicate"]


def test_the_title_repeated_above_the_text_is_a_duplicate() -> None:
    assert kinds(TITLE, "Other countries", TITLE, LEAD, title=TITLE) == ["title", "ui", "duplicate", "body"]


@pytest.mark.parametrize(
    "heading",
    [
        "About Orava Mining Ltd.",
        "Forward-Looking Statements",
        "Cautionary Note Regarding Forward-Looking Information",
        "Media Contact",
        "SOURCE Orava Mining Ltd.",
        "Contact Details",
        "NOTE TO INVESTORS: the latest news stands on the site of the firm.",
    ],
)
def test_a_press_release_ends_in_boilerplate(heading: str) -> None:
    sender = "Orava Mining signed agreements with many partners and owns tin mines on three coasts of the continent."
    assert kinds(f"# {TITLE}", LEAD, heading, sender) == ["title", "body", "boilerplate", "boilerplate"]


@pytest.mark.parametrize("sentence", ["About $320 million will be paid by the two states over the next years.", "About the agreement"])
def test_about_is_no_boilerplate_before_a_sum_or_the_subject(sentence: str) -> None:
    assert Kind.BOILERPLATE not in kinds(LEAD, sentence, MORE)


def test_a_pointer_to_more_is_boilerplate_and_the_text_goes_on() -> None:
    assert kinds(LEAD, "For more information about the tin mines of the coast, please visit the site of the ministry.", MORE) == [
        "body",
        "boilerplate",
        "body",
    ]


def test_only_title_and_body_are_news() -> None:
    text = f"{TITLE}\nPublished: Mar 16, 2026\n{LEAD}\nRelated News\n{MORE}"
    assert [one.is_news for one in zone(text, None, WORDS)] == [True, False, True, False, False]


def test_offsets_count_code_points_of_the_unmodified_text() -> None:
    text = f"😀 {TITLE}\r\n\r\n\u00a0{LEAD}\r\n"
    assert [words.strip("\r\n\u00a0") for _, words in parts(text)] == [f"😀 {TITLE}", LEAD]


def test_a_text_of_nothing_has_no_zone() -> None:
    assert zone("", None, WORDS) == []
    assert zone(" \n\u00a0\n", TITLE, WORDS) == []


def test_compiled_words_survive_the_way_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(WORDS)) == WORDS  # noqa: S301 - our own bytes


LINES = [
    TITLE,
    LEAD,
    MORE,
    "Related News",
    "Sign up for it",
    "-",
    "(",
    "About Orava",
    "LIMA: ",
    "date 2024-06-13",
    "**",
    "# ",
    "...",
    "\u2028",
    "Published: x",
    "a" * 90,
    LEAD + LEAD,
]


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=12).map("\n".join), st.none() | st.just(TITLE))
def test_zones_hold_all_that_is_no_blank_in_order(text: str, title: str | None) -> None:
    zones = zone(text, title, WORDS)
    spans = [one.span for one in zones]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    outside = "".join(text[left.end : right.start] for left, right in itertools.pairwise(spans))
    assert all(not char.isalnum() for char in outside)
    assert sum(one.kind is Kind.TITLE for one in zones) <= 1
