"""The serving process's end of ``serve.zygote``: start it, have it fork and bury workers, end it."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.errors import ServeError
from publisher.rdf.store import StoreSummary
from publisher.serve.settings import Settings


@dataclass(frozen=True, slots=True)
class StoreSource:
    """Where the workers' store comes from: files to load, and a folder for the store on disk, or None to hold it in memory.

    With ``address`` it is a server of that address instead.
    """

    paths: tuple[Path, ...]
    folder: Path | None
    address: str | None = None


class Zygote:
    """The serving process's end of ``serve.zygote``; its calls block and are made from a thread."""

    def __init__(self) -> None:
        """Start the process; it waits for what to load."""
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

    def load(self, source: StoreSource, settings: Settings) -> StoreSummary:
        """Have the store opened, and wait until it is.

        Raises:
            ServeError: S103 when the data cannot be loaded, S105 or S106 when a server cannot stand for it.

        """
        config = {
            "paths": [str(path) for path in source.paths],
            "folder": None if source.folder is None else str(source.folder),
            "address": source.address,
            "memory_bytes": settings.query_memory_bytes,
        }
        reply, _ = self._call(json.dumps(config))
        if "summary" not in reply:
            raise ServeError(**reply.get("fault", {"code": "S103", "message": "the process that loads the data has ended"}))
        return StoreSummary.decode(reply["summary"])

    def spawn(self) -> tuple[int, socket.socket]:
        """Fork one worker; return its pid and its socket.

        Raises:
            OSError: when the system has no process or descriptor left for it; those there are go on.
            ServeError: S104 when the process that forks has ended.

        """
        reply, descriptors = self._call("spawn")
        if "refused" in reply:
            raise OSError(reply["refused"])
        if not descriptors:
            raise ServeError("S104", "the process that forks workers has ended", remedy="start the server again")
        return reply["pid"], socket.socket(fileno=descriptors[0])

    def end(self, pid: int) -> int:
        """Kill a worker and return how it ended."""
        reply, _ = self._call(f"end {pid}")
        return int(reply.get("status", -signal.SIGKILL))

    def close(self) -> None:
        """Kill the process and all that it forked; a call that waits for it in another thread comes back.

        None of them has anything to lose, and one that builds a store would not hear a kinder word for minutes.
        """
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # it leads a group of its own, with its children in it
            self._process.wait()
        self._socket.close()

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
