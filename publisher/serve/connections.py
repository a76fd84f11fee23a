"""Connections on which nothing comes: a request has so long to arrive, and when there are too many the idlest goes.

Without either, a client that opens connections and is silent takes the places of all others.
"""

import asyncio
import json
from functools import partial
from typing import Any, Final, cast

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from publisher.serve.problems import PROBLEMS
from publisher.serve.responses import COMMON_HEADERS, PROBLEM_JSON
from publisher.serve.settings import Settings

AROUND_BYTES: Final = 512 << 10
"""The most that a request may have around its body: address, header fields, sizes of chunks; the parser takes any amount."""
LISTS: Final = (b"accept", b"accept-encoding", b"if-none-match")
"""Fields that may come in several lines; nobody behind this reads more than one."""
TOO_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def connection_class(settings: Settings) -> type[asyncio.Protocol]:
    """Return what makes the connections of one server."""
    return cast("type[asyncio.Protocol]", partial(Connection, settings, {}))


class Connection(HttpToolsProtocol):
    """One connection, known to those beside it; ``beside`` is in the order of what came last."""

    def __init__(self, settings: Settings, beside: "dict[Connection, None]", *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Keep the limits."""
        super().__init__(*arguments, **named)
        self._settings = settings
        self._beside = beside
        self._around = 0
        self._stall: asyncio.TimerHandle | None = None
        self._arrival: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's own signature
        """Take a place, if need be that of the connection that has been idle longest."""
        super().connection_made(transport)
        if len(self._beside) >= self._settings.connections:
            idlest = next((other for other in self._beside if other.is_idle), None)
            if idlest is not None:
                idlest.leave()
        self._beside[self] = None
        self._await_request()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._beside.pop(self, None)
        self._has_arrived()
        if self._stall is not None:
            self._stall.cancel()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        """Start the clock with the first byte of a request."""
        if self._arrival is None:
            self._await_request()
        self._around += len(data)
        super().data_received(data)
        if self._around > AROUND_BYTES:
            self.transport.write(TOO_LARGE)
            self.leave()

    @override
    def send_400_response(self, msg: str) -> None:
        """Say of an address that the parser gives up on what is the matter with it: it cannot take apart 64 KiB."""
        if len(self.url) <= self._settings.target_bytes:
            super().send_400_response(msg)
            return
        self.transport.write(_too_long(self._settings.target_bytes))
        self.transport.close()

    @override
    def on_headers_complete(self) -> None:
        """Refuse a request that names no host or several (RFC 9112, 3.2), and join the lines of a field that is a list (RFC 9110, 5.3).

        Raises:
            ValueError: to have the parser stop, upon which the client hears 400.

        """
        names = [name for name, _ in self.headers]
        if names.count(b"host") != 1 and self.parser.get_http_version() == "1.1":
            raise ValueError(names)
        for listed in LISTS:
            if names.count(listed) > 1:
                joined = b", ".join(value for name, value in self.headers if name == listed)
                self.headers[:] = [*(field for field in self.headers if field[0] != listed), (listed, joined)]
        super().on_headers_complete()

    @override
    def on_body(self, body: bytes) -> None:
        """Leave the body to whoever reads it: it has a limit of its own."""
        self._around -= len(body)
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        """Stop the clock with its last byte."""
        self._has_arrived()
        self._around = 0
        self._beside.pop(self, None)
        self._beside[self] = None
        super().on_message_complete()

    @override
    def pause_writing(self) -> None:
        """Start the clock for a client that does not read: what it was sent takes memory, or a file."""
        super().pause_writing()
        self._stall = self.loop.call_later(self._settings.stall_s, self.transport.abort)

    @override
    def resume_writing(self) -> None:
        """Stop it when the client has read."""
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
        super().resume_writing()

    @property
    def is_idle(self) -> bool:
        """Tell whether no request is being answered."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # uvicorn says it is always there; it comes with the first request
        return cycle is None or cycle.response_complete

    def leave(self) -> None:
        """Close, and free the place at once."""
        self._beside.pop(self, None)
        self.transport.close()

    def _await_request(self) -> None:
        self._arrival = self.loop.call_later(self._settings.request_s, self.leave)

    def _has_arrived(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None


def _too_long(limit: int) -> bytes:
    """Write the response to an address that is too long, as the endpoint gives it to one that is a little too long."""
    problem = PROBLEMS["uri-too-long"]
    said = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": f"The address is longer than {limit} bytes.",
        "remedy": problem.remedy,
    }
    body = json.dumps(said).encode()
    headers = {**COMMON_HEADERS, "Content-Type": PROBLEM_JSON.media, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {problem.status} URI Too Long", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("ascii") + body
