"""The output folder: written beside its place, then put there whole, so that nobody ever sees half a site.

States of ``public/`` on disk: the old one, or the new one. A run that is killed leaves ``.public.building-…`` behind, and between
the two renames of the swap ``.public.previous-…``; the next run puts the latter back and removes the former.
"""

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from publisher.errors import OutputError

MARKER = ".orepact/release.json"
FORMAT = "orepact-release/1"
LONGEST_SEGMENT = 200


class Output:
    """A folder being written: every path once, counted."""

    def __init__(self, root: Path, previous: Path) -> None:
        """Write below ``root``, which exists and is empty; take over from ``previous``, if it is there, what has not changed."""
        self.root = root
        self.previous = previous
        self.files = 0
        self.bytes = 0
        self._paths: set[str] = set()
        self._folders: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write one file at a path relative to the root.

        Raises:
            OutputError: O203 when the path is taken or leaves the folder, O201 when the disk refuses.

        """
        target = self.claim(path)
        try:
            if not _take_over(self.previous / path, data, target):
                target.write_bytes(data)
        except OSError as error:
            raise _refused(error, target) from error
        self.bytes += len(data)

    def count(self, path: str) -> None:
        """Add the size of a file that the caller wrote at its claimed place."""
        self.bytes += (self.root / path).stat().st_size

    def holds(self, path: str) -> bool:
        """Tell whether a path has been written."""
        return path in self._paths

    def has(self, path: str) -> bool:
        """Tell whether a path leads somewhere: to a file, a page, a folder, or to the endpoint, which is no file."""
        return path == "sparql" or any(path + end in self._paths for end in ("", ".html", "/index.html"))

    def claim(self, path: str) -> Path:
        """Reserve a path, make its folder, and return the place; a caller that writes there itself calls ``count`` at the end."""
        if path in self._paths:
            raise OutputError("O203", f"two things want to be {path}", file=self.root, remedy="give one of them another key")
        self._paths.add(path)
        self.files += 1
        target = self.root / path
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _refused(error, target.parent) from error
            self._folders.add(folder)
        return target


def _take_over(old: Path, data: bytes, target: Path) -> bool:
    """Give a file of the previous release a second name, if it holds these bytes.

    Files of a release are never changed in place, so both releases may share one; what has to be written and deleted is
    then what has changed.
    """
    try:
        status = old.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(data) or old.read_bytes() != data:
            return False
        os.link(old, target)
    except OSError:
        return False  # not there, or a file system without links: it is written
    return True


def document_path(iri: str, base: str) -> str:
    """Return the path of an IRI's documents without their suffix.

    Raises:
        OutputError: O203 when the IRI cannot be a path below the folder.

    >>> document_path("https://example.org/agreement/a%20b", "https://example.org/")
    'agreement/a b'

    """
    path = unquote(iri[len(base) :])
    parts = path.split("/")
    if not iri.startswith(base) or any(not _is_safe(part) for part in parts):
        raise OutputError("O203", f"{iri} cannot be the path of a document", remedy="give it a key of letters, digits and hyphens")
    return path


def _is_safe(part: str) -> bool:
    if part in ("", ".", "..") or len(part.encode()) > LONGEST_SEGMENT:
        return False
    return not any(character in part for character in '\\\0#?:*"<>|') and part.isprintable()


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Output]:
    """Give a folder to write into; on leaving without an exception, it takes the place of ``out`` in one step.

    Raises:
        OutputError: O201 when the disk refuses, O202 when ``out`` holds something that no release made.

    """
    out = out.absolute()
    building = _begin(out)
    try:
        yield Output(building, out)
        _swap(building, out)
    except OSError as error:
        raise _refused(error, out) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def check_place(out: Path) -> None:
    """Raise at once what ``replacing`` would raise, before a build is made in vain."""
    _begin(out.absolute()).rmdir()


def _begin(out: Path) -> Path:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _mend(out)
        _refuse_foreign(out)
        building = Path(tempfile.mkdtemp(prefix=f".{out.name}.building-", dir=out.parent))
        building.chmod(0o755)
    except OSError as error:
        raise _refused(error, out) from error
    return building


def is_release(folder: Path) -> bool:
    """Tell whether a folder was written by ``publish_site``."""
    try:
        return bool(json.loads((folder / MARKER).read_bytes()).get("format") == FORMAT)
    except (OSError, ValueError, AttributeError):
        return False


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not is_release(out):
        raise OutputError(
            "O202", "holds files that no release made; they would be lost", file=out, remedy="choose another --out, or empty it"
        )
    if out.exists() and not out.is_dir():
        raise OutputError("O202", "is no folder", file=out, remedy="choose another --out")


def _mend(out: Path) -> None:
    """Undo what a killed run left: put the previous release back if its place is empty, remove unfinished ones."""
    for previous in sorted(out.parent.glob(f".{out.name}.previous-*")):
        if not out.exists():
            previous.rename(out)
        else:
            shutil.rmtree(previous, ignore_errors=True)
    for building in out.parent.glob(f".{out.name}.building-*"):
        shutil.rmtree(building, ignore_errors=True)


def _swap(building: Path, out: Path) -> None:
    os.sync()
    previous = None
    if out.exists():
        previous = Path(tempfile.mkdtemp(prefix=f".{out.name}.previous-", dir=out.parent))
        out.rename(previous)  # POSIX: replaces an empty folder
    building.rename(out)
    descriptor = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if previous:
        shutil.rmtree(previous, ignore_errors=True)


def _refused(error: OSError, path: Path) -> OutputError:
    return OutputError(
        "O201", f"cannot be written: {error.strerror or error}", file=path, remedy="free space, change rights, or choose another --out"
    )
