"""Starting worker processes, in the one way that suits every stage."""

import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker


def new_pool(jobs: int) -> ProcessPoolExecutor:
    """Return a pool whose workers are started anew rather than forked: a copy of a process with threads may never wake up."""
    return ProcessPoolExecutor(jobs, get_context("spawn"))


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Submit within this: workers started here never hear Ctrl-C, for the process that started them decides when they end.

    The signal is held back, not lost: it reaches this process on leaving. A worker inherits that it is held back (signal(7)).
    """
    resource_tracker.ensure_running()  # on its own start it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
