"""The critical-minerals lists: as long as their sources say, and open about what nobody has checked."""

import pytest

from publisher.rdf import DCTERMS, RDF, SKOS

SIZES = {
    "us-2022": 50,
    "us-2025": 60,
    "eu-critical-2024": 34,
    "eu-strategic-2024": 17,
    "jp-2024": 35,
    "uk-2024": 34,
    "ca-2024": 34,
    "in-2023": 30,
    "au-critical-2024": 31,
    "au-strategic-2024": 5,
}


def members(domain, name):
    return {m.value.rsplit("/", 1)[1] for m in domain.objects(domain.iri(f"list/{name}"), SKOS.member)}


def lists_naming(domain, commodity):
    up = domain.broader[domain.iri(f"commodity/{commodity}")]
    return {name for name in SIZES if up & set(domain.objects(domain.iri(f"list/{name}"), SKOS.member))}


def test_the_lists_are_those_we_know_the_size_of(domain):
    kind = domain.namespace.CriticalMineralsList
    found = {t.subject.value.rsplit("/", 1)[1] for t in domain.reference if t.predicate == RDF.type and t.object == kind}
    assert found == set(SIZES)


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_list_has_as_many_members_as_its_source_counts(domain, name, size):
    (declared,) = domain.objects(domain.iri(f"list/{name}"), domain.namespace.declaredSize)
    assert int(declared.value) == len(members(domain, name)) == size


@pytest.mark.parametrize("name", SIZES)
def test_a_list_says_when_by_whom_and_where_it_was_published(domain, name):
    iri = domain.iri(f"list/{name}")
    (issued,) = domain.objects(iri, DCTERMS.issued)
    (publisher,) = domain.objects(iri, DCTERMS.publisher)
    assert issued.value.startswith(name[-4:])
    assert publisher.value.removeprefix(domain.base).split("/")[0] in {"state", "bloc"}
    assert domain.objects(iri, DCTERMS.bibliographicCitation)


@pytest.mark.parametrize("name", SIZES)
def test_what_a_list_names_is_a_commodity(domain, name):
    for member in domain.objects(domain.iri(f"list/{name}"), SKOS.member):
        assert domain.namespace.Commodity in domain.types[member], member


def test_only_the_british_list_holds_members_that_nobody_has_checked(domain):
    unchecked = domain.namespace.unverifiedMember
    found = {name: set(domain.objects(domain.iri(f"list/{name}"), unchecked)) for name in SIZES}
    assert {name for name, some in found.items() if some} == {"uk-2024"}
    assert found["uk-2024"] < set(domain.objects(domain.iri("list/uk-2024"), SKOS.member))


def test_the_american_list_of_2025_adds_ten_to_that_of_2022(domain):
    added = members(domain, "us-2025") - members(domain, "us-2022")
    assert added == {"boron", "copper", "lead", "metallurgical-coal", "phosphate", "potash", "rhenium", "silicon", "silver", "uranium"}
    assert members(domain, "us-2022") < members(domain, "us-2025")


def test_what_is_strategic_to_the_european_union_is_critical_to_it(domain):
    rest = members(domain, "eu-strategic-2024") - members(domain, "eu-critical-2024")
    assert rest == {"magnet-rare-earths"}
    assert "eu-critical-2024" in lists_naming(domain, "neodymium")


@pytest.mark.parametrize(
    ("commodity", "lists"),
    [
        ("neodymium", set(SIZES) - {"au-strategic-2024"}),
        ("lanthanum", set(SIZES) - {"au-strategic-2024", "eu-strategic-2024"}),
        ("copper", {"us-2025", "eu-critical-2024", "eu-strategic-2024", "ca-2024", "in-2023", "au-strategic-2024"}),
        ("lead", {"us-2025"}),
        ("spodumene", set(SIZES) - {"au-strategic-2024"}),
        ("high-purity-iron", {"ca-2024"}),
    ],
)
def test_a_commodity_is_on_a_list_by_itself_or_by_its_group(domain, commodity, lists):
    assert lists_naming(domain, commodity) == lists


def test_an_entry_words_a_member_of_its_own_list(domain):
    pact = domain.namespace
    entries = {(t.subject, t.object) for t in domain.reference if t.predicate == pact.listEntry}
    assert entries
    for of, entry in entries:
        (commodity,) = domain.objects(entry, pact.listedCommodity)
        assert commodity in domain.objects(of, SKOS.member)
        assert entry.value == f"{of.value}/{commodity.value.rsplit('/', 1)[1]}"
        assert domain.objects(entry, pact.listedAs)
