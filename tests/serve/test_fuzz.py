"""Whatever a client sends, it is never the server that fails."""

import http.client
import string

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

WORDS = [
    "SELECT",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "*",
    "?s",
    "?p",
    "?o",
    ".",
    ";",
    ",",
    "<x:a>",
    '"text"',
    "'",
    '"""',
    "\\",
    "1",
    "1e0",
]
WORDS += [
    "FILTER",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "GRAPH",
    "VALUES",
    "BIND",
    "AS",
    "FROM",
    "NAMED",
    "BASE",
    "PREFIX",
    "a:",
    "_:b",
    "LIMIT",
    "OFFSET",
    "ORDER",
    "BY",
    "#",
    "\n",
    "<<(",
    "UNDEF",
]
QUERIES = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
MEDIA = [
    "text/html",
    "text/turtle",
    "application/ld+json",
    "*/*",
    "text/*",
    "application/json",
    "application/sparql-results+xml",
    "image/png",
    "",
    ";q=2",
    "a/b;q=x",
    "*",
]
ACCEPTS = st.lists(
    st.tuples(st.sampled_from(MEDIA), st.sampled_from(["", ";q=0", ";q=0.5", ";q=1.0", ";v=1;q=.3"])).map("".join), max_size=4
).map(",".join)
HEADER_TEXT = st.text(string.ascii_letters + string.digits + string.punctuation + " ", max_size=40)
HOSTS = ["a>b", "x y", "", "[::1", "e.org:99999", 'a"b', "a\\b", "e.org:x", "%00", "%/s", "e.org/a", "user@e.org", "[::1]:80"]
PATHS = st.lists(
    st.sampled_from(
        [
            "thing",
            "a",
            "b",
            "..",
            ".",
            "%2e%2e",
            "%00",
            "%ff",
            "%F0%9F",
            "sparql",
            "problems",
            "a.ttl",
            "b.html",
            "",
            "?",
            "&",
            "query=",
            "%",
            "ü".encode().hex(),
            "~",
            "\\",
        ]
    ),
    max_size=6,
)
ROUTINE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


@ROUTINE
@given(query=QUERIES, accept=ACCEPTS)
@example(query="\0", accept="")
@example(query="ASK { ?s ?p '\ud83d\ude00' }", accept="text/csv")
@example(query="CONSTRUCT { ?s ?p 1 . 1 ?p ?o } WHERE { ?s ?p ?o }", accept="application/rdf+xml")
@example(query="CONSTRUCT { <x:a> <http://e/> ?o } WHERE { ?s ?p ?o }", accept="application/rdf+xml")
@example(query="SELECT ('\x01' AS ?x) {}", accept="application/sparql-results+xml")
@example(query="SELECT (1/0 AS ?x) (STRDT('a', <x:b>) AS ?y) {}", accept="text/tab-separated-values")
def test_no_query_is_answered_with_a_failure_of_the_server(server, query, accept):
    reply = server.send("POST", "/sparql", query.encode("utf-8", "surrogatepass"), content_type=DIRECT, accept=accept)
    assert reply.status in {200, 400, 403, 406}, reply.body
    if reply.status == 200 and reply.media.endswith("json") and "turtle" not in reply.media:
        assert reply.json is not None


@ROUTINE
@given(path=PATHS, accept=ACCEPTS)
def test_no_path_is_answered_with_a_failure_of_the_server(server, path, accept):
    try:
        reply = server.get("/" + "/".join(path), accept or None)
    except (http.client.InvalidURL, http.client.BadStatusLine):
        return
    assert reply.status < 500, reply.body
    assert reply.headers["x-content-type-options"] == "nosniff" or reply.status == 400


@ROUTINE
@example(headers={"host": "a>b"})
@example(headers={"host": "[::1"})
@given(
    headers=st.dictionaries(
        st.sampled_from(
            [
                "host",
                "accept-encoding",
                "if_none_match",
                "range",
                "content_encoding",
                "x-forwarded-proto",
                "x-forwarded-for",
                "expect",
                "te",
            ]
        ),
        HEADER_TEXT,
    )
)
@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK%7B%3Cx%3E+a+1%7D", "/thing/a", "/thing/a.ttl", "/large.bin", "/"])
def test_no_header_is_answered_with_a_failure_of_the_server(server, path, headers):
    reply = server.get(path, "text/turtle, text/csv", **headers)
    assert reply.status < 500, reply.body


@ROUTINE
@given(
    body=st.one_of(st.binary(max_size=60), QUERIES.map(lambda text: ("query=" + text).encode("utf-8", "surrogatepass"))),
    media=st.sampled_from([FORM, DIRECT, FORM + "; charset=", DIRECT + ';charset="utf-8"', "multipart/form-data", ""]),
)
def test_no_body_is_answered_with_a_failure_of_the_server(server, body, media):
    assert server.send("POST", "/sparql", body, content_type=media).status < 500


def test_the_server_still_answers(server):
    assert server.query("ASK {}").json["boolean"] is True


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK%7B%3Cx%3E+a+1%7D", "/thing/a", "/"])
def test_no_host_is_answered_with_a_failure_of_the_server(server, host, path):
    reply = server.get(path, "text/turtle, text/csv", host=host)
    assert reply.status < 500, reply.body
