"""What changed since the release that this one replaces: quads added and removed, and a note of it by entity.

Both releases are read as what their dumps are: lines in order, each once. So they are compared in one pass, and the difference, applied
to the lines of the old one, gives those of the new one. A release made of the same quads as the one it replaces has its change files.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from publisher.publish.dumps import compressing
from publisher.publish.folder import MARKER, Output
from publisher.publish.index import LABELS, Index
from publisher.rdf import IRI, PROV, Literal, Quad, Triple
from publisher.rdf.files import parse_nquads

ADDED, REMOVED, NOTE = "changes/added.nq.gz", "changes/removed.nq.gz", "changes/changes.json"
"""Beside the dumps, not among them: whoever takes every file of dumps/ wants the dataset."""
FORMAT = "orepact-changes/1"
IGNORED = PROV.wasGeneratedBy
"""Which run made a statement is not what it says: with it, each change of a rule would change every record."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release, as a note names it: the SHA-256 of its canonical N-Quads, its version, and how many quads it has."""

    sha256: str
    version: str
    quads: int


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one entity: quads about it, its parts and in its claims; the properties of its own that have other values.

    ``state`` is ``new``, ``changed``, ``withdrawn`` or ``merged``; ``now`` is what a merged one became.
    """

    iri: str
    kind: str
    label: str
    state: str
    added: int
    removed: int
    properties: tuple[str, ...] = ()
    now: str = ""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """From which release to which, how many quads, and every entity that changed, by kind and IRI."""

    before: Release
    after: Release
    added: int
    removed: int
    entities: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A note with the lines added and removed, or with the release whose files of them are taken over.

    ``left`` are the IRIs below the base that quads which were removed used, and no quad uses now; ``about`` has of the claims among them
    what they were about.
    """

    note: ChangeNote
    added: tuple[bytes, ...] = ()
    removed: tuple[bytes, ...] = ()
    left: frozenset[str] = frozenset()
    about: Mapping[str, str] = field(default_factory=dict)
    taken_from: Path | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The release that stands where the new one is to stand; ``gone`` is what its marker says was withdrawn before."""

    root: Path
    dump: Path
    release: Release
    gone: Any = None


def open_previous(root: Path, base: str) -> Previous | None:
    """Return the release at a folder, or None: there is none, or it has another base, so that no IRI of it can be compared."""
    try:
        said = json.loads((root / MARKER).read_bytes())
        release = Release(str(said["dataset_sha256"]), str(said["version"]), int(said["quads"]))
        dump = root / str(said["dump"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Previous(root, dump, release, said.get("gone")) if said.get("base") == base and dump.is_file() else None


def compare(previous: Previous, dump: Path, after: Release, index: Index, redirects: Mapping[IRI, IRI]) -> Difference | None:
    """Compare the previous release with a new dump; None when the old dump is not what its release says it was.

    ``index`` and ``redirects`` are those of the new release. The same quads as before give the difference that the previous release has.
    """
    if previous.release.sha256 == after.sha256:
        return _take_over(previous)
    reading = _Reading(previous.dump)
    added: list[bytes] = []
    removed: list[bytes] = []
    try:
        for is_new, line in merge(iter(reading), _lines(dump)):
            (added if is_new else removed).append(line)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    if reading.digest.hexdigest() != previous.release.sha256:
        return None
    sides = _Sides(index, reading.subjects, redirects)
    entities, left = _entities(parse_nquads(added), parse_nquads(removed), sides), _left(parse_nquads(removed), index)
    note = ChangeNote(previous.release, after, len(added), len(removed), entities)
    return Difference(note, tuple(added), tuple(removed), left, _about(parse_nquads(removed), left, sides))


def _left(removed: Iterable[Quad], index: Index) -> frozenset[str]:
    """Return the IRIs below the base that only the old release uses: each of them stands in a quad that was removed."""
    terms = {term for quad in removed for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, IRI)}
    return frozenset(term.value.partition("#")[0] for term in terms if index.is_own(term)) - index.used


def merge(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bool, bytes]]:
    r"""Give the lines that only one of two sorted files has, in order; True where it is the new one.

    >>> list(merge(iter([b"a\n", b"b\n"]), iter([b"b\n", b"c\n"])))
    [(False, b'a\n'), (True, b'c\n')]

    """
    before, after = next(old, b""), next(new, b"")
    while before or after:
        if before == after:
            before, after = next(old, b""), next(new, b"")
        elif after and (not before or after < before):
            yield True, after
            after = next(new, b"")
        else:
            yield False, before
            before = next(old, b"")


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        yield from file


class _Reading:
    """The lines of the old dump, hashed as they go by, with the subjects they are about."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.digest = hashlib.sha256()
        self.subjects: set[bytes] = set()

    def __iter__(self) -> Iterator[bytes]:
        for line in _lines(self._path):
            self.digest.update(line)
            self.subjects.add(line[1 : line.index(b">")])
            yield line


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is known of both releases: the index of the new one, the subjects of the old one, and what was merged."""

    index: Index
    old_subjects: set[bytes]
    redirects: Mapping[IRI, IRI]

    def state(self, iri: IRI) -> str:
        if iri in self.redirects:  # it may still be a subject, of what it was replaced by
            return "merged"
        was, is_there = iri.value.encode() in self.old_subjects, iri in self.index.facts
        if was == is_there:
            return "changed"
        return "new" if is_there else "withdrawn"

    def entity(self, iri: IRI) -> IRI | None:
        """Return what has a page for a subject: a part belongs to what it is part of."""
        if not iri.value.startswith(self.index.base):
            return None
        path = iri.value[len(self.index.base) :].partition("#")[0]
        top = IRI(self.index.base + "/".join(path.split("/")[:2]))
        is_known = top in self.index.facts or top.value.encode() in self.old_subjects
        return top if is_known else IRI(self.index.base + path)


@dataclass(slots=True)
class _Tally:
    """What is counted of one entity on the way."""

    added: int = 0
    removed: int = 0
    own: dict[Triple, int] = field(default_factory=dict)
    label: str = ""

    def count(self, quad: Quad, step: int, *, is_own: bool) -> None:
        self.added += step > 0
        self.removed += step < 0
        if is_own:
            self.own[quad.triple] = self.own.get(quad.triple, 0) + step
        if is_own and step < 0 and quad.predicate in LABELS and isinstance(quad.object, Literal):
            self.label = min(filter(None, (self.label, quad.object.value)))


def _entities(added: Iterable[Quad], removed: Iterable[Quad], sides: _Sides) -> tuple[Change, ...]:
    changed = [*((quad, 1) for quad in added), *((quad, -1) for quad in removed)]
    claims = {quad.subject: quad.object for quad, _ in changed if quad.predicate == sides.index.SUBJECT}
    tallies: dict[IRI, _Tally] = {}
    for quad, step in changed:
        about = claims.get(quad.subject, quad.subject)
        entity = sides.entity(about) if isinstance(about, IRI) else None
        if entity is not None and quad.predicate != IGNORED:
            tallies.setdefault(entity, _Tally()).count(quad, step, is_own=quad.subject == entity)
    changes = (_change(iri, tally, sides) for iri, tally in tallies.items())
    return tuple(sorted(changes, key=lambda change: (change.kind, change.iri)))


def _change(iri: IRI, tally: _Tally, sides: _Sides) -> Change:
    state = sides.state(iri)
    properties = {triple.predicate.value for triple, sum_ in tally.own.items() if sum_} if state == "changed" else set()
    now = sides.redirects[iri].value if state == "merged" else ""
    label = sides.index.text(iri, *LABELS) or tally.label
    return Change(iri.value, sides.index.kind(iri), label, state, tally.added, tally.removed, tuple(sorted(properties)), now)


def _about(removed: Iterable[Quad], left: frozenset[str], sides: _Sides) -> dict[str, str]:
    """Return the entity that each claim was about which is no more."""
    found: dict[str, str] = {}
    for quad in removed:
        if quad.predicate == sides.index.SUBJECT and isinstance(quad.subject, IRI) and quad.subject.value in left:
            entity = sides.entity(quad.object) if isinstance(quad.object, IRI) else None
            found |= {} if entity is None else {quad.subject.value: entity.value}
    return found


def _take_over(previous: Previous) -> Difference | None:
    try:
        note = read_note((previous.root / NOTE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_whole = all((previous.root / path).is_file() for path in (ADDED, REMOVED))
    return Difference(note, taken_from=previous.root) if is_whole and note.after == previous.release else None


def write_difference(difference: Difference, output: Output) -> None:
    """Write the two files of quads and the note of them."""
    for path, lines in ((ADDED, difference.added), (REMOVED, difference.removed)):
        if difference.taken_from is not None:
            output.write(path, (difference.taken_from / path).read_bytes())
            continue
        with compressing(output.claim(path)) as file:
            file.writelines(lines)
        output.count(path)
    output.write(NOTE, write_note(difference.note))


def write_note(note: ChangeNote) -> bytes:
    """Write a note as JSON."""
    return (json.dumps({"format": FORMAT, **asdict(note)}, indent=1, ensure_ascii=False) + "\n").encode()


def read_note(data: bytes) -> ChangeNote:
    """Read what ``write_note`` wrote.

    Raises:
        ValueError: when it is no JSON; KeyError or TypeError when it is no note.

    """
    said: dict[str, Any] = json.loads(data)
    entities = tuple(Change(**{**change, "properties": tuple(change["properties"])}) for change in said["entities"])
    return ChangeNote(Release(**said["before"]), Release(**said["after"]), said["added"], said["removed"], entities)
