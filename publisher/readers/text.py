"""Markdown and plain text, with YAML front matter or without.

The text of the article is what follows the closing ``---`` line, code point for code point; without front matter it is the
whole file. Line ends stay as they are, for offsets count them.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO, Final

import yaml

from publisher.errors import ArticleError
from publisher.model import Article
from publisher.readers.article import make_article
from publisher.readers.streams import decode, read_whole

_FENCE: Final = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_BEGINS: Final = re.compile(r"---[ \t]*\r?\n(?=(?:#.*\r?\n|[ \t]*\r?\n)*(?:[\w\"'-]+[ \t]*:|---[ \t]*(?:\r?\n|\Z)))")


def read(stream: BinaryIO, name: str) -> Iterator[Article]:
    """Read the one article of a text file.

    Raises:
        ArticleError: A101 to A103 for what is no text, A105 for wrong front matter, A108 for what is too long.

    """
    found, text = split_front_matter(decode(read_whole(stream, name), name), name)
    yield make_article(text, found, name, PurePath(name).name)


def split_front_matter(whole: str, name: str) -> tuple[dict[str, str], str]:
    r"""Split a file into the pairs of its front matter and the text after it.

    A file that begins with a ``---`` line but goes on with no ``key:`` has none: the line is a rule of the text.

    Raises:
        ArticleError: A105 with the line, when the front matter does not end or is no YAML mapping.

    >>> split_front_matter("---\ntitle: A deal\n---\nThe text.", "a.md")
    ({'title': 'A deal'}, 'The text.')

    """
    begins = _BEGINS.match(whole)
    if begins is None:
        return {}, whole
    ends = _FENCE.search(whole, begins.end())
    if ends is None:
        raise ArticleError("A105", "the front matter has no end", file=name, line=1, remedy="close it with a line ---")
    return _pairs(whole[begins.end() : ends.start()], name), whole[ends.end() :]


def _pairs(block: str, name: str) -> dict[str, str]:
    try:
        data = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise ArticleError(
            "A105", f"front matter: {error.problem}", file=name, line=line, remedy="quote the value or mend the YAML"
        ) from error
    except yaml.YAMLError as error:
        raise ArticleError("A105", "front matter holds a character that YAML forbids", file=name, line=1, remedy="remove it") from error
    if data in ("", None):
        return {}
    if not isinstance(data, dict):
        raise ArticleError("A105", "front matter is no mapping", file=name, line=2, remedy="write `key: value` lines")
    return {str(key): value for key, value in data.items() if isinstance(value, str)}
