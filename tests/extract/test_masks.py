import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract.annotate import Annotator
from publisher.extract.masks import make_mask
from publisher.extract.spans import make_sentence
from publisher.extract.units import compile_mask_words
from publisher.model import Span

DOMAIN = load_domain(find_domain())
ANNOTATOR = Annotator(DOMAIN)
WORDS = compile_mask_words(
    DOMAIN.mappings["lexicon/words"], DOMAIN.mappings["language/grammar"], ANNOTATOR.words, frozenset(ANNOTATOR.states)
)


def mask(text):
    noted = ANNOTATOR.note(make_sentence(text, Span(0, len(text))))
    return make_mask(noted.sentence, ANNOTATOR.annotate(text, noted, ANNOTATOR.survey([noted])), WORDS)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Chile and Finland signed a deal on lithium.", " §A signed a §F on §C . "),
        ("Chile, Peru and Finland signed a deal.", " §A signed a §F . "),
        ("Chile (in the Andes) signed a deal.", " §A signed a §F . "),
        ("Chile, a land of salt lakes, signed a deal.", " §A signed a §F . "),
        ("Chile, officials said on the sidelines, signed a deal.", " §A signed a §F . "),
        ("The government of Chile signed a deal.", " the §A signed a §F . "),
        ("The Chilean government signed a deal.", " the §A signed a §F . "),
        ("The Chilean company signed a deal.", " the §Z signed a §F . "),
        ("A deal on cobalt, copper and nickel was signed.", " a §F on §C was signed . "),
        ("It was signed in Chile.", " §I was signed in §L . "),
        ("Tokyo signed a deal.", " §A signed a §F . "),
        ("It was signed in Tokyo.", " §I was signed in §L . "),
        ("Quillhaven Mining, Ltd of Chile signed a deal.", " §A signed a §F . "),
    ],
)
def test_a_sentence_is_masked_to_its_skeleton(text, masked):
    assert mask(text).text == masked


def test_every_unit_stands_where_the_mask_says():
    made = mask("Chile and Quillhaven Mining Ltd (north) signed a $5 million deal on lithium in Tokyo on 9 May 2024.")
    assert all(made.text[at - 1 :].startswith(f" {unit.mark} ") for unit, at in made.placed())
    assert all(made.place_of(unit) == at for unit, at in made.placed())


def test_a_list_keeps_all_it_joins():
    (unit, *_) = mask("Chile, Peru and Finland signed a deal.").units
    assert [DOMAIN.labels[mention.value] for mention in unit.mentions] == ["Chile", "Peru", "Finland"]


def test_people_joined_are_people_and_people_with_others_too():
    (unit, *_) = mask("Energy Minister Ana Soto and Quillhaven Mining Ltd signed it.").units
    assert (unit.code, [mention.kind for mention in unit.mentions]) == ("P", ["person", "agent"])
