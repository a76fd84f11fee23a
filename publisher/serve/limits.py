"""What a process may do, said to the kernel, above all what a worker may not: no new file or connection, no file written, bounded memory and time.

On Linux all of it holds. macOS has no limit on address space (``RLIMIT_AS`` is accepted and ignored): there the wall clock alone bounds memory.
"""

import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def close_the_world(memory_bytes: int, descriptors: int = 0) -> None:
    """Take from this process every way out: after this it can only compute, and speak on the sockets it already has.

    ``descriptors`` is 0 unless it has to ask another server.
    """
    used = address_space()
    _limit(resource.RLIMIT_AS, used + memory_bytes if used else resource.RLIM_INFINITY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    with suppress(OSError):  # the first to be ended when the machine runs out of memory; only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _limit(resource.RLIMIT_NOFILE, descriptors)


def start_clock(timeout_s: float) -> None:
    """Let the kernel end this process a second after its deadline, should the serving process not have done it; processor time likewise."""
    signal.setitimer(signal.ITIMER_REAL, timeout_s + 1)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime + timeout_s) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def stop_clock() -> None:
    """End the wall clock of a query that is answered."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def address_space() -> int:
    """Return the address space in use, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    except OSError:
        return 0


def raise_descriptors(wanted: int) -> int:
    """Raise what this process may have open as far as the system lets it, and return how much that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < target:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else soft


def _limit(which: int, value: int) -> None:
    with suppress(ValueError, OSError):  # a limit the system does not know, or one that is already lower
        resource.setrlimit(which, (value, value))
