"""The page of the folder that the parts of a thing stand in: where a host knows no suffix but folders, the thing's own IRI leads there."""

from collections.abc import Iterator

from publisher.publish.folder import document_path
from publisher.publish.models import Head, Link
from publisher.publish.page_models import TextPage
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.rdf import IRI


def part_pages(views: Views) -> Iterator[tuple[str, TextPage]]:
    """Give a page for each thing with parts of its own documents: a link to the thing, and to each part."""
    for iri, parts in views.index.parts.items():
        folder = iri.value + "/"
        inside = [part for part in parts if part.value.startswith(folder) and "#" not in part.value]
        if inside and views.index.is_own(iri) and "#" not in iri.value:
            path = document_path(iri.value, views.index.base) + "/index"
            yield path, _page(iri, inside, Place(path), views)


def _page(iri: IRI, parts: list[IRI], place: Place, views: Views) -> TextPage:
    title = views.wording.label(iri)
    head = Head(title, place.root, iri.value, "", (Link("Home", place.root),), indexed=False)
    return TextPage(
        head, title, ("All that is known of it stands on its page.",), tuple(views.places.link(each, place) for each in (iri, *parts))
    )
