"""What the site says of itself to machines: each number is the one that a query counts on the dump, each address leads to a file."""

import gzip
import hashlib
import json
import re

import pytest
from lxml import etree
from pyoxigraph import RdfFormat, Store

PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <https://schema.org/>
"""


@pytest.fixture(scope="module")
def dump(public):
    """Ask the N-Quads dump; the default graph is the union."""
    store = Store()
    store.bulk_load(gzip.decompress((public / "dumps/orepact.nq.gz").read_bytes()), RdfFormat.N_QUADS)
    return lambda query: [tuple(t.value for t in row) for row in store.query(PREFIXES + query, use_default_graph_as_union=True)]


@pytest.fixture(scope="module")
def catalog(public):
    store = Store()
    store.bulk_load((public / "catalog.ttl").read_bytes(), RdfFormat.TURTLE)
    return lambda query: [tuple(t.value for t in row) for row in store.query(PREFIXES + query)]


PARTITIONS = {
    "classes": (
        "SELECT ?c ?n { ?d void:classPartition ?p . ?p void:class ?c ; void:entities ?n }",
        "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
    ),
    "properties": (
        "SELECT ?c ?n { ?d void:propertyPartition ?p . ?p void:property ?c ; void:triples ?n }",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    ),
}


@pytest.mark.parametrize("name", PARTITIONS)
def test_partitions_of_the_catalogue_are_those_that_a_query_counts(dump, catalog, name):
    said, counted = PARTITIONS[name]
    rows = catalog(said)
    assert len(rows) > 10
    assert sorted(rows) == sorted(dump(counted))


def test_links_to_other_datasets_are_those_that_a_query_counts(dump, catalog, domain):
    query = f"""SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p ?o . VALUES ?p {{ skos:exactMatch skos:closeMatch owl:sameAs }}
      FILTER(isIRI(?o) && !STRSTARTS(STR(?o), "{domain.base}")) }} GROUP BY ?p"""
    said = "SELECT ?p (SUM(?n) AS ?all) { ?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n } GROUP BY ?p"
    assert sorted(catalog(said)) == sorted(dump(query)) != []


def test_entities_of_the_catalogue_are_the_subjects_that_have_documents(dump, catalog, domain, public):
    [[said]] = catalog("SELECT ?n { ?d void:uriSpace ?s ; void:entities ?n }")
    subjects = {
        iri for (iri,) in dump(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{domain.base}") && !CONTAINS(STR(?s), "#")) }}')
    }
    subjects.discard(domain.ontology_iri.value)
    assert int(said) == len(subjects)
    assert not [iri for iri in subjects if not (public / (iri[len(domain.base) :] + ".ttl")).exists()]


def test_dcat_names_the_catalogue_the_dataset_the_service_and_every_dump(catalog, domain):
    [row] = catalog(
        "SELECT ?d ?e ?q { ?c a dcat:Catalog ; dcat:dataset ?d ; dcat:service ?s . ?s a dcat:DataService ; dcat:endpointURL ?e ; dcat:servesDataset ?q }"
    )
    assert row == (f"{domain.base}dataset", f"{domain.base}sparql", f"{domain.base}dataset")
    named = {url for (url,) in catalog("SELECT ?url { ?d dcat:distribution/dcat:downloadURL ?url }")}
    assert {url for (url,) in catalog("SELECT ?url { ?d void:dataDump ?url }")} < named


def test_search_engines_are_told_what_the_files_are(public, domain):
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (public / "index.html").read_text(), re.DOTALL)
    said = json.loads(text)
    assert said["@type"] == "Dataset"
    assert said["license"].startswith("https://")
    assert len(said["distribution"]) == 8
    for one in said["distribution"]:
        data = (public / one["contentUrl"][len(domain.base) :]).read_bytes()
        assert (one["sha256"], one["contentSize"]) == (hashlib.sha256(data).hexdigest(), str(len(data)))


def test_what_the_dataset_covers_is_what_a_query_finds(public, domain, dump, catalog):
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (public / "index.html").read_text(), re.DOTALL)
    told = json.loads(text)
    records = f'?a ?p ?v FILTER(REGEX(STR(?a), "^{domain.base}agreement/[^/]+$"))'
    states = dump(f'SELECT DISTINCT ?v {{ {records} FILTER(STRSTARTS(STR(?v), "{domain.base}state/")) }} ORDER BY ?v')
    assert sorted(catalog("SELECT ?v { ?d a dcat:Dataset ; dcterms:spatial ?v }")) == states != []
    assert [(area["@id"],) for area in told["spatialCoverage"]] == states
    assert all(area["@type"] == "Country" and area["name"] for area in told["spatialCoverage"])
    properties = dump(f'SELECT DISTINCT ?p {{ {records} FILTER(STRSTARTS(STR(?p), "{domain.namespace}")) }} ORDER BY ?p')
    assert [(variable["propertyID"],) for variable in told["variableMeasured"]] == properties != []
    assert all(variable["name"] for variable in told["variableMeasured"])
    [[first, last]] = dump("SELECT (MIN(STR(?day)) AS ?first) (MAX(STR(?day)) AS ?last) { ?x schema:datePublished ?day }")
    assert told["temporalCoverage"] == f"{first}/{last}"
    [[issued]] = catalog("SELECT ?day { ?d a dcat:Dataset ; dcterms:issued ?day }")
    changed = [day for (day,) in dump("SELECT ?day { ?x dcterms:modified ?day }")]
    [[modified]] = catalog("SELECT ?day { ?d a dcat:Dataset ; dcterms:modified ?day }")
    assert told["dateModified"] == modified == max(issued, last, *changed)
    assert told["creator"]["name"] == "Orepact"


def test_the_sitemap_has_each_entity_once_with_the_date_of_its_last_report(public, domain, dump):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = etree.fromstring((public / "sitemap.xml").read_bytes()).findall("s:url", space)
    places = [url.findtext("s:loc", namespaces=space) for url in urls]
    dates = {url.findtext("s:loc", namespaces=space): url.findtext("s:lastmod", namespaces=space) for url in urls}
    assert len(places) == len(set(places))
    for place in places:
        path = place[len(domain.base) :]
        assert (public / (path + "index.html" if path.endswith("/") or not path else path)).exists(), place
    agreements = dump(
        f"""SELECT ?a (MAX(STR(?day)) AS ?last) {{ ?a <{domain.namespace}reportedIn> ?x . ?x schema:datePublished ?day
          FILTER(STRSTARTS(STR(?a), "{domain.base}agreement/")) }} GROUP BY ?a"""
    )
    assert len(agreements) == 2
    assert {f"{iri}.html": day for iri, day in agreements}.items() <= dates.items()


def test_the_feed_tells_new_from_changed_by_first_and_last_report(public, domain, validated, tmp_path):
    from publisher.model import Dataset, ValidatedDataset
    from publisher.publish import publish_site
    from publisher.rdf import RDF, SCHEMA, XSD, Literal, Quad

    graph, article, agreement = domain.iri("graph/article/b"), domain.iri("article/b"), domain.iri("agreement/chl-jpn-moc-2026")
    later = (
        Quad(article, RDF.type, domain.namespace["Article"], graph),
        Quad(article, SCHEMA.datePublished, Literal("2026-05-02", datatype=XSD.date), graph),
        Quad(agreement, domain.namespace["reportedIn"], article, graph),
    )
    publish_site(ValidatedDataset(Dataset((*validated.dataset.quads, *later)), (), ()), domain, tmp_path / "public")
    space = {"a": "http://www.w3.org/2005/Atom"}
    before, after = (
        {
            entry.findtext("a:id", namespaces=space): (
                entry.findtext("a:published", namespaces=space),
                entry.findtext("a:updated", namespaces=space),
            )
            for entry in etree.fromstring((folder / "feed.xml").read_bytes()).findall("a:entry", space)
        }
        for folder in (public, tmp_path / "public")
    )
    assert before[agreement.value] == ("2026-03-01T00:00:00Z", "2026-03-16T00:00:00Z")
    assert after[agreement.value] == ("2026-03-01T00:00:00Z", "2026-05-02T00:00:00Z")
    assert next(iter(after)) == agreement.value, "what was reported last stands first"


def test_every_address_of_llms_txt_leads_to_a_file(public, domain):
    text = (public / "llms.txt").read_text()
    assert text.startswith("# ")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) > 15
    for link in links:
        path = link[len(domain.base) :]
        assert path == "sparql" or (public / (path + "index.html" if path.endswith("/") else path)).exists(), link
