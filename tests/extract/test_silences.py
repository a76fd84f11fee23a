import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.extract.shapes import shape_of
from publisher.model import Article

EXTRACTOR = compile_domain(load_domain(find_domain()))
NEWS = "Chile and Finland signed a memorandum of understanding on lithium on 9 May 2024. "


def silences(text):
    return [(str(silence.reason), text[silence.span.slice]) for silence in EXTRACTOR.read(Article("a", text, published="2024-06")).silences]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Peru could sign an agreement with Ghana.", "hedged"),
        ("The lender wants to wait until an agreement has been signed.", "no-party"),
        ("Lithium from Peru is no matter of an agreement.", "no-frame"),
        ("Peru and Ghana will sign a final agreement.", "open"),
    ],
)
def test_a_sentence_that_gives_nothing_says_why(sentence, reason):
    assert silences(NEWS + sentence) == [(reason, sentence)]


def test_a_record_of_another_field_is_silent():
    told = "Chile and Finland signed a memorandum of understanding on fishing."
    assert silences(told + " Boats are small. Nets are wide. The sea is cold. A mine lies inland.") == [("out-of-scope", told)]


def test_what_gives_a_claim_is_not_silent():
    assert silences(NEWS) == []


def test_silences_stand_in_the_order_of_the_text():
    spans = EXTRACTOR.read(
        Article("a", NEWS + "Peru could sign an agreement with Ghana. Ghana could sign an agreement with Peru.")
    ).silences
    assert len(spans) == 2
    assert spans[0].span.end <= spans[1].span.start


@pytest.mark.parametrize(
    ("sentence", "shape"),
    [
        ("Peru on Monday mothballed a wide-ranging lithium pact with Ghana.", "§A … mothballed §F with §A"),
        ("Peru mothballed both the pacts Ghana had wanted.", "§A mothballed §F §A"),
        ("Peru mothballs lithium pact with Ghana.", "§A mothballs §F with §A"),
        ("A pact was no matter for Peru.", "… a §F was … §A"),
        ("The talk was of the pacts, and of Peru.", "… of §F … §A"),
        ("Nobody heard of Peru.", ""),
    ],
)
def test_the_shape_of_a_sentence_is_how_its_form_is_told(sentence, shape):
    statement = EXTRACTOR.look(Article("a", f"{NEWS}\n\n{sentence}"))[2][-1]
    assert shape_of(statement.mask.units, EXTRACTOR.kit.shape_words) == shape


def test_a_silence_has_the_shape_of_its_sentence():
    [silence] = EXTRACTOR.read(Article("a", NEWS + "Lithium from Peru is no matter of an agreement.")).silences
    assert silence.shape == "§A … of §F"
