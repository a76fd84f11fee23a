"""The folder as a whole: whole or not at all, the same bytes each time, described by what it is."""

import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, Store, parse

from publisher.errors import OutputError
from publisher.publish import publish_site
from publisher.publish.folder import replacing

VOID = "http://rdfs.org/ns/void#"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_dataset_gives_the_same_bytes(public, validated, domain, tmp_path):
    publish_site(validated, domain, tmp_path / "again")
    first, second = files(public), files(tmp_path / "again")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_the_count_of_files_and_bytes_is_that_of_the_folder(validated, domain, tmp_path):
    seen = []
    released = publish_site(validated, domain, tmp_path / "public", progress=lambda done, total: seen.append((done, total)))
    found = files(tmp_path / "public")
    assert released.files == len(found)
    assert released.bytes == sum(map(len, found.values()))
    assert released.pages == sum(path.endswith(".html") for path in found)
    assert seen[-1][0] == seen[-1][1] == len(seen)


def test_a_release_replaces_the_one_before_it_whole(validated, domain, tmp_path):
    out = tmp_path / "public"
    publish_site(validated, domain, out)
    (out / "agreement/of-yesterday.html").write_text("old")
    publish_site(validated, domain, out)
    assert not (out / "agreement/of-yesterday.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_file_that_has_not_changed_is_taken_over_and_one_that_was_tampered_with_is_not(tmp_path):
    out = tmp_path / "public"
    _small_release(out, b"one")
    marker, page = (out / ".orepact/release.json").stat().st_ino, (out / "index.html").stat().st_ino
    (out / "index.html").write_bytes(b"two")
    _small_release(out, b"one")
    assert (out / ".orepact/release.json").stat().st_ino == marker
    assert (out / "index.html").stat().st_ino != page
    assert (out / "index.html").read_bytes() == b"one"


def test_a_folder_that_no_release_made_is_not_replaced(validated, domain, tmp_path):
    out = tmp_path / "public"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="O202") as caught:
        publish_site(validated, domain, out)
    assert caught.value.remedy
    assert (out / "thesis.txt").read_text() == "years of work"


def test_an_empty_folder_may_be_filled(validated, domain, tmp_path):
    (tmp_path / "public").mkdir()
    publish_site(validated, domain, tmp_path / "public")
    assert (tmp_path / "public/index.html").exists()


def test_a_place_that_cannot_be_written_is_an_error_with_a_remedy(validated, domain, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="O201") as caught:
        publish_site(validated, domain, tmp_path / "file" / "public")
    assert caught.value.remedy


def test_a_failure_on_the_way_leaves_the_old_release_and_nothing_else(validated, domain, tmp_path):
    out = tmp_path / "public"
    publish_site(validated, domain, out)
    before = files(out)

    def fail(done, _total):
        if done == 20:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_site(validated, domain, out, progress=fail)
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


WRITER = """
import sys, time
from pathlib import Path
from publisher.publish.folder import replacing
with replacing(Path(sys.argv[1])) as output:
    output.write("index.html", b"new")
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_leaves_the_old_release_and_the_next_run_cleans_up(tmp_path, checkout):
    out = tmp_path / "public"
    _small_release(out, b"old")
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, cwd=checkout)
    assert process.stdout.readline() == b"writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert (out / "index.html").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2, "what the killed run wrote lies beside it"
    _small_release(out, b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["public"]
    assert (out / "index.html").read_bytes() == b"newer"


def test_a_run_killed_between_the_two_renames_is_mended_by_the_next(tmp_path):
    out = tmp_path / "public"
    _small_release(out, b"old")
    out.rename(tmp_path / ".public.previous-abc")
    with pytest.raises(RuntimeError), replacing(out):
        raise RuntimeError
    assert (out / "index.html").read_bytes() == b"old"


def _small_release(out, content):
    with replacing(out) as output:
        output.write("index.html", content)
        output.write(".orepact/release.json", b'{"format": "orepact-release/1"}')


def test_two_things_cannot_have_one_path(tmp_path):
    with replacing(tmp_path / "public") as output:
        output.write("a.html", b"")
        with pytest.raises(OutputError, match="O203"):
            output.write("a.html", b"")


def dump_triples(public, name):
    form = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
        "jsonld": RdfFormat.JSON_LD,
    }[name]
    data = gzip.decompress((public / f"dumps/orepact.{name}.gz").read_bytes())
    if name == "jsonld":
        document = json.loads(data)
        document["@context"] = json.loads((public / "context/v1.jsonld").read_bytes())["@context"]
        data = json.dumps(document).encode()
    return list(parse(data, form))


def test_every_dump_holds_the_triples_of_the_dataset(public, published_quads):
    expected = {quad.triple for quad in published_quads}
    for name in ("ttl", "nt", "nq", "trig", "jsonld"):
        assert {quad.triple for quad in dump_triples(public, name)} == expected, name
    for name in ("nq", "trig", "jsonld"):
        assert set(dump_triples(public, name)) == set(published_quads), name


def test_dumps_carry_no_time(public):
    for path in (public / "dumps").glob("*.gz"):
        assert path.read_bytes()[4:8] == bytes(4), path


def test_checksums_and_sizes_of_the_catalogue_are_those_of_the_files(public, domain):
    store = Store()
    store.bulk_load((public / "catalog.ttl").read_bytes(), RdfFormat.TURTLE)
    query = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
      SELECT ?url ?size ?sha { ?d a dcat:Distribution ; dcat:downloadURL ?url ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sha }"""
    rows = list(store.query(query))
    assert len(rows) == 8
    for row in rows:
        data = (public / row["url"].value[len(domain.base) :]).read_bytes()
        assert row["size"].value == str(len(data))
        assert row["sha"].value == hashlib.sha256(data).hexdigest()
    sums = dict(reversed(line.split("  ")) for line in (public / "SHA256SUMS").read_text().splitlines())
    assert sums == {row["url"].value[len(domain.base) :]: row["sha"].value for row in rows}


COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { GRAPH ?g { ?s a ?o } }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_the_catalogue_are_those_of_the_data(public, domain, published_quads, name):
    data, catalog = Store(), Store()
    data.bulk_extend(published_quads)
    catalog.bulk_load((public / "catalog.ttl").read_bytes(), RdfFormat.TURTLE)
    [counted] = data.query(COUNTS[name])
    [said] = catalog.query(f"SELECT ?n {{ <{domain.base}dataset> <{VOID}{name}> ?n }}")
    assert said["n"].value == counted["n"].value


def test_the_well_known_description_is_the_catalogue(public):
    assert (public / ".well-known/void").read_bytes() == (public / "catalog.ttl").read_bytes()


def test_the_server_finds_what_it_routes_by(public, domain):
    release = json.loads((public / ".orepact/release.json").read_bytes())
    assert release["format"] == "orepact-release/1"
    assert release["base"] == domain.base
    assert release["redirects"] == {"agreement/old-one": "agreement/per-usa-2025"}
    assert [row["paths"] for row in release["gone"]] == [["agreement/withheld-one"]]
    assert release["kinds"]["agreement"]["entities"] == 2
    assert all((public / f"{path}.html").exists() for path in release["documents"].values())
    nquads = gzip.decompress((public / release["dump"]).read_bytes())
    assert release["dataset_sha256"] == hashlib.sha256(nquads).hexdigest()
    assert release["files"] == len(files(public))


def test_links_of_pages_lead_to_pages_and_anchors_that_exist(public):
    anchors = {}
    broken = []
    for page in public.rglob("*.html"):
        text = page.read_text()
        anchors[page.resolve()] = set(re.findall(r'\bid="([^"]+)"', text))
    for page in public.rglob("*.html"):
        if page.name == "404.html" or "docs" in page.parts:
            continue
        for href in set(re.findall(r'<(?:a|link)[^>]+href="([^"]*)"', page.read_text())):
            path, _, fragment = href.partition("#")
            if "://" in href or path.partition("?")[0].endswith("sparql"):
                continue
            target = (page.parent / path.replace("%23", "#")).resolve() if path else page.resolve()
            target = target / "index.html" if target.is_dir() else target
            if not target.exists() or (fragment and target in anchors and fragment not in anchors[target]):
                broken.append((page.relative_to(public).as_posix(), href))
    assert broken == []


def test_no_page_has_inline_style_or_script_or_asks_another_host(public):
    for page in public.rglob("*.html"):
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), page
        for kind, target in re.findall(r"<(script|img|iframe|link rel=\"stylesheet\")[^>]*(?:src|href)=\"([^\"]*)", text):
            assert "://" not in target, (page, kind, target)
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or "application/ld+json" in attributes, page


def test_every_page_has_a_language_one_heading_and_landmarks(public):
    for page in public.rglob("*.html"):
        text = page.read_text()
        assert text.count("<h1") == 1, page
        for part in ('<html lang="en">', "<title>", '<main id="main"', 'class="skip-link" href="#main"', "<header", "<footer"):
            assert part in text, (page, part)


def test_no_page_is_larger_than_300_kilobytes(public):
    assert [page for page in public.rglob("*.html") if page.stat().st_size > 300_000] == []


def test_a_feed_and_a_sitemap_name_the_records(public, domain):
    feed, sitemap = (public / "feed.xml").read_text(), (public / "sitemap.xml").read_text()
    iri = f"{domain.base}agreement/chl-jpn-moc-2026"
    assert f"<id>{iri}</id>" in feed
    assert "<updated>2026-03-16T00:00:00Z</updated>" in feed
    assert f"<loc>{iri}.html</loc><lastmod>2026-03-16</lastmod>" in sitemap
    assert "old-one" not in sitemap


def test_the_text_of_an_article_is_never_published(validated, domain, tmp_path):
    from publisher.model import Dataset, ValidatedDataset
    from publisher.rdf import Literal, Quad

    article = domain.iri("article/aaaaaaaaaaaaaaaa")
    secret = Quad(
        article,
        domain.namespace["fullText"],
        Literal("Xyzzy said the valley would supply them all"),
        domain.iri("graph/article/aaaaaaaaaaaaaaaa"),
    )
    dataset = Dataset((*validated.dataset.quads, secret))
    publish_site(ValidatedDataset(dataset, (), ()), domain, tmp_path / "public")
    for path, data in files(tmp_path / "public").items():
        content = gzip.decompress(data) if path.endswith(".gz") else data
        assert b"Xyzzy" not in content, path


def test_publishing_under_another_base_moves_the_data_and_leaves_the_ontology(checkout, tmp_path):
    from publisher.domain import load_domain

    moved = load_domain(checkout, "http://localhost:8000/")
    example = sys.modules["publish_example"]
    publish_site(example.example_dataset(moved), moved, tmp_path / "public")
    turtle = (tmp_path / "public/agreement/per-usa-2025.ttl").read_text()
    assert "@base <http://localhost:8000/> ." in turtle
    assert "@prefix pact: <https://w3id.org/orepact/ontology#> ." in turtle
    assert (
        json.loads((tmp_path / "public/agreement/per-usa-2025.jsonld").read_bytes())["@context"]
        == "http://localhost:8000/context/v1.jsonld"
    )
    assert (tmp_path / "public/ontology.html").exists()


def test_a_domain_without_templates_and_context_is_published_with_those_that_ship(checkout, tmp_path):
    from publisher.domain import load_domain
    from publisher.model import Dataset, ValidatedDataset
    from publisher.rdf import Quad

    bakery = load_domain(checkout / "tests/toy_domain")
    graph = bakery.iri("graph/reference")
    quads = tuple(Quad(t.subject, t.predicate, t.object, graph) for t in bakery.reference)
    publish_site(ValidatedDataset(Dataset(quads), (), ()), bakery, tmp_path / "public")
    home = (tmp_path / "public/index.html").read_text()
    assert "Bread" in home
    for word in ("Orepact", "mineral", "agreement"):
        assert word not in home, word
    context = json.loads((tmp_path / "public/context/v1.jsonld").read_bytes())["@context"]
    assert context["@vocab"] == str(bakery.namespace)
