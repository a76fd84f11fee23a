"""Clients as they come: each asks the same server, and finds what a person would expect."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

HERE = Path(__file__).parent
LABEL = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
LABELS = "SELECT ?s ?l { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = 'de') }"


def program(name, install):
    """Find a program, or skip the test and say how to get it."""
    path = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), str(HERE / "node_modules" / ".bin")]))
    if path is None:
        pytest.skip(f"{name} is not installed ({install})")
    return path


def run(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_reads_tables(server, base, method, form):
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed (pip install SPARQLWrapper)")
    client = wrapper.SPARQLWrapper(server.origin + "sparql")
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(LABELS)
    answer = client.query().convert()
    text = json.dumps(answer) if isinstance(answer, dict) else answer.toxml() if form == "xml" else answer.decode()
    assert base + "thing/a" in text


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
@pytest.mark.parametrize("form", ["turtle", "n3", "xml", "json-ld"])
def test_sparqlwrapper_reads_graphs(server, base, form):
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed (pip install SPARQLWrapper)")
    client = wrapper.SPARQLWrapper(server.origin + "sparql")
    client.setMethod("POST")
    client.setRequestMethod("postdirectly")
    client.setReturnFormat(form)
    client.setQuery(f"DESCRIBE <{base}thing/a>")
    answer = client.query().convert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert len(graph) == 4


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_uses_the_endpoint_as_a_store(server, base, method, form):
    graph = Graph(SPARQLStore(server.origin + "sparql", method=method, returnFormat=form))
    assert {str(value) for value in graph.objects(URIRef(base + "thing/a"), LABEL)} == {"A", "Über A"}
    assert graph.query("ASK { ?s ?p ?o }", initNs={}).askAnswer is True if form in {"xml", "json"} else True


@pytest.mark.parametrize("path", ["thing/a", "vocabulary"])
def test_rdflib_follows_an_iri_to_its_triples(server, base, path):
    graph = Graph().parse(server.origin + path)
    assert (URIRef(base + path), None, None) in graph


def test_pyoxigraph_joins_the_endpoint_by_service(server, base):
    script = (
        "import sys, pyoxigraph; store = pyoxigraph.Store();"
        "rows = store.query('SELECT ?l { SERVICE <' + sys.argv[1] + '> { <' + sys.argv[2] + '> ?p ?l FILTER(LANG(?l) = \"de\") } }');"
        "print([row['l'].value for row in rows])"
    )
    assert run(sys.executable, "-c", script, server.origin + "sparql", base + "thing/a").strip() == "['Über A']"


def test_curl_follows_an_entity_and_asks_a_query(server):
    curl = program("curl", "apt-get install curl")
    assert "<!doctype html>" in run(curl, "--silent", "--location", server.origin + "thing/a")
    assert "@en" in run(curl, "--silent", "--location", "--header", "Accept: text/turtle", server.origin + "thing/a")
    assert (
        run(
            curl,
            "--silent",
            "--compressed",
            "--data-urlencode",
            "query=" + LABELS,
            "--header",
            "Accept: text/csv",
            server.origin + "sparql",
        ).count("\n")
        == 2
    )
    assert "HTTP/1.1 303" in run(curl, "--silent", "--head", server.origin + "thing/a")


@pytest.mark.parametrize("guess", ["--guess", "--input=turtle"])
def test_rapper_follows_an_iri_to_its_triples(server, base, guess):
    rapper = program("rapper", "apt-get install raptor2-utils")
    assert run(rapper, "--quiet", guess, "--output=ntriples", server.origin + "thing/a").count(f"<{base}thing/a> ") == 4


@pytest.mark.slow
@pytest.mark.parametrize("source", ["sparql@{}sparql", "{}sparql", "{}thing/a"])
def test_comunica_asks_the_endpoint_and_follows_entities(server, base, source):
    comunica = program("comunica-sparql", "npm install --prefix tests/clients @comunica/query-sparql@4.4.1")
    rows = json.loads(run(comunica, source.format(server.origin), LABELS, "--type=application/json"))
    assert [row["s"] for row in rows] == [base + "thing/a"]
    assert rows[0]["l"].startswith('"Über A"')  # some versions print the language tag of an endpoint's literals as undefined
