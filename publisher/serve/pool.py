"""The workers as the serving process sees them: leased for one query, returned whole or killed.

Every way out of a lease ends in a worker that is idle or a worker that is dead and replaced; there is no third.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from publisher.errors import ServeError
from publisher.rdf.store import StoreSummary
from publisher.serve.settings import Settings

START_TIMEOUT_S: Final = 3600
SIGNAL_PROBLEMS: Final = {
    -signal.SIGABRT: "query-memory",
    -signal.SIGSEGV: "query-too-complex",
    -signal.SIGBUS: "query-too-complex",
    -signal.SIGALRM: "query-timeout",
    -signal.SIGXCPU: "query-timeout",
}


class BusyError(Exception):
    """Every worker is taken and the queue is full, or the wait was too long."""


@dataclass(frozen=True, slots=True)
class StoreSource:
    """Where the workers' store comes from: files to load, and a folder for the store on disk, or None to hold it in memory."""

    paths: tuple[Path, ...]
    folder: Path | None


@dataclass(slots=True, eq=False)
class Worker:
    """One worker process and the streams to it."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    served: int = 0
    is_spent: bool = False
    """Set when it must not answer another query: its priority was lowered, or its memory has grown."""


class Zygote:
    """The serving process's end of ``serve.zygote``; its calls block and are made from a thread."""

    def __init__(self, source: StoreSource, settings: Settings) -> None:
        """Start the process and wait until the store is open.

        Raises:
            ServeError: S103 when the data cannot be loaded.

        """
        self._socket, theirs = socket.socketpair()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-m", "publisher.serve.zygote", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the serving process, which then closes the socket
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
        )
        theirs.close()
        config = {
            "paths": [str(path) for path in source.paths],
            "folder": None if source.folder is None else str(source.folder),
            "memory_bytes": settings.query_memory_bytes,
        }
        reply, _ = self._call(json.dumps(config))
        if "summary" not in reply:
            self.close()
            raise ServeError("S103", f"the data cannot be loaded: {reply.get('fault', 'the loading process ended')}", remedy="mend the file")
        self.summary = StoreSummary.decode(reply["summary"])

    def spawn(self) -> tuple[int, socket.socket]:
        """Fork one worker; return its pid and its socket."""
        reply, descriptors = self._call("spawn")
        if not descriptors:
            raise ServeError("S104", "the process that forks workers has ended", remedy="start the server again")
        return reply["pid"], socket.socket(fileno=descriptors[0])

    def end(self, pid: int) -> int:
        """Kill a worker and return how it ended."""
        reply, _ = self._call(f"end {pid}")
        return int(reply.get("status", -signal.SIGKILL))

    def close(self) -> None:
        """Close the socket, upon which the process kills every worker and ends."""
        self._socket.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _call(self, message: str) -> tuple[dict[str, Any], list[int]]:
        said, descriptors = b"", []
        with suppress(OSError):
            self._socket.sendall(message.encode() + b"\n")
            while not said.endswith(b"\n"):
                part, received, _, _ = socket.recv_fds(self._socket, 1 << 16, 1)
                if not part:
                    break
                said += part
                descriptors += received
        return (json.loads(said), descriptors) if said.endswith(b"\n") else ({}, descriptors)


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
        self.is_draining = False

    def prepare(self) -> StoreSummary:
        """Start the zygote, before the serving process has a thread, and wait until the data is loaded."""
        self._zygote = Zygote(self._source, self._settings)
        return self._zygote.summary

    async def start(self) -> None:
        """Fork the first workers."""
        for _ in range(self._settings.workers):
            self._add(await self._spawn())

    async def close(self) -> None:
        """End every worker."""
        for task in list(self._tasks):
            task.cancel()
        if self._zygote is not None:
            await asyncio.to_thread(self._zygote.close)
        for worker in (*self._idle, *self._busy):
            worker.writer.close()

    async def acquire(self) -> Worker:
        """Lease a worker.

        Raises:
            BusyError: when the queue is full or the wait too long.

        """
        if self.is_draining:
            raise BusyError
        while self._idle:
            worker = self._idle.pop()
            self._busy.add(worker)
            if not worker.reader.at_eof():
                return worker
            self.discard(worker)
        if len(self._waiting) >= self._settings.queue:
            raise BusyError
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await asyncio.wait_for(future, self._settings.queue_wait_s)
        except TimeoutError:
            raise BusyError from None
        finally:
            if not future.done() or future.cancelled():
                with suppress(ValueError):
                    self._waiting.remove(future)

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

    async def bury(self, worker: Worker) -> str:
        """Wait for a worker that has ended by itself, replace it, and return the slug of the problem that its end means."""
        status = await self._end(worker)
        self._begin(self._refill())
        return SIGNAL_PROBLEMS.get(status, "worker-lost")

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        worker.writer.close()
        async with self._control:
            zygote = self._zygote
            return -signal.SIGKILL if zygote is None else await asyncio.to_thread(zygote.end, worker.pid)

    async def _refill(self) -> None:
        if len(self._idle) + len(self._busy) < self._settings.workers:
            self._add(await self._spawn())

    async def _spawn(self) -> Worker:
        async with self._control:
            if self._zygote is None:
                raise ServeError("S104", "the pool is not prepared")
            pid, connection = await asyncio.to_thread(self._zygote.spawn)
        connection.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        reader, writer = await asyncio.open_connection(sock=connection, limit=1 << 18)
        return Worker(pid, reader, writer)
