"""HTML: whole pages of the web, and the fragments that feeds and content systems wrap their text in."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO, Final

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from publisher.errors import ArticleError
from publisher.model import Article
from publisher.readers.article import make_article
from publisher.readers.streams import read_whole

_BLOCKS: Final = frozenset(
    "address article blockquote br dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split()  # noqa: SIM905 - one line reads better than twenty-four
)
_UNSEEN: Final = ("script", "style", "noscript", "template")
# The library guesses dates back from today; a fixed end keeps the same page the same on any day.
_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read(stream: BinaryIO, name: str) -> Iterator[Article]:
    """Read the one article of an HTML file.

    Raises:
        ArticleError: A101 when the file is empty, A102 when it is no text, A108 when it is too long, A109 when it holds no main text.

    """
    yield page_article(read_whole(stream, name), name, file_name=PurePath(name).name)


def page_article(data: bytes, source: str, url: str | None = None, file_name: str = "") -> Article:
    """Make an article of a page: its main text without furniture, and what its head says of it.

    The encoding is the one the page declares, else the one its bytes suggest. ``url`` is where the page was fetched, if
    known; else the address the page gives itself.

    Raises:
        ArticleError: A101 when the page is empty, A102 when it is no text, A109 when it holds no main text.

    """
    if not data.strip():
        raise ArticleError("A101", "is empty", file=source, remedy="remove it or fetch it again")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError("A102", f"is binary: a NUL at byte {data.find(0)}", file=source, remedy="give the text of the article")
    page = trafilatura.bare_extraction(
        data, url=url, with_metadata=True, include_comments=False, deduplicate=False, date_extraction_params=dict(_DATES)
    )
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise ArticleError("A109", "has no main text", file=source, remedy="save the page of the article itself")
    found = {"title": page.title, "url": url or page.url, "publisher": page.sitename, "published": page.date, "language": page.language}
    return make_article(page.text or "", found, source, file_name)


def fragment_text(html: str) -> str:
    r"""Return the text of a piece of HTML, a line for each block; entities and tags are resolved, white space is folded.

    >>> fragment_text("<p>Chile &amp; Japan</p><p>signed<br>today.</p>")
    'Chile & Japan\nsigned\ntoday.'

    """
    try:
        root = lxml.html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for element in list(root.iter(*_UNSEEN, etree.Comment, etree.ProcessingInstruction)):
        element.drop_tree()
    for element in root.iter():
        element.text, element.tail = _folded(element.text), _folded(element.tail)
        if element.tag in _BLOCKS:
            element.text, element.tail = "\n" + element.text, "\n" + element.tail
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
