"""Starting and ending a server: the address first, then the data, then the workers, then the web."""

import errno
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import uvicorn
from typing_extensions import override

from publisher.errors import ServeError
from publisher.serve.app import create_app
from publisher.serve.connections import connection_class
from publisher.serve.editions import Editions
from publisher.serve.limits import raise_descriptors
from publisher.serve.settings import Settings

log = logging.getLogger(__name__)
OTHER_DESCRIPTORS: Final = 32
"""What the process has open beside connections, what they are sent, and workers."""


class Server(uvicorn.Server):
    """A uvicorn server that says when it is ready, and shortens the running queries when it is told to end."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], on_end: Callable[[], None]) -> None:
        """Keep what to call."""
        super().__init__(config)
        self._on_ready, self._on_end = on_ready, on_end

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shorten what runs, then end."""
        self._on_end()
        await super().shutdown(sockets)


def run(public: Path | None, datasets: Sequence[Path], settings: Settings, announce: Callable[[str], None] = log.info) -> None:
    """Serve a release, or RDF files without one, until SIGINT or SIGTERM.

    ``announce`` is called once with the address, when the server answers.

    Raises:
        ServeError: S101 when the address cannot be taken, S102 when there is nothing to serve, S103 when the data cannot be loaded.

    """
    settings = _within_descriptors(settings)
    with suppress(ValueError):  # where this is not the main thread
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what it asks for later is being done: the release is read
    with _listen(settings) as listener:
        editions = Editions(public, datasets, settings)
        config = uvicorn.Config(
            create_app(editions, settings.connections),
            http=connection_class(settings),
            ws="none",
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=int(settings.drain_s) + 1,
        )
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        Server(config, lambda: announce(address), editions.drain).run(sockets=[listener])


def _within_descriptors(settings: Settings) -> Settings:
    """Allow no more connections than there can be descriptors for: past them nobody could be let in, and no idle one be closed for others.

    A connection may need a second one, for the file it is sent; a worker one, and one more while a release takes the place of another.
    """
    others = OTHER_DESCRIPTORS + 2 * settings.workers
    there_are = raise_descriptors(others + 2 * settings.connections)
    return replace(settings, connections=max(1, min(settings.connections, (there_are - others) // 2)))


def _listen(settings: Settings) -> socket.socket:
    """Take the address before anything is loaded, so that a busy port is said at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                "S101", f"port {settings.port} is taken", remedy="give another with --port, or --port 0 for any free one"
            ) from error
        raise ServeError(
            "S101", f"cannot listen at {settings.host}:{settings.port}: {error}", remedy="give another --host or --port"
        ) from error
    return listener
