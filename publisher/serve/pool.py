"""The workers as the serving process sees them: leased for one query, returned whole or killed.

Every way out of a lease ends in a worker that is idle or a worker that is dead and replaced; there is no third.
"""

import asyncio
import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol, cast

from typing_extensions import override

from publisher.errors import ServeError
from publisher.rdf.store import StoreSummary
from publisher.serve.control import StoreSource, Zygote
from publisher.serve.settings import Settings
from publisher.serve.wire import FrameParser, frame

log = logging.getLogger(__name__)

SIGNAL_PROBLEMS: Final = {
    -signal.SIGABRT: "query-memory",
    -signal.SIGSEGV: "query-too-complex",
    -signal.SIGBUS: "query-too-complex",
    -signal.SIGALRM: "query-timeout",
    -signal.SIGXCPU: "query-timeout",
}


RETIRE_S: Final = 0.1
"""How often a pool that is replaced looks whether it is idle; no query outlasts its deadline, so it will be."""


class BusyError(Exception):
    """Every worker is taken and the queue is full, or the wait was too long."""


class Listener(Protocol):
    """Who waits for what a worker says."""

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        """Take one frame."""

    def on_lost(self) -> None:
        """Hear that the worker has ended before its answer did."""


class Worker(asyncio.Protocol):
    """One worker process and the socket to it."""

    def __init__(self, pid: int) -> None:
        """Know the process; the socket comes with ``connection_made``."""
        self.pid = pid
        self.served = 0
        self.is_spent = False
        """Set when it must not answer another query: its priority was lowered, or its memory has grown."""
        self.is_lost = False
        self._listener: Listener | None = None
        self._parser = FrameParser()
        self._transport: asyncio.WriteTransport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = cast("asyncio.WriteTransport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        """Pass on the frames."""
        try:
            for letter, payload in self._parser.feed(data):
                if self._listener is not None:
                    self._listener.on_frame(letter, payload)
        except ServeError:
            if self._transport is not None:
                self._transport.abort()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self.is_lost = True
        self._tell_lost()

    def _tell_lost(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.on_lost()

    def ask(self, payload: bytes, listener: Listener) -> None:
        """Put a question; the listener hears the answer."""
        self._listener = listener
        if self._transport is not None and not self.is_lost:
            self._transport.write(frame(b"Q", payload))
        else:  # it ended between being leased and being asked: nobody else would tell
            asyncio.get_running_loop().call_soon(self._tell_lost)

    def close(self) -> None:
        """Close the socket, upon which the process ends if it waits, and say nothing more to anyone."""
        self._listener = None
        if self._transport is not None:
            self._transport.close()


class Pool:
    """So many workers, and a queue of bounded length before them."""

    def __init__(self, source: StoreSource, settings: Settings) -> None:
        """Remember what to start; nothing runs before ``start``."""
        self._source = source
        self._settings = settings
        self._zygote: Zygote | None = None
        self._control = asyncio.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._coming = 0
        """Workers that are being forked."""
        self.is_draining = False
        self._is_ended = False

    @property
    def store(self) -> Path | None:
        """The folder of the store on disk; None where it is in memory or another server's."""
        return self._source.folder

    def prepare(self) -> StoreSummary:
        """Start the zygote and wait until the data is loaded, or until ``kill`` from another thread.

        Raises:
            ServeError: S103, S105 or S106 when there is no data, S104 when it was killed.

        """
        self._zygote = zygote = Zygote()
        if self._is_ended:
            zygote.close()
        return zygote.load(self._source, self._settings)

    async def start(self) -> None:
        """Fork the first workers."""
        for _ in range(self._settings.workers):
            self._add(await self._spawn())

    async def close(self) -> None:
        """End every worker."""
        self.drain()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.to_thread(self.kill)
        for worker in (*self._idle, *self._busy):
            worker.close()

    def kill(self) -> None:
        """End every process, also one that is loading; nothing is started after this. May be called from any thread, and twice."""
        self._is_ended = True
        if self._zygote is not None:
            self._zygote.close()

    async def idle(self) -> None:
        """Wait until no worker is busy."""
        while self._busy or self._waiting or self._tasks:  # noqa: ASYNC110 - three things would have to set an event, and nobody hurries
            await asyncio.sleep(RETIRE_S)

    def take(self) -> Worker | None:
        """Lease an idle worker, if there is one."""
        while self._idle and not self.is_draining:
            worker = self._idle.pop()
            self._busy.add(worker)
            if not worker.is_lost:
                return worker
            self.discard(worker)
        return None

    async def wait(self) -> Worker:
        """Lease a worker as soon as one is free.

        Raises:
            BusyError: when the queue is full, the wait too long, or the server about to end.

        """
        if self.is_draining or len(self._waiting) >= self._settings.queue:
            raise BusyError
        if not self._coming and not self._tasks and len(self._idle) + len(self._busy) < self._settings.workers:
            self._begin(self._refill())  # where forking failed before, it may now be possible
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        worker = None
        try:
            async with asyncio.timeout(self._settings.queue_wait_s):
                worker = await future
        except TimeoutError:
            raise BusyError from None
        finally:
            if worker is None:
                self._forget(future)
        return worker

    def _forget(self, future: "asyncio.Future[Worker]") -> None:
        """Take a place in the queue back; a worker that was given in the same moment goes to the next."""
        with suppress(ValueError):
            self._waiting.remove(future)
        if future.done() and not future.cancelled() and future.exception() is None:
            self.release(future.result())

    def drain(self) -> None:
        """Refuse new queries and those that wait."""
        self.is_draining = True
        for future in self._waiting:
            if not future.done():
                future.set_exception(BusyError())
        self._waiting.clear()

    def release(self, worker: Worker) -> None:
        """Return a worker that has answered to the end."""
        self._busy.discard(worker)
        worker.served += 1
        if worker.is_spent or worker.served >= self._settings.queries_per_worker:
            self.discard(worker)
        else:
            self._add(worker)

    def discard(self, worker: Worker) -> None:
        """Kill a worker at once and replace it."""
        self._begin(self._replace(worker))

    def bury(self, worker: Worker, tell: Callable[[str], None]) -> None:
        """Replace a worker that has ended by itself, and tell the slug of the problem that its end means."""
        self._begin(self._bury(worker, tell))

    async def _bury(self, worker: Worker, tell: Callable[[str], None]) -> None:
        status = await self._end(worker)
        tell(SIGNAL_PROBLEMS.get(status, "worker-lost"))
        await self._refill()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a worker could not be replaced: %s", error)

    def _add(self, worker: Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                self._busy.add(worker)
                future.set_result(worker)
                return
        self._idle.append(worker)

    async def _replace(self, worker: Worker) -> None:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        await self._end(worker)
        await self._refill()

    async def _end(self, worker: Worker) -> int:
        self._busy.discard(worker)
        worker.close()
        async with self._control:
            zygote = self._zygote
            return -signal.SIGKILL if zygote is None else await asyncio.to_thread(zygote.end, worker.pid)

    async def _refill(self) -> None:
        if self._is_ended or len(self._idle) + len(self._busy) + self._coming >= self._settings.workers:
            return
        self._coming += 1
        try:
            worker = await self._spawn()
        finally:
            self._coming -= 1
        self._add(worker)

    async def _spawn(self) -> Worker:
        async with self._control:
            if self._zygote is None or self._is_ended:
                raise ServeError("S104", "the pool has ended, or has not begun")
            try:
                pid, connection = await asyncio.to_thread(self._zygote.spawn)
            except ServeError:  # it was killed from outside: another one, from the same data
                await asyncio.to_thread(self._zygote.close)
                await asyncio.to_thread(self.prepare)
                pid, connection = await asyncio.to_thread(self._zygote.spawn)
        connection.settimeout(0)
        _, worker = await asyncio.get_running_loop().create_unix_connection(lambda: Worker(pid), sock=connection)
        return worker
