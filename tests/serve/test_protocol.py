"""The SPARQL 1.1 Protocol for queries, and what HTTP wants beside it."""

import gzip
import json
import re
from dataclasses import fields
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph

from publisher.rdf.formats import BINDINGS_FORMATS, GRAPH_FORMATS, HTML
from publisher.serve import Settings
from publisher.serve.negotiation import parse_accept
from publisher.serve.problems import PROBLEMS

ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def test_the_three_forms_of_a_query_have_one_answer(server):
    by_get = server.query(ALL)
    by_form = server.send("POST", "/sparql", urlencode({"query": ALL}).encode(), content_type=FORM)
    direct = server.send("POST", "/sparql", ALL.encode(), content_type=DIRECT + "; charset=UTF-8")
    assert by_get.status == by_form.status == direct.status == 200
    assert by_get.body == by_form.body == direct.body
    assert by_get.media == "application/sparql-results+json"


def test_a_percent_sign_in_a_posted_query_is_decoded_once(server):
    reply = server.send("POST", "/sparql", urlencode({"query": 'SELECT ("50%20off" AS ?x) {}'}).encode(), content_type=FORM)
    assert reply.json["results"]["bindings"][0]["x"]["value"] == "50%20off"


@pytest.mark.parametrize(("name", "media"), TABLES.items())
@pytest.mark.parametrize("query", [ALL, "ASK {}"])
def test_tables_come_in_every_format_by_accept_and_by_parameter(server, name, media, query):
    by_accept, by_parameter = server.query(query, media), server.query(query, "text/html", [("format", name)])
    assert by_accept.status == by_parameter.status == 200
    assert by_accept.media == by_parameter.media == media
    assert by_accept.body == by_parameter.body != b""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
@pytest.mark.parametrize(("name", "media"), GRAPHS.items())
def test_graphs_come_in_every_format_and_hold_the_same_triples(server, name, media):
    by_accept, by_parameter = server.query(GRAPH, media), server.query(GRAPH, None, [("format", name)])
    assert by_accept.media == by_parameter.media == media
    assert by_accept.body == by_parameter.body
    parsers = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
    reference = Graph().parse(data=server.query(GRAPH, "application/n-triples").body, format="nt")
    if name not in {"nquads", "trig"}:
        assert set(Graph().parse(data=by_accept.body, format=parsers.get(name, name))) == set(reference)


def test_values_keep_language_and_datatype(server, base):
    rows = server.query(f"SELECT ?o {{ <{base}thing/b> <{base}vocabulary#size> ?o }}").json["results"]["bindings"]
    assert rows == [{"o": {"type": "literal", "value": "3.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}}]


def test_relative_iris_are_below_the_base_of_the_data(server):
    assert server.query("ASK { <thing/a> ?p ?o }").json["boolean"] is True


def test_the_default_graph_is_the_union(server):
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json["results"]["bindings"][0]["n"]["value"] == "11"


def test_the_request_names_the_dataset_before_the_query_does(server, base):
    query = "SELECT ?s FROM <graph/thing/a> { ?s ?p ?o }"
    own = {row["s"]["value"] for row in server.query(query).json["results"]["bindings"]}
    other = {
        row["s"]["value"] for row in server.query(query, None, [("default-graph-uri", f"{base}graph/thing/b")]).json["results"]["bindings"]
    }
    assert own == {f"{base}thing/a"}
    assert other == {f"{base}thing/b"}


def test_named_graphs_of_the_request_leave_the_default_graph_empty(server, base):
    named = [("named-graph-uri", f"{base}graph/thing/a")]
    assert server.query("ASK { ?s ?p ?o }", None, named).json["boolean"] is False
    graphs = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", None, named).json["results"]["bindings"]
    assert [row["g"]["value"] for row in graphs] == [f"{base}graph/thing/a"]


def test_a_graph_that_is_not_there_is_empty_and_not_fetched(server):
    assert server.query("ASK { ?s ?p ?o }", None, [("default-graph-uri", "file:///etc/passwd")]).json["boolean"] is False
    assert server.query("ASK FROM <file:///etc/passwd> { ?s ?p ?o }").json["boolean"] is False


def test_head_has_the_headers_of_get_and_no_body(server):
    got, headed = server.query(ALL), server.send("HEAD", "/sparql?" + urlencode({"query": ALL}))
    assert headed.status == 200
    assert headed.body == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert headed.headers[name] == got.headers[name]


def test_options_allows_every_origin_without_credentials(server):
    reply = server.send("OPTIONS", "/sparql", origin="https://elsewhere.example", access_control_request_method="POST")
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert server.query("ASK {}", origin="https://elsewhere.example").headers["access-control-allow-origin"] == "*"


def test_a_known_answer_is_304(server):
    first = server.query(ALL)
    again = server.query(ALL, if_none_match=first.headers["etag"])
    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert server.query(ALL, "text/csv", if_none_match=first.headers["etag"]).status == 200


def test_answers_that_change_are_never_304(server):
    first, second = (server.query("SELECT (RAND() AS ?x) {}") for _ in range(2))
    assert first.body != second.body
    assert first.headers["etag"] != second.headers["etag"]
    assert first.headers["cache-control"] == "no-store"


def test_gzip_is_another_representation_with_another_tag(server):
    plain, packed = server.query(ALL), server.query(ALL, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert server.query(ALL, accept_encoding="gzip", if_none_match=packed.headers["etag"]).status == 304
    assert "content-encoding" not in server.query(ALL, accept_encoding="gzip;q=0").headers


def test_equal_questions_have_byte_equal_answers_in_other_workers_and_servers(server, start, release):
    other = start(release, workers=2, cache_bytes=0)
    queries = (
        ALL,
        "SELECT * { ?s ?p ?o }",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        GRAPH,
        "CONSTRUCT { ?s ?p [ ?p ?o ] } WHERE { ?s ?p ?o }",
    )
    for query in queries:
        assert len({reply.body for reply in (server.query(query), *(other.query(query) for _ in range(6)))}) == 1


def test_a_syntax_error_says_where_it_is(server):
    reply = server.query("SELECT *\nWHERE { ?s ?p }")
    assert reply.status == 400
    assert reply.media == "application/problem+json"
    assert reply.json["type"] == "/problems/syntax-error"
    assert (reply.json["line"], reply.json["column"]) == (2, 15)
    assert server.get(reply.json["type"]).status == 200


def test_browsers_get_errors_as_pages_with_every_word_escaped(server):
    reply = server.query("SELECT <script>alert(1)</script>", CHROME)
    assert reply.status == 400
    assert reply.media == "text/html"
    assert b"<script" not in reply.body


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "PREFIX a: <b:> DELETE WHERE { ?s ?p ?o }",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_in_every_form(server, query):
    replies = [
        server.query(query),
        server.send("POST", "/sparql", query.encode(), content_type="application/sparql-update"),
        server.send("POST", "/sparql", urlencode({"update": query}).encode(), content_type=FORM),
        server.send("POST", "/sparql", query.encode(), content_type=DIRECT),
        server.get("/sparql?update=" + quote(query)),
    ]
    assert [reply.status for reply in replies] == [403] * 5


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"),
    [
        ("PUT", {}, b"ASK {}", 405),
        ("DELETE", {}, None, 405),
        ("PATCH", {"content_type": DIRECT}, b"ASK {}", 405),
        ("TRACE", {}, None, 405),
        ("POST", {"content_type": "text/plain"}, b"ASK {}", 415),
        ("POST", {}, b"ASK {}", 415),
        ("POST", {"content_type": DIRECT + "; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415),
        ("POST", {"content_type": DIRECT, "content_encoding": "gzip"}, gzip.compress(b"ASK {}"), 415),
        ("POST", {"content_type": DIRECT}, b"\xff\xfe ASK {}", 400),
        ("POST", {"content_type": FORM}, b"query=%FF", 400),
        ("POST", {"content_type": FORM}, b"query=ASK+%7B%7D&query=ASK+%7B%7D", 400),
        ("POST", {"content_type": DIRECT}, b"ASK {}" + b" " * (2 << 20), 413),
        ("POST", {"content_type": DIRECT, "accept": "image/png"}, b"ASK {}", 406),
        ("POST", {"content_type": DIRECT, "accept": "text/turtle"}, b"ASK {}", 406),
        ("POST", {"content_type": DIRECT, "accept": "text/csv"}, b"CONSTRUCT WHERE { ?s ?p ?o }", 406),
    ],
)
def test_what_the_protocol_does_not_allow_has_the_status_it_should(server, method, headers, body, status):
    reply = server.send(method, "/sparql", body, **headers)
    assert reply.status == status
    assert reply.media == "application/problem+json"
    assert reply.json["status"] == status
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_long_address_is_refused_and_the_same_query_by_post_is_not(server):
    query = "ASK {} #" + "x" * 60_000
    assert server.query(query).status == 414
    reply = server.query(query + "x" * 100_000)  # more than the parser of HTTP takes apart
    assert (reply.status, reply.json["type"], reply.headers["access-control-allow-origin"]) == (414, "/problems/uri-too-long", "*")
    assert server.send("POST", "/sparql", query.encode(), content_type=DIRECT).status == 200


def test_an_unknown_format_is_not_acceptable(server):
    assert server.query("ASK {}", None, [("format", "pdf")]).status == 406


def test_without_a_query_machines_get_the_service_description(server):
    reply = server.get("/sparql", "text/turtle")
    graph = Graph().parse(data=reply.body, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    rows = graph.query(f"SELECT ?e {{ ?s a <{sd}Service> ; <{sd}endpoint> ?e ; <{sd}feature> <{sd}UnionDefaultGraph> }}")
    assert [str(row.e) for row in rows] == [f"{server.origin}sparql"]
    named = graph.query(f"SELECT ?n {{ ?d <{sd}namedGraph>/<{sd}name> ?n }}")
    assert len(named) == 5
    assert server.get("/sparql", "application/ld+json").media == "application/ld+json"
    assert server.get("/sparql", "image/png").status == 406


def test_without_a_query_people_get_a_form_that_needs_no_script(server):
    reply = server.get("/sparql", CHROME)
    assert reply.media == "text/html"
    assert b"<textarea" in reply.body
    assert b'method="get"' in reply.body
    assert b"<script" not in reply.body
    assert b"All &amp; sundry" in reply.body
    assert b"LIMIT 3" in server.get("/sparql?example=All%20%26%20sundry", CHROME).body


def test_the_form_answers_with_a_table_of_text(server):
    reply = server.query(ALL, CHROME)
    assert reply.media == "text/html"
    assert b"<table" in reply.body
    assert b"<script" not in reply.body
    assert b'href="/thing/a"' in reply.body
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_table_that_is_cut_says_so(server):
    reply = server.query("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", CHROME)
    assert b"The first 1000 rows of more." in reply.body


def test_html_is_a_choice_of_format_like_any_other(server):
    assert server.query("ASK {}", None, [("format", "html")]).media == "text/html"


def test_the_openapi_description_names_the_endpoint(server):
    assert json.loads(server.get("/openapi.json").body)["paths"].keys() >= {"/sparql", "/{path}"}


def test_every_limit_stands_in_the_threat_model_with_its_default(checkout):
    text = (checkout / "site/docs/explanation/threat-model.md").read_text(encoding="utf-8")
    text = text.partition("## Every limit")[2].partition("Beside these")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", text, re.MULTILINE))
    limits = {field.name: field.default for field in fields(Settings) if field.name not in {"host", "port", "base", "store"}}
    assert {name: float(value) for name, value in told.items()} == limits


def test_every_format_and_problem_stands_in_the_reference(checkout):
    text = (checkout / "site/docs/reference/endpoint.md").read_text(encoding="utf-8")
    for row in (*BINDINGS_FORMATS, *GRAPH_FORMATS, HTML):
        assert f"| `{row.name}`" in text
        assert f"`{row.media}`" in text
    assert all(f"`{slug}`" in text for slug in PROBLEMS if slug != "server-error")


def test_a_literal_longer_than_a_frame_comes_whole(start, tmp_path):
    file = tmp_path / "a.nt"
    file.write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    server = start(None, [file], workers=1)
    doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(21))
    reply = server.query(f"SELECT ?x21 {{ BIND('0123456789' AS ?x0) {doubled} }}", "text/csv")
    assert reply.status == 200
    assert len(reply.body) > 20 << 20


def test_of_a_header_without_end_only_the_beginning_is_read(server):
    many = "text/turtle;q=0.1," + ",".join(f"a/b{number}" for number in range(20_000))
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", many).status == 200
    assert len(parse_accept(many)) < 1000
    assert server.query("ASK {}", parameters=[("format", "x" * 20_000)]).status == 406
