"""Serving RDF that was not published by us, from memory or from disk."""

import gzip

import pytest
import zstandard

from publisher.errors import ServeError
from publisher.rdf.formats import convert
from publisher.rdf.store import (
    build_disk_store,
    data_version,
    open_disk_store,
    open_memory_store,
    open_union_store,
    read_summary,
    summarize,
)
from publisher.serve import Settings
from publisher.serve.release import open_release

TURTLE = b'@prefix : <http://example.org/> . :a :name "Ada"@en ; :knows [ :name "Bob" ] . <relative> :p 1 .'
QUADS = b'<http://example.org/a> <http://example.org/p> "1" <http://example.org/g> .\n<http://example.org/b> <http://example.org/p> "2" .\n'
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".jsonld", ".rdf", ".trig", ".nq", ".ttl.gz", ".nq.gz", ".nt.zst", ".jsonld.zst"])
def test_every_kind_of_rdf_file_is_loaded(tmp_path, suffix):
    name = {".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld", ".rdf": "rdfxml", ".trig": "trig", ".nq": "nquads"}[
        "." + suffix.split(".")[1]
    ]
    data = convert(b"<http://example.org/a> <http://example.org/name> 'Ada'@en .", "turtle", name)
    if suffix.endswith(".gz"):
        data = gzip.compress(data)
    elif suffix.endswith(".zst"):
        data = zstandard.compress(data)
    file = tmp_path / ("data" + suffix)
    file.write_bytes(data)
    (quad,) = open_memory_store([file])
    assert quad.object.value == "Ada"


def test_a_file_is_served_without_pages_of_ours(start, tmp_path):
    file = tmp_path / "data.ttl.gz"
    file.write_bytes(gzip.compress(TURTLE))
    server = start(None, [file], workers=1)
    assert server.query("SELECT ?o { ?s <http://example.org/name> ?o } ORDER BY ?o", "text/csv").body == b"o\r\nAda\r\nBob\r\n"
    assert server.get("/").status == server.get("/relative").status == 404
    assert server.get("/sparql", "text/html").media == "text/html"


def test_files_keep_their_blank_nodes_apart_and_equal_files_make_equal_answers(start, tmp_path):
    paths = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for path in paths:
        path.write_bytes(TURTLE)
    servers = [start(None, paths, workers=1) for _ in range(2)]
    answers = [server.query(ROWS) for server in servers]
    assert answers[0].body == answers[1].body
    blank = {row["s"]["value"] for row in answers[0].json["results"]["bindings"] if row["s"]["type"] == "bnode"}
    assert len(blank) == 2


def test_the_default_graph_of_a_file_is_part_of_the_union(start, tmp_path):
    file = tmp_path / "data.nq"
    file.write_bytes(QUADS)
    server = start(None, [file], workers=1)
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json["results"]["bindings"][0]["n"]["value"] == "2"
    assert server.query("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", "text/csv").body == b"s\r\nhttp://example.org/a\r\n"


def test_a_store_on_disk_answers_as_one_in_memory_and_is_built_once(start, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    file = tmp_path / "data.nq"
    file.write_bytes(b"".join(f'<x:{i}> <x:p> "{i}" <x:g{i % 3}> .\n'.encode() for i in range(5000)))
    on_disk, in_memory = start(None, [file], workers=2, memory_store_bytes=0), start(None, [file], workers=2)
    (folder,) = [path for path in tmp_path.glob("orepact-*/store-*") if path.is_dir()]
    before = sorted(path.name for path in folder.iterdir())
    for query in (ROWS, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", "ASK { <x:7> ?p ?o }"):
        assert on_disk.query(query).body == in_memory.query(query).body
    assert on_disk.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status == 403
    again = start(None, [file], workers=1, memory_store_bytes=0)
    assert again.query("ASK { <x:7> ?p ?o }").json["boolean"] is True
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_store_that_is_built_while_another_is_there_leaves_it_alone(tmp_path):
    file = tmp_path / "data.nq"
    file.write_bytes(QUADS)
    folder = tmp_path / "store"
    build_disk_store([file], folder)
    build_disk_store([file], folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.nq", "store", "store.json"]
    assert read_summary(folder) == summarize(open_union_store([file]))
    assert len(open_disk_store(folder)) == 3  # one of the two quads is in a graph, and in the union


def test_the_version_follows_the_bytes_and_the_order_of_files(tmp_path):
    one, two = tmp_path / "one.nq", tmp_path / "two.nq"
    one.write_bytes(QUADS)
    two.write_bytes(QUADS.replace(b"1", b"3"))
    assert data_version([one, two]) == data_version([one, two])
    assert len({data_version([one]), data_version([two]), data_version([one, two]), data_version([two, one])}) == 4


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("data.ttl", b"<http://e/a> <http://e/b> <http://e/c> .\n<a> <b> .", ":2: "),
        ("data.nq", b"<a> <b> <c> .", ":1: "),
        ("data.nq.gz", b"not gzip", ": "),
        ("cut.nq.gz", gzip.compress(QUADS * 100)[:-20], ": "),
        ("data.nq.zst", b"not zstandard", ": "),
        ("data.ttl", b"\xff\xfe", ":1: "),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named_with_its_line(tmp_path, name, content, place):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ServeError) as caught:
        open_memory_store([file])
    assert str(caught.value).startswith(f"{file}{place}S103 the data cannot be loaded: ")


@pytest.mark.parametrize("limit", [0, 1 << 20])
def test_a_server_of_a_bad_file_does_not_start(start, tmp_path, monkeypatch, limit):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    file = tmp_path / "data.ttl"
    file.write_bytes(b"<a> <b> .")
    server = start(None, [file], memory_store_bytes=limit)
    assert server.origin.startswith(f"ERROR {file}:1: S103 ")
    assert server.process.wait(timeout=10) == 2


@pytest.mark.parametrize(("path", "said"), [("data.pdf", "S102 not a file that RDF comes in"), ("none.ttl", "S102 there is no such file")])
def test_what_is_no_file_of_rdf_is_one_line_with_a_remedy(tmp_path, path, said):
    (tmp_path / "data.pdf").touch()
    with pytest.raises(ServeError, match=said):
        open_release(None, [tmp_path / path], Settings())


def test_what_is_no_release_is_one_line_with_a_remedy(tmp_path):
    with pytest.raises(ServeError, match="S102 this is no release"):
        open_release(tmp_path, [], Settings())
    (tmp_path / ".orepact").mkdir()
    marker = tmp_path / ".orepact" / "release.json"
    for text, said in (("{}", "does not say its base IRI"), ("{", "cannot be read")):
        marker.write_text(text, encoding="utf-8")
        with pytest.raises(ServeError, match=said):
            open_release(tmp_path, [], Settings())


def test_a_port_that_is_taken_is_one_line_with_a_remedy(start, server, tmp_path):
    file = tmp_path / "data.nq"
    file.write_bytes(QUADS)
    second = start(None, [file], port=server.address[1])
    assert f"S101 port {server.address[1]} is taken (give another with --port" in second.origin


@pytest.mark.parametrize("settings", [{}, {"memory_store_bytes": 0}], ids=["memory", "disk"])
def test_a_triple_in_several_graphs_counts_once_in_the_union_of_them(start, tmp_path, monkeypatch, settings):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    file = tmp_path / "data.nq"
    shared = [f'<x:a> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> {graph} .\n' for graph in ("<x:g>", "<x:h>", "")]
    file.write_text("".join([*shared, "_:b <x:p> _:b <x:g> .\n"]), encoding="utf-8")
    server = start(None, [file], workers=1, **settings)
    assert server.query("SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) { <x:a> <x:p> ?o }", "text/csv").body == b"n,sum\r\n1,1\r\n"
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s <x:p> ?o }", "text/csv").body == b"n\r\n2\r\n"
    assert server.query("SELECT ?g { GRAPH ?g { <x:a> ?p ?o } } ORDER BY ?g", "text/csv").body == b"g\r\nx:g\r\nx:h\r\n"
    assert server.query("SELECT (COUNT(*) AS ?n) FROM <x:g> { ?s ?p ?o }", "text/csv").body == b"n\r\n2\r\n"
    assert b"void:triples 2 " in server.get("/sparql", "text/turtle").body
