import re

import pytest

from publisher.extract.cues import Asker, CueFinder, Wording
from publisher.extract.patterns import PatternError, PatternWords, compile_pattern

CODES = {"party": "AN", "form": "F"}
VERBS = {"sign": "signed|signs", "sign!": "signed", "end": "tore up|ended"}
WORDS = PatternWords(CODES, VERBS, "ANF", ["the"], ["for", "in"])
WORDINGS = {
    "sign": Wording(frozenset({"signed", "signs"}), ()),
    "sign!": Wording(frozenset({"signed"}), ()),
    "end": Wording(frozenset({"ended"}), ("tore up",)),
}


def matches(pattern, text):
    return compile_pattern(pattern, WORDS).search(text) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "does"),
    [
        ("{party} <sign> {form}", " §A signed §F ", True),
        ("{party} <sign> {form}", " §A signed the §F ", True),
        ("{party} <sign> {form}", " §A signed the the the §F ", False),
        ("{party} <sign> {form}", " §A designed §F ", False),
        ("{party} <sign> {form}", " §P signed §F ", False),
        ("{form} <sign!> by {party}", " §F signed by §N ", True),
        ("{form} <sign!> by {party}", " §F signs by §N ", False),
        ("{party} <sign|end> {form}", " §A tore up §F ", True),
        ("{party} ~2 <sign>", " §A on monday signed ", True),
        ("{party} ~2 <sign>", " §A late on monday signed ", False),
        ("{party} ~2 <sign>", " §A ; signed ", False),
        ("{party} ~3 {form}", " §A or §P with §N §F ", True),
        ("{party} ~n1 {form}", " §A §N §F ", True),
        ("{party} ~2 with {party}", " §A but §F with §A ", False),
        ("{party} ~~2 with {party}", " §A but §F with §A ", True),
        ("{party} ~m2 {form}", " §A long lithium §F ", True),
        ("{party} ~m2 {form}", " §A for lithium §F ", False),
        ("^ {form} with", " §F with ", True),
        ("^ {form} with", " the old §F with ", False),
        ("{party} [ has ] <sign>", " §A has signed ", True),
        ("{party} [ has ] <sign>", " §A signed ", True),
        ("{party} (has|had) <sign>", " §A had signed ", True),
    ],
)
def test_a_pattern_matches_what_it_says(pattern, text, does):
    assert matches(pattern, text) is does


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("{nobody} <sign>", "no placeholder {nobody}"), ("{party} <sing>", "no verb class <sing>"), ("{party} ~ <sign>", "cannot read ' ~ '")],
)
def test_a_pattern_that_says_nothing_is_refused(pattern, message):
    with pytest.raises(PatternError, match=re.escape(message)):
        compile_pattern(pattern, WORDS)


@pytest.mark.parametrize(
    ("pattern", "text", "codes", "may"),
    [
        ("{party} <sign> {form}", " §A signed §F ", "AF", True),
        ("{party} <sign> {form}", " §A sold §F ", "AF", False),
        ("{party} <sign> {form}", " signed §F ", "F", False),
        ("{party} with {party}", " §A with §F ", "AF", False),
        ("{party} with {party}", " §A with §N ", "AN", True),
        ("{party} [ with {party} ] {form}", " §A §F ", "AF", True),
        ("{party} (has|had) {form}", " §A got §F ", "AF", False),
        ("{party} <end> {form}", " §A tore up §F ", "AF", True),
        ("{party} <sign|end> {form}", " §A signs §F ", "AF", True),
    ],
)
def test_a_text_is_asked_for_what_a_pattern_cannot_do_without(pattern, text, codes, may):
    assert Asker(text, codes).holds(CueFinder(CODES, WORDINGS).find(pattern)) is may
