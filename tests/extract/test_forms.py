import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract.forms import compile_forms, find_forms

DOMAIN = load_domain(find_domain())
WORDS = compile_forms(DOMAIN)


def forms(text):
    return [(text[form.start : form.end], form.type.value.removeprefix(DOMAIN.namespace)) for form in find_forms(text, WORDS)]


def only(text):
    (form,) = find_forms(text, WORDS)
    return form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They signed a memorandum of understanding.", [("memorandum of understanding", "MemorandumOfUnderstanding")]),
        ("They signed an MoU and a letter of intent.", [("MoU", "MemorandumOfUnderstanding"), ("letter of intent", "LetterOfIntent")]),
        ("They signed a joint-venture.", [("joint-venture", "JointVenture")]),
        ("They signed an agreement on lithium.", [("agreement", "Agreement")]),
        ("They signed an offtake agreement.", [("offtake agreement", "OfftakeAgreement")]),
        ("They signed a supply of lithium and a deal.", [("deal", "Agreement")]),
        ("They signed a peace deal.", []),
        ("They signed a law.", []),
        ("The agreements-in-principle came late.", [("agreements", "Agreement")]),
        ("They dealt with it ideally.", []),
    ],
)
def test_a_form_has_the_class_that_its_words_give_it(text, found):
    assert forms(text) == found


@pytest.mark.parametrize(
    ("text", "is_definite"),
    [
        ("The deal was signed.", True),
        ("This long lithium deal was signed.", True),
        ("The miner signed a deal.", False),
        ("A deal was signed.", False),
    ],
)
def test_a_definite_form_points_back(text, is_definite):
    assert only(text).definite is is_definite


@pytest.mark.parametrize(
    ("text", "count"), [("a deal", 1), ("deals with Chile", 2), ("three deals", 3), ("both supply deals", 2), ("five lithium deals", 5)]
)
def test_a_plural_counts_what_its_number_says(text, count):
    assert only(text).count == count


def test_a_plural_of_two_modifiers_has_both_classes():
    form = only("investment and offtake agreements")
    assert {iri.value.removeprefix(DOMAIN.namespace) for iri in (form.type, *form.also)} == {"InvestmentAgreement", "OfftakeAgreement"}


def test_a_word_like_the_document_names_nothing_and_only_points_when_definite():
    assert only("The letter sets out the terms.").pointer
    assert not forms("A letter sets out the terms.")
