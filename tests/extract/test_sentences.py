"""Where sentences and paragraphs end."""

import itertools
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.files import load_yaml
from publisher.errors import DomainError
from publisher.extract.sentences import compile_sentences, find_paragraphs, find_sentences, split_sentences
from publisher.model import Span

WORDS = compile_sentences(load_yaml(Path(__file__).parents[2] / "mappings" / "language" / "en.yml"))


def sentences(text: str) -> list[str]:
    return [text[span.slice] for span in find_sentences(text, Span(0, len(text)), WORDS)]


def paragraphs(text: str) -> list[str]:
    return [text[span.slice] for span in find_paragraphs(text)]


# "|" marks where a sentence ends; it is taken out of the text before it is read.
CASES = [
    "Chile signed.| Peru did not.",
    "Chile signed!| Did Peru?| No.",
    "Mr. Otieno met Dr. Lund in St. Ives.| They agreed.",
    "The U.S. Secretary of State flew in.| He left at noon.",
    "The U.S. Under Secretary of State flew in.| Under it he left.",
    "He flew to the U.S.| The talks went on.",
    "The U.A.E. and the U.K. signed.| So did Oman.",
    "Namib Metals Inc. and Orava Ltd. signed.| Work begins.",
    "The buyer is Orava Ltd.| The price is secret.",
    "Orava Corp. said so.",
    "It was signed on Nov. 15 in Lima.| Nobody spoke.",
    "It was signed in Nov. 2023 by both.",
    "See No. 5 of the annex.| It is short.",
    "He said no.| 5 of them agreed.",
    "S. Korea and N. Korea did not meet.",
    "George W. Ndlovu spoke.| J. R. Tamm listened.",
    "We chose plan B.| The rest is history.",
    "A price of $1.5bn was named.| It rose by 2.5 percent.",
    "The site is at mines.example.com today.| It grows.",
    "Write to news@mine.example.| We answer.",
    "The minister said “we agree.”| Then he left.",
    'He said "we agree."| Then he left.',
    "(It was the third deal.)| More will follow.",
    "It covers tin; nickel; and zinc; nothing else.",
    "They waited... and then signed.",
    "They waited…| Then they signed.",
    "Is that all?| “Yes.”| He left.",
    "Yahoo! bought a share.",
    "It happened at 5 p.m. on Friday.",
    "It happened at 5 p.m.| The hall was full.",
    "1. Critical minerals are first.\n|2. Nuclear energy is second.",
    "a) nickel\n|b) zinc",
    "- first point\n|- second point",
    "Signed, e.g. in Lima, i.e. in Peru.",
    "The deal, etc. was signed.",
    "According to News.Az.|A memorandum was signed.",
    "They deal in minerals.|The ministry signed.",
    "They deal in minerals.|Seen as a first step, it stands.",
    "It was version 1.2 of Node.js Tools.",
    "He was named Sr. Vice President of Orava.",
    "Profit fell to Rs. 500 crore.| It will rise.",
    "Talks with D.R. Congo go on.",
    "It rose 3 pct.| Analysts cheered.",
    "Ten tonnes (approx. eleven tons) left.",
    "Orava Co., Ltd. of Tallinn signed.",
    "Kazakhstan’s JSC Tau Co. Ltd. signed.| Then it rained.",
    "Title without an end\n\n|Body begins here.| It ends.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_ends_them(case: str) -> None:
    wanted = [part.strip() for part in case.split("|")]
    assert sentences(case.replace("|", "")) == wanted


def test_a_line_break_ends_a_paragraph() -> None:
    assert paragraphs("Title\nFirst paragraph.\nSecond paragraph.") == ["Title", "First paragraph.", "Second paragraph."]


def test_lines_wrapped_by_a_program_are_one_paragraph() -> None:
    text = (
        "The governments of both states intend to invest together in projects\n"
        "for the mining and refining of tin, so that the supply of their own\n"
        "industries is safe, and they will meet every year to see how it goes\n"
        "on.\n\nA second one."
    )
    assert len(paragraphs(text)) == 2
    assert len(sentences(text)) == 2


def test_lines_of_a_writer_are_not_joined() -> None:
    text = "A short line\nAnother headline about something else\nThird\nThe last of the four lines here"
    assert len(paragraphs(text)) == 4


def test_a_line_that_goes_on_in_lower_case_is_joined() -> None:
    assert paragraphs("Its purpose would be\na stable market.") == ["Its purpose would be\na stable market."]


def test_a_list_item_takes_the_lines_below_its_words() -> None:
    text = "-   The banks will lend more than $3\n    Billion in all.\n-   The states guarantee it."
    assert paragraphs(text) == ["-   The banks will lend more than $3\n    Billion in all.", "-   The states guarantee it."]


def test_a_sentence_may_cross_a_wrapped_line() -> None:
    text = "It is worth\n$3 million. It ends."
    assert [text[s.slice] for s in split_sentences(text, Span(0, len(text)), WORDS)] == ["It is worth\n$3 million.", "It ends."]


def test_a_span_limits_what_is_split() -> None:
    text = "One. Two. Three."
    assert [text[s.slice] for s in split_sentences(text, Span(5, 16), WORDS)] == ["Two.", "Three."]


def test_offsets_count_code_points_of_the_unmodified_text() -> None:
    text = "😀 Peru signed.\u00a0 Chile\u202fdid."
    assert sentences(text) == ["😀 Peru signed.", "Chile\u202fdid."]


def test_compiled_words_survive_the_way_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(WORDS)) == WORDS  # noqa: S301 - our own bytes


def test_a_missing_word_list_is_reported_with_its_key() -> None:
    with pytest.raises(DomainError, match=r"D103 `titles`"):
        compile_sentences({"sentence": load_yaml(Path(__file__).parents[2] / "mappings" / "language" / "en.yml")["numbers"]})


@given(st.text(alphabet=" \n\t.!?…\"”')(aA1-*U.S", max_size=200))
def test_sentences_hold_all_that_is_no_blank_in_order(text: str) -> None:
    spans = find_sentences(text, Span(0, len(text)), WORDS)
    assert "".join("".join(text[span.slice].split()) for span in spans) == "".join(text.split())
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert all(not text[span.start].isspace() and not text[span.end - 1].isspace() for span in spans)
