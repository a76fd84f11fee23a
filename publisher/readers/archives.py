"""WARC: the pages of a web archive (ISO 28500)."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from publisher.errors import ArticleError
from publisher.model import Article, Fault
from publisher.readers.article import make_article
from publisher.readers.faults import fault_of
from publisher.readers.markup import page_article
from publisher.readers.streams import decode, read_whole

_PAGES: Final = ("text/html", "application/xhtml+xml")


def read(stream: BinaryIO, name: str) -> Iterator[Article | Fault]:
    """Read the HTML pages and the plain texts of an archive, in its order; its other records are no articles.

    Raises:
        ArticleError: A115 when the archive itself is damaged; the records before that are given.

    """
    records = 0
    try:
        # Short reads: a longer one would lose what stands before a cut.
        for record in ArchiveIterator(SimpleNamespace(read=stream.read1)):  # type: ignore[attr-defined]  # every stream opened is buffered
            records += 1
            source = f"{name}:{record.rec_headers.get_header('WARC-Record-ID') or records}"
            try:
                article = _record_article(record, source)
            except ArticleError as error:
                yield fault_of(error)
                continue
            if article is not None:
                yield article
    except ArchiveLoadFailed as error:
        raise ArticleError("A115", "is no WARC, or a damaged one", file=name, remedy="fetch or write it again") from error
    if not records:
        raise ArticleError("A101", "is empty", file=name, remedy="remove it or fetch it again")


def _record_article(record: Any, source: str) -> Article | None:  # noqa: ANN401 - warcio has no types
    url = record.rec_headers.get_header("WARC-Target-URI")
    kind = _content_type(record)
    if kind == "text/plain" and record.rec_type == "conversion":
        found = {"url": url, "published": record.rec_headers.get_header("WARC-Date")}
        return make_article(decode(read_whole(record.content_stream(), source), source), found, source)
    if kind in _PAGES and record.rec_type in {"response", "resource"} and _is_good(record):
        return page_article(read_whole(record.content_stream(), source), source, url)
    return None


def _content_type(record: Any) -> str:  # noqa: ANN401 - as above
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _is_good(record: Any) -> bool:  # noqa: ANN401 - as above
    return record.http_headers is None or record.rec_type == "resource" or record.http_headers.get_statuscode() == "200"
