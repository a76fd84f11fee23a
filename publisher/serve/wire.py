"""How the serving process and a worker speak: frames of one letter, a length and a payload, over a Unix socket.

A question is one ``Q`` frame. The answer is either one ``F`` (fault), or ``O`` (what follows and in which format), any number of ``D`` (data),
then ``E`` (the end; with ``spent`` when the worker should be replaced). An ``F`` after a ``D`` says that what was sent is not whole; so does a socket that closes before the ``E``.
"""

import io
import json
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from typing_extensions import override

from publisher.errors import ServeError

HEAD: Final = struct.Struct("!cI")
MAX_FRAME: Final = 16 << 20
SPENT: Final = b"spent"
LETTERS: Final = frozenset({b"Q", b"O", b"D", b"E", b"F"})
ENOUGH: Final = 1 << 16
PART: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """One query as it is handed to a worker; ``formats`` gives for each kind of answer the name of the format to write, where one is acceptable."""

    query: str
    base: str
    formats: Mapping[str, str]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout_s: float = 10.0
    site: str = ""

    def encode(self) -> bytes:
        """Write the question as the payload of a frame."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}).encode()

    @classmethod
    def decode(cls, payload: bytes) -> "Question":
        """Read the payload of a question frame."""
        fields = json.loads(payload)
        return cls(**{**fields, "default_graphs": tuple(fields["default_graphs"]), "named_graphs": tuple(fields["named_graphs"])})


@dataclass(frozen=True, slots=True)
class QueryFault:
    """Why a query has no answer: the slug of a problem, its words and, for a syntax error, where (counted from 1)."""

    problem: str
    detail: str
    line: int | None = None
    column: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def encode(self) -> bytes:
        """Write the fault as the payload of a frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, payload: bytes) -> "QueryFault":
        """Read the payload of a fault frame."""
        return cls(**json.loads(payload))


def frame(letter: bytes, payload: bytes = b"") -> bytes:
    """Write one frame.

    >>> list(FrameParser().feed(frame(b"E", b"spent")))
    [(b'E', b'spent')]

    """
    return HEAD.pack(letter, len(payload)) + payload


class FrameParser:
    """Frames from bytes as they arrive, in whatever pieces."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Add bytes and yield the frames that are now whole.

        Raises:
            ServeError: S104 when the bytes are no frame.

        """
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= HEAD.size:
            letter, size = HEAD.unpack_from(buffer, start)
            if letter not in LETTERS or size > MAX_FRAME:
                raise ServeError("S104", "what a process of ours sent is no frame")
            end = start + HEAD.size + size
            if end > len(buffer):
                break
            yield letter, bytes(buffer[start + HEAD.size : end])
            start = end
        del buffer[:start]


class FrameWriter(io.RawIOBase):
    """A binary file in a worker whose content is sent as data frames, after the frame that says what they are.

    It holds back what it has until there is enough to be worth a frame: an answer that fails early has sent nothing, and is a clean fault;
    a small answer travels with its end.
    """

    def __init__(self, connection: socket.socket, opening: bytes) -> None:
        """Keep the payload of the opening frame until there is data."""
        self._connection = connection
        self._waiting = frame(b"O", opening)
        self._held = bytearray()

    @override
    def writable(self) -> bool:
        """Say that this file can be written."""
        return True

    @override
    def write(self, data: Any) -> int:
        """Take some data, and send what has gathered when it is enough."""
        self._held += data
        if len(self._held) >= ENOUGH:
            self._connection.sendall(self._take())
        return len(data)

    def finish(self, ending: bytes) -> None:
        """Send what is left, and the frame that ends the answer."""
        self._connection.sendall(self._take() + ending)

    def _take(self) -> bytes:
        parts = (
            bytes(self._held[start : start + PART]) for start in range(0, len(self._held), PART)
        )  # one literal may be longer than a frame
        data = self._waiting + b"".join(frame(b"D", part) for part in parts)
        self._waiting = b""
        self._held.clear()
        return data
