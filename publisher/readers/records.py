"""JSON and JSON Lines: our own records, schema.org articles and WordPress posts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from publisher.errors import ArticleError
from publisher.model import Article, Fault
from publisher.readers.article import make_article
from publisher.readers.faults import fault_of
from publisher.readers.markup import fragment_text
from publisher.readers.streams import decode, read_lines, read_whole


def read_json(stream: BinaryIO, name: str) -> Iterator[Article | Fault]:
    """Read a JSON file that holds one record, a list of records or a ``@graph`` of them, in their order.

    Raises:
        ArticleError: A101 to A103 for what is no text, A107 for what is no JSON, A108 for what is too long.

    """
    data = _parse(decode(read_whole(stream, name), name), name)
    records = _records(data)
    for index, record in enumerate(records):
        source = name if len(records) == 1 else f"{name}[{index}]"
        try:
            yield record_article(record, source, name if len(records) == 1 else "")
        except ArticleError as error:
            yield fault_of(error)


def read_json_lines(stream: BinaryIO, name: str) -> Iterator[Article | Fault]:
    """Read a file of one JSON record a line; a line that cannot be read gives a Fault, the others go on."""
    empty = True
    for number, line in read_lines(stream, name):
        empty = False
        if isinstance(line, bytes) and not line.strip():
            continue
        try:
            if isinstance(line, ArticleError):
                raise line
            yield record_article(_parse(decode(line, name, number), name, number), f"{name}:{number}")
        except ArticleError as error:
            yield fault_of(error)
    if empty:
        raise ArticleError("A101", "is empty", file=name, remedy="remove it or fetch it again")


def _parse(text: str, name: str, line: int | None = None) -> object:
    if not text.strip():
        raise ArticleError("A101", "is empty", file=name, line=line, remedy="remove it or fetch it again")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = line if line is not None else error.lineno
        raise ArticleError(
            "A107", f"is no JSON: {error.msg} at column {error.colno}", file=name, line=place, remedy="mend the JSON"
        ) from error
    except (RecursionError, ValueError) as error:
        raise ArticleError("A107", "is no JSON that can be read: nested too deep, or too long a number", file=name, line=line) from error


def _records(data: object) -> list[object]:
    if isinstance(data, Mapping) and isinstance(data.get("@graph"), list):
        return [node for node in data["@graph"] if isinstance(node, Mapping) and "articleBody" in node] or [data]
    return data if isinstance(data, list) else [data]


def record_article(record: object, source: str, file_name: str = "") -> Article:
    """Make an article of one JSON record, whichever of the three kinds it is.

    Raises:
        ArticleError: A109 when it is none of them or has no text.

    """
    if isinstance(record, Mapping):
        for make in (_own, _schema_org, _wordpress):
            text, found = make(record)
            if isinstance(text, str):
                return make_article(text, found, source, file_name)
    raise ArticleError("A109", "is no article: neither text, articleBody nor content", file=source, remedy="see reference/input")


def _own(record: Mapping[str, Any]) -> tuple[object, Mapping[str, Any]]:
    return record.get("text"), record


def _schema_org(record: Mapping[str, Any]) -> tuple[object, dict[str, Any]]:
    """Map a schema.org Article (https://schema.org/NewsArticle)."""
    page = record.get("mainEntityOfPage")
    return record.get("articleBody"), {
        "title": record.get("headline") or record.get("name"),
        "url": record.get("url") or (page.get("@id") if isinstance(page, Mapping) else page) or record.get("@id"),
        "publisher": _name(record.get("publisher")) or _name(record.get("sourceOrganization")),
        "published": record.get("datePublished"),
        "language": _name(record.get("inLanguage")),
    }


def _wordpress(record: Mapping[str, Any]) -> tuple[object, dict[str, Any]]:
    """Map a post of the WordPress REST API: its title and content are rendered HTML."""
    content = _rendered(record.get("content"))
    found = {"title": fragment_text(_rendered(record.get("title")) or ""), "url": record.get("link"), "published": record.get("date")}
    return None if content is None else fragment_text(content), found


def _rendered(value: object) -> str | None:
    inner = value.get("rendered") if isinstance(value, Mapping) else None
    return inner if isinstance(inner, str) else None


def _name(value: object) -> object:
    """Return the name of a thing given as text, as an object or as a list of either."""
    first = value[0] if isinstance(value, list) and value else value
    return (first.get("name") or first.get("alternateName")) if isinstance(first, Mapping) else first
