"""One query from question to spool: leases a worker, watches the clock and the client, and leaves nothing behind."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from publisher.rdf.formats import HTML, OFFERS, Format, Kind, find_format
from publisher.serve.pool import BusyError, Pool, Worker
from publisher.serve.settings import Settings
from publisher.serve.spool import Spool
from publisher.serve.wire import HEAD, SPENT, QueryFault, Question, read_frame

SLOW_AFTER_S: Final = 1.0
SLOW_NICE: Final = 10


@dataclass(slots=True)
class Result:
    """An answer on its way: the format it is in, whether the same query would give it again, and the spool that holds it."""

    format: Format
    is_stable: bool
    spool: Spool


class Deadlines:
    """The clocks of the queries that run, so that all of them can be set forward when the server is to end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._running: set[asyncio.Timeout] = set()
        self._draining = False

    @asynccontextmanager
    async def limit(self, seconds: float) -> AsyncIterator[None]:
        """Raise TimeoutError in the body when its time is over."""
        async with asyncio.timeout(seconds) as clock:
            self._running.add(clock)
            try:
                yield
            finally:
                self._running.discard(clock)

    def shorten(self, seconds: float) -> None:
        """Leave every running query so many seconds at most."""
        self._draining = True
        latest = asyncio.get_running_loop().time() + seconds
        for clock in self._running:
            when = clock.when()
            if when is not None and when > latest:
                clock.reschedule(latest)

    def fault(self, seconds: float) -> QueryFault:
        """Say why a query was ended."""
        if self._draining:
            return QueryFault("shutting-down", "The server is ending.")
        return QueryFault("query-timeout", f"The query was ended after {seconds:g} seconds, the most that this endpoint gives one query.")


class Evaluation:
    """The evaluation of one question; ``run`` returns as soon as there is something to send."""

    def __init__(self, pool: Pool, deadlines: Deadlines, settings: Settings, question: Question) -> None:
        """Prepare; nothing is leased yet."""
        self._deadlines = deadlines
        self._pool = pool
        self._settings = settings
        self._question = question
        self._spool = Spool(settings.spool_bytes)
        self._first: asyncio.Future[Result | QueryFault] | None = None
        self._opening: Result | None = None
        self._task: asyncio.Task[None] | None = None

    async def run(self, has_left: Callable[[], Awaitable[None]], *, whole: bool = False) -> Result | QueryFault | None:
        """Evaluate until the result is whole or too large to hold, or failed; None when the client has left.

        Args:
            has_left: ends when the client closes the connection.
            whole: wait for the end of large results, too (for clients that could not tell a cut).

        """
        loop = asyncio.get_running_loop()
        self._first = loop.create_future()
        self._task = loop.create_task(self._work(whole=whole))
        first = self._first
        done, _ = await asyncio.wait({first}, timeout=0.05)
        if not done:
            watch = asyncio.ensure_future(has_left())
            try:
                waited: set[asyncio.Future[Any]] = {first, watch}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            finally:
                watch.cancel()
        if not first.done():
            self.cancel()
            return None
        return first.result()

    def cancel(self) -> None:
        """Stop the evaluation, if it still runs, and give the spool back."""
        if self._task is not None:
            self._task.cancel()
        self._spool.close()

    async def _work(self, *, whole: bool) -> None:
        try:
            worker = await self._pool.acquire()
        except BusyError:
            self._settle(QueryFault("busy", "Every worker is taken. Try again."))
            return
        is_answered = False
        slow = asyncio.get_running_loop().call_later(SLOW_AFTER_S, _lower_priority, worker)
        try:
            async with self._deadlines.limit(self._question.timeout_s):
                is_answered = await self._converse(worker, whole=whole)
        except TimeoutError:
            self._fail(self._deadlines.fault(self._question.timeout_s))
        except (asyncio.IncompleteReadError, ConnectionError):
            self._fail(await self._post_mortem(worker))
            return
        finally:
            slow.cancel()
            if is_answered:
                self._pool.release(worker)
            elif worker.pid:
                self._pool.discard(worker)

    async def _post_mortem(self, worker: Worker) -> QueryFault:
        problem = await self._pool.bury(worker)
        worker.pid = 0
        return QueryFault(problem, "The process that evaluated the query ended before it had the answer.")

    async def _converse(self, worker: Worker, *, whole: bool) -> bool:
        """Ask, and spool the answer; return whether the worker is fit for another question."""
        payload = self._question.encode()
        worker.writer.write(HEAD.pack(b"Q", len(payload)) + payload)
        while True:
            letter, data = await read_frame(worker.reader)
            if letter == b"O":
                self._open(data.decode())
            elif letter == b"D":
                self._spool.append(data)
                if self._spool.size > self._settings.result_bytes:
                    self._fail(QueryFault("result-too-large", "The result is larger than this endpoint gives."))
                    return False
                if self._spool.is_large and not whole:
                    self._settle(self._opening)
            elif letter == b"F":
                self._fail(QueryFault.decode(data))
                return True
            else:
                worker.is_spent = worker.is_spent or data == SPENT
                self._spool.finish(whole=True)
                self._settle(self._opening)
                return True

    def _open(self, words: str) -> None:
        kind, name, stability = words.split(" ")
        offer = find_format(name, OFFERS[Kind(kind)])
        self._opening = Result(offer or HTML, stability == "stable", self._spool)

    def _settle(self, outcome: Result | QueryFault | None) -> None:
        if self._first is not None and not self._first.done() and outcome is not None:
            self._first.set_result(outcome)

    def _fail(self, fault: QueryFault) -> None:
        self._spool.finish(whole=False)
        self._settle(fault)


def _lower_priority(worker: Worker) -> None:
    """Let short queries pass a long one."""
    worker.is_spent = True
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, worker.pid, SLOW_NICE)
