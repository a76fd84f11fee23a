"""Queries answered by another server: a small one of ours that says whatever a test wants, and what the endpoint makes of it."""

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

ONE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://example.org/a"}}]}}'
YES, NO = b'{"head":{},"boolean":true}', b'{"head":{},"boolean":false}'
JSON = "application/sparql-results+json"
TRIPLES = b'<http://example.org/a> <http://example.org/p> "\xc3\x9c"@de .\n_:x7 <http://example.org/p> <http://example.org/a> .\n'


@dataclass
class Fake:
    """A SPARQL server that gives one answer to all: status, body, media type, headers; it keeps what it was asked."""

    address: str = ""
    status: int = 200
    body: bytes = ONE
    media: str = JSON
    headers: dict = field(default_factory=dict)
    cut: int = 0
    delay_s: float = 0
    checks: tuple = (YES, YES)
    asked: list = field(default_factory=list)

    @property
    def query(self):
        return self.asked[-1]["query"][0]

    def handler(fake):  # noqa: N805 - the handler is a class inside
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
                fake.asked.append({**form, "accept": self.headers["Accept"], "authorization": self.headers["Authorization"]})
                is_check = form["query"][0].startswith("ASK") and len(fake.asked) <= 2
                time.sleep(0 if is_check else fake.delay_s)
                body = fake.checks[len(fake.asked) - 1] if is_check else fake.body
                self.send_response(200 if is_check else fake.status)
                self.send_header("Content-Type", JSON if is_check else fake.media)
                for name, value in ({} if is_check else fake.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) + (0 if is_check else fake.cut)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


@contextmanager
def running(fake):
    with ThreadingHTTPServer(("127.0.0.1", 0), fake.handler()) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        fake.address = f"http://127.0.0.1:{server.server_port}/query"
        yield fake
        server.shutdown()


@pytest.fixture(scope="module")
def pair(start):
    """The fake, and an endpoint that it answers for."""
    with running(Fake()) as fake:
        yield fake, start(None, store=fake.address, workers=2, query_timeout_s=2)


@pytest.fixture
def fake(pair):
    fake = pair[0]
    for name in ("status", "body", "media", "headers", "cut", "delay_s"):
        setattr(fake, name, {} if name == "headers" else getattr(Fake(), name))
    return fake


@pytest.fixture
def endpoint(pair):
    return pair[1]


@pytest.mark.parametrize(
    ("accept", "part"),
    [
        (JSON, b'"http://example.org/a"'),
        ("application/sparql-results+xml", b"<uri>"),
        ("text/csv", b"s\r\nhttp://example.org/a\r\n"),
        ("text/html", b"<td>"),
    ],
)
def test_every_format_of_a_table_is_written_here(fake, endpoint, accept, part):
    reply = endpoint.query("SELECT * { ?s ?p ?o }", accept)
    assert (reply.status, reply.media) == (200, accept)
    assert part in reply.body
    assert fake.asked[-1]["accept"] == JSON


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "text/html"])
def test_every_format_of_a_graph_is_written_here(fake, endpoint, accept):
    fake.body, fake.media = TRIPLES, "application/n-triples; charset=UTF-8"
    reply = endpoint.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", accept)
    assert (reply.status, reply.media) == (200, accept)
    assert "Ü" in reply.body.decode()
    assert b"x7" not in reply.body, "labels of blank nodes are numbered here"


@pytest.mark.parametrize(
    ("body", "answer"), [(YES, True), (NO, False), (ONE, True), (b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}', False)]
)
def test_yes_and_no_are_understood_also_from_a_server_that_says_them_in_rows(fake, endpoint, body, answer):
    fake.body = body
    assert endpoint.query("ASK { ?a ?b ?c }").json["boolean"] is answer


def test_graphs_that_the_request_names_and_the_base_are_sent_on(fake, endpoint):
    endpoint.query(
        "SELECT * { <x> ?p ?o }",
        None,
        [("default-graph-uri", "http://e/1"), ("default-graph-uri", "http://e/2"), ("named-graph-uri", "http://e/3")],
    )
    assert fake.asked[-1]["default-graph-uri"] == ["http://e/1", "http://e/2"]
    assert fake.asked[-1]["named-graph-uri"] == ["http://e/3"]
    assert fake.query.startswith("BASE <http://127.0.0.1")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service-refused"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "read-only"),
        ("LOAD <http://127.0.0.1:1/>", "read-only"),
        ("SELECT * { ?s ?p }", "syntax-error"),
        ('DEFINE get:soft "soft" SELECT * { ?s ?p ?o }', "syntax-error"),
        ("SELECT (<bif:file_to_string>('/etc/passwd') AS ?x) {}", "evaluation-failed"),
        ("PREFIX b: <\\u0062if:> SELECT (b:x() AS ?x) {}", "evaluation-failed"),
    ],
)
def test_what_is_refused_is_never_sent_on(fake, endpoint, query, problem):
    count = len(fake.asked)
    assert endpoint.query(query).json["type"] == f"/problems/{problem}"
    assert len(fake.asked) == count


def test_an_answer_may_change_so_it_is_not_kept(fake, endpoint):
    first = endpoint.query("SELECT ?s { ?s ?p 1 }")
    fake.body = ONE.replace(b"/a", b"/b")
    second = endpoint.query("SELECT ?s { ?s ?p 1 }", None, (), if_none_match=first.headers["ETag"])
    assert (second.status, second.headers["Cache-Control"]) == (200, "no-store")
    assert b"/b" in second.body


@pytest.mark.parametrize(
    ("said", "status", "problem"),
    [
        ({"status": 500, "body": b"secret", "media": "text/plain"}, 502, "store-failed"),
        ({"status": 401, "body": b""}, 502, "store-failed"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, 502, "store-failed"),
        ({"status": 400, "body": b"Line 3: no such thing\nstack", "media": "text/plain"}, 400, "evaluation-failed"),
        ({"body": b"<html>", "media": "text/html"}, 502, "store-failed"),
        ({"body": ONE[:60]}, 502, "store-failed"),
        ({"cut": 100}, 502, "store-failed"),
        ({"body": b'{"head":{},"boolean":true}'}, 502, "store-failed"),
        ({"headers": {"X-SPARQL-MaxRows": "10000"}}, 503, "result-too-large"),
    ],
)
def test_a_store_that_fails_is_told_and_never_taken_for_an_answer(fake, endpoint, said, status, problem):
    for name, value in said.items():
        setattr(fake, name, value)
    reply = endpoint.query("SELECT * { ?s ?p ?o }")
    assert (reply.status, reply.json["type"]) == (status, f"/problems/{problem}")
    assert b"secret" not in reply.body
    assert b"stack" not in reply.body


@pytest.mark.slow
def test_a_store_that_does_not_answer_meets_the_deadline_and_the_next_query_is_answered(fake, endpoint):
    fake.delay_s = 8
    assert endpoint.query("SELECT * { ?s ?p ?o }").json["type"] == "/problems/query-timeout"
    fake.delay_s = 0
    assert endpoint.query("SELECT * { ?s ?p ?o }").status == 200


def test_a_large_table_is_passed_on_whole(fake, endpoint):
    row = {"s": {"type": "literal", "value": "x" * 1000}}
    fake.body = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [row] * 5000}}).encode()
    assert endpoint.query("SELECT * { ?s ?p ?o }", "text/csv").body.count(b"\r\n") == 5001


def test_many_queries_one_after_the_other_need_no_more_descriptors(fake, endpoint):
    assert {endpoint.query(f"SELECT * {{ ?s ?p {number} }}").status for number in range(100)} == {200}


def test_the_description_tells_only_what_is_known_of_another_store(fake, endpoint):
    said = endpoint.get("/sparql", "text/turtle").body.decode()
    assert "SPARQL11Query" in said
    assert "UnionDefaultGraph" not in said
    assert "void:triples" not in said


def test_name_and_password_are_given_when_they_are_asked_for(start):
    with running(Fake(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})) as fake:
        endpoint = start(None, store=fake.address.replace("//", "//ada:s%40fe@"), workers=1)
        endpoint.query("SELECT * { ?s ?p ?o }")
        assert [call["authorization"] for call in fake.asked[-2:]] == [None, "Basic YWRhOnNAZmU="]


def test_pages_come_from_the_release_and_answers_from_the_store(start, release):
    with running(Fake()) as fake:
        server = start(release, store=fake.address, workers=1)
        assert server.get("/thing/a", "text/turtle").status == 303
        assert server.query("SELECT * { ?s ?p ?o }", "text/csv").body == b"s\r\nhttp://example.org/a\r\n"
        assert fake.query.startswith("BASE <https://example.org/data/>")


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "nonsense", "http://", "http://[", "http://127.0.0.1:1/query"])
def test_an_address_that_is_wrong_is_said_at_the_start(start, address):
    line = start(None, store=address).origin
    assert line.startswith("ERROR")
    assert "S105" in line
    assert "--store" in line


def test_a_default_graph_that_is_no_union_is_said_at_the_start(start):
    with running(Fake(checks=(NO, YES))) as fake:
        line = start(None, store=fake.address).origin
        assert "S106" in line
        assert "union" in line


def test_a_store_and_files_are_not_served_at_once(start, tmp_path):
    (tmp_path / "a.nt").write_bytes(b"")
    assert "S102" in start(None, [tmp_path / "a.nt"], store="http://127.0.0.1:1/").origin
