"""One query from question to spool: leases a worker, watches the clock and the client, and leaves nothing behind."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from publisher.rdf.formats import HTML, OFFERS, Format, Kind, find_format
from publisher.serve.pool import BusyError, Pool, Worker
from publisher.serve.settings import Settings
from publisher.serve.spool import Spool
from publisher.serve.wire import SPENT, QueryFault, Question

log = logging.getLogger(__name__)
SLOW_AFTER_S: Final = 1.0
SLOW_NICE: Final = 10
WATCH_AFTER_S: Final = 0.05
Left = Callable[[], Awaitable[None]]
T = TypeVar("T")


@dataclass(slots=True)
class Result:
    """An answer on its way: the format it is in, whether the same query would give it again, and the spool that holds it."""

    format: Format
    is_stable: bool
    spool: Spool


class Deadlines:
    """The queries that run, so that all of them can be given less time when the server is to end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._running: set[Evaluation] = set()
        self._draining = False

    def add(self, evaluation: "Evaluation") -> None:
        """Note a query that begins."""
        self._running.add(evaluation)

    def remove(self, evaluation: "Evaluation") -> None:
        """Forget a query that has ended."""
        self._running.discard(evaluation)

    def shorten(self, seconds: float) -> None:
        """Leave every running query so many seconds at most."""
        self._draining = True
        for evaluation in list(self._running):
            evaluation.expire_in(seconds)

    def fault(self, seconds: float) -> QueryFault:
        """Say why a query was ended."""
        if self._draining:
            return QueryFault("shutting-down", "The server is ending.")
        return QueryFault("query-timeout", f"The query was ended after {seconds:g} seconds, the most that this endpoint gives one query.")


class Evaluation:
    """The evaluation of one question: it listens to a worker and settles, once, what there is to send.

    After that it goes on filling the spool of a large answer, until the end, a failure, or ``cancel``.
    """

    def __init__(self, pool: Pool, deadlines: Deadlines, settings: Settings) -> None:
        """Prepare; nothing is leased yet."""
        self._pool, self._deadlines, self._settings = pool, deadlines, settings
        self._loop = asyncio.get_running_loop()
        self._first: asyncio.Future[Result | QueryFault] = self._loop.create_future()
        self._spool = Spool(settings.spool_bytes)
        self._opening: Result | None = None
        self._worker: Worker | None = None
        self._timers: tuple[asyncio.TimerHandle, ...] = ()
        self._whole = False

    async def run(self, question: Question, has_left: Left, *, whole: bool = False) -> Result | QueryFault | None:
        """Evaluate until the result is whole, or too large to hold, or failed; None when the client has left.

        Args:
            question: what to ask.
            has_left: ends when the client closes the connection.
            whole: wait for the end of large results, too (for clients that could not tell a cut).

        """
        self._whole = whole
        try:
            worker = self._pool.take() or await _unless_left(self._pool.wait(), has_left)
            if worker is None:
                return None
            self._begin(worker, question)
            await asyncio.wait({self._first}, timeout=WATCH_AFTER_S)
            outcome = self._first.result() if self._first.done() else await _unless_left(self._first, has_left)
        except BusyError:
            return QueryFault("busy", "Every worker is taken, and others wait.")
        except asyncio.CancelledError:
            self.cancel()
            raise
        if outcome is None:
            self.cancel()
        return outcome

    def cancel(self) -> None:
        """Stop the evaluation, if it still runs, and give the spool back."""
        self._let_go(fit=False)
        self._spool.close()

    def expire_in(self, seconds: float) -> None:
        """End the query after so many seconds, if it has not ended before."""
        self._timers += (self._loop.call_later(seconds, self._expire),)

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        """Take what the worker says."""
        if letter == b"D":
            try:
                self._spool.append(payload)
            except OSError as error:  # the disk is full, or no file can be opened
                log.error("a result cannot be held: %s", error)  # noqa: TRY400 - the reason is a line for an operator
                self._fail(QueryFault("result-too-large", "The server has no room for a result of this size."), fit=False)
                return
            if self._spool.size > self._settings.result_bytes:
                self._fail(QueryFault("result-too-large", f"The result is larger than {self._settings.result_bytes} bytes."), fit=False)
            elif self._spool.is_large and not self._whole:
                self._settle(self._opening)
        elif letter == b"O":
            kind, name, stability = payload.decode().split(" ")
            self._opening = Result(find_format(name, OFFERS[Kind(kind)]) or HTML, stability == "stable", self._spool)
        elif letter == b"E":
            self._let_go(fit=payload != SPENT)
            self._spool.finish(whole=True)
            self._settle(self._opening)
        else:
            self._fail(QueryFault.decode(payload), fit=True)

    def on_lost(self) -> None:
        """Ask how the worker ended, and fail with the reason."""
        worker, self._worker = self._worker, None
        self._let_go(fit=False)
        if worker is not None:
            self._pool.bury(
                worker,
                lambda problem: self._fail(
                    QueryFault(problem, "The process that evaluated the query ended before its answer did."), fit=False
                ),
            )

    def _begin(self, worker: Worker, question: Question) -> None:
        self._worker = worker
        self._timers = (
            self._loop.call_later(question.timeout_s, self._expire),
            self._loop.call_later(SLOW_AFTER_S, _lower_priority, worker),
        )
        self._deadlines.add(self)
        worker.ask(question.encode(), self)

    def _expire(self) -> None:
        self._fail(self._deadlines.fault(self._settings.query_timeout_s), fit=False)

    def _let_go(self, *, fit: bool) -> None:
        """Give the worker back, whole or to be killed, and stop the clocks."""
        for timer in self._timers:
            timer.cancel()
        self._timers = ()
        self._deadlines.remove(self)
        worker, self._worker = self._worker, None
        if worker is not None and fit:
            self._pool.release(worker)
        elif worker is not None:
            self._pool.discard(worker)

    def _settle(self, outcome: Result | QueryFault | None) -> None:
        if outcome is not None and not self._first.done():
            self._first.set_result(outcome)

    def _fail(self, fault: QueryFault, *, fit: bool) -> None:
        self._let_go(fit=fit)
        self._spool.finish(whole=False)
        self._settle(fault)


async def _unless_left(wanted: Awaitable[T], has_left: Left) -> T | None:
    """Wait for what is wanted, or until the client leaves: then return None."""
    task, watch = asyncio.ensure_future(wanted), asyncio.ensure_future(has_left())
    try:
        await asyncio.wait((task, watch), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        watch.cancel()
        if not task.done():
            task.cancel()


def _lower_priority(worker: Worker) -> None:
    """Let short queries pass a long one."""
    worker.is_spent = True
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, worker.pid, SLOW_NICE)
