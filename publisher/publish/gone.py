"""What earlier releases had and this one has not: which IRIs, since which release, and the page that an old link leads to.

Every IRI counts that a release used as subject, object or graph, not only those with a change note of their own: a claim that is read
no more was linked and quoted like any record. An IRI that comes back is no longer gone. The list is bounded: what was withdrawn longest ago
leaves it first.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from publisher.errors import OutputError
from publisher.publish.changes import ChangeNote, Release
from publisher.publish.folder import document_path
from publisher.publish.models import Head, Link
from publisher.publish.page_models import TextPage
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.rdf import IRI

MOST = 100_000
"""Paths in the marker, which a server reads whole: some three million bytes."""
MOST_PAGES = 10_000
SHORT = 12


@dataclass(frozen=True, slots=True)
class Departure:
    """What left with one release: the paths of what was withdrawn, and of what was merged into something else."""

    version: str
    sha256: str
    paths: tuple[str, ...]
    merged: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return how a page calls the release."""
        return f"version {self.version} ({self.sha256[:SHORT]})" if self.version else self.sha256[:SHORT]

    def as_json(self) -> dict[str, Any]:
        """Return what stands in the marker."""
        return {"version": self.version, "sha256": self.sha256, "paths": list(self.paths), "merged": list(self.merged)}


def read_departures(said: object) -> tuple[Departure, ...]:
    """Read ``gone`` of a marker; what is not as it should be is left out."""
    rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
    return tuple(
        Departure(str(row.get("version", "")), str(row.get("sha256", "")), _paths(row, "paths"), _paths(row, "merged")) for row in rows
    )


def _paths(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = row.get(name)
    return tuple(path for path in found if isinstance(path, str)) if isinstance(found, list) else ()


def paths_of(iris: Iterable[str], base: str) -> frozenset[str]:
    """Return the paths of IRIs below the base, without fragments; an IRI that can have no document has none."""
    found = set()
    for iri in {iri.partition("#")[0] for iri in iris if iri.startswith(base)}:
        try:
            found.add(document_path(iri, base))
        except OutputError:
            continue
    return frozenset(found)


def departed(now: Release, left: Collection[str], note: ChangeNote, base: str) -> Departure:
    """Return what leaves with the release that is being written; records come before their parts and claims, for what is last may be cut."""
    records = paths_of((change.iri for change in note.entities), base)
    merged = paths_of((change.iri for change in note.entities if change.state == "merged"), base)
    paths = merged | paths_of(left, base)
    return Departure(now.version, now.sha256, tuple(sorted(paths, key=lambda path: (path not in records, path))))


def bring_up_to_date(
    earlier: Iterable[Departure], now: Departure, redirects: Collection[str], is_here: Callable[[str], bool]
) -> tuple[Departure, ...]:
    """Add what left with this release, take out what is here again, and forget what left longest ago beyond the bound; oldest first."""
    departures: list[Departure] = []
    known: set[str] = set()
    for departure in (*earlier, now):
        paths = tuple(path for path in departure.paths if path not in known and path not in redirects and not is_here(path))
        merged = tuple(path for path in (*departure.merged, *departure.paths) if path in redirects and path not in known)
        known.update(paths, merged)
        if paths or merged:
            departures.append(Departure(departure.version, departure.sha256, paths, tuple(dict.fromkeys(merged))))
    return tuple(_newest(departures, MOST))


def _newest(departures: list[Departure], most: int) -> list[Departure]:
    kept: list[Departure] = []
    for departure in reversed(departures):
        paths, merged = departure.paths[:most], departure.merged[:most]
        most -= max(len(paths), len(merged))
        if paths or merged:
            kept.append(Departure(departure.version, departure.sha256, paths, merged))
    return kept[::-1]


def with_pages(departures: Iterable[Departure]) -> dict[str, Departure]:
    """Return what is told of by a page: the paths that were withdrawn last, with their release."""
    newest = ((path, departure) for departure in reversed(tuple(departures)) for path in departure.paths)
    return dict(islice(newest, MOST_PAGES))


def tombstone(path: str, departure: Departure, ways: Iterable[Link]) -> TextPage:
    """Return the page of what was withdrawn: since when, and where to look."""
    words = f"What stood here was withdrawn: {departure.name} is the first release without it."
    return _page("Withdrawn", words, Place(path), tuple(ways))


def withheld_page(path: str, ways: Iterable[Link]) -> TextPage:
    """Return the page of what is withheld."""
    words = "What was read here breaks a rule of the data and is withheld; the report on quality tells which."
    return _page("Withheld", words, Place(path), (Link("Quality of the data", Place(path).to("quality/")), *ways))


def moved_page(old: IRI, new: IRI, departures: Iterable[Departure], views: Views) -> TextPage:
    """Return the page of what was merged into something else."""
    path = document_path(old.value, views.index.base)
    place = Place(path)
    since = next((f", since {departure.name}" for departure in departures if path in departure.merged), "")
    return _page(
        "Moved", f"What stood here has become a part of another record{since}.", place, (views.places.link(new, place),), new.value
    )


def nowhere_page(kinds: Mapping[str, str]) -> TextPage:
    """Return the page of what never was; a host shows it at any path, so its links begin at the root."""
    words = "There is nothing at this address. It may be misspelt, or may have never existed."
    links = tuple(Link(label, f"/{kind}/") for kind, label in kinds.items())
    return TextPage(Head("Not found", "/", "", "", (), indexed=False), "Not found", (words,), links)


def _page(title: str, words: str, place: Place, links: tuple[Link, ...], canonical: str = "") -> TextPage:
    return TextPage(Head(title, place.root, canonical, "", (Link("Home", place.root),), indexed=False), title, (words,), links)


def ways(path: str, views: Views, is_here: Callable[[str], bool]) -> Iterator[Link]:
    """Give where to look instead: what it was a part of, the list of its kind, what changed, the search."""
    place, parts = Place(path), path.split("/")
    owners = ("/".join(parts[:count]) for count in range(len(parts) - 1, 1, -1))
    owner = next((owner for owner in owners if is_here(owner)), None)
    if owner is not None:
        yield views.places.link(views.index.domain.iri(owner), place)
    if parts[0] in views.index.members:
        yield Link(views.kind_names(parts[0]), place.to(f"{parts[0]}/"))
    if is_here("changes/index"):
        yield Link("What changed", place.to("changes/"))
    yield Link("Search", place.to("search/"))
