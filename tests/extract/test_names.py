import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract.names import find_runs, is_title_case, load_name_words
from publisher.extract.tokens import tokenize

NAMES = load_domain(find_domain()).mappings["lexicon/names"]
WORDS = load_name_words(NAMES)


def runs(text, breakers=frozenset()):
    return [(run.text, run.kind) for run in find_runs(text, tokenize(text), WORDS, breakers)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It paid Quillhaven Lithium Ltd for ore.", [("Quillhaven Lithium Ltd", "company")]),
        ("It paid Quillhaven Mining Co., Ltd. for ore.", [("Quillhaven Mining Co., Ltd", "company")]),
        ("It paid Quillhaven Pty. Ltd. for ore.", [("Quillhaven Pty. Ltd", "company")]),
        ("It paid Quillhaven GmbH & Co. KG for ore.", [("Quillhaven GmbH & Co. KG", "company")]),
        ("It paid Quillhaven A/S for ore.", [("Quillhaven A/S", "company")]),
        ("It paid Quillhaven (Hong Kong) Ltd for ore.", [("Quillhaven (Hong Kong) Ltd", "company")]),
        ("The Quillota Oil and Gas Commission agreed.", [("Quillota Oil and Gas Commission", "public")]),
        ("Quillhaven Mining Chief Executive Ana Soto agreed.", [("Quillhaven Mining", "company"), ("Ana Soto", "name")]),
        ("Quillhaven Managing Director Ana Soto agreed.", [("Quillhaven", "name"), ("Ana Soto", "name")]),
        ("The Ministry of Education, Science and Technology agreed.", [("Ministry of Education, Science and Technology", "public")]),
        ("It is run by Minera Quillota in the north.", [("Minera Quillota", "company")]),
        ("The Ministry of Trade, Industry and Energy said so.", [("Ministry of Trade, Industry and Energy", "public")]),
        ("It is held by the Geological Survey of Quillonia.", [("Geological Survey of Quillonia", "public")]),
        ("Fenwick & Dray agreed.", [("Fenwick & Dray", "name")]),
        ("It met Lena de la Cruz there.", [("Lena de la Cruz", "name")]),
        ("Work on the Quillhaven Project goes on.", [("Quillhaven Project", "matter")]),
        ("Quillhaven (TSX: QHV) agreed.", [("Quillhaven", "company"), ("TSX", "name"), ("QHV", "name")]),
        ("Blue Quill (north) agreed.", [("Blue Quill", "name")]),
        ("On Monday nobody spoke.", []),
    ],
)
def test_a_run_of_capitals_is_what_its_form_says(text, found):
    assert [pair for pair in runs(text) if pair[0] != "Work"] == found


def test_a_breaker_ends_a_name_in_a_headline():
    text = "Quillhaven Signs Deal"
    assert runs(text) == [("Quillhaven Signs", "name")]
    assert runs(text, frozenset({"signs"})) == [("Quillhaven", "name")]


@pytest.mark.parametrize(
    ("text", "is_headline"),
    [
        ("Chile And Finland Sign Lithium Agreement", True),
        ("Chile and Finland sign a lithium agreement", False),
        ("Chile And Finland Sign Lithium Agreement.", False),
        ("Sign Here", False),
    ],
)
def test_a_headline_is_told_by_its_capitals(text, is_headline):
    assert is_title_case(tokenize(text)) is is_headline
