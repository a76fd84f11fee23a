"""From what the command line names — files, folders, globs — to the files to read, in one order."""

import os
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from publisher.errors import UsageError


def find_paths(sources: Sequence[str]) -> list[Path]:
    """Return the files that the sources name, each once, sorted by name; a folder that holds none stands for itself.

    A folder stands for the files anywhere below it, a glob (``**`` included) for what it matches. Hidden files are left alone.

    Raises:
        UsageError: U101 when a source does not exist or a glob matches nothing.

    """
    found = {path.as_posix(): path for source in sources for path in _expand(source)}
    return [found[name] for name in sorted(found)]


def _expand(source: str) -> Iterator[Path]:
    path = Path(source)
    if not path.exists() and has_magic(source):
        matches = [Path(match) for match in glob(source, recursive=True)]  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            raise UsageError("U101", "matches no file", file=source, remedy="correct the pattern")
        yield from (match for match in matches if match.is_file())
    elif path.is_dir():
        yield from list(_below(path)) or [path]
    elif path.exists():
        yield path
    else:
        raise UsageError("U101", "does not exist", file=source, remedy="correct the path")


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in files if not name.startswith("."))


def printable(path: Path) -> str:
    """Return a path as text that any stream can carry; bytes of a name that are no UTF-8 show as U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
