"""Documents of entities: three RDF forms and a page, all of them saying the same."""

import json
import re
from html.parser import HTMLParser

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

PACT = "https://w3id.org/orepact/ontology#"


def paths(public, suffix):
    found = sorted(path for path in public.rglob(f"*{suffix}") if path.with_suffix(".html").exists() and path.with_suffix(".ttl").exists())
    assert found, f"no document ends in {suffix}"
    return found


def triples(path, form, base):
    return {quad.triple for quad in parse(path.read_bytes(), form, base_iri=base)}


def localised(path, public, base):
    document = json.loads(path.read_bytes())
    assert document["@context"] == f"{base}context/v1.jsonld"
    document["@context"] = json.loads((public / "context/v1.jsonld").read_bytes())["@context"]
    return document


def test_turtle_ntriples_and_jsonld_of_every_entity_hold_the_same_triples(public, domain):
    for path in paths(public, ".jsonld"):
        turtle = triples(path.with_suffix(".ttl"), RdfFormat.TURTLE, domain.base)
        if any("_:" in str(t) for t in turtle):
            continue  # the ontology and the shapes have lists; their graphs are compared in test_vocabulary
        assert turtle == triples(path.with_suffix(".nt"), RdfFormat.N_TRIPLES, None), path
        text = json.dumps(localised(path, public, domain.base))
        assert turtle == {quad.triple for quad in parse(text, RdfFormat.JSON_LD)}, path


def test_a_second_jsonld_processor_reads_the_same_triples(public, domain):
    for name in (
        "agreement/chl-jpn-moc-2026",
        "agreement/per-usa-2025",
        "article/aaaaaaaaaaaaaaaa",
        "article/bbbbbbbbbbbbbbbb",
        "claim/0000000000000003",
        "state/JPN",
    ):
        nquads = jsonld.to_rdf(localised(public / f"{name}.jsonld", public, domain.base), {"format": "application/n-quads"})
        read = {quad.triple for quad in parse(nquads, RdfFormat.N_QUADS)}
        assert read == triples(public / f"{name}.ttl", RdfFormat.TURTLE, domain.base), name


def test_jsonld_of_an_agreement_has_short_keys_lists_where_plural_and_labels_of_what_it_points_to(public):
    document = json.loads((public / "agreement/chl-jpn-moc-2026.jsonld").read_bytes())
    assert list(document)[:4] == ["@context", "id", "type", "label"]
    assert [party["label"]["en"] for party in document["parties"]] == ["Chile", "Japan"]
    assert document["dateSigned"] == "2026-03-15"
    assert document["provisions"][0]["amount"] == "1500000000"
    claim = next(
        claim for claim in document["claims"] if claim["property"] == "dateSigned" and claim["certainty"]["label"]["en"] == "inferred"
    )
    assert claim["evidence"]["quote"] == "in Tokyo on 15 March"
    assert claim["evidence"]["start"] == 37
    assert "subject" not in claim, "the place in the tree says it"


def test_a_year_stays_a_year_in_jsonld(public):
    document = json.loads((public / "agreement/per-usa-2025.jsonld").read_bytes())
    assert document["dateSigned"] == {"@value": "2025", "@type": "xsd:gYear"}


def test_jsonld_of_an_article_lists_its_quotations_with_what_they_support(public):
    document = json.loads((public / "article/aaaaaaaaaaaaaaaa.jsonld").read_bytes())
    supported = {quote["quote"]: [claim["property"] for claim in quote["supports"]] for quote in document["quotes"]}
    assert supported["could also cover recycling"] == ["stages"]
    assert "@included" not in document


def test_a_description_holds_children_claims_and_evidence(public, domain):
    subjects = {t.subject.value for t in triples(public / "agreement/chl-jpn-moc-2026.ttl", RdfFormat.TURTLE, domain.base)}
    base = domain.base
    assert {
        base + "agreement/chl-jpn-moc-2026/provision/1",
        base + "claim/0000000000000005",
        base + "article/aaaaaaaaaaaaaaaa#char=70,99",
    } <= subjects


def test_every_iri_below_the_base_has_four_documents(public, domain, published_quads):
    terms = {
        term for quad in published_quads for term in (quad.subject, quad.object, quad.graph_name) if str(term).startswith(f"<{domain.base}")
    }
    entities = {term.value.split("#")[0][len(domain.base) :] for term in terms}
    missing = [
        path + suffix
        for path in sorted(entities)
        for suffix in (".html", ".ttl", ".jsonld", ".nt")
        if not (public / (path + suffix)).exists()
    ]
    assert missing == []


class Scripts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.depth, self.found = False, []

    def handle_starttag(self, tag, attributes):
        self.depth = tag == "script" and ("type", "application/ld+json") in attributes

    def handle_data(self, data):
        if self.depth:
            self.found.append(data)
            self.depth = False


@pytest.mark.parametrize("path", ["agreement/chl-jpn-moc-2026", "article/aaaaaaaaaaaaaaaa", "state/JPN", "claim/0000000000000001"])
def test_embedded_jsonld_has_the_entity_as_its_subject_and_needs_no_network(public, domain, path):
    parser = Scripts()
    parser.feed((public / f"{path}.html").read_text())
    [text] = parser.found
    assert "<" not in text
    subjects = {quad.subject.value for quad in parse(text, RdfFormat.JSON_LD)}
    assert domain.base + path in subjects


def test_no_markup_of_a_text_reaches_a_page(public):
    for path in ("article/aaaaaaaaaaaaaaaa", "agreement/chl-jpn-moc-2026", "claim/0000000000000001"):
        page = (public / f"{path}.html").read_text()
        assert "<b>sign" not in page
        assert "<i>today" not in page
        assert len(re.findall("</script>", page)) == 2, "one module, one description"


def test_documents_of_a_merged_entity_lead_to_the_one_that_stays(public, domain):
    found = triples(public / "agreement/old-one.ttl", RdfFormat.TURTLE, domain.base)
    assert any(t.predicate.value.endswith("isReplacedBy") and t.object.value.endswith("per-usa-2025") for t in found)


def test_the_folder_of_the_parts_of_a_thing_leads_to_the_thing_and_to_its_parts(public):
    """A plain host answers the thing's own IRI with this page, where it would list the folder."""
    things = {folder for folder in (public / "agreement").iterdir() if folder.is_dir() and folder.with_name(folder.name + ".html").exists()}
    assert things
    for thing in things:
        page = (thing / "index.html").read_text(encoding="utf-8")
        assert f'href="../../agreement/{thing.name}.html"' in page
        assert "noindex" in page
        for part in thing.rglob("*.ttl"):
            assert f"agreement/{part.relative_to(public / 'agreement').with_suffix('.html').as_posix()}" in page
