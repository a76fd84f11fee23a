"""The process that forks workers: ``python -m publisher.serve.zygote FD``.

It has one thread, holds the store, evaluates nothing and never touches the network. It is started before the serving process has any thread,
and speaks with it over one socket, one message and one reply at a time:

- first a line of JSON with the configuration, answered by a summary of the data or a fault;
- ``spawn``: fork a worker, answer its pid with the serving end of its socket;
- ``end PID``: kill that worker and wait for it, answer how it ended. The serving process may kill a worker itself, too: a pid stays
  taken until it is waited for here, so it never names another process.

When the socket closes, every worker is killed and the process ends, also while it loads.
"""

import fcntl
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from publisher.errors import ServeError
from publisher.rdf.store import (
    StoreSummary,
    build_disk_store,
    evaluate,
    has_disk_store,
    open_disk_store,
    open_union_store,
    read_summary,
    summarize,
)
from publisher.serve.worker import Engine, work


def main(arguments: Sequence[str]) -> int:
    """Serve one serving process until it closes the socket."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the serving process decides when this one ends
    with suppress(ConnectionError), socket.socket(fileno=int(arguments[0])) as control:  # the serving process may end at any moment
        lines = control.makefile("rb")
        line = lines.readline()
        if line:
            _serve(control, lines, json.loads(line))
    return 0


def _serve(control: socket.socket, lines: IO[bytes], config: dict[str, Any]) -> None:
    try:
        with _ended_with(control):
            engine, summary = _open(config)
    except (OSError, ServeError) as error:
        _reply(control, {"fault": _fault(error)})
        return
    _reply(control, {"summary": asdict(summary)})
    children: set[int] = set()
    try:
        for line in lines:
            operation, _, argument = line.decode().strip().partition(" ")
            if operation == "spawn":
                try:
                    children.add(_spawn(control, engine, config))
                except OSError as error:  # no process left: those there are go on
                    _reply(control, {"refused": str(error)})
            else:
                pid = int(argument)
                status = _end(pid) if pid in children else -signal.SIGKILL
                children.discard(pid)
                _reply(control, {"status": status})
    finally:
        for pid in children:
            _end(pid)


@contextmanager
def _ended_with(control: socket.socket) -> Iterator[None]:
    """Have the system end this process and its children as soon as the other end of the socket closes: loading takes long and listens to nobody."""
    flags = fcntl.fcntl(control, fcntl.F_GETFL)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(control, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(control, fcntl.F_SETFL, flags | os.O_ASYNC)
    try:
        yield
    finally:  # before the serving process is told that there is something to ask for
        fcntl.fcntl(control, fcntl.F_SETFL, flags)


def _open(config: dict[str, Any]) -> tuple[Engine | None, StoreSummary]:
    """Open the store: in memory it is held here and shared by forking; on disk each worker opens it, so that no thread of the engine lives here."""
    if config["address"] is not None:
        from publisher.serve.remote import RemoteStore  # noqa: PLC0415 - otherwise this process stays without an HTTP client

        remote = RemoteStore(config["address"])
        return remote.engine(), _in_child(remote.check)
    paths = [Path(path) for path in config["paths"]]
    if config["folder"] is None:
        store = open_union_store(paths)
        return Engine(partial(evaluate, store)), summarize(store)
    return None, _in_child(partial(_build, paths, Path(config["folder"])))


def _build(paths: list[Path], folder: Path) -> StoreSummary:
    """Build the store on disk if it is not there."""
    if not has_disk_store(folder):
        build_disk_store(paths, folder)
    return read_summary(folder)


def _in_child(summarize_it: Callable[[], StoreSummary]) -> StoreSummary:
    """Build and count the store in a child: the engine starts threads, and threads do not survive a fork; nor is any address asked from here."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.closerange(3, write_end)  # among them the socket to the serving process, which is this process's alone
        os.closerange(write_end + 1, write_end + 64)
        _report(write_end, summarize_it)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    result = json.loads(said) if said else {"fault": {"code": "S103", "message": "the process that builds the store has ended"}}
    if "fault" in result:
        raise ServeError(**result["fault"])
    return StoreSummary.decode(result)


def _report(pipe: int, summarize_it: Callable[[], StoreSummary]) -> None:
    code = 1
    try:
        _write_all(pipe, json.dumps(asdict(summarize_it())).encode())
        code = 0
    except (OSError, ServeError) as error:
        _write_all(pipe, json.dumps({"fault": _fault(error)}).encode())
    finally:
        os._exit(code)


def _fault(error: OSError | ServeError) -> dict[str, Any]:
    """Take an error apart for the way to the serving process."""
    if isinstance(error, ServeError):
        file = None if error.file is None else str(error.file)
        return {"code": error.code, "message": error.message, "file": file, "line": error.line, "remedy": error.remedy}
    return {"code": "S103", "message": f"the data cannot be loaded: {error}"}


def _write_all(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _spawn(control: socket.socket, engine: Engine | None, config: dict[str, Any]) -> int:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        pid = _fork_worker(control, theirs, ours, engine, config)
        socket.send_fds(control, [json.dumps({"pid": pid}).encode() + b"\n"], [ours.fileno()])
    return pid


def _fork_worker(control: socket.socket, theirs: socket.socket, ours: socket.socket, engine: Engine | None, config: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            ours.close()
            os.close(control.fileno())  # also the reader of lines has it: where a worker keeps it, nobody hears that this process has ended
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine says when it aborts is of no use to an operator
            work(theirs, engine or Engine(partial(evaluate, open_disk_store(Path(config["folder"])))), config["memory_bytes"])
            code = 0
        finally:
            os._exit(code)
    return pid


def _end(pid: int) -> int:
    """Kill a worker, or find it dead already, and return how it ended: an exit code, or a signal as a negative number."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _reply(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
