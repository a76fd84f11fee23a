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
        ("Quillhaven Mining Ltd. of Chile signed a deal.", " §A signed a §F . "),
        ("Quillhaven Mining Co., Ltd. of Chile signed a deal with Northmoor S.p.A. of Italy.", " §A signed a §F with §A . "),
        ("Chile, not Peru, signed a deal.", " §A signed a §F . "),
        ("Chile and Finland, but not Peru, signed a deal.", " §A signed a §F . "),
        ("Unlike Peru, Chile signed a deal.", " §A signed a §F . "),
        ("Chile signed a deal with Finland rather than with Peru or Bolivia.", " §A signed a §F with §A . "),
        ("Chile signed a deal with Finland and, unlike Peru, Bolivia and Ecuador, a lease.", " §A signed a §F with §A and a lease . "),
        ("Without Peru's help, Chile signed a deal.", " without §A 's help , §A signed a §F . "),
        ("Chile did not sign a deal.", " §A did not sign a §F . "),
        ("Chile, along with Peru, signed a deal.", " §A signed a §F . "),
        ("Chile, joined by Peru and Bolivia, signed a deal.", " §A signed a §F . "),
        ("Chile alongside Peru signed a deal.", " §A signed a §F . "),
        ("Chile, the producer of copper, signed a deal.", " §A signed a §F . "),
        ("Chile's foreign minister and her Finnish counterpart signed a deal.", " §A signed a §F . "),
        ("The ministers of Chile and Finland signed a deal.", " the §A signed a §F . "),
        ("The Chilean copper producer signed a deal.", " the §Z signed a §F . "),
        ("Chile signed a deal with a Chinese company.", " §A signed a §F with a §J company . "),
        ("Chile signed a deal with Quillhaven Ltd, a Peruvian miner.", " §A signed a §F with §A , a §J miner . "),
        ("Kelantan state signed a deal.", " §A signed a §F . "),
        ("The US state of Texas signed a deal.", " the §A signed a §F . "),
        ("The government of Texas signed a deal.", " the §A signed a §F . "),
        ("A mine in the state of Texas closed.", " a mine in the state of §L closed . "),
        ("Ana Soto, Chile's foreign minister, who was in Santiago, signed a deal.", " §P who was in §L , signed a §F . "),
        ("The lithium developer Quillhaven signed a deal with miner Northmoor.", " §N signed a §F with miner §N . "),
        ("Miner Quillhaven signed a deal with Chile's Northmoor.", " miner §N signed a §F with §N . "),
        ("Quillhaven, a copper miner, signed a deal.", " §A signed a §F . "),
        ("Perth-based Quillhaven Lithium signed a deal.", " §A signed a §F . "),
        ("Quillhaven, a company lawyer said, signed a deal.", " quillhaven signed a §F . "),
        ("It was signed by Ana Soto on behalf of Chile and Pia Aho for Finland.", " §I was signed by §P . "),
        ("It was signed for Chile by Energy Minister Ana Soto.", " §I was signed by §P . "),
        ("President Ana Soto of Chile and Foreign Minister Pia Aho of Finland signed a deal.", " §P signed a §F . "),
        ("Ana Soto for Chile's sake signed a deal.", " §N for §A 's sake signed a §F . "),
        ("Quillhaven Ltd, Northmoor Mines' subsidiary, signed a deal.", " §A signed a §F . "),
        ("Chile—the land of lakes—signed a deal.", " §A signed a §F . "),
        ("Chile – along with Peru – signed a deal.", " §A signed a §F . "),
        ("Ana Soto joined Minetalk's Pia Aho with details of the deal.", " §N with details of the §F . "),
        ("Quillhaven Chief Executive Ana Soto signed a deal.", " §P signed a §F . "),
        ("Quillhaven Mining Chief Executive Ana Soto signed a deal.", " §P signed a §F . "),
        ("The Department of Mines and Natural Resources Canada signed a deal.", " the §A signed a §F . "),
        ("Chile signed a Critical Minerals Investment Partnership.", " §A signed a §C §S §F . "),
        ("Chile signed a deal with TBQ, a consortium led by Peru.", " §A signed a §F with §A , a consortium led by §A . "),
        ("Chile signed a deal with the Peruvian group TBQ.", " §A signed a §F with the §N . "),
        ("Ana Soto, minister for growth, energy and the environment, signed a deal.", " §P signed a §F . "),
        ("It was signed at the San Quillo Palace by Chile.", " §I was signed at the §O by §A . "),
        ("A mine in northern Chile closed.", " a mine in northern §L closed . "),
        ("A mine in northwest Texas closed.", " a mine in northwest §L closed . "),
        ("People inside the Chilean government signed a deal.", " people inside the §A signed a §F . "),
        ("Chile and the two developers, Quillhaven Ltd and Northmoor Ltd, signed a deal.", " §A , signed a §F . "),
        ("Prime Minister Ana Soto, on behalf of Chile, and Quillhaven Ltd signed a deal.", " §P signed a §F . "),
        ("Chile signed a deal with Barrick Quillota.", " §A signed a §F with §N . "),
        ("Coordinating Minister Ana Soto signed a deal.", " coordinating §P signed a §F . "),
        ("The Japan Bank for International Cooperation signed a deal.", " the §A signed a §F . "),
        ("Chile signed an Ore Testing Agreement.", " §A signed an §O §F . "),
        ("Amid tensions with China, Japan and India signed a deal.", " amid tensions with §A , §A signed a §F . "),
        ("In a challenge to China, Chile signed a deal.", " in a challenge to §A , §A signed a §F . "),
        ("After talks with China, Japan and India, Chile signed a deal.", " after talks with §A , §A signed a §F . "),
        ("Chile, but not its neighbour Peru, signed a deal.", " §A signed a §F . "),
        ("Premier Ana Soto's Chilean government signed a deal.", " §A signed a §F . "),
        ("Chile, in which Peru has a share, signed a deal.", " §A signed a §F . "),
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


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chile, not Peru, signed a deal.", ["Chile"]),
        ("Unlike Peru and Bolivia, Chile signed a deal.", ["Chile"]),
        ("The government of Texas and Chile signed a deal.", ["Government of Texas", "Chile"]),
        ("In Texas the Lone Star Party (LSP) and Chile signed a deal.", ["Government of Texas", "Chile"]),
        ("Chile – along with Peru – signed a deal.", ["Chile", "Peru"]),
        ("Chile, together with Peru, signed a deal.", ["Chile", "Peru"]),
        ("Together with Peru, Chile signed a deal.", ["Peru", "Chile"]),
        ("Chile, as well as Peru and Bolivia, signed a deal.", ["Chile", "Peru", "Bolivia"]),
    ],
)
def test_who_stands_aside_is_left_out_and_who_joins_is_kept(text, parties):
    unit = next(unit for unit in mask(text).units if unit.code == "A")
    assert [DOMAIN.labels[mention.value] for mention in unit.mentions] == parties


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("Northmoor Bank opened an office and Quillhaven Ltd closed one. The bank signed a deal.", "The bank", "Northmoor Bank"),
        ("The trader Northmoor met Quillhaven Ltd. Talks with the trader go on.", "the trader", "Northmoor"),
        (
            "Quillhaven Ltd, an explorer in Chile, met Northmoor. The Perth-based explorer won.",
            "The Perth-based explorer",
            "Quillhaven Ltd",
        ),
    ],
)
def test_a_noun_stands_for_the_one_that_is_called_so(text, noun, name):
    start = text.rindex(noun)
    sentences = [make_sentence(text, Span(0, text.index(". ") + 1)), make_sentence(text, Span(text.index(". ") + 2, len(text)))]
    noted = [ANNOTATOR.note(sentence) for sentence in sentences]
    mentions = ANNOTATOR.annotate(text, noted[1], ANNOTATOR.survey(noted))
    at = start - sentences[1].span.start
    assert [(m.kind, m.values) for m in mentions if m.start == at] == [("organisation", (name,))]


def test_two_that_are_called_alike_are_told_apart_by_no_noun():
    text = "The trader Northmoor met the trader Quillhaven before the trader left."
    noted = ANNOTATOR.note(make_sentence(text, Span(0, len(text))))
    assert all(m.values == () for m in ANNOTATOR.annotate(text, noted, ANNOTATOR.survey([noted])) if m.kind == "organisation")


@pytest.mark.parametrize(
    "text",
    [
        "It was signed by Ana Soto on behalf of Chile and Pia Aho on behalf of Finland.",
        "It was signed for Chile by Energy Minister Ana Soto and for Finland by Energy Minister Pia Aho.",
        "It was signed by Energy Minister Ana Soto of Chile and Energy Minister Pia Aho of Finland.",
    ],
)
def test_who_signs_acts_for_the_state_named_with_it(text):
    people = ANNOTATOR.survey([ANNOTATOR.note(make_sentence(text, Span(0, len(text))))]).people
    assert {name: DOMAIN.labels[person.agent] for name, person in people.items()} == {"Ana Soto": "Chile", "Pia Aho": "Finland"}


def test_who_represents_a_party_is_kept_with_it():
    made = mask("Chile, represented by the Minister of Mines, Ana Soto, and Finland signed a deal.")
    assert made.text == " §A signed a §F . "
    assert [mention.kind for mention in made.units[0].mentions] == ["agent", "person", "agent"]


def test_people_joined_are_people_and_people_with_others_too():
    (unit, *_) = mask("Energy Minister Ana Soto and Quillhaven Mining Ltd signed it.").units
    assert (unit.code, [mention.kind for mention in unit.mentions]) == ("P", ["person", "agent"])
