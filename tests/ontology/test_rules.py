"""What follows from the facts: each numbered rule on a small record, as triples before and after."""

from pathlib import Path

import pytest

from publisher.domain import Domain, find_domain, load_domain
from publisher.rdf import IRI, Quad, Store
from publisher.rdf.files import parse_turtle

HEAD = """@prefix pact: <https://w3id.org/orepact/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORLD = """
pact:MemorandumOfCooperation rdfs:subClassOf pact:MemorandumOfUnderstanding . pact:MemorandumOfUnderstanding rdfs:subClassOf pact:Agreement .
pact:State rdfs:subClassOf pact:Agent .
<state/JPN> a pact:State ; pact:ofState <state/JPN> ; skos:prefLabel "Japan"@en . <state/NAM> a pact:State ; pact:ofState <state/NAM> .
<organization/jogmec> pact:ofState <state/JPN> .
<commodity/dy> a pact:Commodity ; skos:broader <commodity/heavy> . <commodity/heavy> a pact:Commodity ; skos:broader <commodity/ree> .
<commodity/ree> a pact:Commodity . <commodity/magnet> a pact:Commodity ; pact:derivedFrom <commodity/ree> .
"""
CASES = [
    ("10", "<a> a pact:MemorandumOfCooperation .", "<a> a pact:MemorandumOfUnderstanding , pact:Agreement ."),
    ("10", "<a> a pact:State .", ""),
    (
        "20",
        "<a> pact:hasParty <state/JPN> .",
        "<a> pact:hasPartyRole <a/party/JPN> . <a/party/JPN> a pact:PartyRole ; pact:playedBy <state/JPN> ; pact:role <role/signatory-party> .",
    ),
    (
        "30",
        "<a> pact:hasSignatory <person/x> .",
        "<a> pact:hasSignature <a/signature/x> . <a/signature/x> a pact:Signature ; pact:signatory <person/x> .",
    ),
    ("30", "<a> pact:hasSignatory <person/x> ; pact:hasSignature <a/signature/1> . <a/signature/1> pact:signatory <person/x> .", ""),
    ("31", "<a> pact:hasSignature <a/signature/1> . <a/signature/1> pact:signatory <person/x> .", "<a> pact:hasSignatory <person/x> ."),
    (
        "32",
        "<a> pact:hasParty <state/JPN> ; pact:hasSignature <s> . <s> pact:signatory <person/x> . <person/x> pact:ofState <state/JPN> .",
        "<s> pact:onBehalfOf <state/JPN> .",
    ),
    (
        "32",
        "<a> pact:hasParty <state/NAM> ; pact:hasSignature <s> . <s> pact:signatory <person/x> . <person/x> pact:ofState <state/JPN> .",
        "",
    ),
    (
        "33",
        '<a> pact:dateSigned "2026-03"^^xsd:gYearMonth ; pact:placeSigned <place/tokyo> ; pact:hasSignature <s> .',
        (
            '<a> pact:hasEvent <a/signing> . <a/signing> a pact:SigningEvent ; pact:occurredOn "2026-03"^^xsd:gYearMonth ; '
            "pact:atPlace <place/tokyo> ; pact:hasSignature <s> ."
        ),
    ),
    ("33", "<a> a pact:SigningEvent ; pact:hasSignature <s> .", ""),
    ("40", "<a> pact:hasParty <organization/jogmec> , <state/NAM> .", "<a> pact:involvesState <state/JPN> , <state/NAM> ."),
    (
        "50",
        "<a> pact:coversCommodity <commodity/dy> .",
        "<a> pact:concernsCommodity <commodity/dy> , <commodity/heavy> , <commodity/ree> .",
    ),
    ("50", "<a> pact:coversCommodity <commodity/magnet> .", "<a> pact:concernsCommodity <commodity/magnet> , <commodity/ree> ."),
    ("50", "<a> pact:coversCommodity <commodity/ree> .", "<a> pact:concernsCommodity <commodity/ree> ."),
    ("60", "<a> pact:amends <b> .", "<a> pact:relatedAgreement <b> . <b> pact:relatedAgreement <a> ."),
    ("61", "<a> pact:supersedes <b> .", "<b> pact:supersededBy <a> ."),
    (
        "70",
        "<a> pact:reportedIn <x> . <b> pact:reportedIn <x> . <c> pact:reportedIn <y> .",
        "<a> pact:mentionedWith <b> . <b> pact:mentionedWith <a> .",
    ),
    ("70", " ".join(f"<a{n}> pact:reportedIn <x> ." for n in range(7)), ""),
    (
        "80",
        '<a> pact:dateSigned "2025-08-31"^^xsd:date ; pact:hasProvision <p> . <p> pact:within "P6M"^^xsd:duration .',
        '<p> pact:deadline "2026-02-28"^^xsd:date .',
    ),
    (
        "80",
        '<a> pact:dateSigned "2025-10-28"^^xsd:date ; pact:hasProvision <p> . <p> pact:within "P90D"^^xsd:duration .',
        '<p> pact:deadline "2026-01-26"^^xsd:date .',
    ),
    ("80", '<a> pact:dateSigned "2025"^^xsd:gYear ; pact:hasProvision <p> . <p> pact:within "P6M"^^xsd:duration .', ""),
    ("90", "<r> pact:playedBy <state/JPN> .", '<r> skos:prefLabel "Japan as a party"@en .'),
    ("90", '<p> pact:amount 1500000000.0 ; pact:currency "USD" .', '<p> skos:prefLabel "commitment of 1.5 billion USD"@en .'),
    ("90", '<p> pact:amount 24000000.0 ; pact:currency "USD" .', '<p> skos:prefLabel "commitment of 24 million USD"@en .'),
    ("90", "<p> pact:fromRate 32.0 ; pact:toRate 19.0 .", '<p> skos:prefLabel "tariff from 32 to 19 per cent"@en .'),
    ("90", '<r> pact:playedBy <state/JPN> ; skos:prefLabel "Tokyo"@en .', ""),
    ("90", '<a> pact:hasEvent <s> ; skos:prefLabel "Pact"@en . <s> a pact:SigningEvent .', '<s> skos:prefLabel "signing of Pact"@en .'),
]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return load_domain(find_domain())


@pytest.mark.parametrize(("number", "before", "after"), CASES)
def test_a_rule_adds_what_follows_and_nothing_else(number: str, before: str, after: str, domain: Domain) -> None:
    [rule] = [rule for rule in domain.rules if rule.name.startswith(number)]
    store = Store()
    for triple in parse_turtle((HEAD + WORLD + before).encode(), domain.base):
        store.add(Quad(*triple, IRI("urn:x-test:graph")))
    found = set(store.query(rule.query, base_iri=domain.base, use_default_graph_as_union=True))
    assert found == set(parse_turtle((HEAD + after).encode(), domain.base))


def test_every_rule_has_a_case_and_says_what_it_reads(domain: Domain) -> None:
    assert {rule.name[:2] for rule in domain.rules} == {number for number, _, _ in CASES}
    for rule in domain.rules:
        assert rule.query.startswith("# "), rule.name
        assert "# Reads: " in rule.query, rule.name
        assert Path(rule.name).name[:2].isdigit()
