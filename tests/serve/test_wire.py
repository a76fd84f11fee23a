"""HTTP as it may come: fields in several lines, weights however written, no host; and what goes out in a field or a link."""

import shutil
import socket

import pytest

from publisher.rdf.formats import GRAPH_FORMATS
from publisher.serve.cache import ResultCache
from publisher.serve.negotiation import LONGEST, choose, parse_accept
from publisher.serve.responses import Body


def raw(server, path, *lines):
    """Send a request as it is, and return the head of the response."""
    with socket.create_connection(server.address, timeout=10) as connection:
        connection.sendall("\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode())
        said = b""
        while part := connection.recv(1 << 16):
            said += part
    return said.partition(b"\r\n\r\n")[0].decode("latin-1").lower()


def test_a_field_in_several_lines_is_one_list(server):
    assert "location: /thing/a.ttl" in raw(server, "/thing/a", "Host: a", "Accept: text/html;q=0.1", "Accept: text/turtle")
    assert "content-encoding: gzip" in raw(server, "/thing/a.html", "Host: a", "Accept-Encoding: br", "Accept-Encoding: gzip")
    tag = server.get("/thing/a.html").headers["etag"]
    assert " 304 " in raw(server, "/thing/a.html", "Host: a", 'If-None-Match: "other"', f"If-None-Match: {tag}")


def test_a_request_names_one_host(server):
    for path in ("/", "/sparql", "/thing/a"):
        assert raw(server, path).startswith("http/1.1 400 ")
        assert raw(server, path, "Host: a", "Host: b").startswith("http/1.1 400 ")
        assert not raw(server, path, "Host:").startswith("http/1.1 400 ")
    with socket.create_connection(server.address, timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", True),
        ("GZIP ; Q=1", True),
        ("gzip;q=0.001", True),
        ("gzip;q=0.10", True),
        ("gzip;q=0", False),
        ("gzip; q = 0.0", False),
        ("gzip;q=0.000", False),
        ("gzip;q=0.", False),
        ("br", False),
    ],
)
def test_gzip_is_sent_to_whoever_takes_it(server, coding, packed):
    assert ("content-encoding: gzip" in raw(server, "/thing/a.html", "Host: a", f"Accept-Encoding: {coding}")) is packed


def test_what_stands_in_a_field_is_ascii_whatever_an_iri_holds(start, release, tmp_path, base):
    public = tmp_path / "public"
    shutil.copytree(release, public, symlinks=True)
    for suffix in (".html", ".ttl", ".jsonld", ".nt"):
        shutil.copy(public / "thing" / f"a{suffix}", public / "thing" / f"日本\n»{suffix}")
    server = start(public, workers=1)
    name = "%E6%97%A5%E6%9C%AC%0A%C2%BB"
    assert server.get(f"/thing/{name}").headers["location"] == f"/thing/{name}.html"
    for suffix in (".html", ".ttl"):
        reply = server.get(f"/thing/{name}{suffix}")
        assert reply.status == 200
        assert f"<{base}thing/{name}>" in reply.headers["link"]


def test_a_link_into_this_server_never_leads_to_another(server, base):
    body = server.query(f"SELECT (<{base}thing/a> AS ?x) (<{base}/other.example/x> AS ?y) {{}}", "text/html").body.decode()
    assert 'href="/thing/a"' in body
    assert 'href="//' not in body


def test_answers_that_are_small_or_empty_are_not_kept_without_end():
    cache = ResultCache(1 << 20)
    for number in range(5000):
        cache.keep(Body(b"", "text/csv", str(number)))
    assert sum(cache.find(str(number)) is not None for number in range(5000)) <= 1024
    assert cache.find("4999") is not None


def test_of_a_long_header_only_the_beginning_is_kept():
    before = parse_accept.cache_info().currsize
    for number in range(3):
        assert choose("text/turtle," + "x" * LONGEST + str(number), GRAPH_FORMATS) is GRAPH_FORMATS[0]
    assert parse_accept.cache_info().currsize == before + 1
