"""What is served now, and how the next release takes its place: opened beside it, then put before it, while it answers what it has begun.

A release is replaced as a whole (``publish`` renames its folder), so that its marker tells when there is a new one. One that cannot be
opened is said in the log and left; the old one goes on.
"""

import asyncio
import json
import logging
import signal
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.types import ASGIApp

from publisher.errors import ServeError
from publisher.serve.clients import Clients
from publisher.serve.documents import DocumentServer
from publisher.serve.evaluation import Deadlines
from publisher.serve.openapi import describe_api
from publisher.serve.pool import Pool
from publisher.serve.release import MARKER, open_release, remove_stores
from publisher.serve.responses import Body, make_tag
from publisher.serve.settings import Settings
from publisher.serve.sparql import Running, SparqlEndpoint

log = logging.getLogger(__name__)
WATCH_S: Final = 1.0
"""How often the marker is looked at."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One release as it is served: its workers, and what answers from it."""

    pool: Pool
    endpoint: ASGIApp
    documents: ASGIApp
    api: Body


class Editions:
    """The edition that is served, and the way to the next one."""

    def __init__(self, public: Path | None, datasets: Sequence[Path], settings: Settings) -> None:
        """Open the first edition; its workers are started later.

        Raises:
            ServeError: S102 when there is nothing to serve, S103 when the data cannot be loaded.

        """
        self._public, self._datasets, self._settings = public, datasets, settings
        self._running = Running(Deadlines(), Clients(settings.client_queries))
        self._pools: set[Pool] = set()
        """Every pool that has processes: of the edition that is served, of those before it, of the one being opened."""
        self._asked = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen = self._stamp()
        self._is_ending = False
        self.current = self._open()

    async def start(self) -> None:
        """Start the workers, and watch for a new release, or for SIGHUP."""
        await self.current.pool.start()
        self._sweep()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # where the loop is not the main thread's
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._asked.set)
        self._begin(self._watch())

    async def close(self) -> None:
        """End every worker of every edition, also of one that is being opened."""
        self.drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(pool.close() for pool in list(self._pools)))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def drain(self) -> None:
        """Refuse new queries, and give the running ones little time: the server is to end."""
        self._is_ending = True
        for pool in list(self._pools):  # a thread may be adding one
            pool.drain()
        self._running.deadlines.shorten(self._settings.drain_s)

    def _open(self) -> Edition:
        release, source = open_release(self._public, self._datasets, self._settings)
        pool = Pool(source, self._settings)
        self._pools.add(pool)
        try:
            summary = pool.prepare()
            endpoint = SparqlEndpoint(release, pool, summary, self._running, self._settings)
            api = json.dumps(describe_api(release, self._settings), indent=1).encode()
            return Edition(pool, endpoint, DocumentServer(release), Body(api, "application/json", make_tag(api)))
        except (ServeError, OSError):
            self._pools.discard(pool)
            pool.kill()
            raise

    def _stamp(self) -> tuple[int, int] | None:
        """Tell one release from the next by its marker; None where there is none, as there is for a moment while folders change places."""
        if self._public is None:
            return None
        try:
            stat = self._public.joinpath(MARKER).stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    async def _watch(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), WATCH_S)
            now = self._stamp()
            if self._asked.is_set() or (now is not None and now != self._seen):
                self._asked.clear()
                self._seen = now
                await self._renew()

    async def _renew(self) -> None:
        try:
            edition = await asyncio.to_thread(self._open)
        except (ServeError, OSError) as error:
            log.error("the new release is not served, the old one goes on: %s", error)  # noqa: TRY400 - the reason is a line for an operator
            return
        try:
            await edition.pool.start()
        except (ServeError, OSError) as error:
            log.error("the new release is not served, the old one goes on: %s", error)  # noqa: TRY400 - as above
            await self._end(edition.pool)
            return
        if self._is_ending:
            return  # close() ends its workers with all others
        old, self.current = self.current, edition
        self._begin(self._retire(old.pool))
        log.warning("a new release is served")

    async def _retire(self, pool: Pool) -> None:
        await pool.idle()
        await self._end(pool)

    async def _end(self, pool: Pool) -> None:
        await pool.close()
        self._pools.discard(pool)
        self._sweep()

    def _sweep(self) -> None:
        """Remove the stores on disk of editions that are no longer served."""
        if self._public is not None:
            remove_stores(self._public, [pool.store for pool in self._pools if pool.store is not None])

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("new releases are no longer taken over: %s", error)
