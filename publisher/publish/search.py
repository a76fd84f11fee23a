"""The search index: small JSON files by the first two letters of a word, so that a browser loads only what it needs."""

import json
import re
import unicodedata
from collections.abc import Iterable

from publisher.publish.index import Index
from publisher.publish.models import Head, Link
from publisher.publish.page_models import TextPage
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.rdf import IRI, SKOS, Literal

PREFIX = 2
Entry = tuple[str, str, str, tuple[str, ...]]


def search_files(views: Views) -> list[tuple[str, bytes]]:
    """Return ``search/{two letters}.json``: lists of label, path, kind and the words it is found by, sorted."""
    shards: dict[str, set[Entry]] = {}
    kinds = views.settings.door.kinds
    for kind, members in views.index.members.items():
        if kind in kinds and not kinds[kind].search:
            continue
        for iri in members:
            label = views.wording.label(iri)
            beside = [views.wording.value(value) for name in views.settings.finds.get(kind, ()) for value in views.index.objects(iri, name)]
            found = tuple(sorted(words([*names(iri, views.index, label), *beside])))
            entry = (label, views.index.path(iri) + ".html", views.wording.type_label(iri), found)
            for word in found:
                shards.setdefault(word[:PREFIX], set()).add(entry)
    return [(f"search/{name}.json", _write(shards[name])) for name in sorted(shards)]


def names(iri: IRI, index: Index, label: str) -> Iterable[str]:
    """Return the label and the other names of an entity."""
    yield label
    for name in (SKOS.altLabel, SKOS.notation):
        yield from (value.value for value in index.objects(iri, name) if isinstance(value, Literal))


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts as a search compares them: lower case, no accents, letters and digits, two or more.

    >>> sorted(words(["São Tomé–Japan, 2026"]))
    ['2026', 'japan', 'sao', 'tome']

    """
    plain = "".join(c for text in texts for c in unicodedata.normalize("NFKD", text.lower() + " ") if not unicodedata.combining(c))
    return {word for word in re.findall(r"[a-z0-9]+", plain) if len(word) >= PREFIX}


def _write(entries: set[Entry]) -> bytes:
    return (json.dumps(sorted(entries), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def search_page(views: Views) -> TextPage:
    """Return the page of the search; without a script it is a list of the kinds of things."""
    place = Place("search/index")
    members = views.index.members.items()
    links = tuple(Link(views.kind_names(kind), place.to(f"{kind}/"), f"{len(things):,}") for kind, things in members)
    home = (Link("Home", place.root),)
    return TextPage(Head("Search", place.root, f"{views.index.base}search/", "Find anything by its name.", home), "Search", (), links)
