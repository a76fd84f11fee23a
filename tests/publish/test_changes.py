"""From one release to the next: the difference in quads, and what it means for each entity."""

import gzip
import hashlib
import json
import re
import shutil

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse, serialize

from publisher.model import Dataset as Quads
from publisher.model import ValidatedDataset
from publisher.publish import publish_site
from publisher.rdf import RDF, SKOS, Literal, Quad

KEPT, GONE, MERGED, FRESH = "agreement/chl-jpn-moc-2026", "agreement/to-go", "agreement/to-merge", "agreement/fresh-one"
HISTORY = re.compile(
    r"_redirects|\.htaccess|changes/.*|agreement/to-(go|merge)\.html|SHA256SUMS|(catalog|dataset)\..*|\.well-known/void|\.orepact/release\.json"
)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def lines(folder, name):
    return gzip.decompress((folder / f"{name}.nq.gz").read_bytes()).splitlines(keepends=True)


def record(domain, path, label):
    iri, graph = domain.iri(path), domain.iri("graph/article/aaaaaaaaaaaaaaaa")
    return [Quad(iri, RDF.type, domain.namespace["Agreement"], graph), Quad(iri, SKOS.prefLabel, Literal(label, language="en"), graph)]


@pytest.fixture(scope="module")
def two(validated, domain):
    """An old dataset and a new one: a record goes, one is merged, one comes, one has another status."""
    kept = domain.iri(KEPT)
    before = [*validated.dataset.quads, *record(domain, GONE, "One that goes"), *record(domain, MERGED, "One that is merged")]
    status = domain.namespace["status"]
    after = [*(quad for quad in validated.dataset.quads if (quad.subject, quad.predicate) != (kept, status))]
    after += [Quad(kept, status, domain.iri("status/expired"), domain.iri("graph/claims")), *record(domain, FRESH, "One that comes")]
    return ValidatedDataset(Quads(tuple(before)), (), ()), ValidatedDataset(Quads(tuple(after), {domain.iri(MERGED): kept}), (), ())


@pytest.fixture(scope="module")
def old(two, domain, tmp_path_factory):
    """A release, as it was before another replaced it."""
    out = tmp_path_factory.mktemp("old") / "public"
    publish_site(two[0], domain, out)
    return out


@pytest.fixture(scope="module")
def new(two, domain, tmp_path_factory):
    """The release that replaced it."""
    out = tmp_path_factory.mktemp("new") / "public"
    for dataset in two:
        publish_site(dataset, domain, out)
    return out


@pytest.fixture
def note(new):
    return json.loads((new / "changes/changes.json").read_bytes())


def test_a_first_release_says_nothing_of_changes(old):
    assert not [path for path in files(old) if path.startswith("changes/")]
    assert b"previousVersion" not in (old / "catalog.ttl").read_bytes()
    assert 'href="./changes/"' not in (old / "catalog.html").read_text()


def test_the_difference_applied_to_the_old_dump_gives_the_new_one(old, new):
    added, removed = lines(new, "changes/added"), lines(new, "changes/removed")
    assert added == sorted(added) != []
    assert removed == sorted(removed) != []
    assert set(removed) <= set(lines(old, "dumps/orepact"))
    assert not set(added) & set(lines(old, "dumps/orepact"))
    assert sorted((set(lines(old, "dumps/orepact")) - set(removed)) | set(added)) == lines(new, "dumps/orepact")


def test_the_note_says_of_each_record_what_happened_to_it(note, domain):
    found = {entry["iri"].removeprefix(domain.base): entry for entry in note["entities"]}
    assert {path: found[path]["state"] for path in (KEPT, GONE, MERGED, FRESH)} == {
        KEPT: "changed",
        GONE: "withdrawn",
        MERGED: "merged",
        FRESH: "new",
    }
    assert found[GONE]["label"] == "One that goes"
    assert found[MERGED]["now"] == domain.base + KEPT
    assert found[KEPT]["properties"] == [domain.namespace["status"].value]
    assert (found[FRESH]["added"], found[FRESH]["removed"]) == (2, 0)
    assert not any(path.startswith("claim/") for path in found)


def test_the_counts_of_the_note_are_those_of_the_files(note, new, old):
    assert note["added"] == len(lines(new, "changes/added"))
    assert note["removed"] == len(lines(new, "changes/removed"))
    for release, folder in ((note["before"], old), (note["after"], new)):
        text = lines(folder, "dumps/orepact")
        assert (release["sha256"], release["quads"]) == (hashlib.sha256(b"".join(text)).hexdigest(), len(text))


def test_the_page_leads_to_what_is_there_and_only_names_what_is_not(new):
    page = (new / "changes/index.html").read_text()
    for path in (KEPT, FRESH):
        assert f'href="../{path}.html"' in page
    assert "One that goes" in page
    assert "to-go.html" not in page
    assert "now Chile" in page
    for href in re.findall(r'href="(\.\./[^"#?]+)"', page):
        target = (new / "changes" / href).resolve()
        assert target.exists() or href.endswith("sparql"), href
    assert 'href="./changes/"' in (new / "catalog.html").read_text()


def test_the_catalogue_names_the_release_before_and_the_files_of_the_difference(new, note, domain):
    store = Store()
    store.bulk_load((new / "catalog.ttl").read_bytes(), RdfFormat.TURTLE)
    query = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX adms: <http://www.w3.org/ns/adms#>
      SELECT ?sha ?notes ?url ?file { <B> dcat:previousVersion/spdx:checksum/spdx:checksumValue ?sha ; adms:versionNotes ?notes .
        <Bx> dcterms:hasPart ?d . ?d dcat:downloadURL ?url ; spdx:checksum/spdx:checksumValue ?file }"""
    rows = list(store.query(query.replace("<Bx>", f"<{domain.base}dataset#changes>").replace("<B>", f"<{domain.base}dataset>")))
    assert {row["sha"].value for row in rows} == {note["before"]["sha256"]}
    assert all("1 new, 1 changed, 1 merged, 1 withdrawn" in row["notes"].value for row in rows)
    said = {row["url"].value.removeprefix(domain.base): row["file"].value for row in rows}
    assert len(said) == 3
    assert not [
        path
        for (path,) in store.query(
            "SELECT ?u { ?d a <http://www.w3.org/ns/dcat#Distribution> ; <http://www.w3.org/ns/dcat#downloadURL> ?u }"
        )
        if "/changes/" in path.value
    ]
    for path, sha256 in said.items():
        assert hashlib.sha256((new / path).read_bytes()).hexdigest() == sha256
    sums = dict(reversed(line.split("  ")) for line in (new / "SHA256SUMS").read_text().splitlines())
    assert said.items() <= sums.items()


def test_the_hash_in_the_catalogue_is_that_of_rdfc_over_the_dump(public, domain):
    store = Store()
    store.bulk_load((public / "catalog.ttl").read_bytes(), RdfFormat.TURTLE)
    [row] = store.query(
        f"SELECT ?sha {{ <{domain.base}dataset> <http://spdx.org/rdf/terms#checksum> ?c . ?c <http://spdx.org/rdf/terms#checksumValue> ?sha }}"
    )
    dataset = Dataset(parse(gzip.decompress((public / "dumps/orepact.trig.gz").read_bytes()), RdfFormat.TRIG))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = b"".join(sorted(serialize(dataset, format=RdfFormat.N_QUADS).splitlines(keepends=True)))
    assert row["sha"].value == hashlib.sha256(canonical).hexdigest()


def test_the_same_release_again_keeps_every_byte_of_the_difference(two, domain, new, tmp_path):
    out = tmp_path / "public"
    for dataset in (*two, two[1]):
        publish_site(dataset, domain, out)
    assert files(out) == files(new)


def test_what_depends_on_the_release_before_is_only_what_tells_of_it(two, domain, new, tmp_path):
    publish_site(two[1], domain, tmp_path / "public")
    fresh, replaced = files(tmp_path / "public"), files(new)
    differing = {path for path in fresh.keys() | replaced.keys() if fresh.get(path) != replaced.get(path)}
    assert differing
    assert not [path for path in differing if not HISTORY.fullmatch(path)]


def test_a_run_of_its_own_for_each_release_does_not_change_every_record(validated, domain, tmp_path):
    from publisher.rdf import PROV

    def made_by(run):
        claims = [quad for quad in validated.dataset.quads if quad.predicate == domain.namespace["claimSubject"]]
        rest = [quad for quad in validated.dataset.quads if quad.predicate != PROV.wasGeneratedBy]
        runs = [Quad(quad.subject, PROV.wasGeneratedBy, domain.iri(run), quad.graph_name) for quad in claims]
        return ValidatedDataset(Quads((*rest, *runs)), (), ())

    out = tmp_path / "public"
    for run in ("run/one", "run/two"):
        publish_site(made_by(run), domain, out)
    note = json.loads((out / "changes/changes.json").read_bytes())
    assert note["added"] == note["removed"] > 0
    assert note["entities"] == []


@pytest.mark.parametrize("damage", [b"", b"no gzip", gzip.compress(b"<a> <b> <c> <g> .\n"), gzip.compress(b"no quad\n")])
def test_a_release_whose_dump_is_damaged_is_replaced_and_not_compared(two, domain, tmp_path, damage):
    out = tmp_path / "public"
    publish_site(two[0], domain, out)
    (out / "dumps/orepact.nq.gz").write_bytes(damage)
    publish_site(two[1], domain, out)
    assert not (out / "changes/changes.json").exists()


def marker(folder):
    return json.loads((folder / ".orepact/release.json").read_bytes())


def gone(folder):
    return {path for row in marker(folder)["gone"] for path in row["paths"]}


def used(folder, domain):
    """Every path below the base that an IRI of the dump has, in whatever position, without what the ontology and the base itself are."""
    found = {iri.decode() for line in lines(folder, "dumps/orepact") for iri in re.findall(rb"<([^>#]+)[^>]*>", line)}
    own = {iri.removeprefix(domain.base) for iri in found if iri.startswith(domain.base)}
    return own - {"", "ontology"}


def test_what_was_withdrawn_is_gone_for_good_and_what_was_merged_is_not(two, new, domain):
    assert GONE in gone(new)
    assert f"/{GONE}.ttl /{GONE}.html 410!" in (new / "_redirects").read_text(encoding="utf-8").splitlines()
    publish_site(two[1], domain, new)
    assert GONE in gone(new)
    assert MERGED not in gone(new)
    assert marker(new)["redirects"][MERGED] == KEPT


@pytest.fixture(scope="module")
def replaced(validated, domain, tmp_path_factory):
    """A release, and the one that replaced it, without an agreement, its parts and claims, and without one claim of another agreement."""
    out = tmp_path_factory.mktemp("replaced") / "public"
    publish_site(ValidatedDataset(validated.dataset, (), ()), domain, out)
    before = used(out, domain)
    kept = domain.iri(KEPT).value
    subject = domain.namespace["claimSubject"]
    claims = {quad.subject: quad.object.value for quad in validated.dataset.quads if quad.predicate == subject}
    doomed = {claim for claim, about in claims.items() if about.startswith(kept)}
    alone = min((claim for claim in claims if claim not in doomed), key=str)
    rest = [
        quad
        for quad in validated.dataset.quads
        if not (
            quad.subject in doomed | {alone} or quad.subject.value.startswith(kept) or getattr(quad.object, "value", "").startswith(kept)
        )
    ]
    return out, before, alone.value.removeprefix(domain.base), ValidatedDataset(Quads(tuple(rest)), (), ())


@pytest.fixture
def emptied(replaced, tmp_path):
    """The same in a folder of the test's own, for each test writes more releases into it."""
    return shutil.copytree(replaced[0], tmp_path / "public"), *replaced[1:]


def test_every_iri_that_is_used_no_more_is_gone_also_claims_and_parts_and_comes_back(emptied, validated, domain):
    out, before, alone, after = emptied
    publish_site(after, domain, out)
    left = before - used(out, domain)
    assert {KEPT, alone} < left
    assert len([path for path in left if path.startswith("claim/")]) > 1
    assert [path for path in left if path.startswith(KEPT + "/")]
    missing = {path for path in left if path not in gone(out) and not (out / f"{path}.ttl").exists()}
    assert missing == set()
    assert not [path for path in gone(out) if path in used(out, domain)]
    publish_site(ValidatedDataset(validated.dataset, (), ()), domain, out)
    assert gone(out) == set()
    assert "Withdrawn" not in (out / f"{KEPT}.html").read_text(encoding="utf-8")


def test_an_old_link_leads_to_a_page_that_says_since_when_and_where_to_look(emptied, domain):
    out, _, _alone, after = emptied
    publish_site(after, domain, out)
    (row,) = marker(out)["gone"]
    assert row["sha256"] == marker(out)["dataset_sha256"]
    for path in row["paths"]:
        page = (out / f"{path}.html").read_text(encoding="utf-8")
        assert "Withdrawn</h1>" in page
        assert row["sha256"][:12] in page
        assert '<meta name="robots" content="noindex">' in page
        assert 'href="../changes/"' in page or path.count("/") > 1
        for href in re.findall(r'href="(\.\.?/[^"#?]+)"', page):
            target = (out / path).parent / href
            assert target.resolve().exists() or href.endswith("sparql"), href
        assert not (out / f"{path}.ttl").exists()
        assert path not in (out / "sitemap.xml").read_text(encoding="utf-8")


def test_the_page_of_a_claim_says_what_it_was_about_also_when_that_has_gone_and_after_other_releases(emptied, validated, domain):
    out, _, alone, after = emptied
    subject = domain.namespace["claimSubject"]
    about = {
        quad.subject.value.removeprefix(domain.base): "/".join(quad.object.value.removeprefix(domain.base).split("/")[:2])
        for quad in validated.dataset.quads
        if quad.predicate == subject
    }
    publish_site(after, domain, out)
    label = Literal("changed once more", language="en")
    publish_site(
        ValidatedDataset(Quads((*after.dataset.quads, Quad(domain.iri("state/CHL"), SKOS.note, label, domain.iri("graph/x")))), (), ()),
        domain,
        out,
    )
    gone_claims = [path for path in gone(out) if path in about]
    assert alone in gone_claims
    assert {about[path] == KEPT for path in gone_claims} == {True, False}
    for path in gone_claims:
        page = (out / f"{path}.html").read_text(encoding="utf-8")
        assert f"It was a statement about {about[path]}." in page
        assert f'href="../{about[path]}.html"' in page
        assert (out / f"{about[path]}.html").exists()
    publish_site(ValidatedDataset(validated.dataset, (), ()), domain, out)
    assert not [row for row in marker(out)["gone"] if row.get("of")]


def test_a_page_of_what_was_merged_says_since_when(new, two, domain):
    page = (new / f"{MERGED}.html").read_text(encoding="utf-8")
    (row,) = [row for row in marker(new)["gone"] if MERGED in row["merged"]]
    assert row["sha256"][:12] in page
    assert "chl-jpn-moc-2026.html" in page
    assert "noindex" in page


def test_what_left_longest_ago_is_forgotten_beyond_the_bound(monkeypatch):
    from publisher.publish import gone as module

    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    earlier = [module.Departure("1", "a", ("x/1", "x/2")), module.Departure("2", "b", ("y/1", "y/2"))]
    found = module.bring_up_to_date(earlier, module.Departure("3", "c", ("z/1",)), {}, lambda path: path == "y/1")
    assert [(row.version, row.paths) for row in found] == [("1", ("x/1",)), ("2", ("y/2",)), ("3", ("z/1",))]
    assert list(module.with_pages(found)) == ["z/1", "y/2"]
    assert module.bring_up_to_date(found, module.Departure("4", "d", ()), {"z/1": "z/2"}, lambda _: False)[-1].merged == ("z/1",)


@pytest.mark.parametrize("said", [None, 3, ["a"], [{"paths": 1}], [{"paths": [1]}], {"a": 1}])
def test_a_list_of_what_is_gone_that_is_none_is_read_as_empty(said):
    from publisher.publish.gone import read_departures

    assert [path for row in read_departures(said) for path in row.paths] == []


def test_a_release_under_another_base_is_not_compared(checkout, two, domain, tmp_path):
    from publisher.domain import load_domain

    out = tmp_path / "public"
    moved = load_domain(checkout, "http://localhost:8000/")
    publish_site(ValidatedDataset(Quads(tuple(record(moved, FRESH, "One"))), (), ()), moved, out)
    publish_site(two[1], domain, out)
    assert not (out / "changes/changes.json").exists()
