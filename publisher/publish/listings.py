"""List pages: the first page, and one list per kind, in pages short enough to load at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from publisher.publish.models import Download, Head, Link
from publisher.publish.page_models import Count, HomePage, ListPage, ListRow
from publisher.publish.places import Place
from publisher.publish.queries import ExampleQuery
from publisher.publish.views import Views, embed
from publisher.publish.wording import capitalise, literal_text
from publisher.rdf import IRI, RDF, Literal

PAGE_LENGTH = 250
MOST_QUESTIONS = 4


def list_pages(kind: str, views: Views) -> list[tuple[str, ListPage]]:
    """Return the list of a kind as pages with their paths: ``{kind}/index``, ``{kind}/page-2`` …."""
    members = sorted_members(kind, views)
    parts = [members[start : start + PAGE_LENGTH] for start in range(0, len(members), PAGE_LENGTH)] or [[]]
    paths = [f"{kind}/index" if number == 1 else f"{kind}/page-{number}" for number in range(1, len(parts) + 1)]
    return [(path, _list_page(kind, part, (paths, number), views)) for number, (path, part) in enumerate(zip(paths, parts, strict=True))]


def sorted_members(kind: str, views: Views) -> list[IRI]:
    """Return the entities of a kind in the order ``site.yml`` asks for, by name otherwise."""
    members = sorted(views.index.members.get(kind, ()), key=lambda iri: (views.wording.label(iri).lower(), iri.value))
    sort = views.settings.sorts.get(kind)
    if sort is None:
        return members
    known = views.settings.door.kinds[kind]
    with_key = [iri for iri in members if views.index.text(iri, sort)]
    with_key.sort(key=lambda iri: views.index.text(iri, sort), reverse=known.newest_first)
    return with_key + [iri for iri in members if not views.index.text(iri, sort)]


def list_row(iri: IRI, views: Views, place: Place) -> ListRow:
    """Return one entity as a row: its name and the notes ``site.yml`` asks for, its class if it asks for none."""
    names = views.settings.notes.get(views.index.kind(iri), ())
    if not names:
        return ListRow(views.places.link(iri, place), (Link(capitalise(views.wording.type_label(iri))),))
    return ListRow(views.places.link(iri, place), tuple(_note(iri, name, views) for name in names))


def columns(kind: str, views: Views) -> tuple[str, ...]:
    """Return the heads of a list's columns."""
    return ("Name", *(tuple(views.head_of_row(name) for name in views.settings.notes.get(kind, ())) or ("Kind",)))


def _count(kind: str, views: Views) -> Count:
    return Count(f"{len(views.index.members[kind]):,}", views.kind_names(kind), f"{kind}/")


def _note(iri: IRI, name: IRI, views: Views) -> Link:
    values = views.index.leaf_types(iri) if name == RDF.type else views.index.objects(iri, name)
    texts = [
        literal_text(value) if isinstance(value, Literal) else views.places.name(value)
        for value in values
        if isinstance(value, Literal | IRI)
    ]
    return Link(", ".join(sorted(texts)[:6]) + ("…" if len(texts) > 6 else ""))  # noqa: PLR2004 - a row stays a row


def _list_page(kind: str, members: list[IRI], pages: tuple[list[str], int], views: Views) -> ListPage:
    paths, current = pages
    path, number = paths[current], current + 1
    place = Place(path)
    title = views.kind_names(kind)
    known = views.settings.door.kinds.get(kind)
    return ListPage(
        head=Head(
            title=title if number == 1 else f"{title}, page {number} of {len(paths)}",
            root=place.root,
            canonical=f"{views.index.base}{kind}/" if number == 1 else f"{views.index.base}{path}.html",
            description=known.about if known else "",
            trail=(Link("Home", place.root),),
        ),
        title=title,
        about=known.about if known else "",
        count=f"{len(views.index.members.get(kind, ())):,}",
        columns=columns(kind, views),
        rows=tuple(list_row(iri, views, place) for iri in members),
        pages=tuple(Link(str(one), place.to(to + ".html"), current=to == path) for one, to in enumerate(paths, 1))
        if len(paths) > 1
        else (),
    )


def home_page(views: Views, dumps: tuple[Download, ...], dataset: dict[str, Any], queries: Sequence[ExampleQuery] = ()) -> HomePage:
    """Return the first page: what this is, how much of it, what is newest, how to use it."""
    door, place = views.settings.door, Place("index")
    newest = sorted_members(door.newest, views)[: door.newest_count] if door.newest else []
    members = views.index.members
    known = [*(kind for kind in door.kinds if kind in members), *(kind for kind in members if kind not in door.kinds)]
    front = [kind for kind in known if kind in door.kinds and door.kinds[kind].front] or known
    licence = dataset["licence"]
    return HomePage(
        head=Head(
            title=door.title or dataset["title"],
            root=place.root,
            canonical=views.index.base,
            description=dataset["description"],
            alternates=views.places.downloads("catalog", place),
            embedded=embed(dataset["schema"]),
        ),
        title=door.title or dataset["title"],
        tagline=door.tagline,
        about=tuple(door.about) or (dataset["description"],),
        counts=tuple(_count(kind, views) for kind in front),
        others=tuple(_count(kind, views) for kind in known if kind not in front),
        newest_label=f"Newest {views.kind_names(door.newest).lower()}" if newest else "",
        newest=tuple(list_row(iri, views, place) for iri in newest),
        newest_columns=columns(door.newest, views),
        newest_more=Link(f"All {len(members.get(door.newest, ())):,} {views.kind_names(door.newest).lower()}", f"{door.newest}/"),
        downloads=dumps,
        questions=tuple(Link(query.title, f"sparql?example={quote(query.title)}") for query in queries[:MOST_QUESTIONS]),
        licence=licence,
    )
