"""The graphs of a release written to a SPARQL server: a small one in memory, which can fail at any request."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from publisher.errors import OutputError
from publisher.model import Dataset, ValidatedDataset
from publisher.publish import GraphStore, publish_site
from publisher.rdf import RDF, Literal, Quad


class Server:
    """Graphs by name, what was asked, and from which request on it fails with which status."""

    def __init__(self):
        self.graphs, self.asked, self.fail_at, self.status, self.is_closed = {}, [], None, 500, False

    def answer(self, method, name, body, authorization):
        self.asked.append((method, name))
        if self.is_closed and authorization is None:
            return 401, b""
        if self.fail_at is not None and len(self.asked) > self.fail_at:
            return self.status, b"the disk\nis full"
        if method == "GET":
            return (200, self.graphs[name]) if name in self.graphs else (404, b"")
        if method == "DELETE":
            return (204, b"") if self.graphs.pop(name, None) is not None else (404, b"")
        self.graphs[name] = (self.graphs.get(name, b"") if method == "POST" else b"") + body
        return 204, b""


@contextmanager
def running(server):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            name = parse_qs(urlsplit(self.path).query)["graph"][0]
            status, answer = server.answer(self.command, name, body, self.headers["Authorization"])
            self.send_response(status)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 - the names http.server looks for

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        server.address = f"http://127.0.0.1:{http.server_port}/data?"
        yield server
        http.shutdown()


@pytest.fixture
def server():
    with running(Server()) as one:
        yield one


def held(server):
    return {name: {quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)} for name, body in server.graphs.items()}


def graphs(quads):
    found = {}
    for quad in quads:
        found.setdefault(quad.graph_name.value, set()).add(quad.triple)
    return found


def small(domain, *articles):
    """A few graphs, and one that names them, as the graph of provenance does."""
    names = [domain.iri(f"graph/article/{key}") for key in articles]
    quads = [Quad(domain.iri(f"agreement/{key}"), RDF.value, Literal(key), name) for key, name in zip(articles, names, strict=True)]
    return quads + [Quad(name, RDF.type, domain.namespace["Graph"], domain.iri("graph/provenance")) for name in names]


def test_every_graph_of_a_release_arrives_as_it_is(server, validated, domain, tmp_path):
    publish_site(validated, domain, tmp_path / "public", store=GraphStore(server.address, domain.base))
    assert held(server) == graphs(validated.dataset.quads)
    assert (tmp_path / "public/index.html").exists()


def test_the_next_release_replaces_and_deletes_ours_and_leaves_what_is_of_others(server, domain):
    store = GraphStore(server.address, domain.base)
    server.graphs["http://example.org/theirs"] = theirs = b"<http://e/a> <http://e/b> <http://e/c> .\n"
    store.replace(small(domain, "a", "b"))
    again = small(domain, "b", "c")
    store.replace(again)
    assert server.graphs.pop("http://example.org/theirs") == theirs
    assert held(server) == graphs(again)
    count = len(server.graphs)
    store.replace(again)
    assert (held(server), len(server.graphs)) == (graphs(again), count)


@pytest.mark.parametrize("requests", range(1, 9))
def test_a_run_that_fails_anywhere_is_mended_by_the_next(server, domain, requests):
    store = GraphStore(server.address, domain.base)
    store.replace(small(domain, "a", "b"))
    server.fail_at = len(server.asked) + requests
    with pytest.raises(OutputError, match="O206"):
        store.replace(small(domain, "c", "d", "e"))
    server.fail_at = None
    store.replace(small(domain, "b"))
    assert held(server) == graphs(small(domain, "b"))


def test_where_the_store_fails_the_old_release_stays(server, validated, domain, tmp_path):
    out = tmp_path / "public"
    publish_site(ValidatedDataset(Dataset(tuple(small(domain, "a"))), (), ()), domain, out)
    before = (out / ".orepact/release.json").read_bytes()
    server.fail_at = 3
    with pytest.raises(OutputError, match="O206") as caught:
        publish_site(validated, domain, out, store=GraphStore(server.address, domain.base))
    assert "\n" not in str(caught.value)
    assert "the disk is full" in str(caught.value)
    assert caught.value.remedy
    assert (out / ".orepact/release.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_password_is_given_when_it_is_asked_for_and_never_shown(server, domain):
    server.is_closed = True
    with pytest.raises(OutputError, match=r"O206.*USER:PASSWORD"):
        GraphStore(server.address, domain.base).check()
    with_password = server.address.replace("//", "//ada:s3cret@")
    store = GraphStore(with_password, domain.base)
    store.replace(small(domain, "a"))
    assert held(server) == graphs(small(domain, "a"))
    server.fail_at = 0
    with pytest.raises(OutputError) as caught:
        store.check()
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "nonsense", "http://"])
def test_an_address_that_is_none_is_an_error_with_a_remedy(domain, address):
    with pytest.raises(OutputError, match="O204"):
        GraphStore(address, domain.base)


def test_a_store_that_is_not_there_is_said_before_any_work(orepact, tmp_path):
    done = orepact("publish", "--out", tmp_path / "public", "--store", "http://127.0.0.1:1/data", cwd=tmp_path)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("http://127.0.0.1:1/data: O205 ")
    assert not (tmp_path / "public").exists()


def test_a_page_at_the_address_is_no_store(server, domain):
    server.graphs[domain.iri("graph/provenance").value] = b"<html>hello</html>"
    with pytest.raises(OutputError, match=r"O206.*Graph Store Protocol"):
        GraphStore(server.address, domain.base).check()
