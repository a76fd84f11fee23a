"""What XML cannot say is refused, and whatever is sent as XML is XML for the parsers of others."""

import http.client
import json
import shutil
import subprocess
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph

from publisher.rdf.formats import convert

RDFXML, TABLE = "application/rdf+xml", "application/sparql-results+xml"
NAMES = [
    "http://e/a1",
    "http://e/1a",
    "urn:x",
    "http://e/a%20b",
    "http://e/a,b",
    "http://e/é",
    "http://e/a&b",
    "http://e/a:b",
    "http://e/x#_1",
]
NO_NAMES = ["http://e/123", "http://e/a/", "http://e/", "http://e/x?y=1", "http://e/x#1", "urn:1", "http://e/a'", "x:"]
WORDS = ["http://www.w3.org/1999/02/22-rdf-syntax-ns#li", "http://www.w3.org/1999/02/22-rdf-syntax-ns#Description"]
GRAPH = "CONSTRUCT {{ <http://e/s> <{}> ?o }} WHERE {{ <http://e/s> <{}> ?o }}"
MANY = 60_000


@pytest.fixture(scope="module")
def others(start, tmp_path_factory):
    """A server of data of other people: predicates of every sort, and characters that no XML has."""
    file = tmp_path_factory.mktemp("xml") / "data.nq"
    lines = [f'<http://e/s> <{name}> "of {number}" .\n' for number, name in enumerate([*NAMES, *NO_NAMES, *WORDS])]
    lines += [
        '<http://e/t> <http://e/says> "a\\u0001b" .\n',
        '<http://e/u> <http://e/says> "a\\rb" .\n',
        '<http://e/v> <http://e/says> "\\uFFFE" .\n',
    ]
    lines += [f'<http://e/many/{number}> <http://e/counts> "{"word " * 20}{number}" .\n' for number in range(MANY)]
    lines += [f"_:b{number} <http://e/near> _:b{number + 1} .\n" for number in range(40)]
    file.write_text("".join(lines), encoding="utf-8")
    return start(None, [file], workers=2, spool_bytes=1 << 20)


def by_rapper(data):
    found = subprocess.run(
        ["rapper", "-q", "-i", "rdfxml", "-o", "ntriples", "-", "http://e/"], input=data, capture_output=True, check=True
    )
    return {(str(s), str(p), str(o)) for s, p, o in Graph().parse(data=found.stdout, format="nt")}


@pytest.mark.parametrize("name", NAMES)
def test_a_predicate_that_ends_in_a_name_is_written_for_every_parser(others, name):
    reply = others.query(GRAPH.format(name, name), RDFXML)
    assert (reply.status, reply.media) == (200, RDFXML)
    found = {(str(s), str(p), str(o)) for s, p, o in Graph().parse(data=reply.body, format="xml")}
    assert {row[:2] for row in found} == {("http://e/s", name)}
    if shutil.which("rapper"):
        assert by_rapper(reply.body) == found


@pytest.mark.parametrize("name", [*NO_NAMES, *WORDS])
def test_a_predicate_that_is_no_name_is_not_acceptable_as_rdf_xml_and_well_in_other_formats(others, name):
    reply = others.query(GRAPH.format(name, name), RDFXML)
    assert (reply.status, reply.json["type"]) == (406, "/problems/not-acceptable")
    assert "text/turtle" in reply.json["detail"]
    if name in NO_NAMES:
        assert f"The predicate {name} " in reply.json["detail"]
    assert others.query(GRAPH.format(name, name), "text/turtle").status == 200


def test_characters_that_xml_has_not_are_refused_and_a_carriage_return_stays_one(others):
    for query, media in (
        ("SELECT ?o {{ <http://e/{}> ?p ?o }}", TABLE),
        ("CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o . FILTER(?s = <http://e/{}>) }}", RDFXML),
    ):
        for subject in "tv":
            reply = others.query(query.format(subject), media)
            assert (reply.status, reply.json["type"]) == (406, "/problems/not-acceptable")
        reply = others.query(query.format("u"), media)
        assert "a\rb" in [element.text for element in ET.fromstring(reply.body).iter()]  # noqa: S314 - from our own server


def test_a_large_answer_that_turns_out_to_be_no_xml_is_cut_off_and_never_a_success(others):
    query = "CONSTRUCT { ?s ?p ?o . <http://e/z> ?q ?s } WHERE { ?s <http://e/counts> ?o . BIND(<http://e/counts> AS ?p) BIND(IF(?s = <http://e/many/%d>, <http://e/1>, ?p) AS ?q) }"
    connection = http.client.HTTPConnection(*others.address, timeout=30)
    connection.request("GET", "/sparql?" + urlencode({"query": query % (MANY - 1)}), headers={"Accept": RDFXML})
    response = connection.getresponse()
    if response.status == 200:
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()
    else:
        assert response.status == 406
    connection.close()
    whole = others.query(query % MANY, RDFXML)
    assert len(Graph().parse(data=whole.body, format="xml")) == 2 * MANY


def test_blank_nodes_have_equal_labels_in_every_server_of_a_file(others, start, tmp_path):
    file = tmp_path / "data.nq"
    file.write_text("".join(f"_:x{number} <http://e/p> _:y .\n" for number in range(20)), encoding="utf-8")
    bodies = {start(None, [file], workers=1).query("SELECT * { ?s ?p ?o }").body for _ in range(2)}
    assert len(bodies) == 1
    assert len(Graph().parse(data=others.query("CONSTRUCT WHERE { ?s <http://e/near> ?o }", RDFXML).body, format="xml")) == 40


@pytest.fixture(scope="module")
def own(start, release, tmp_path_factory):
    """A release with a thing that RDF/XML cannot describe."""
    public = tmp_path_factory.mktemp("own") / "public"
    shutil.copytree(release, public, symlinks=True)
    base = json.loads((public / ".orepact/release.json").read_text(encoding="utf-8"))["base"]
    triple = f'<{base}thing/odd> <http://e/123> "one" .\n'.encode()
    for suffix, name in ((".nt", "ntriples"), (".ttl", "turtle"), (".jsonld", "jsonld")):
        (public / f"thing/odd{suffix}").write_bytes(convert(triple, "ntriples", name))
    return start(public, workers=1)


def test_a_document_that_rdf_xml_cannot_say_is_offered_in_the_other_forms(own):
    refused = own.get("/thing/odd.rdf")
    assert (refused.status, refused.json["type"]) == (406, "/problems/not-acceptable")
    assert "http://e/123" in refused.json["detail"]
    assert "text/turtle" in refused.json["detail"]
    alone = own.get("/thing/odd", RDFXML)
    assert alone.status == 406
    assert "text/turtle" in alone.json["detail"]
    assert RDFXML not in alone.json["detail"]
    other = own.get("/thing/odd", f"{RDFXML}, text/turtle;q=0.5")
    assert (other.status, other.headers["location"]) == (303, "/thing/odd.ttl")
    assert ".rdf" not in other.headers["link"]
    assert own.get("/thing/odd.nq").status == 200
    assert own.get("/thing/a.rdf").status == 200
