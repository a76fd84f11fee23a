"""The files of a release: which file a path leads to, its media type, its tag and its bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from publisher.rdf.formats import GRAPH_FORMATS, HTML, find_format

MEDIA: Final = {
    **{row.suffix: row.content_type for row in (HTML, *GRAPH_FORMATS)},
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yml": "application/yaml",
    ".zst": "application/zstd",
}
_TURTLE: Final = find_format("turtle", GRAPH_FORMATS) or HTML
BY_NAME: Final = {"feed.xml": "application/atom+xml", ".well-known/void": _TURTLE.content_type}
HELD_BYTES: Final = 4 << 20
_HIDDEN_BUT: Final = ".well-known"


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was read: the tag of its bytes, and the bytes when they are few."""

    tag: str
    body: bytes | None


class Files:
    """What can be read below the folder of a release."""

    def __init__(self, folder: Path | None) -> None:
        """Keep the folder; with none every path is unknown."""
        self._root = None if folder is None else folder.resolve()
        self._tags: dict[Path, tuple[tuple[int, int], str]] = {}

    def find(self, path: str) -> Path | None:
        """Find the file of a path; None for what does not exist, lies outside the folder, or is not for readers."""
        if self._root is None or "\0" in path or "\\" in path:
            return None
        parts = path.split("/")
        if parts[-1] == "":
            parts[-1] = "index.html"
        if any(part in {"", ".", ".."} or (part.startswith(".") and part != _HIDDEN_BUT) for part in parts):
            return None
        try:
            file = self._root.joinpath(*parts).resolve()
            return file if file.is_file() and file.is_relative_to(self._root) else None
        except (OSError, ValueError):  # a name too long, or one no file system has
            return None

    def hold(self, file: Path) -> Held:
        """Read a file if it is small, and its tag: the hash of its bytes, computed again only when the file has changed."""
        now = stamp(file)
        body = None if now[1] > HELD_BYTES else file.read_bytes()
        known = self._tags.get(file)
        if known is None or known[0] != now:
            digest = _digest(file) if body is None else hashlib.sha256(body).hexdigest()
            known = self._tags[file] = (now, f'"{digest[:32]}"')
        return Held(known[1], body)


def stamp(file: Path) -> tuple[int, int]:
    """Tell one state of a file from another, by its time and its size."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def is_large(file: Path) -> bool:
    """Tell whether a file is sent from the disk."""
    return file.stat().st_size > HELD_BYTES


def media_type(path: str) -> str:
    """Return the Content-Type of a file by its path below the folder.

    >>> media_type("feed.xml"), media_type("SHA256SUMS")
    ('application/atom+xml', 'text/plain; charset=utf-8')

    """
    suffix = PurePosixPath(path).suffix
    return BY_NAME.get(path) or MEDIA.get(suffix, "application/octet-stream" if suffix else "text/plain; charset=utf-8")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
