"""Entities, their documents and everything else below the released folder."""

import gzip
import hashlib

import pyoxigraph
import pytest
from rdflib import Graph, URIRef

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8, */*;q=0.1"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
    "application/json;q=0.45,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18"
)
RAPPER = (
    "application/rdf+xml, text/rdf;q=0.6, application/json;q=0.1, application/n-triples;q=0.8, text/plain;q=0.1, application/turtle, text/turtle, "
    "application/x-turtle, application/trig, application/x-trig;q=0.9, application/xhtml+xml;q=0.4, text/html;q=0.6, */*;q=0.1"
)
MEANT = {
    "chrome": (CHROME, ".html"),
    "firefox": (FIREFOX, ".html"),
    "safari": (SAFARI, ".html"),
    "curl": ("*/*", ".html"),
    "nothing": (None, ".html"),
    "turtle": ("text/turtle", ".ttl"),
    "json-ld": ("application/ld+json", ".jsonld"),
    "json": ("application/json", ".jsonld"),
    "n-triples": ("application/n-triples", ".nt"),
    "n-quads": ("application/n-quads", ".nq"),
    "trig": ("application/trig", ".trig"),
    "rdf/xml": ("application/rdf+xml", ".rdf"),
    "xml before pages": ("application/rdf+xml, text/html;q=0.9", ".rdf"),
    "rdflib": (RDFLIB, ".ttl"),
    "jena": (JENA, ".ttl"),
    "comunica": (COMUNICA, ".nq"),
    "rapper": (RAPPER, ".ttl"),
    "weights": ("text/html;q=0.3, text/turtle;q=0.9", ".ttl"),
    "excluded": ("text/html;q=0, */*", ".ttl"),
    "tie": ("application/n-triples, text/turtle", ".ttl"),
    "upper case": ("TEXT/TURTLE", ".ttl"),
    "family": ("text/*;q=0.5, application/n-triples;q=0.4", ".html"),
}


@pytest.mark.parametrize(("accept", "suffix"), MEANT.values(), ids=MEANT.keys())
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_entity_leads_each_client_to_the_document_it_means(server, accept, suffix, method):
    reply = server.send(method, "/thing/a", **({"accept": accept} if accept else {}))
    assert reply.status == 303
    assert reply.headers["location"] == "/thing/a" + suffix
    assert "Accept" in reply.headers["vary"]
    assert reply.body == b""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD reader
@pytest.mark.parametrize(
    ("suffix", "media", "parser"),
    [(".ttl", "text/turtle", "turtle"), (".nt", "application/n-triples", "nt"), (".jsonld", "application/ld+json", "json-ld")],
)
def test_a_document_describes_its_entity(server, base, suffix, media, parser):
    reply = server.get("/thing/a" + suffix, "text/html")
    assert reply.status == 200
    assert reply.media == media
    assert (URIRef(base + "thing/a"), None, None) in Graph().parse(data=reply.body, format=parser)
    assert f'<{base}thing/a>; rel="describes"' in reply.headers["link"]
    assert reply.headers["access-control-allow-origin"] == "*"


def test_a_page_has_signposts(server, base):
    link = server.get("/thing/a.html").headers["link"]
    assert f'<{base}thing/a>; rel="cite-as"' in link
    assert '</thing/a.ttl>; rel="describedby"; type="text/turtle"' in link
    assert '</thing/a.jsonld>; rel="describedby"; type="application/ld+json"' in link
    assert '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"' in link
    assert '<https://schema.org/Thing>; rel="type"' in link
    assert '<https://schema.org/AboutPage>; rel="type"' in link


def quads(data, media):
    return set(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.from_media_type(media)))


@pytest.mark.parametrize(
    ("suffix", "media"), [(".rdf", "application/rdf+xml"), (".nq", "application/n-quads"), (".trig", "application/trig")]
)
def test_forms_that_are_no_files_are_made_of_the_same_triples(server, base, suffix, media):
    reply = server.get("/thing/a" + suffix, "text/html")
    assert (reply.status, reply.media) == (200, media)
    assert quads(reply.body, media) == quads(server.get("/thing/a.nt").body, "application/n-triples") != set()
    assert f'<{base}thing/a>; rel="describes"' in reply.headers["link"]
    assert server.get("/thing/a" + suffix, if_none_match=reply.headers["etag"]).status == 304
    headed = server.send("HEAD", "/thing/a" + suffix)
    assert headed.body == b""
    for name in ("content-type", "content-length", "etag", "link", "vary"):
        assert headed.headers[name] == reply.headers[name], name
    assert server.get("/thing/none" + suffix).status == 404
    assert server.get("/thing/gone" + suffix).status == 410
    assert server.get("/thing/old" + suffix).headers["location"] == "/thing/a" + suffix


def test_what_is_too_large_to_be_made_is_not_offered(server):
    assert server.get("/huge", "application/rdf+xml").status == 406
    assert server.get("/huge.rdf").status == 406
    assert server.get("/huge", "application/n-quads").headers["location"] == "/huge.nq"
    reply = server.send("HEAD", "/huge.nq")
    assert (reply.status, reply.media) == (200, "application/n-quads")


def test_no_link_leads_to_a_form_that_is_not_there(server):
    link = server.get("/huge.nt").headers["link"]
    assert "html" not in link


def test_what_belongs_to_a_withdrawn_entity_is_withdrawn_with_it(server):
    assert server.get("/thing/gone/part/1").status == 410
    assert server.get("/thing/gone/part/1.ttl").status == 410


def test_children_have_documents_too(server):
    assert server.get("/thing/a/part/1", "text/turtle").headers["location"] == "/thing/a/part/1.ttl"


def test_what_has_its_documents_elsewhere_leads_there(server):
    assert server.get("/dataset", "text/turtle").headers["location"] == "/catalog.ttl"
    assert server.get("/vocabulary", "text/turtle").headers["location"] == "/vocabulary.ttl"


def test_the_base_is_a_page_for_people_and_the_catalogue_for_machines(server):
    assert server.get("/", CHROME).status == 200
    assert server.get("/", "text/turtle").headers["location"] == "/catalog.ttl"


def test_what_nobody_can_read_is_not_acceptable(server):
    reply = server.get("/thing/a", "image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.json["detail"]


@pytest.mark.parametrize(
    "path",
    ["/thing/none", "/none", "/thing/a.xyz", "/thing/none.ttl", "/thing/", "/%00", "/%0a", "/thing/%0D%0A", "/" + "x" * 3000, "/a/" * 400],
)
@pytest.mark.parametrize("accept", ["text/turtle", CHROME, "*/*", "nonsense", ";;;,,,"])
def test_what_is_not_there_is_404_for_everyone(server, path, accept):
    expected = 200 if path == "/thing/" else 404
    reply = server.get(path, accept)
    assert reply.status == expected
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_browsers_get_the_page_of_the_release_for_what_is_not_there(server):
    assert b"nothing here" in server.get("/none", CHROME).body
    assert server.get("/none", "*/*").media == "application/problem+json"


def test_merged_and_withdrawn_ids_are_never_404(server):
    assert (server.get("/thing/old").status, server.get("/thing/old").headers["location"]) == (301, "/thing/a")
    assert server.get("/thing/old.ttl").headers["location"] == "/thing/a.ttl"
    assert server.get("/thing/gone").status == 410
    assert server.get("/thing/gone.ttl").status == 410


@pytest.mark.parametrize("path", ["/thing/a.ttl", "/thing/a.html", "/", "/large.bin", "/openapi.json"])
def test_known_documents_are_304_and_head_has_the_headers_of_get(server, path):
    got, headed = server.get(path), server.send("HEAD", path)
    assert got.status == headed.status == 200
    assert headed.body == b""
    for name in ("content-type", "content-length", "etag", "link", "vary"):
        assert headed.headers[name] == got.headers[name], name
    again = server.get(path, if_none_match=f'W/"other", {got.headers["etag"]}')
    assert again.status == 304
    assert again.body == b""


def test_a_tag_is_the_hash_of_the_bytes(server, release):
    assert server.get("/thing/a.ttl").headers["etag"].strip('"') == hashlib.sha256((release / "thing/a.ttl").read_bytes()).hexdigest()[:32]


def test_pages_are_compressed_for_those_who_ask(server, release):
    reply = server.get("/thing/a.html", accept_encoding="br, gzip;q=0.5")
    assert reply.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in reply.headers["vary"]
    assert gzip.decompress(reply.body) == (release / "thing/a.html").read_bytes()


def test_folders_have_an_index_and_a_slash(server):
    assert server.get("/thing/", CHROME).media == "text/html"
    assert (server.get("/thing").status, server.get("/thing").headers["location"]) == (308, "/thing/")


def test_dumps_are_sent_as_they_are(server, release):
    reply = server.get("/dumps/orepact.nq.gz", accept_encoding="gzip")
    assert "content-encoding" not in reply.headers
    assert reply.body == (release / "dumps/orepact.nq.gz").read_bytes()


def test_a_part_of_a_large_file_can_be_asked_for(server, release):
    reply = server.get("/large.bin", range="bytes=10-19")
    assert reply.status == 206
    assert reply.body == (release / "large.bin").read_bytes()[10:20]


def test_the_description_of_the_dataset_is_where_clients_look(server):
    assert server.get("/.well-known/void").media == "text/turtle"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/thing/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/thing//a.ttl",
        "/./thing/a.ttl",
        "/link.txt",
        "/.orepact/release.json",
        "/%2eorepact/release.json",
        "/thing/a.ttl%00.html",
        "/%252e%252e/secret.txt",
        "/file:///etc/passwd",
        "/~root",
        "/.well-known/../../secret.txt",
    ],
)
def test_no_path_leads_out_of_the_folder_or_into_what_is_hidden(server, path):
    reply = server.get(path)
    assert reply.status in {301, 308, 400, 404}
    assert b"secret" not in reply.body.replace(path.encode(), b"").replace(b"secret.txt", b"")


def test_a_line_break_in_a_path_breaks_no_header(server):
    reply = server.get("/thing/x%0d%0aSet-Cookie:%20a=b")
    assert reply.status == 404
    assert "set-cookie" not in reply.headers
    assert "set-cookie" not in server.get("/thing%0d%0aSet-Cookie:%20a=b/", "text/turtle").headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/thing/a",
        "/thing/a.ttl",
        "/none",
        "/sparql",
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=ASK%7B",
        "/large.bin",
        "/thing",
        "/thing/gone",
        "/thing/old",
    ],
)
def test_every_response_has_the_same_guards(server, path):
    headers = server.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["access-control-allow-origin"] == "*"


def test_a_folder_takes_no_writing(server):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = server.send(method, "/thing/a.ttl", b"x")
        assert reply.status == 405
        assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_browser_is_shown_the_page_of_what_was_withdrawn_with_410(server, release):
    for path in ("/thing/gone", "/thing/gone.html", "/thing/gone.ttl", "/thing/gone/part/1"):
        reply = server.get(path, CHROME)
        assert (reply.status, reply.media) == (410, "text/html")
        assert reply.body == (release / "thing/gone.html").read_bytes()
        headed = server.send("HEAD", path, accept=CHROME)
        assert (headed.status, headed.headers["content-length"]) == (410, reply.headers["content-length"])
        assert server.get(path, CHROME, if_none_match=reply.headers["etag"]).status == 410
    reply = server.get("/thing/gone", "text/turtle")
    assert (reply.status, reply.media) == (410, "application/problem+json")
    assert "2 is the first release without it" in reply.json["detail"]


def test_what_is_here_is_not_withdrawn_with_what_it_was_a_part_of(server):
    assert server.get("/thing/gone/kept.ttl").status == 200
    assert server.get("/thing/gone/kept", "text/turtle").status == 303
