"""The values of a record that is found: whom a group means, which class its words give it, how far it has come."""

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article, Entity

COMPANIES = "Northfield Lithium Ltd and Harbour Batteries Inc signed an offtake agreement for lithium on Monday. "
STATES = "Chile and Finland signed a memorandum of understanding on lithium on Monday. "


@pytest.fixture(scope="module")
def extractor():
    return compile_domain(load_domain(find_domain()))


@pytest.fixture
def read(extractor):
    def read(text):
        """Return the records of a text, each a dictionary of the short values of its slots."""
        records: dict[int, dict[str, set[str]]] = {}
        for claim in extractor.read(Article("k" * 16, text, published="2024-06-15")).claims:
            value = claim.value
            short = value.name if isinstance(value, Entity) else getattr(value, "value", "").rpartition("/")[2].rpartition("#")[2]
            records.setdefault(claim.record, {}).setdefault(claim.slot, set()).add(short)
        return list(records.values())

    return read


def parties(records):
    return [record["party"] for record in records]


def statuses(records):
    return [record["status"] for record in records]


@pytest.mark.parametrize("noun", ["countries", "governments", "nations"])
def test_a_group_of_states_is_no_company(read, noun):
    told = STATES + COMPANIES + f"A joint statement on cobalt was signed by the two {noun} as well."
    assert parties(read(told))[-1] == {"CHL", "FIN"}


@pytest.mark.parametrize("noun", ["companies", "firms", "miners"])
def test_a_group_of_companies_is_no_state(read, noun):
    told = COMPANIES + STATES + f"A joint venture for cobalt was formed by the two {noun} as well."
    assert parties(read(told))[-1] == {"Northfield Lithium Ltd", "Harbour Batteries Inc"}


def test_a_group_is_as_many_as_it_says(read):
    told = "Chile, Finland and Zambia signed a memorandum of understanding on lithium on Monday. A joint statement on cobalt was signed by the two sides."
    assert parties(read(told)) == [{"CHL", "FIN", "ZMB"}]


@pytest.mark.parametrize("group", ["the two", "those two governments"])
def test_two_told_before_are_meant_by_their_number(read, group):
    told = STATES + f"A year ago {group} signed a joint statement on cobalt."
    assert parties(read(told)) == [{"CHL", "FIN"}, {"CHL", "FIN"}]


def test_they_at_the_head_of_a_sentence_are_both_sides(read):
    told = STATES + "They signed the memorandum so that the Geological Survey of Finland finds lithium."
    assert parties(read(told)) == [{"CHL", "FIN"}]


def test_his_country_is_that_of_who_speaks(read):
    told = "Zambian Mines Minister Ana Soto said her country had signed a copper agreement with Finland after talks with Chile."
    assert parties(read(told)) == [{"ZMB", "FIN"}]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (STATES + "The memorandum lapses unless both parliaments agree.", "signed"),
        (STATES + "The memorandum lapsed in May.", "terminated"),
        (STATES + "The memorandum provides that drilling is suspended for a year.", "signed"),
        (
            "Chile and Finland are negotiating a lithium agreement. No final decision on the agreement has been reached.",
            "under-negotiation",
        ),
        ("Northfield Lithium Ltd is buying Harbour Copper Corp.", "announced"),
        ("Northfield Lithium Ltd and Dray Corp team up to buy Harbour Copper Corp.", "announced"),
        ("Northfield Lithium Ltd bought Harbour Copper Corp.", "concluded"),
        ("Northfield Lithium Ltd and Harbour Batteries Inc had formed a joint venture for lithium before.", "concluded"),
        ("Northfield Lithium Ltd and Harbour Batteries Inc formed a joint venture for lithium.", "announced"),
        ("Chile and Finland set up a lithium council under a memorandum signed in May.", "signed"),
        ("The talks of Chile and Finland ended with the conclusion of a lithium agreement between Chile and Finland.", "concluded"),
        ("Chile and Finland should sign a lithium agreement in May.", "planned"),
    ],
)
def test_how_far_a_record_has_come(read, text, status):
    assert statuses(read(text)) == [{status}]


def test_whoever_is_kept_from_buying_buys_nothing(read):
    assert read("Canada stopped a firm with ties to Chile from taking over Northfield Lithium Ltd.") == []


def test_the_previous_contract_is_another_one(read):
    told = STATES + "It was signed hours before the previous memorandum on lithium ran out."
    assert statuses(read(told))[0] == {"signed"}


def test_what_somebody_reports_is_not_earlier(read):
    told = STATES + "Finland's mines minister, Pia Aho, said Finland had signed a memorandum of understanding with Chile."
    assert len(read(told)) == 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Chile and Finland signed a deal, and the loan of a bank was no part of that lithium.", "Agreement"),
        ("Chile and Finland signed ten deals, one of them a memorandum of understanding for the supply of lithium.", "Agreement"),
        ("Chile and Finland signed a deal on lithium. With Quillhaven Energy, the Chilean joint venture, talks go on.", "Agreement"),
        ("Chile signed a contract on lithium with Finland. Under it Finland was awarded a stake in two joint ventures.", "Agreement"),
        ("Chile and Finland signed a framework memorandum of understanding on lithium.", "MemorandumOfUnderstanding"),
    ],
)
def test_a_class_comes_from_the_words_of_its_own_clause(read, text, form):
    assert form in {value for record in read(text) for value in record["form"]}


def test_what_was_made_by_a_merger_is_no_party_of_it(read):
    told = "Dray Lithium Corp was created in January by the merger of Northfield Lithium Ltd with Harbour Batteries Inc."
    assert parties(read(told)) == [{"Northfield Lithium Ltd", "Harbour Batteries Inc"}]


def test_a_name_in_full_stands_for_its_short_form(read):
    told = "Finland will lend $50 million to Keliber. Finland and Keliber Technology Oy signed the loan agreement for the lithium mine."
    assert all(len(found) < 3 for found in parties(read(told)))


def test_a_seat_stands_for_the_bloc_the_article_speaks_of(read):
    told = "The European Union wants more lithium. Brussels signed a lithium agreement with Zambia on Monday."
    assert parties(read(told)) == [{"eu", "ZMB"}]
    assert parties(read("Brussels signed a lithium agreement with Zambia on Monday.")) == [{"BEL", "ZMB"}]


def test_whoever_leads_a_company_is_no_party(read):
    told = "Zambia, Northfield Lithium Ltd and the Chinese-led Harbour Batteries Inc signed a copper agreement."
    assert parties(read(told)) == [{"ZMB", "Northfield Lithium Ltd", "Harbour Batteries Inc"}]


def test_the_verb_that_states_most_says_the_class(read):
    told = "Northfield Lithium Ltd and Dray Corp team up to buy Harbour Copper Corp."
    assert [record["form"] for record in read(told)] == [{"Acquisition"}]


def test_a_definite_name_says_what_an_agreement_is(read):
    told = 'Chile and Finland signed a lithium agreement on Monday. The "memorandum of cooperation" between Chile and Finland is short.'
    assert [record["form"] for record in read(told)] == [{"MemorandumOfCooperation"}]


def test_what_is_only_named_adds_no_party(read):
    told = STATES + "The memorandum is to strengthen the Chile-Finland-Zambia partnership."
    assert parties(read(told))[0] == {"CHL", "FIN"}


def test_presidents_in_the_plural_are_people(read):
    told = "The Chile-Finland lithium agreement that presidents Ana Soto and Pia Aho signed on Monday is short."
    assert parties(read(told)) == [{"CHL", "FIN"}]
