"""The forms an entity's document has: the files there are, and those that are made of a file when asked for.

Few clients take nothing else than the latter, and a file for each would be as many files again
(``site/docs/decisions/0033-forms-that-are-no-files.md``).
"""

from pathlib import Path
from typing import Final

from publisher.rdf.formats import GRAPH_FORMATS, HTML, Format, convert, find_format
from publisher.rdf.xml import NotXmlError
from publisher.serve.cache import ResultCache
from publisher.serve.files import Files, stamp
from publisher.serve.responses import Body, make_tag

TURTLE, _JSONLD, _NTRIPLES = (find_format(name, GRAPH_FORMATS) or HTML for name in ("turtle", "jsonld", "ntriples"))
_NQUADS, _TRIG, _RDFXML = (find_format(name, GRAPH_FORMATS) or HTML for name in ("nquads", "trig", "rdfxml"))
DOCUMENTS: Final = (HTML, TURTLE, _JSONLD, _NTRIPLES)
"""What there are files of."""
SAME: Final = {_NQUADS: _NTRIPLES, _TRIG: TURTLE}
"""Every N-Triples document is an N-Quads one, and every Turtle document a TriG one, with all triples in the default graph."""
WRITTEN: Final = {_RDFXML: _NTRIPLES}
SERVED: Final = (*DOCUMENTS, *SAME, *WRITTEN)
"""Every form a document can have, in the server's order."""
_SUFFIXES: Final = {row.suffix: row for row in SERVED}
WRITTEN_BYTES: Final = 16 << 20
"""Documents that were written, kept to be given again."""
LARGEST_WRITTEN: Final = 1 << 20
"""What is larger is not written while others wait."""


class Forms:
    """The forms of every entity of a release."""

    def __init__(self, files: Files) -> None:
        """Find and make documents of these files."""
        self._files = files
        self._written = ResultCache(WRITTEN_BYTES)
        self._refusals: dict[Path, tuple[tuple[int, int], str]] = {}

    def find(self, entity: str) -> dict[Format, Path]:
        """Return the forms an entity is described in, each with the file that it is or is made of."""
        if not entity or entity.endswith("/"):
            return {}
        found = {form: file for form in DOCUMENTS if (file := self._files.find(entity + form.suffix))}
        same = {form: found[source] for form, source in SAME.items() if source in found}
        written = {form: found[source] for form, source in WRITTEN.items() if source in found and not self._refusal(found[source])}
        return {**found, **same, **written}

    def why_not(self, entity: str, form: Format) -> str:
        """Say why an entity that is there has not a form that is written when asked for; nothing when there is no reason."""
        file = self._files.find(entity + WRITTEN[form].suffix) if form in WRITTEN else None
        return "" if file is None else self._refusal(file)

    def write(self, file: Path) -> Body:
        """Write a document as RDF/XML, or find it written.

        Raises:
            NotXmlError: when RDF/XML cannot say what it says.

        """
        held = self._files.hold(file)
        tag = make_tag(_RDFXML.name, held.tag)
        written = self._written.find(tag)
        if written is None:
            written = Body(convert(held.body or b"", _NTRIPLES.name, _RDFXML.name), _RDFXML.content_type, tag)
            self._written.keep(written)
        return written

    def _refusal(self, file: Path) -> str:
        """Say why a document cannot be written; it is tried once for each state of the file."""
        now = stamp(file)
        known = self._refusals.get(file)
        if known is None or known[0] != now:
            known = self._refusals[file] = (now, self._try_to_write(file, now[1]))
        return known[1]

    def _try_to_write(self, file: Path, size: int) -> str:
        if size > LARGEST_WRITTEN:
            return f"It is larger than {LARGEST_WRITTEN >> 20} MiB, and not written as RDF/XML."
        try:
            self.write(file)
        except NotXmlError as error:
            return str(error)
        return ""


def form_of(suffix: str) -> Format | None:
    """Return the form that a suffix names."""
    return _SUFFIXES.get(suffix)


def split(path: str) -> tuple[str, str]:
    """Split a path into the entity's and the suffix of a document.

    >>> split("state/JPN.ttl"), split("state/JPN"), split("a.b/c")
    (('state/JPN', '.ttl'), ('state/JPN', ''), ('a.b/c', ''))

    """
    head, dot, tail = path.rpartition(".")
    suffix = dot + tail
    return (head, suffix) if suffix in _SUFFIXES else (path, "")
