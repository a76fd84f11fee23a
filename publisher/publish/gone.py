"""What earlier releases had and this one has not: which IRIs, since which release, and the page that an old link leads to.

Every IRI counts that a release used as subject, object or graph, not only those with a change note of their own: a claim that is read
no more was linked and quoted like any record. An IRI that comes back is no longer gone. The list is bounded: what was withdrawn longest ago
leaves it first.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from publisher.errors import OutputError
from publisher.publish.changes import Difference, Release
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
    """What left with one release: the paths of what was withdrawn, and of what was merged into something else.

    ``of`` leads from the path of a claim to that of what it was about.
    """

    version: str
    sha256: str
    paths: tuple[str, ...]
    merged: tuple[str, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return how a page calls the release."""
        return f"version {self.version} ({self.sha256[:SHORT]})" if self.version else self.sha256[:SHORT]

    def as_json(self) -> dict[str, Any]:
        """Return what stands in the marker."""
        said = {"version": self.version, "sha256": self.sha256, "paths": list(self.paths), "merged": list(self.merged)}
        return {**said, "of": dict(self.of)} if self.of else said

    def only(self, paths: tuple[str, ...], merged: tuple[str, ...]) -> "Departure":
        """Return it with these paths alone."""
        return replace(self, paths=paths, merged=merged, of={path: self.of[path] for path in paths if path in self.of})


def read_departures(said: object) -> tuple[Departure, ...]:
    """Read ``gone`` of a marker; what is not as it should be is left out."""
    rows = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
    return tuple(
        Departure(str(row.get("version", "")), str(row.get("sha256", "")), _paths(row, "paths"), _paths(row, "merged"), _of(row))
        for row in rows
    )


def _paths(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = row.get(name)
    return tuple(path for path in found if isinstance(path, str)) if isinstance(found, list) else ()


def _of(row: Mapping[str, Any]) -> dict[str, str]:
    found = row.get("of")
    return {path: of for path, of in found.items() if isinstance(of, str)} if isinstance(found, dict) else {}


def paths_of(iris: Iterable[str], base: str) -> frozenset[str]:
    """Return the paths of IRIs below the base, without fragments; an IRI that can have no document has none."""
    found = set()
    for iri in {iri.partition("#")[0] for iri in iris if iri.startswith(base)}:
        try:
            found.add(document_path(iri, base))
        except OutputError:
            continue
    return frozenset(found)


def departed(now: Release, difference: Difference, base: str) -> Departure:
    """Return what leaves with the release that is being written; records come before their parts and claims, for what is last may be cut."""
    entities = difference.note.entities
    records = paths_of((change.iri for change in entities), base)
    merged = paths_of((change.iri for change in entities if change.state == "merged"), base)
    paths = merged | paths_of(difference.left, base)
    of = {iri.removeprefix(base): about.removeprefix(base) for iri, about in sorted(difference.about.items())}
    return Departure(now.version, now.sha256, tuple(sorted(paths, key=lambda path: (path not in records, path))), of=of)


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
            departures.append(departure.only(paths, tuple(dict.fromkeys(merged))))
    return tuple(_newest(departures, MOST))


def _newest(departures: list[Departure], most: int) -> list[Departure]:
    kept: list[Departure] = []
    for departure in reversed(departures):
        paths, merged = departure.paths[:most], departure.merged[:most]
        most -= max(len(paths), len(merged))
        if paths or merged:
            kept.append(departure.only(paths, merged))
    return kept[::-1]


def with_pages(departures: Iterable[Departure]) -> dict[str, Departure]:
    """Return what is told of by a page: the paths that were withdrawn last, with their release."""
    newest = ((path, departure) for departure in reversed(tuple(departures)) for path in departure.paths)
    return dict(islice(newest, MOST_PAGES))


def tombstone(path: str, departure: Departure, ways: Iterable[Link]) -> TextPage:
    """Return the page of what was withdrawn: what it was about, since when, and where to look."""
    about = f" It was a statement about {departure.of[path]}." if path in departure.of else ""
    words = f"What stood here was withdrawn: {departure.name} is the first release without it.{about}"
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


def ways(pages: Mapping[str, Departure], views: Views, has_page: Callable[[str], bool]) -> dict[str, tuple[Link, ...]]:
    """Return for each page where to look instead."""
    return {path: tuple(_ways(path, departure.of, views, has_page)) for path, departure in pages.items()}


def _ways(path: str, of: Mapping[str, str], views: Views, has_page: Callable[[str], bool]) -> Iterator[Link]:
    """Give what it was about or a part of, the list of its kind, what changed, the search."""
    place, parts = Place(path), path.split("/")
    owners = (*([of[path]] if path in of else []), *("/".join(parts[:count]) for count in range(len(parts) - 1, 1, -1)))
    owner = next((owner for owner in owners if has_page(owner)), None)
    if owner is not None:
        iri = views.index.domain.iri(owner)
        yield views.places.link(iri, place) if views.index.facts.get(iri) else Link(owner, place.to(owner + ".html"))
    if parts[0] in views.index.members:
        yield Link(views.kind_names(parts[0]), place.to(f"{parts[0]}/"))
    if has_page("changes/index"):
        yield Link("What changed", place.to("changes/"))
    yield Link("Search", place.to("search/"))
