"""The registry of minted ids: an append-only table, so that an id once published means the same thing for ever.

One line per row, five fields parted by tabs: ``key`` (path of the IRI below the base), ``match_key`` (what a report said; a later
build finds the id by it), ``minted`` (a date), ``state`` and ``note``. Nothing is ever changed or removed: a later line about the
same key adds a match key or says what has become of it. State ``active`` stands for itself, ``merged`` names
in ``note`` the key that took its place, ``withdrawn`` keeps the key from being used again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from publisher.errors import DomainError
from publisher.model import RegistryRow

FIELDS: Final = 5
HEADER: Final = "key\tmatch_key\tminted\tstate\tnote"
STATES: Final = frozenset({"active", "merged", "withdrawn"})


@dataclass(frozen=True)
class Registry:
    """The rows of the registry in their order in the file: the older id first."""

    rows: tuple[RegistryRow, ...] = ()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return every key ever minted, whatever has become of it."""
        return frozenset(row.key for row in self.rows)

    @cached_property
    def merged(self) -> dict[str, str]:
        """Map each merged key to the key that stands for it now, at the end of a chain of merges.

        >>> rows = (RegistryRow("a/x", "m", ""), RegistryRow("a/y", "n", ""), RegistryRow("a/y", "n", "", "merged", "a/x"))
        >>> Registry(rows).merged
        {'a/y': 'a/x'}
        """
        direct = {key: row.note for key, row in self._last.items() if row.state == "merged"}
        return {key: follow(key, direct) for key in direct}

    def active(self, kind: str) -> tuple[RegistryRow, ...]:
        """Return the rows of one kind that may still be given to something, in the order of the file.

        A row of a merged key counts for the key that took its place.
        """
        out = []
        for row in self.rows:
            key = self.merged.get(row.key, row.key)
            if row.key.startswith(f"{kind}/") and row.state == "active" and self._last[key].state == "active":
                out.append(replace(row, key=key))
        return tuple(out)

    @cached_property
    def order(self) -> dict[str, int]:
        """Map each key to its age: the number of the line that minted it."""
        return {key: number for number, key in enumerate(dict.fromkeys(row.key for row in self.rows))}

    @cached_property
    def _last(self) -> dict[str, RegistryRow]:
        return {row.key: row for row in self.rows}


def follow(key: str, merges: Mapping[str, str]) -> str:
    """Return the key at the end of a chain of merges."""
    while key in merges:
        key = merges[key]
    return key


def load_registry(path: Path | None) -> Registry:
    """Read the registry; no path, or a path where nothing stands yet, is an empty one.

    Raises:
        DomainError: D301 with the line, for a row with other than five fields, an unknown state, or a merge into nothing.

    """
    if path is None or not path.exists():
        return Registry()
    rows: list[RegistryRow] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line and line != HEADER and not line.startswith("#"):
            rows.append(_row(line, path, number))
    known = {row.key for row in rows}
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if len(fields) == FIELDS and fields[3] == "merged" and (fields[4] not in known or fields[4] == fields[0]):
            raise _malformed(path, number, f"{fields[0]} is merged into {fields[4] or 'nothing'}, which was never minted")
    _check_chains(rows, path)
    return Registry(tuple(rows))


def append_rows(path: Path, rows: Iterable[RegistryRow], minted: str) -> int:
    """Append the rows a build minted, dated ``minted`` (``YYYY-MM-DD``), and return how many; the file is made when absent."""
    lines = ["\t".join((row.key, row.match_key, row.minted or minted, row.state, row.note)) for row in rows]
    if lines:
        fresh = not path.exists() or path.stat().st_size == 0
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("".join(f"{line}\n" for line in ([HEADER] if fresh else []) + lines))
    return len(lines)


def _row(line: str, path: Path, number: int) -> RegistryRow:
    fields = line.split("\t")
    if len(fields) != FIELDS:
        raise _malformed(path, number, f"has {len(fields)} fields, not {FIELDS}")
    row = RegistryRow(*fields)
    if "/" not in row.key or row.key != row.key.strip():
        raise _malformed(path, number, f"{row.key!r} is no path like kind/key")
    if row.state not in STATES:
        raise _malformed(path, number, f"the state {row.state!r} is none of {', '.join(sorted(STATES))}")
    return row


def _check_chains(rows: Iterable[RegistryRow], path: Path) -> None:
    direct = {row.key: row.note for row in rows if row.state == "merged"}
    for key, target in direct.items():
        seen = {key}
        at = target
        while at in direct:
            if at in seen:
                raise _malformed(path, None, f"{key} and {at} are merged into each other")
            seen.add(at)
            at = direct[at]


def _malformed(path: Path, line: int | None, message: str) -> DomainError:
    return DomainError(
        "D301", message, file=path, line=line, remedy="the registry is append-only: restore the line, add a new one to correct it"
    )
