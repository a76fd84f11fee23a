"""Opening a file for reading, compressed or not, and taking from it no more than an article may hold.

Compression is seen through here, so that no format has to know of it. Nothing is read whole before its size is known.
"""

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, Protocol, cast

import zstandard
from typing_extensions import override

from publisher.errors import ArticleError

MAX_ARTICLE_BYTES: Final = 20_000_000
"""Largest article, in bytes of its file, line or record after decompression: real news is a thousand times smaller."""

_CHUNK_BYTES: Final = 1024  # little, for a little may unfold to ten thousand times as much


class _Frame(Protocol):
    """One frame of compressed data being unpacked, as zlib and zstandard give it."""

    @property
    def eof(self) -> bool:
        """Tell whether the frame has ended."""

    @property
    def unused_data(self) -> bytes:
        """Return what follows the end of the frame."""

    def decompress(self, data: bytes, /) -> bytes:
        """Unpack some more."""


_FRAMES: Final[dict[str, Callable[[], _Frame]]] = {
    ".gz": lambda: zlib.decompressobj(wbits=zlib.MAX_WBITS | 16),
    ".zst": lambda: zstandard.ZstdDecompressor().decompressobj(),
}


COMPRESSIONS: Final = tuple(_FRAMES)


class _Unpacked(io.RawIOBase):
    """The bytes of a file of one or more compressed frames (RFC 1952, 2.2; RFC 8878, 3), a little at a time.

    The libraries' own readers end quietly where a file is cut off, or lose what stands before the cut; this one gives all
    there is and then raises ArticleError A106.
    """

    def __init__(self, raw: IO[bytes], new_frame: Callable[[], _Frame], name: str) -> None:
        super().__init__()
        self._raw = raw
        self._new_frame = new_frame
        self._frame = new_frame()
        self._name = name
        self._rest = memoryview(b"")
        self._inside = False

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # the stub's Buffer has no length
        while not self._rest and self._unpack():
            pass
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _unpack(self) -> bool:
        """Unpack some more; tell whether there was more."""
        packed = b""
        if self._frame.eof:
            packed, self._frame, self._inside = self._frame.unused_data, self._new_frame(), False
        packed = packed or self._raw.read(_CHUNK_BYTES)
        if not packed and self._inside:
            raise _damaged(self._name)
        self._inside = self._inside or bool(packed)
        try:
            self._rest = memoryview(self._frame.decompress(packed)) if packed else self._rest
        except (zlib.error, zstandard.ZstdError) as error:
            raise _damaged(self._name) from error
        return bool(packed)


def _damaged(name: str) -> ArticleError:
    return ArticleError("A106", "is cut off or damaged", file=name, remedy="fetch or compress it again")


@contextmanager
def open_source(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a file for reading its bytes as they were before compression.

    Raises:
        ArticleError: A106 when the compressed data is cut off or damaged, A111 when the system refuses to read; also
            when that shows only while the caller reads.

    """
    new_frame = _FRAMES.get(path.suffix.lower())
    try:
        with path.open("rb") as raw:
            yield cast("BinaryIO", io.BufferedReader(_Unpacked(raw, new_frame, name)) if new_frame else raw)
    except OSError as error:
        raise ArticleError("A111", f"cannot be read: {error.strerror}", file=name, remedy="check the file and its permissions") from error


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """Read a stream that holds one article.

    Raises:
        ArticleError: A108 when it is longer than an article may be.

    """
    data = stream.read(MAX_ARTICLE_BYTES + 1)
    if len(data) > MAX_ARTICLE_BYTES:
        raise ArticleError("A108", _too_long(), file=name, remedy="split it; a collection is written as JSON Lines")
    return data


def read_lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes | ArticleError]]:
    """Read a stream line by line: the number of each line, from 1, and its bytes without the line end.

    In place of a line longer than an article may be comes the error A108; the lines after it follow.
    """
    number = 0
    while line := stream.readline(MAX_ARTICLE_BYTES + 1):
        number += 1
        if len(line) <= MAX_ARTICLE_BYTES:
            yield number, line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield number, ArticleError("A108", _too_long(), file=name, line=number, remedy="split the record")


def _too_long() -> str:
    return f"is longer than {MAX_ARTICLE_BYTES // 1_000_000} MB: no article"


def decode(data: bytes, name: str, line: int | None = None) -> str:
    """Decode UTF-8; a byte-order mark at the start is no part of the text.

    Raises:
        ArticleError: A102 when the data is no text, A103 with the offset of the first wrong byte when it is no UTF-8.

    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError("A103", "is not UTF-8 but UTF-16", file=name, line=line, remedy="save it as UTF-8")
    if (nul := data.find(b"\0")) >= 0:
        raise ArticleError("A102", f"is binary: a NUL at byte {nul}", file=name, line=line, remedy="give the text of the article")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        raise ArticleError("A103", found, file=name, line=line, remedy="save it as UTF-8") from error
