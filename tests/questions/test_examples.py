"""The queries that the query page offers: each is asked over HTTP of a release of all articles that ship, and has an answer."""

import csv
import html
import json
import re
import subprocess
import sys
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph

from publisher.domain import load_domain
from publisher.errors import DomainError
from publisher.publish.queries import load_queries

COMMAND = [sys.executable, "-c", "import sys; from publisher.cli import main; sys.exit(main())"]


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        folder = metafunc.config.rootpath / "site" / "queries"
        metafunc.parametrize("name", sorted(path.stem for path in folder.glob("*.rq")))


@pytest.fixture(scope="module")
def public(tmp_path_factory, checkout):
    """A release of the articles that ship."""
    out = tmp_path_factory.mktemp("examples") / "public"
    subprocess.run([*COMMAND, "publish", "--out", out], cwd=checkout, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def origin(public, checkout):
    server = subprocess.Popen([*COMMAND, "serve", public, "--port", "0"], cwd=checkout, stderr=subprocess.PIPE, text=True)
    line = server.stderr.readline()
    yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
    server.terminate()
    server.wait(timeout=10)
    server.stderr.close()


def get(address, accept):
    with urlopen(Request(address, headers={"Accept": accept})) as reply:  # noqa: S310 - our own server
        return reply.read().decode()


def examples(public):
    return json.loads((public / ".orepact/release.json").read_bytes())["examples"]


def test_there_are_enough_queries_and_each_asks_something_else(public):
    titles = [row["title"] for row in examples(public)]
    assert len(titles) == len(set(titles)) >= 10


def test_a_query_has_rows_and_is_what_its_file_and_its_page_say(name, public, origin):
    text = (public / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    title = text.splitlines()[0].removeprefix("# ")
    assert {"title": title, "query": text} in examples(public)
    page = get(f"{origin}/sparql?example={quote(title)}", "text/html")
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert html.unescape(shown[1]).strip() == text.strip()
    answer = get(f"{origin}/sparql?" + urlencode({"query": text}), "text/csv, application/n-triples;q=0.5")
    assert len(answer.splitlines()) > 2
    assert get(f"{origin}/queries/{name}.rq", "*/*") == text


def test_the_first_page_leads_to_the_queries(public, origin):
    for row in examples(public)[:4]:
        assert f'href="sparql?example={quote(row["title"])}"' in get(f"{origin}/", "text/html")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT * { ?s ?p ?o }\n", 1),
        ("#\nASK {}", 1),
        ("# What?\n\nSELECT * { ?s skos:prefLabel }\n", 3),
        ("# What?\nSELECT * { ?s none:what ?o }\n", 2),
    ],
)
def test_a_query_that_is_wrong_stops_the_build_and_says_where(checkout, tmp_path, text, line):
    domain = load_domain(checkout)
    for name in ("ontology", "mappings", "shapes"):
        (tmp_path / name).symlink_to(checkout / name)
    (tmp_path / "site/queries").mkdir(parents=True)
    (tmp_path / "site/queries/wrong.rq").write_text(text, encoding="utf-8")
    other = load_domain(tmp_path, domain.base)
    with pytest.raises(DomainError, match="D134") as caught:
        load_queries(other)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("partition", "counted"),
    [
        ("void:propertyPartition [ void:property ?x ; void:triples ?n ]", "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"),
        ("void:classPartition [ void:class ?x ; void:entities ?n ]", "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x"),
    ],
)
def test_counts_of_the_catalogue_are_those_of_the_endpoint(public, origin, partition, counted):
    catalogue = Graph().parse(public / "catalog.ttl", format="turtle")
    dataset = json.loads((public / ".orepact/release.json").read_bytes())["base"] + "dataset"
    said = {
        str(x): int(n) for x, n in catalogue.query(f"PREFIX void: <http://rdfs.org/ns/void#> SELECT ?x ?n {{ <{dataset}> {partition} }}")
    }
    rows = csv.reader(get(f"{origin}/sparql?" + urlencode({"query": counted}), "text/csv").splitlines()[1:])
    assert {x: int(n) for x, n in rows} == said
