"""Reading many articles at once: the same pure function on one process, on several, or on a Dask cluster.

What a worker is sent is articles and the address of the domain; what it sends back is what they say. It loads the domain once.
Whatever the engine and the number of workers, readings come in the order of the articles.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

from publisher.domain import Domain, load_domain
from publisher.errors import DomainError, UsageError
from publisher.extract import Extractor, compile_domain
from publisher.model import Article, Reading
from publisher.processes import deaf_to_interrupts, new_pool

BATCH: Final = 16
"""Articles a worker reads at once: enough to outweigh the way there and back."""
_AHEAD: Final = 4
"""Batches in flight a worker: none idles, and memory does not follow the collection."""
_WORTH_PROCESSES: Final = 96
"""Fewer articles are read here before new processes have loaded the domain."""
_ATTEMPTS: Final = 3

Batch = tuple[Article, ...]
Readings = tuple[Reading, ...]


class Result(Protocol):
    """A promise of the readings of one batch, as every engine gives it."""

    def result(self) -> Readings:
        """Wait for the readings."""


@dataclass(frozen=True, slots=True)
class DomainAddress:
    """Where a worker finds the domain, and the digest by which it knows that it is the same one."""

    root: Path
    base: str
    digest: str


def read_batch(address: DomainAddress, batch: Batch) -> Readings:
    """Read a batch of articles in their order: a pure function of the articles and the domain.

    Raises:
        DomainError: D107 when the domain found there is another one than the run began with.

    """
    extractor = _extractor(address)
    return tuple(extractor.read(article) for article in batch)


@lru_cache(maxsize=1)
def _extractor(address: DomainAddress) -> Extractor:
    domain = load_domain(address.root, address.base)
    if domain.digest != address.digest:
        raise DomainError(
            "D107", "is not the domain this run began with", file=address.root, remedy="leave it unchanged until the run ends"
        )
    return compile_domain(domain)


@dataclass(frozen=True, slots=True)
class Engine:
    """How articles are read: ``local`` by processes of this machine, ``dask`` by a cluster.

    ``scheduler`` is the address of a Dask scheduler; without one Dask starts workers here.
    """

    name: str = "local"
    jobs: int = 1
    scheduler: str | None = None

    def read(self, articles: Iterable[Article], domain: Domain) -> Iterator[Reading]:
        """Read articles as they come and give what they say in the same order.

        Raises:
            UsageError: U103 when the engine is not installed or not reached, U104 when workers die again and again.

        """
        address = DomainAddress(domain.root, domain.base, domain.digest)
        if self.name == "dask":
            return chain.from_iterable(_on_dask(address, _batches(articles), self))
        stream = iter(articles)
        first = list(islice(stream, _WORTH_PROCESSES))
        if self.jobs == 1 or len(first) < _WORTH_PROCESSES:
            extractor = compile_domain(domain)
            return (extractor.read(article) for article in chain(first, stream))
        return chain.from_iterable(_in_processes(address, _batches(chain(first, stream)), self.jobs))


def available_jobs() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(articles: Iterable[Article]) -> Iterator[Batch]:
    stream = iter(articles)
    while batch := tuple(islice(stream, BATCH)):
        yield batch


def _windowed(submit: Callable[[Batch], Result], batches: Iterator[Batch], width: int) -> Iterator[Readings]:
    """Keep ``width`` batches in flight and give their readings in order."""
    pending = deque(submit(batch) for batch in islice(batches, width))
    while pending:
        yield pending.popleft().result()
        pending.extend(submit(batch) for batch in islice(batches, 1))


class _Processes:
    """Worker processes of this machine, replaced when one of them is killed."""

    def __init__(self, address: DomainAddress, jobs: int) -> None:
        self._address = address
        self._jobs = jobs
        self._pool = new_pool(jobs)

    def submit(self, batch: Batch) -> Result:
        """Send a batch to the next free process."""
        return _Retried(self, batch)

    def start(self, batch: Batch) -> Result:
        """Send a batch, to fresh processes where the former ones have died."""
        with deaf_to_interrupts():
            try:
                return self._pool.submit(read_batch, self._address, batch)
            except BrokenProcessPool:
                self._pool = new_pool(self._jobs)
                return self._pool.submit(read_batch, self._address, batch)

    def stop(self) -> None:
        """Leave the processes to end, with what they have not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Retried:
    """The readings of a batch, asked for again when the process that read it was killed."""

    def __init__(self, processes: _Processes, batch: Batch) -> None:
        self._processes = processes
        self._batch = batch
        self._result = processes.start(batch)

    def result(self) -> Readings:
        """Wait for the readings.

        Raises:
            UsageError: U104 when the batch has killed its process three times.

        """
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._result.result()
            except BrokenProcessPool:
                self._result = self._processes.start(self._batch)
        try:
            return self._result.result()
        except BrokenProcessPool as error:
            first = self._batch[0].source
            raise UsageError(
                "U104", f"a worker was killed {_ATTEMPTS} times", file=first, remedy="give it more memory or fewer --jobs"
            ) from error


def _in_processes(address: DomainAddress, batches: Iterator[Batch], jobs: int) -> Iterator[Readings]:
    processes = _Processes(address, jobs)
    try:
        yield from _windowed(processes.submit, batches, jobs * _AHEAD)
    finally:
        processes.stop()


def _on_dask(address: DomainAddress, batches: Iterator[Batch], engine: Engine) -> Iterator[Readings]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra that most do not install
    except ImportError as error:
        raise UsageError("U103", "the dask engine is not installed", remedy="pip install 'orepact[dask]'") from error
    try:
        client = (
            Client(engine.scheduler, timeout=30)
            if engine.scheduler
            else Client(n_workers=engine.jobs, threads_per_worker=1, dashboard_address=None)
        )
    except (OSError, ValueError) as error:
        raise UsageError("U103", f"no Dask scheduler answers at {engine.scheduler}", remedy="start one or leave out --scheduler") from error
    with client:
        workers = max(1, len(client.scheduler_info()["workers"]))
        yield from _windowed(partial(client.submit, read_batch, address, retries=_ATTEMPTS - 1), batches, workers * _AHEAD)
