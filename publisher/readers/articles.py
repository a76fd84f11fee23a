"""The stream of articles: every source read in order, what cannot be read reported in its place."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from publisher.errors import ArticleError
from publisher.model import Article, Fault
from publisher.readers.faults import fault_of
from publisher.readers.formats import FORMATS, Format, find_format
from publisher.readers.sources import find_paths, printable
from publisher.readers.streams import open_source

DUPLICATE: Final = "A112"
"""Code of the fault that stands for an article met before, word for word: to be counted, not mended."""


def read_articles(sources: Sequence[str]) -> Iterator[Article | Fault]:
    """Read the articles of files, folders and globs.

    Files come in the order of their names, the articles of a file in its order. Each key comes once: an article met again is a
    Fault A112 when its text is the same and A113 when it is another.

    Raises:
        UsageError: U101 when a source does not exist; never for what a source holds.

    """
    return _distinct(item for path in find_paths(sources) for item in _read_file(path))


def _read_file(path: Path) -> Iterator[Article | Fault]:
    name = printable(path)
    try:
        form = _format_of(path, name)
        with open_source(path, name) as stream:
            yield from form.reader(stream, name)
    except ArticleError as error:
        yield fault_of(error)


def _format_of(path: Path, name: str) -> Format:
    if path.is_dir():
        raise ArticleError("A110", "is a folder without articles", file=name, remedy="name the folder that holds them")
    if not path.is_file():
        raise ArticleError("A111", "is no regular file", file=name, remedy="save its content to a file first")
    form = find_format(name)
    if form is None:
        known = " ".join(suffix for each in FORMATS for suffix in each.suffixes)
        raise ArticleError("A104", "has a suffix of no known format", file=name, remedy=f"rename or convert it: {known}")
    return form


def _distinct(items: Iterator[Article | Fault]) -> Iterator[Article | Fault]:
    seen: dict[str, bytes] = {}
    for item in items:
        if isinstance(item, Fault):
            yield item
            continue
        digest = hashlib.sha256(item.text.encode()).digest()
        first = seen.setdefault(item.key, digest)
        if first is digest:
            yield item
        elif first == digest:
            yield Fault(item.source, DUPLICATE, f"is article {item.key} again")
        else:
            yield Fault(item.source, "A113", f"has the address of article {item.key} but another text (keep one of the two)")
