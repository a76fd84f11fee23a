"""Which value becomes the direct fact, and that the claims of the others stay."""

import pytest


def chosen(make, slot, predicate, *reports):
    """Build one record from reports of (published, value) and return the values that became direct facts."""
    readings = [
        make.reading(f"a{number}", {"party": "IDN JPN", "form": "Memorandum", slot: value}, published=published)
        for number, (published, value) in enumerate(reports)
    ]
    dataset = make.build(*readings)
    [key] = make.records(dataset)
    claimed = {
        quad.object.value.rpartition("/")[2].rpartition("#")[2]
        for quad in dataset.quads
        if quad.predicate == make.domain.namespace["claimObject"]
    }
    found = {item.rpartition("/")[2] for item in make.objects(dataset, f"deal/{key}", predicate)}
    return found, claimed


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([("2026-03-01", "planned"), ("2026-03-16", "signed")], "signed"),
        ([("2026-03-16", "signed"), ("2026-03-01", "planned")], "signed"),
        ([("2026-03-16", "signed"), (None, "in-force")], "signed"),
        ([("2026-03-16", "signed"), ("2026-03-16", "signed"), ("2026-03-16", "planned")], "signed"),
        ([("2026-03-16", "signed"), ("2026-03-20", "planned?")], "signed"),
        ([("2026-03-16", "signed"), ("2026-03-20", "in-force!")], "signed"),
    ],
)
def test_the_status_of_the_latest_report_stands(make, reports, expected):
    assert chosen(make, "status", "status", *reports)[0] == {expected}


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([("2026-03-16", "2026"), ("2026-03-17", "2026-03-15"), ("2026-03-18", "2026-03")], "2026-03-15"),
        ([("2026-03-16", "2026-03-15"), ("2026-03-17", "2026-03-16"), ("2026-03-18", "2026-03-15")], "2026-03-15"),
        ([("2026-03-01", "2026-03-14>"), ("2026-03-17", "2026-03")], "2026-03"),
        ([("2026-03-01", "2026-03-14>")], "2026-03-14"),
    ],
)
def test_the_most_precise_date_stands_and_a_planned_one_yields(make, reports, expected):
    assert chosen(make, "signed", "signed", *reports)[0] == {expected}


def test_the_place_most_articles_report_stands_and_the_others_keep_their_claims(make):
    found, claimed = chosen(make, "place", "place", ("2026-03-16", "canberra"), ("2026-03-16", "tokyo"), ("2026-03-17", "tokyo"))
    assert found == {"tokyo"}
    assert {"canberra", "tokyo"} <= claimed


def test_the_most_special_form_stands_beside_the_class_of_all_records(make):
    readings = [
        make.reading("a", {"party": "IDN JPN", "form": "Memorandum"}),
        make.reading("b", {"party": "IDN JPN", "form": "Cooperation"}),
        make.reading("c", {"party": "IDN JPN", "form": "Memorandum"}),
        make.reading("d", {"party": "IDN JPN", "form": "Deal"}),
    ]
    dataset = make.build(*readings)
    [key] = make.records(dataset)
    stated = {
        quad.object.value.rpartition("#")[2]
        for quad in dataset.quads
        if quad.subject == make.domain.iri(f"deal/{key}") and quad.predicate.value.endswith("#type")
    }
    assert stated == {"Deal", "Cooperation"}


def test_many_values_all_stand(make):
    assert chosen(make, "good", "covers", ("2026-03-16", "nickel"), ("2026-03-17", "bauxite nickel"), ("2026-03-18", "nickel copper?"))[
        0
    ] == {"nickel", "bauxite"}


def test_a_fact_stands_in_the_graph_of_each_article_that_states_it_and_of_no_other(make):
    readings = [
        make.reading("a", {"party": "IDN JPN", "good": "nickel"}),
        make.reading("b", {"party": "IDN JPN", "good": "nickel bauxite"}),
        make.reading("c", {"party": "IDN JPN"}),
    ]
    dataset = make.build(*readings)
    graphs = {
        quad.graph_name.value.rpartition("/")[2]
        for quad in dataset.quads
        if quad.object == make.domain.iri("good/nickel") and quad.predicate == make.domain.namespace["covers"]
    }
    assert graphs == {"a", "b"}


def test_what_is_only_possible_is_never_a_fact_and_has_a_name_and_no_class(make):
    dataset = make.build(make.reading("a", {"party": "IDN? JPN?", "form": "Cooperation?"}))
    stated = {
        quad.predicate.value.rpartition("/")[2].rpartition("#")[2]
        for quad in dataset.quads
        if quad.subject == make.domain.iri("deal/idn-jpn-moc")
    }
    assert stated == {"prefLabel", "reportedIn"}
