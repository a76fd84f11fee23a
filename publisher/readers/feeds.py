"""RSS and Atom: each entry of a feed is an article, as far as the feed gives its text."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import feedparser

from publisher.errors import ArticleError
from publisher.model import Article, Fault
from publisher.readers.article import make_article
from publisher.readers.faults import fault_of
from publisher.readers.markup import fragment_text
from publisher.readers.streams import read_whole


def read(stream: BinaryIO, name: str) -> Iterator[Article | Fault]:
    """Read the entries of a feed in their order (RSS 0.9 to 2.0, Atom 1.0).

    Raises:
        ArticleError: A101 when the file is empty, A108 when it is too long, A114 when it is no feed.

    """
    data = read_whole(stream, name)
    if not data.strip():
        raise ArticleError("A101", "is empty", file=name, remedy="remove it or fetch it again")
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version or (feed.bozo and not feed.entries):
        raise ArticleError("A114", "is no feed of RSS or Atom", file=name, remedy="fetch the feed itself, not the page about it")
    for index, entry in enumerate(feed.entries):
        try:
            yield _entry_article(entry, feed.feed, f"{name}[{index}]")
        except ArticleError as error:
            yield fault_of(error)


def _entry_article(entry: Mapping[str, Any], feed: Mapping[str, Any], source: str) -> Article:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    text = fragment_text(max([*contents, entry.get("summary", "")], key=len))
    if not text:
        raise ArticleError("A109", "the entry has no text", file=source, remedy="fetch the page it links to")
    found = {
        "title": fragment_text(entry.get("title", "")),
        "url": entry.get("link"),
        "publisher": entry.get("source", {}).get("title") or feed.get("title"),
        "published": entry.get("published") or entry.get("updated"),
        "language": feed.get("language"),
    }
    return make_article(text, found, source)
