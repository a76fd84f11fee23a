import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract.names import find_runs, load_name_words
from publisher.extract.people import TitleWords
from publisher.extract.tokens import tokenize

NAMES = load_domain(find_domain()).mappings["lexicon/names"]
WORDS = load_name_words(NAMES)
TITLES = TitleWords(WORDS)
BREAKERS = frozenset(NAMES["person"]["breakers"])


def holders(text):
    tokens = tokenize(text)
    found = (TITLES.holder(text, run, tokens) for run in find_runs(text, tokens, WORDS, BREAKERS) if run.kind == "name")
    return [(holder.run.text, holder.office) for holder in found if holder]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was signed by Prime Minister Ana Soto.", [("Ana Soto", "Prime Minister")]),
        ("It was signed by Ana Soto, the foreign minister of Chile.", [("Ana Soto", "minister")]),
        ("It was signed by Ms. Soto.", [("Soto", "Ms.")]),
        ("Ana Soto, chief executive of Quillhaven, signed.", [("Ana Soto", "executive")]),
        ("Quillhaven Chief Executive Ana Soto signed.", [("Ana Soto", "Chief Executive")]),
        ("It was founded by Pia Aho (CEO) and Ana Soto.", [("Pia Aho", "CEO")]),
        ("It was told by the Commissioner for the Internal Market, Pia Aho.", [("Pia Aho", "Commissioner")]),
        ("The minister of mines and Quillhaven signed.", []),
        ("Quillhaven signed with Northmoor.", []),
    ],
)
def test_a_title_beside_a_name_makes_a_person(text, found):
    assert holders(text) == found


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("Ana Soto", True),
        ("Lena de la Cruz", True),
        ("J. R. Soto", True),
        ("J.Ganbaatar", True),
        ("Soto", False),
        ("ana soto", False),
        ("A B C D E F", False),
    ],
)
def test_a_person_has_two_to_five_capitalised_words(name, is_person):
    assert TITLES.is_person_name(name) is is_person
