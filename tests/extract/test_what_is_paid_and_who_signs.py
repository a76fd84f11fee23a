"""Sums, places, days and signatories: which record they are of, and when they are of none."""

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article, Entity, Part
from publisher.rdf import IRI, Literal

PACT = "Chile and Finland signed a memorandum of understanding on lithium. "
TALK = "Chile and Finland agreed on a memorandum of understanding on lithium. "
DEAL = "Northfield Lithium Ltd has signed a supply agreement with Harbour Batteries Inc for lithium. "


@pytest.fixture(scope="module")
def extractor():
    return compile_domain(load_domain(find_domain()))


@pytest.fixture(scope="module")
def told(extractor):
    def tell(text, slot, title=None):
        reading = extractor.read(Article("k" * 16, text, title=title, published="2024-05-17"))
        return [_name(c.value) for c in reading.claims if c.slot == slot and c.certainty.is_fact]

    return tell


def _name(value):
    match value:
        case Part(properties=properties):
            return " ".join(o.value for _, o in properties if isinstance(o, Literal))
        case Entity(name=name):
            return name
        case IRI():
            return value.value.rsplit("/", 1)[-1]
    return value.value


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (DEAL + "Upfront consideration: total cash of US$43 million payable on closing.", ["43000000 USD"]),
        (DEAL + "The planned investment comes to about $90 million.", ["90000000 USD"]),
        (DEAL + "The assets are valued at close to $7 million.", ["7000000 USD"]),
        (DEAL + "Harbour Batteries Inc must pay a further $15 million at first production.", ["15000000 USD"]),
        (DEAL + "Harbour Batteries Inc will pay for two ships under a separate $26 million deal.", []),
        (DEAL + "Under the agreement with Quill Metals Ltd, $11 million of interest is waived.", ["11000000 USD"]),
        (DEAL + "Northfield Lithium Ltd buys a tenth of the Dray mine for $12 million in cash.", ["12000000 USD"]),
        (DEAL + "Harbour Batteries Inc is to inject $8 million into the plant.", ["8000000 USD"]),
        (DEAL + "Harbour Batteries Inc may pay between $2 million and $3 million.", ["2000000 USD", "3000000 USD"]),
        (DEAL + "A banker put its value, debt included, at $9 million.", ["9000000 USD"]),
        (DEAL + "Some $4 million is to be spent before first production.", ["4000000 USD"]),
        (DEAL + "Harbour Batteries Inc plans to invest $6 billion in Africa.", []),
        ("Chile and Finland signed a lithium agreement that could be worth $7 million.", ["7000000 USD"]),
        (PACT + "Trade between the two countries reached $2 billion in 2023.", []),
        (DEAL + "Harbour Batteries Inc will pay C$5 million. A first tranche of $5 million is due in June.", ["5000000 CAD"]),
    ],
)
def test_a_sum_is_of_the_record_whose_terms_it_tells(told, text, sums):
    assert sorted(set(told(text, "amount"))) == sums


TALE = "Zambia opened a tin mine on Monday. It holds tin for a century. The mine is large. Tin is dear. "


@pytest.mark.parametrize(
    ("text", "commodities"),
    [
        ("Northfield Ltd has entered into a silver stream with Harbour Inc for its mine.", ["silver"]),
        (TALE + "In 2020 Northfield Ltd signed a silver stream with Harbour Inc for its mine.", ["silver"]),
        (TALE + "In 2020 Northfield Ltd acquired Harbour Copper Mines Ltd.", ["copper"]),
        (TALE + "In 2020 Northfield Ltd bought Dray Inc, long the nickel arm of Quill Ltd, from Harbour Inc.", ["nickel"]),
        (TALE + "In 2020 Northfield Ltd bought Dray Inc from Harbour Inc for the mine.", ["tin"]),
        ("Chile and Finland signed a pact that covers raw materials.", ["raw-materials"]),
        ("Chile and Finland signed a pact on sustainable industrial raw materials.", ["raw-materials"]),
    ],
)
def test_what_a_record_is_about_stands_nearest_to_it(told, text, commodities):
    assert told(text, "commodity") == commodities


def test_a_sum_in_the_title_is_of_the_news(told):
    title = "Harbour to put $40 million into Northfield's lithium mine"
    assert told(f"{title}\n\n{DEAL}", "amount", title) == ["40000000 USD"]


def test_a_title_gives_nothing_that_is_told_of_another_record(told):
    title = "Zambia gets $40 million for roads"
    assert told(f"{title}\n\n{DEAL}", "amount", title) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "During his visit to Santiago on Monday, Pia Aho, Finland's trade minister, and Chile's minister Ana Soto signed a lithium pact.",
            ["santiago"],
        ),
        ("At a ceremony in Santiago on Wednesday, Chile and Finland inked an agreement on lithium.", ["santiago"]),
        ("Chile and Finland signed a lithium agreement at the White House on Monday.", ["washington"]),
        (PACT + "The memorandum was signed in the Chilean capital by Minister Ana Soto.", ["santiago"]),
        (
            "A lithium agreement between Chile and Finland was signed in Koldava on Monday.",
            ["Koldava"],
        ),
        (TALK + "The memorandum, inked at the Rosenborg Palace by Minister Ana Soto of Chile, commits nobody.", ["Rosenborg Palace"]),
        (PACT + "The document, exchanged on Monday in Santiago, provides for surveys of lithium.", ["santiago"]),
        (PACT + "The document was signed in English.", []),
        ("At a meeting to be held in Santiago, shareholders will vote on the lithium agreement that Chile and Finland announced.", []),
    ],
)
def test_a_place_of_signing_is_where_it_was_done(told, text, places):
    assert told(text, "place") == places


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The lithium pact between Chile and Finland was signed by Presidents Ana Soto and Pia Aho.", ["Ana Soto", "Pia Aho"]),
        ("The lithium pact between Chile and Finland was signed by Vice-President Ana Soto.", ["Ana Soto"]),
        (DEAL + "The agreement was signed by Harbour's managing director and CEO, Ana Soto.", ["Ana Soto"]),
        (
            TALK + "Minister Ana Soto of Chile signed for her government while Pia Aho, Finland's minister, did so for Finland.",
            ["Ana Soto", "Pia Aho"],
        ),
        (TALK + "It was signed in Helsinki by Minister Ana Soto of Chile.", ["Ana Soto"]),
        ("The lithium pact between Chile and Finland was signed by Minister Ana Soto, with Chancellor Pia Aho looking on.", ["Ana Soto"]),
        ("Chile's President Ana Soto watched the signing of a lithium agreement between Chile and Finland.", []),
        (TALK + "President Ana Soto of Chile and President Pia Aho of Finland should sign it in June.", []),
    ],
)
def test_who_signed_is_who_did_it(told, text, people):
    assert sorted(told(text, "signatory")) == people


def test_who_signs_for_a_side_signs_all_that_was_told_together(extractor):
    text = "Chile signed memorandums of understanding on lithium with Finland and Zambia. Minister Ana Soto signed on behalf of Chile."
    reading = extractor.read(Article("k" * 16, text, published="2024-05-17"))
    assert {c.record for c in reading.claims if c.slot == "signatory"} == {1, 2}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Chile and Finland set up a lithium committee by virtue of a memorandum signed in Santiago on March 3.", ["2024-03-03"]),
        (
            "The news follows Northfield Lithium Ltd's memorandum of understanding with Harbour Batteries Inc for a plant in Chile, signed in May 2023.",
            ["2023-05"],
        ),
        (PACT.replace(".", ", a step that drew protests on Tuesday."), []),
    ],
)
def test_a_day_is_that_of_the_signing(told, text, days):
    assert told(text, "signed") == days
