"""The commodities scheme: whole, without contradiction, and rich enough in words that news is understood."""

from collections import defaultdict

import periodictable
import pytest

from publisher.rdf import IRI, SKOS, Literal

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@pytest.fixture(scope="session")
def concepts(domain):
    scheme = domain.iri("scheme/commodity")
    return sorted((t.subject for t in domain.reference if t.predicate == SKOS.inScheme and t.object == scheme), key=str)


@pytest.fixture(scope="session")
def pact(domain):
    return domain.namespace


@pytest.fixture(scope="session")
def by_label(domain, concepts):
    found = defaultdict(set)
    for concept in concepts:
        for label in words(domain, concept):
            found[label.casefold()].add(concept)
    return found


def words(domain, concept, *properties):
    return [o.value for p in properties or LABELS for o in domain.objects(concept, p) if isinstance(o, Literal)]


def key(concept):
    return concept.value.rsplit("/", 1)[1]


def above(domain, concept):
    return {key(c) for c in domain.broader.get(concept, frozenset([concept]))}


def test_every_concept_has_one_name_a_definition_and_its_class(domain, concepts, pact):
    assert len(concepts) > 150
    for concept in concepts:
        assert len(domain.objects(concept, SKOS.prefLabel)) == 1, concept
        assert len(domain.objects(concept, SKOS.definition)) == 1, concept
        assert domain.types[concept] == {pact.Commodity, SKOS.Concept}, concept


def test_a_word_names_one_commodity_and_stands_at_it_once(domain, concepts, by_label):
    assert {label: {key(c) for c in found} for label, found in by_label.items() if len(found) > 1} == {}
    for concept in concepts:
        labels = words(domain, concept)
        assert len(labels) == len(set(labels)), concept


def test_links_lead_to_commodities_and_forms_that_exist(domain, concepts, pact):
    forms = {t.subject for t in domain.reference if t.predicate == SKOS.inScheme and t.object == domain.iri("scheme/form")}
    for concept in concepts:
        for link in (SKOS.broader, pact.derivedFrom, pact.principalMaterial):
            assert set(domain.objects(concept, link)) <= set(concepts), (concept, link)
        assert set(domain.objects(concept, pact.form)) <= forms, concept


def test_the_way_up_ends_at_a_top_concept_and_never_runs_in_a_circle(domain, concepts):
    tops = set(domain.objects(domain.iri("scheme/commodity"), SKOS.hasTopConcept))
    for concept in concepts:
        parents = domain.objects(concept, SKOS.broader)
        assert bool(parents) != (concept in tops), concept
        for parent in parents:
            assert concept not in domain.broader.get(parent, frozenset()), concept


def test_a_product_lies_below_its_principal_material(domain, concepts, pact):
    products = [c for c in concepts if domain.objects(c, pact.principalMaterial)]
    assert products
    for product in products:
        (material,) = domain.objects(product, pact.principalMaterial)
        assert material in domain.broader[product], product
        assert domain.objects(product, pact.form), product


def test_only_a_label_can_be_an_ambiguous_label(domain, concepts, pact):
    for concept in concepts:
        assert set(words(domain, concept, pact.ambiguousLabel)) <= set(words(domain, concept)), concept


@pytest.mark.parametrize("word", ["lead", "iron", "gold", "silver", "PGM", "REE", "CAM", "APT", "scrap", "magnets"])
def test_an_ordinary_word_is_marked_as_one(domain, by_label, pact, word):
    (concept,) = by_label[word.casefold()]
    assert word in words(domain, concept, pact.ambiguousLabel)


def test_symbols_are_those_of_the_periodic_table(domain, concepts, by_label, pact):
    symbols = {s.value: c for c in concepts for s in domain.objects(c, pact.symbol)}
    assert len(symbols) > 60
    for symbol, concept in symbols.items():
        name = getattr(periodictable, symbol).name
        assert by_label[name] == {concept}, f"{symbol} is {name}"


def test_no_chemical_symbol_is_a_label(by_label):
    symbols = {element.symbol.casefold() for element in periodictable.elements}
    assert symbols & set(by_label) == set()


def test_criticality_is_never_said_by_the_way_up(domain):
    critical = domain.iri("commodity/critical-minerals")
    assert [c for c, all_above in domain.broader.items() if critical in all_above and c != critical] == []


@pytest.mark.parametrize(
    ("commodity", "groups"),
    [
        ("neodymium", {"light-rare-earths", "rare-earths", "metals"}),
        ("dysprosium", {"heavy-rare-earths", "rare-earths", "magnet-rare-earths"}),
        ("ndpr-oxide", {"light-rare-earths", "rare-earths"}),
        ("platinum", {"platinum-group-metals", "precious-metals"}),
        ("spodumene", {"lithium", "battery-minerals"}),
        ("coltan", {"tantalum", "niobium"}),
        ("bauxite", {"aluminium", "base-metals"}),
        ("mixed-hydroxide-precipitate", {"nickel", "cobalt"}),
        ("ndfeb-magnets", {"permanent-magnets"}),
    ],
)
def test_who_asks_for_a_group_finds_its_kinds(domain, commodity, groups):
    assert groups <= above(domain, domain.iri(f"commodity/{commodity}"))


def test_a_magnet_is_made_from_rare_earths_but_is_not_one_of_them(domain, pact):
    magnets = domain.iri("commodity/permanent-magnets")
    assert "rare-earths" not in above(domain, magnets)
    assert domain.iri("commodity/rare-earths") in domain.objects(magnets, pact.derivedFrom)


@pytest.mark.parametrize(
    ("words_in_text", "commodity"),
    [
        ("aluminum", "aluminium"),
        ("cesium", "caesium"),
        ("sulfur", "sulphur"),
        ("nickel sulfate", "nickel-sulphate"),
        ("rare earth", "rare-earths"),
        ("rare-earth", "rare-earths"),
        ("rare-earths", "rare-earths"),
        ("rare earth elements", "rare-earths"),
        ("rare earth minerals", "rare-earths"),
        ("critical mineral", "critical-minerals"),
        ("critical-minerals", "critical-minerals"),
        ("critical raw materials", "critical-minerals"),
        ("strategic minerals", "critical-minerals"),
        ("energy transition minerals", "critical-minerals"),
        ("mineral resources", "minerals"),
        ("battery metals", "battery-minerals"),
        ("iron", "iron-ore"),
        ("coking coal", "metallurgical-coal"),
        ("columbite-tantalite", "coltan"),
        ("spodumene concentrate", "spodumene"),
        ("NdPr", "ndpr-oxide"),
        ("yellowcake", "uranium-concentrate"),
        ("active anode material", "anode-material"),
        ("copper concentrates", "copper-concentrate"),
    ],
)
def test_the_forms_of_a_word_that_news_uses_lead_to_one_commodity(by_label, words_in_text, commodity):
    assert {key(c) for c in by_label[words_in_text.casefold()]} == {commodity}


def test_every_object_of_the_scheme_is_an_iri_or_an_english_text(domain, concepts, pact):
    for triple in domain.reference:
        if triple.subject in set(concepts):
            assert isinstance(triple.object, IRI) or triple.object.language == "en" or triple.predicate == pact.symbol, triple
