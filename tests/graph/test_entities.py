"""Entities across articles: what meets, what stays apart, and what an entity is called."""

import pytest

from publisher.graph.names import fold_name, slug, spelling_key


def parties(make, *entities):
    """Build one article for each entity and return the IRI each became, as a path."""
    readings = [
        make.reading(f"a{number}", {"party": ["JPN", entity], "form": "Supply"}, published=f"20{10 + number}")
        for number, entity in enumerate(entities)
    ]
    dataset = make.build(*readings)
    found = {}
    for quad in dataset.quads:
        if quad.predicate == make.domain.namespace["party"] and quad.graph_name.value.startswith(make.domain.iri("graph/article/").value):
            path = quad.object.value.removeprefix(make.domain.base)
            if path != "state/JPN":
                found[quad.graph_name.value.rpartition("/")[2]] = path
    return [found[f"a{number}"] for number in range(len(entities))], dataset


def names(make, dataset, path, predicate):
    return {
        quad.object.value for quad in dataset.quads if quad.subject == make.domain.iri(path) and quad.predicate.value.endswith(predicate)
    }


def test_a_name_meets_itself_whatever_its_case_accents_and_legal_form(make):
    iris, _ = parties(make, make.company("Société du Lac S.A."), make.company("SOCIETE DU LAC"), make.company("Societe du Lac Limited"))
    assert iris == ["organization/societe-du-lac"] * 3


def test_an_acronym_of_the_reference_data_is_found(make):
    iris, dataset = parties(make, make.company("JOGMEC"), make.company("Japan Organization for Metals and Energy Security", None, "JOGMEC"))
    assert iris == ["organization/jogmec"] * 2
    assert names(make, dataset, "organization/jogmec", "prefLabel") == {"Japan Organization for Metals and Energy Security"}


def test_an_alias_leads_to_the_reference_data_when_the_name_does_not(make):
    assert parties(make, make.company("Japan's metals and energy agency", None, "JOGMEC"))[0] == ["organization/jogmec"]


def test_an_organisation_of_another_state_is_not_the_one_of_the_reference_data(make):
    assert parties(make, make.company("METI", "AUS"))[0] == ["organization/meti-aus"]


def test_namesakes_of_two_states_stay_apart_and_both_keys_say_so(make):
    iris, _ = parties(make, make.company("Ministry of Energy", "CHL"), make.company("Ministry of Energy", "KAZ"))
    assert iris == ["organization/ministry-of-energy-chl", "organization/ministry-of-energy-kaz"]


def test_a_name_without_a_state_joins_the_only_one_that_has_one(make):
    iris, dataset = parties(make, make.company("Kestrel Lithium", "AUS"), make.company("Kestrel Lithium"))
    assert iris == ["organization/kestrel-lithium"] * 2
    assert make.objects(dataset, iris[0], "ofState") == {"state/AUS"}


def test_a_name_without_a_state_joins_neither_of_two(make):
    iris, _ = parties(
        make, make.company("Ministry of Energy", "CHL"), make.company("Ministry of Energy", "KAZ"), make.company("Ministry of Energy")
    )
    assert len(set(iris)) == 3


def test_a_short_form_that_an_article_declares_leads_to_the_long_one(make):
    iris, dataset = parties(make, make.company("Kestrel Lithium Mining", "AUS", "Kestrel"), make.company("Kestrel"))
    assert iris == ["organization/kestrel-lithium-mining"] * 2
    assert names(make, dataset, iris[0], "altLabel") == {"Kestrel"}


def test_a_short_form_of_two_companies_leads_to_neither(make):
    iris, _ = parties(
        make, make.company("Kestrel Lithium", "AUS", "Kestrel"), make.company("Kestrel Copper", "CHL", "Kestrel"), make.company("Kestrel")
    )
    assert len(set(iris)) == 3


def test_a_short_form_nobody_declared_stays_apart(make):
    assert len(set(parties(make, make.company("Kestrel Lithium Mining"), make.company("Kestrel"))[0])) == 2


@pytest.mark.parametrize(("state", "count"), [("IDN", 1), (None, 2)])
def test_a_surname_alone_is_a_person_only_within_a_known_state(make, state, count):
    readings = [
        make.reading("a", {"party": "IDN JPN", "signatory": make.person("Bahlil Lahadalia", "IDN", "Lahadalia")}),
        make.reading("b", {"party": "AUS JPN", "signatory": make.person("Lahadalia", state)}),
    ]
    dataset = make.build(*readings)
    assert len({item for record in make.records(dataset) for item in make.objects(dataset, f"deal/{record}", "signatory")}) == count


def test_near_spellings_are_not_joined_but_reviewed(make):
    iris, dataset = parties(make, make.company("Ulan Metalurgy", "KAZ"), make.company("Ulan Metallurgy", "KAZ"))
    assert len(set(iris)) == 2
    assert [(pair.left, pair.right) for pair in dataset.undecided if pair.left.startswith("organization")] == [tuple(sorted(iris))]


def test_the_publisher_of_an_article_is_an_organisation_and_may_be_a_party(make):
    one = make.reading("a", {"party": "JPN IDN"}, publisher="Ulan Metals")
    two = make.reading("b", {"party": ["JPN", make.company("Ulan Metals Ltd", "KAZ")]}, publisher="Daily Ore")
    dataset = make.build(one, two)
    assert names(make, dataset, "article/a", "publisher") == {make.domain.iri("organization/ulan-metals").value}
    assert names(make, dataset, "organization/ulan-metals", "type") == {make.domain.namespace["PrivateCompany"].value}
    assert names(make, dataset, "organization/daily-ore", "type") == {"http://www.w3.org/ns/org#Organization"}


def test_every_entity_has_one_preferred_name_in_all_articles(make):
    iris, dataset = parties(make, make.company("Ulan Metals Ltd", "KAZ"), make.company("Ulan Metals"), make.company("ULAN METALS"))
    assert names(make, dataset, iris[0], "prefLabel") == {"Ulan Metals Ltd"}
    assert names(make, dataset, iris[0], "altLabel") == {"Ulan Metals", "ULAN METALS"}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Rio Tinto Group plc", "rio tinto"),
        ("U.S. Steel", "us steel"),
        ("Smith & Sons", "smith and sons"),
        ("Sons' Ltd.", "sons"),
        ("Ltd", "ltd"),
    ],
)
def test_folding_keeps_what_tells_names_apart(name, folded):
    assert fold_name(name) == folded


def test_a_slug_is_short_and_never_empty():
    assert len(slug("Extremely " * 30)) <= 60
    assert slug("日本") != slug("中国")
    assert spelling_key("Jan de Vries") == spelling_key("de Vries, Jan")
