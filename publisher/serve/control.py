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

    def __init__(self, source: StoreSource, settings: Settings) -> None:
        """Start the process and wait until the store is open.

        Raises:
            ServeError: S103 when the data cannot be loaded, S105 or S106 when a server cannot stand for it.

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
            "address": source.address,
            "memory_bytes": settings.query_memory_bytes,
        }
        reply, _ = self._call(json.dumps(config))
        if "summary" not in reply:
            self.close()
            raise ServeError(**reply.get("fault", {"code": "S103", "message": "the process that loads the data has ended"}))
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
