"""What changed since the release before, as a page and as triples of the catalogue."""

from collections import Counter
from collections.abc import Iterator

from publisher.domain import Domain
from publisher.publish.catalog import checksum, dataset_iri, file_triples
from publisher.publish.changes import ADDED, NOTE, REMOVED, Change, ChangeNote, Release
from publisher.publish.dataset_view import size_text
from publisher.publish.dumps import Dump
from publisher.publish.models import Download, Group, Head, Link, Row, Value
from publisher.publish.page_models import ChangesPage
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.publish.wording import humanise
from publisher.rdf import ADMS, DCAT, DCTERMS, FOAF, IRI, PROV, RDF, SPDX, Literal, Triple

PATH = "changes/index"
TITLE = "What changed"
STATES = ("new", "changed", "merged", "withdrawn")
MOST_LINKS = 500
TITLES = {
    ADDED: ("Quads added", "N-Quads", "application/n-quads"),
    REMOVED: ("Quads removed", "N-Quads", "application/n-quads"),
    NOTE: ("Changes by entity", "JSON", "application/json"),
}


def in_words(note: ChangeNote, views: Views) -> str:
    """Put a note into one sentence: what happened to the kind of things that is shown first, and to statements in all."""
    door = views.settings.door
    kind = door.newest or next(iter(door.kinds), "")
    counts = Counter(change.state for change in note.entities if change.kind == kind)
    told = ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state]) or "none changed"
    named = f"{views.kind_names(kind)}: {told}. " if kind else ""
    return f"{named}{note.added:,} statements were added and {note.removed:,} removed since the release before."


def change_page(note: ChangeNote, files: list[Dump], views: Views) -> ChangesPage:
    """Return the page: what is new, changed, merged and withdrawn, kind by kind, and the files of the difference."""
    place = Place(PATH)
    ranks = {kind: rank for rank, kind in enumerate(views.settings.door.kinds)}
    kinds = sorted({change.kind for change in note.entities}, key=lambda kind: (ranks.get(kind, len(ranks)), kind))
    groups = (_group(kind, state, note, views) for kind in kinds for state in STATES)
    return ChangesPage(
        head=Head(
            TITLE,
            place.root,
            f"{views.index.base}changes/",
            "What is new, changed and withdrawn since the release before.",
            (Link("Home", place.root),),
        ),
        title=TITLE,
        summary=in_words(note, views),
        facts=tuple(_release_row(label, release) for label, release in (("From", note.before), ("To", note.after))),
        groups=tuple(group for group in groups if group.links),
        downloads=tuple(Download(file.title, place.to(file.path), file.media_type, size_text(file.bytes)) for file in files),
    )


def _release_row(label: str, release: Release) -> Row:
    return Row(label, "", (Value(Link(f"version {release.version}, {release.quads:,} quads, SHA-256 {release.sha256}")),))


def _group(kind: str, state: str, note: ChangeNote, views: Views) -> Group:
    changes = [change for change in note.entities if (change.kind, change.state) == (kind, state)]
    links = sorted((_link(change, views) for change in changes[:MOST_LINKS]), key=lambda link: (link.text.lower(), link.href))
    rest = f"and {len(changes) - MOST_LINKS:,} more in changes.json" if len(changes) > MOST_LINKS else ""
    return Group(f"{views.kind_names(kind)}: {state}", f"{kind}-{state}", f"{len(changes):,}", tuple(links), rest)


def _link(change: Change, views: Views) -> Link:
    place, iri = Place(PATH), IRI(change.iri)
    counts = [f"{number:,} statements {word}" for number, word in ((change.added, "added"), (change.removed, "removed")) if number]
    if change.state == "merged":
        return Link(
            change.label or humanise(change.iri), views.places.address(IRI(change.now), place), f"now {views.places.name(IRI(change.now))}"
        )
    if change.state == "withdrawn":
        return Link(change.label or humanise(change.iri), note=", ".join(counts))
    changed = [views.wording.label(IRI(name)) for name in change.properties]
    return views.places.link(iri, place, note="; ".join(filter(None, (", ".join(changed), ", ".join(counts)))))


def describe_changes(note: ChangeNote, files: list[Dump], views: Views) -> set[Triple]:
    """Return what the catalogue says of the release before and of the difference to it."""
    return set(_describe(note, files, views.index.domain, in_words(note, views)))


def _describe(note: ChangeNote, files: list[Dump], domain: Domain, words: str) -> Iterator[Triple]:
    dataset = dataset_iri(domain)
    before, changes = IRI(f"{dataset.value}#release-{note.before.sha256[:16]}"), IRI(f"{dataset.value}#changes")
    yield Triple(dataset, DCAT.previousVersion, before)
    yield Triple(dataset, ADMS.versionNotes, Literal(words, language="en"))
    yield Triple(before, RDF.type, DCAT.Dataset)
    yield Triple(before, DCTERMS["title"], Literal("The release before", language="en"))
    yield Triple(before, DCTERMS.description, Literal(f"The same dataset as it was, with {note.before.quads:,} quads.", language="en"))
    yield Triple(before, DCAT.version, Literal(note.before.version))
    yield from checksum(before, IRI(f"{before.value}-canonical"), note.before.sha256)
    # no dcat:Dataset with distributions: whoever takes every distribution of the catalogue wants the dataset
    yield Triple(dataset, DCTERMS.relation, changes)
    yield Triple(changes, RDF.type, PROV.Entity)
    yield Triple(changes, DCTERMS["title"], Literal("Changes since the release before", language="en"))
    yield Triple(changes, DCTERMS.description, Literal(words, language="en"))
    yield Triple(changes, DCTERMS.source, before)
    yield Triple(changes, FOAF.page, domain.iri("changes/"))
    for file in files:
        node = IRI(f"{dataset.value}#changes-{file.path.rpartition('/')[2]}")
        yield Triple(changes, DCTERMS.hasPart, node)
        yield from file_triples(node, file, domain, SPDX.File)
