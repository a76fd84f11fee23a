"""What XML cannot say: some predicates are no XML names, and some characters may not stand in XML at all.

RDF/XML has a predicate as the name of an element, so ``http://e/123`` has no RDF/XML (RDF 1.1 XML Syntax, 5.2.5 and 8, note); XML 1.0 has no
way to write U+0001, escaped or not. The engine writes both all the same, and no parser reads it. Here the bytes are looked through
on their way out, which costs less than a look at each term. What XML can say in another way is put right: a carriage return.
"""

import io
import re
from html import unescape
from typing import IO, Any, Final, cast

from pyoxigraph import QueryResultsFormat, RdfFormat
from typing_extensions import override

XML_FORMATS: Final = (RdfFormat.RDF_XML, QueryResultsFormat.XML)
_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMELESS: Final = re.compile(rb'<[^\s<>"/?!]*:(?=[\s/>])(?:\s+xmlns:\w+="([^"<]*)")?')
"""An element whose name ends with its prefix; ``<`` stands nowhere else, neither in text nor in attributes."""
_OVERLAP: Final = 64
_RESERVED: Final = "RDF/XML reserved"


class NotXmlError(ValueError):
    """Something cannot be written as XML; the message says what."""


def writing_xml(out: IO[bytes], engine: RdfFormat | QueryResultsFormat | None) -> IO[bytes]:
    """Return a file to write to in a format: the same one, or one that lets only well-formed XML through to it.

    Writing to it raises:
        NotXmlError: when what comes is no XML; what came before it may have been passed on.

    """
    return cast("IO[bytes]", _XmlFile(out)) if engine in XML_FORMATS else out


def reserved(error: OSError) -> NotXmlError | None:
    """Return what the engine means when it refuses a predicate that is a word of RDF/XML itself, such as ``rdf:li``."""
    return NotXmlError("A predicate is a word of the syntax of RDF/XML.") if _RESERVED in str(error) else None


class _XmlFile(io.RawIOBase):
    """A binary file that passes on what is XML."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._tail = b""

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any) -> int:
        piece = bytes(data)
        seen = self._tail + piece
        _check(seen)
        self._tail = seen[-_OVERLAP:]
        self._out.write(piece.replace(b"\r", b"&#xD;"))  # as it is, a parser reads a line feed (XML 1.0, 2.11)
        return len(piece)


def _check(data: bytes) -> None:
    nameless = _NAMELESS.search(data)
    if nameless is not None:
        iri = unescape((nameless[1] or b"").decode(errors="replace"))
        raise NotXmlError(f"The predicate {f'{iri} ' if iri else ''}does not end in a name, which RDF/XML needs.")
    if _FORBIDDEN.search(data) is not None:
        raise NotXmlError("A text holds a character that XML has no way to write.")
