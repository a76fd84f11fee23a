"""A real server in place of the embedded store: Virtuoso, of Debian's package, on ports and in a folder of this test."""

import gzip
import shutil
import socket
import subprocess
import time
from contextlib import suppress

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, parse

PROGRAM = shutil.which("virtuoso-t") or ""
pytestmark = pytest.mark.skipif(not PROGRAM, reason="Virtuoso is not installed (apt-get install virtuoso-opensource)")

CONFIGURATION = """
[Database]
DatabaseFile = data.db
ErrorLogFile = data.log
LockFile = data.lck
TransactionFile = data.trx
xa_persistent_file = data.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 20000
"""
QUERIES = {
    "labels": "SELECT DISTINCT ?a ?l { ?a skos:prefLabel ?l } ORDER BY ?a ?l",
    "claims by certainty": "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?x a bread:Claim ; bread:certainty ?c } GROUP BY ?c ORDER BY ?c",
    "words": "SELECT ?e ?w (STR(?n) AS ?m) { ?e a oa:SpecificResource ; oa:exact ?w ; oa:start ?n } ORDER BY ?e",
    "dates": "SELECT ?a ?d { ?a a bread:Article OPTIONAL { ?a schema:datePublished ?d } } ORDER BY ?a",
    "graphs of articles": "SELECT DISTINCT ?g { GRAPH ?g { ?s a bread:Article } } ORDER BY ?g",
    "a relative name": "SELECT DISTINCT ?p { <organization/village-paper> ?p ?o } ORDER BY ?p",
    "yes": "ASK { ?a a bread:Article }",
    "no": "ASK { ?a a bread:NoSuchClass }",
}
PREFIXES = """PREFIX bread: <https://bread.example/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/>
"""
BASE = "https://bread.example/"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory):
    """Start the server; returns the address it listens at."""
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(sql=free_port(), http=port), encoding="utf-8")
    process = subprocess.Popen(
        [PROGRAM, "+foreground", "+configfile", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait(process, address):
    for _ in range(600):
        assert process.poll() is None, "Virtuoso has ended"
        with suppress(httpx.HTTPError):
            httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=5, trust_env=False)
            return
        time.sleep(0.1)
    pytest.fail("Virtuoso does not answer")


@pytest.fixture(scope="module")
def publish(virtuoso, orepact, bakery, tmp_path_factory):
    """Publish articles of the bakery into a folder and the server."""
    out = tmp_path_factory.mktemp("published") / "public"
    store = virtuoso.replace("//", "//dba:dba@") + "/sparql-graph-crud-auth"

    def run(*names):
        articles = [bakery / "articles" / f"{name}.md" for name in names]
        done = orepact("publish", *articles, "--domain", bakery, "--out", out, "--store", store, "--jobs", "1")
        assert done.returncode == 0, done.stderr
        return out

    return run


@pytest.fixture(scope="module")
def public(publish):
    """Two releases, one after the other: what only the first had is then gone."""
    publish("first", "third")
    return publish("first", "second")


@pytest.fixture(scope="module")
def endpoint(public, virtuoso, start):
    return start(public, store=f"{virtuoso}/sparql", workers=2, query_timeout_s=20)


@pytest.fixture(scope="module")
def embedded(public, start):
    return start(public, workers=2)


def quads(public):
    return list(parse(gzip.decompress((public / "dumps/bread.nq.gz").read_bytes()), RdfFormat.N_QUADS))


def test_the_store_holds_the_graphs_of_the_last_release_and_of_no_earlier_one(public, endpoint):
    expected = {}
    for quad in quads(public):
        expected.setdefault(quad.graph_name.value, []).append(quad)
    query = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }}'
    assert {row["g"]["value"] for row in endpoint.query(query).json["results"]["bindings"]} == expected.keys()
    assert len([name for name in expected if "/article/" in name]) == 2
    for name, ours in expected.items():
        reply = endpoint.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", "application/n-triples")
        assert set(parse(reply.body, RdfFormat.N_TRIPLES)) == {Quad(*quad.triple) for quad in ours}, name


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_an_answer_is_that_of_the_embedded_store(embedded, endpoint, query):
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"):
        ours, theirs = (server.query(PREFIXES + query, accept) for server in (embedded, endpoint))
        assert (ours.status, theirs.status) == (200, 200), theirs.body
        assert theirs.body == ours.body
        assert len(ours.body) > 20 or "ASK" in query


def test_what_stands_in_several_graphs_counts_once_here_and_once_for_each_there(public, embedded, endpoint):
    """So the reference says: a store that makes the union while it answers gives a triple for each graph; DISTINCT makes them equal."""
    graphs = {}
    for quad in quads(public):
        graphs.setdefault(quad.triple, set()).add(quad.graph_name)
    (subject, predicate), _ = max((((t.subject, t.predicate), len(names)) for t, names in graphs.items()), key=lambda row: row[1])
    times = sum(len(names) for triple, names in graphs.items() if (triple.subject, triple.predicate) == (subject, predicate))
    values = sum((triple.subject, triple.predicate) == (subject, predicate) for triple in graphs)
    assert times > values
    for word, there in (("", times), ("DISTINCT ", values)):
        query = f"SELECT {word}?o {{ {subject} {predicate} ?o }}"
        assert [len(server.query(query).json["results"]["bindings"]) for server in (embedded, endpoint)] == [values, there]


def test_publishing_again_changes_nothing(publish, endpoint):
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    before = endpoint.query(query).body
    publish("first", "second")
    assert endpoint.query(query).body == before


def test_a_syntax_error_has_its_place_and_never_reaches_the_store(endpoint):
    problem = endpoint.query("SELECT * {\n ?s ?p }").json
    assert (problem["status"], problem["line"], problem["column"]) == (400, 2, 8)


def test_what_the_store_refuses_is_the_querys_fault(endpoint):
    reply = endpoint.query("SELECT (<http://example.org/no-such-function>(1) AS ?x) {}")
    assert (reply.status, reply.json["type"]) == (400, "/problems/evaluation-failed")
    assert "\n" not in reply.json["detail"]


def test_a_result_that_the_store_cuts_is_not_taken_for_the_whole(endpoint):
    """Virtuoso ends a result after ``ResultSetMaxRows`` rows, with status 200."""
    reply = endpoint.query("SELECT * { ?a ?p ?b . ?c ?q ?d }", "text/csv")
    assert (reply.status, reply.json["type"]) == (503, "/problems/result-too-large")


def test_documents_come_from_the_release(endpoint):
    assert endpoint.get("/organization/village-paper", "text/turtle").status == 303
