"""Making an Article of what a reader found: its key, and its particulars in one form whatever the format."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Final

from publisher.errors import ArticleError
from publisher.model import Article
from publisher.rdf import IRI

_KEY: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])")
_URN_KEY: Final = re.compile(r"urn:.*:([0-9a-f]{16})")
_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T\s])")
_WEB: Final = re.compile(r"(?:https?://|urn:)\S", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SLUG: Final = re.compile(r"[a-z][a-z0-9-]*")


def make_article(text: str, found: Mapping[str, object], source: str, file_name: str = "") -> Article:
    """Make an article of its text and of the particulars found beside it.

    ``found`` may hold ``title``, ``url``, ``publisher``, ``published``, ``language`` and ``kind``, of any type: what is not
    usable counts as not given. ``source`` says where it was read; ``file_name`` is given where the file holds this
    article alone, and may then carry its key.

    Raises:
        ArticleError: A101 when the text is empty, A102 or A103 when it holds what no text holds.

    """
    _check_text(text, source)
    url = normalize_url(found.get("url"))
    return Article(
        key=_key(text, url, file_name),
        text=text,
        title=_words(found.get("title")),
        url=url,
        publisher=_words(found.get("publisher")),
        published=normalize_date(found.get("published")),
        language=_matching(_LANGUAGE, _words(found.get("language")), "_", "-"),
        kind=_matching(_SLUG, _words(found.get("kind"))),
        source=source,
    )


def _check_text(text: str, source: str) -> None:
    if not text.strip():
        raise ArticleError("A101", "is empty", file=source, remedy="remove it or fetch it again")
    if (nul := text.find("\0")) >= 0:
        raise ArticleError("A102", f"is binary: a NUL at character {nul}", file=source, remedy="give the text of the article")
    if (lone := re.search("[\ud800-\udfff]", text)) is not None:
        found = f"holds half a surrogate pair at character {lone.start()}"
        raise ArticleError("A103", found, file=source, remedy="write the character itself")


def _key(text: str, url: str | None, file_name: str) -> str:
    """Return 16 hexadecimal digits that stay the same as long as the article does."""
    if url is not None:
        urn = _URN_KEY.fullmatch(url)
        return urn.group(1) if urn else _digest(url)
    named = _KEY.search(file_name)
    return named.group() if named else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def normalize_date(value: object) -> str | None:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as given; None for what is no date (ISO 8601, RFC 5322 3.3).

    >>> normalize_date("2026-03-16T10:01:00+01:00"), normalize_date("Mon, 16 Mar 2026 10:01:00 GMT"), normalize_date("soon")
    ('2026-03-16', '2026-03-16', None)

    """
    text = str(value or "").strip()
    if (iso := _ISO_DATE.match(text)) is not None:
        year, month, day = iso.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return None
        return iso.group()
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None


def normalize_url(value: object) -> str | None:
    """Return an absolute web address or URN that is an IRI (RFC 3987, 2.2); None for anything else.

    Characters that no IRI may hold are percent-encoded; other schemes are not addresses of articles.

    >>> normalize_url(" https://example.org/a b "), normalize_url("javascript:alert(1)")
    ('https://example.org/a%20b', None)

    """
    text = _words(value) or ""
    if not _WEB.match(text):
        return None
    url = re.sub(r'[\x00-\x20<>"{}|\\^`]', lambda found: f"%{ord(found.group()):02X}", text)
    try:
        IRI(url)
    except ValueError:
        return None
    return url


def _words(value: object) -> str | None:
    """Return a string or number as one line of text; None for what is empty or of another type."""
    if not isinstance(value, str | int | float):
        return None
    line = " ".join(re.sub("[\x00-\x1f\x7f\ud800-\udfff]", " ", str(value)).split())
    return line or None


def _matching(pattern: re.Pattern[str], value: str | None, old: str = "", new: str = "") -> str | None:
    tidy = (value or "").replace(old, new) if old else (value or "")
    return tidy if pattern.fullmatch(tidy) else None
