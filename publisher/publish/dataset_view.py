"""The page of the dataset as a whole."""

from collections.abc import Mapping

from publisher.publish.catalog import Statistics, dataset_iri, said
from publisher.publish.dumps import Dump
from publisher.publish.models import Group, Head, Link, Row, Value
from publisher.publish.page_models import DatasetPage, FileRow
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.publish.wording import shorten
from publisher.rdf import DCTERMS, IRI, RDF, VOID

KILO = 1000
SHOWN_ELSEWHERE = (RDF.type, DCTERMS["title"], DCTERMS.description, VOID.uriSpace, VOID.vocabulary)


def size_text(size: int) -> str:
    """Put a number of bytes into words.

    >>> size_text(999), size_text(1500), size_text(2_345_678)
    ('999 bytes', '1.5 kB', '2.3 MB')

    """
    if size < KILO:
        return f"{size} bytes"
    return f"{size / KILO:.1f} kB" if size < KILO**2 else f"{size / KILO**2:.1f} MB"


def dataset_page(views: Views, statistics: Statistics, dumps: list[Dump], path: str, history: tuple[str, str]) -> DatasetPage:
    """Return the page of the catalogue; ``history`` is the hash of the dataset and what changed since the release before, if there was one."""
    domain, place = views.index.domain, Place(path)
    dataset = dataset_iri(domain)
    names = {triple.predicate for triple in domain.dataset if triple.subject == dataset and triple.predicate not in SHOWN_ELSEWHERE}
    rows = [
        Row(views.wording.property(name), "", tuple(views.value(value, place) for value in domain.objects(dataset, name)))
        for name in sorted(names, key=views.wording.property)
    ]
    numbers = (("Statements", statistics.triples), ("Things with a page", statistics.entities))
    counted = [Row(label, "", (Value(Link(f"{number:,}")),)) for label, number in numbers]
    digest, changes = history
    counted.append(Row("SHA-256 of the canonical N-Quads", "", (Value(Link(digest)),)))
    if changes:
        counted.append(Row("What changed", "", (Value(Link(changes, place.to("changes/"))),)))
    title = said(domain, DCTERMS["title"]) or "Dataset"
    return DatasetPage(
        head=Head(
            title=title,
            root=place.root,
            canonical=dataset.value,
            description=shorten(said(domain, DCTERMS.description), 160),
            trail=(Link("Home", place.root),),
            alternates=views.places.downloads(path, place),
        ),
        title=title,
        about=said(domain, DCTERMS.description),
        facts=tuple(counted + rows),
        files=tuple(
            FileRow(Link(dump.path.rpartition("/")[2], place.to(dump.path)), dump.title or dump.label, size_text(dump.bytes), dump.sha256)
            for dump in dumps
        ),
        contents=(
            _counts("Classes", "classes", statistics.classes, views, place),
            _counts("Properties", "properties", statistics.properties, views, place),
        ),
        downloads=views.places.downloads(path, place),
    )


def _counts(heading: str, anchor: str, counts: Mapping[IRI, int], views: Views, place: Place) -> Group:
    ranked = sorted(counts, key=lambda term: (-counts[term], term.value))
    return Group(heading, anchor, f"{len(ranked):,}", tuple(views.places.link(term, place, note=f"{counts[term]:,}") for term in ranked))
