"""How the serving process and a worker speak: frames of one letter, a length and a payload, over a Unix socket.

A question is one ``Q`` frame. The answer is either one ``F`` (fault), or ``O`` (what follows and in which format), any number of ``D`` (data),
then ``E`` (the end; with ``spent`` when the worker should be replaced). An ``F`` after a ``D`` says that what was sent is not whole; so does a socket that closes before the ``E``.
"""

import asyncio
import io
import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from typing_extensions import override

from publisher.errors import ServeError

HEAD: Final = struct.Struct("!cI")
MAX_FRAME: Final = 16 << 20
SPENT: Final = b"spent"


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
        return json.dumps(asdict(self)).encode()

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


def send_frame(connection: socket.socket, letter: bytes, payload: bytes = b"") -> None:
    """Send one frame from a worker."""
    connection.sendall(HEAD.pack(letter, len(payload)) + payload)


def receive_frame(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """Receive one frame in a worker, or None when the serving process has gone."""
    head = _receive(connection, HEAD.size)
    if head is None:
        return None
    letter, size = HEAD.unpack(head)
    payload = _receive(connection, size) if size else b""
    return None if payload is None else (letter, payload)


def _receive(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 1 << 16))
        if not part:
            return None
        parts += part
    return bytes(parts)


async def read_frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read one frame in the serving process.

    Raises:
        asyncio.IncompleteReadError: when the worker has ended.
        ServeError: when what it sends is no frame.

    """
    letter, size = HEAD.unpack(await reader.readexactly(HEAD.size))
    if letter not in b"OFDE" or size > MAX_FRAME:
        raise ServeError("S104", "a worker sent what is no frame")
    return letter, await reader.readexactly(size) if size else b""


class FrameWriter(io.RawIOBase):
    """A binary file that sends what is written as data frames, after the frame that says what they are.

    With a buffer before it, an answer that fails early has sent nothing, and is a clean fault.
    """

    def __init__(self, connection: socket.socket, opening: bytes) -> None:
        """Keep the payload of the opening frame until there is data."""
        self._connection = connection
        self._opening: bytes | None = opening

    @override
    def writable(self) -> bool:
        """Say that this file can be written."""
        return True

    def open_now(self) -> None:
        """Send the opening frame unless it was sent."""
        if self._opening is not None:
            send_frame(self._connection, b"O", self._opening)
            self._opening = None

    @override
    def write(self, data: Any) -> int:
        """Send one data frame."""
        self.open_now()
        payload = bytes(data)
        send_frame(self._connection, b"D", payload)
        return len(payload)
