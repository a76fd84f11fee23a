"""Which reader reads which file: one table, asked by the end of the file's name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, Final, cast

from publisher.model import Article, Fault
from publisher.readers.streams import COMPRESSIONS

Reader = Callable[[BinaryIO, str], Iterator[Article | Fault]]


@dataclass(frozen=True, slots=True)
class Format:
    """One form articles come in: its name, the suffixes of its files, and the module and function that read it.

    The module is imported when the first such file is met: a library for HTML is not loaded to read text.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "read"

    @property
    def reader(self) -> Reader:
        """Return the function that reads the format."""
        return cast("Reader", getattr(import_module(f"publisher.readers.{self.module}"), self.function))


FORMATS: Final = (
    Format("Markdown or plain text", (".md", ".markdown", ".txt"), "text"),
    Format("HTML", (".html", ".htm", ".xhtml"), "markup"),
    Format("JSON", (".json", ".jsonld"), "records", "read_json"),
    Format("JSON Lines", (".jsonl", ".ndjson"), "records", "read_json_lines"),
    Format("RSS or Atom", (".rss", ".atom", ".xml"), "feeds"),
    Format("WARC", (".warc", ".wet"), "archives"),
)


def find_format(file_name: str) -> Format | None:
    """Return the format of a file by the end of its name, with or without compression; None when there is none.

    >>> find_format("news/2026.jsonl.zst").name
    'JSON Lines'

    """
    path = PurePath(file_name.lower())
    suffix = PurePath(path.stem).suffix if path.suffix in COMPRESSIONS else path.suffix
    return next((form for form in FORMATS if suffix in form.suffixes), None)
