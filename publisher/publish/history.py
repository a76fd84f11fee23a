"""What a release says of the one it replaces: files of the difference, a page, and triples for the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass

from publisher.publish.change_view import TITLES, change_page, describe_changes, in_words
from publisher.publish.changes import Release, compare, open_previous, write_difference
from publisher.publish.dumps import Dump, describe_dump
from publisher.publish.folder import Output
from publisher.publish.gone import Departure, departed, read_departures
from publisher.publish.page_models import ChangesPage
from publisher.publish.views import Views
from publisher.rdf import IRI, Triple


@dataclass(frozen=True, slots=True)
class History:
    """The files written, and what the rest of the release is to say of them; all of it empty for a first release."""

    files: tuple[Dump, ...] = ()
    words: str = ""
    triples: frozenset[Triple] = frozenset()
    page: ChangesPage | None = None
    earlier: tuple[Departure, ...] = ()
    left: Departure | None = None


def write_history(output: Output, dump_path: str, after: Release, views: Views, redirects: Mapping[IRI, IRI]) -> History:
    """Compare with the release at the same place and write the difference; nothing, if there is none to compare with.

    ``dump_path`` is that of the new N-Quads, which are written already.
    """
    previous = open_previous(output.previous, views.index.base)
    difference = None if previous is None else compare(previous, output.root / dump_path, after, views.index, redirects)
    if previous is None or difference is None:
        return History(earlier=() if previous is None else read_departures(previous.gone))
    write_difference(difference, output)
    files = [describe_dump(output.root, path, label, media, title) for path, (title, label, media) in TITLES.items()]
    note = difference.note
    return History(
        tuple(files),
        in_words(note, views),
        frozenset(describe_changes(note, files, views)),
        change_page(note, files, views),
        read_departures(previous.gone),
        departed(after, difference, views.index.base),
    )
