"""The query endpoint beside the bare ``oxigraph`` server and rdflib-endpoint, in one run on one set of data.

    python benchmarks/endpoint.py [--articles 2000] [--seconds 4] [--only NAME]

Data is made up, in the shape of a release: about 45 triples an article. Printed, never asserted. Install the others to have them beside:
``pip install oxigraph "rdflib-endpoint[cli]"``; one that is absent is left out with a line.
"""

import argparse
import asyncio
import contextlib
import gzip
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, repeat
from pathlib import Path
from urllib.parse import urlencode

import httptools
import uvloop

V = "https://example.org/vocabulary#"
D = "https://example.org/data/"
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) != STR(?i)) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d",
    "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d }",
    "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?a), STR(?d), STR(?g)) AS ?x) }",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A server under measurement."""

    name: str
    origin: tuple[str, int]
    path: str
    pid: int


def write_data(path: Path, articles: int) -> int:
    """Write made-up N-Quads; returns the number of quads."""
    chance = random.Random(7)  # noqa: S311 - the same data in every run
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            article, agreement = f"<{D}article/{number}>", f"<{D}agreement/{number // 2}>"
            graph = f"<{D}graph/article/{number}>"
            rows = [(article, "headline", f'"Report {number}"@en'), (article, "date", f'"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"')]
            rows += [(agreement, "label", f'"Agreement {number // 2} about {chance.choice(["lithium", "cobalt", "copper"])}"@en')]
            for index in range(6):
                claim = f"<{D}claim/{number}-{index}>"
                value = f"<{D}party/{chance.randrange(200)}>"
                rows += [
                    (agreement, "party", value),
                    (claim, "subject", agreement),
                    (claim, "value", value),
                    (claim, "evidence", f"<{D}article/{number}#char={index},{index + 9}>"),
                    (claim, "quote", f'"the words of sentence {index} of article {number}, which are some dozens of characters long"'),
                    (claim, "in", article),
                    (claim, "rule", f'"rule-{index}"'),
                ]
            for subject, name, value in rows:
                file.write(f"{subject} <{V}{name}> {value} {graph} .\n")
                count += 1
    return count


def write_release(data: Path, folder: Path) -> Path:
    """Lay the same data out as a release: a Turtle document for each agreement, a dump and the marker."""
    documents: dict[str, list[str]] = {}
    for line in data.read_text(encoding="utf-8").splitlines():
        subject, rest = line.split(" ", 1)
        if subject.startswith(f"<{D}agreement/"):
            documents.setdefault(subject[len(D) + 1 : -1], []).append(f"{subject} {rest.rsplit(' <', 1)[0]} .")
    for path, lines in documents.items():
        file = folder / f"{path}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("dumps", ".orepact"):
        (folder / name).mkdir(parents=True)
    (folder / "dumps" / "all.nq.gz").write_bytes(gzip.compress(data.read_bytes(), 1))
    (folder / ".orepact" / "release.json").write_text(json.dumps({"base": D, "dump": "dumps/all.nq.gz"}), encoding="utf-8")
    return folder


@contextlib.contextmanager
def orepact(data: Path, **settings: object) -> Iterator[Target]:
    """Start our server, on the file or on a release of the same data."""
    script = "import json, sys; from pathlib import Path; from publisher.serve import Settings, run; p = Path(sys.argv[1]); "
    script += "run(p if p.is_dir() else None, [] if p.is_dir() else [p], Settings(port=0, **json.loads(sys.argv[2])), announce=lambda url: print(url, flush=True))"
    process = subprocess.Popen([sys.executable, "-c", script, str(data), json.dumps(settings)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    try:
        yield Target("orepact", ("127.0.0.1", int(url.rsplit(":", 1)[1].strip("/"))), "/sparql", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def oxigraph(data: Path, **_settings: object) -> Iterator[Target]:
    """Start the bare server of the PyPI package oxigraph, on a store it made from the same data."""
    program = _program("oxigraph") or ""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "load", "--location", folder, "--file", data], check=True, capture_output=True)
        port = _free_port()
        command = [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield Target("oxigraph", ("127.0.0.1", port), "/query", process.pid)
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def rdflib_endpoint(data: Path, **_settings: object) -> Iterator[Target]:
    """Start rdflib-endpoint with rdflib's own store."""
    port = _free_port()
    program = _program("rdflib-endpoint") or ""
    process = subprocess.Popen([program, "serve", str(data), "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, 300)
        yield Target("rdflib-endpoint", ("127.0.0.1", port), "/", process.pid)
    finally:
        process.kill()
        process.wait()


SERVERS: dict[str, Callable[..., contextlib.AbstractContextManager[Target]]] = {
    "orepact": orepact,
    "oxigraph": oxigraph,
    "rdflib-endpoint": rdflib_endpoint,
}


def _program(name: str) -> str | None:
    """Find a program beside this interpreter or on the path."""
    return shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens at port {port}")


class Client(asyncio.Protocol):
    """One connection that asks, waits for the whole answer and asks again."""

    def __init__(self, target: Target, targets: Iterator[str], accept: str) -> None:
        """Keep what to ask."""
        self.target, self.targets, self.accept = target, targets, accept
        self.times: list[float] = []
        self.failures = 0
        self.over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Send the next request."""
        self.parser = httptools.HttpResponseParser(self)
        request = f"GET {next(self.targets)} HTTP/1.1\r\nHost: localhost\r\nAccept: {self.accept}\r\n\r\n"
        self.begin = time.perf_counter()
        self.transport.write(request.encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Feed the parser."""
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Note the time and go on."""
        self.times.append(time.perf_counter() - self.begin)
        self.failures += self.parser.get_status_code() != 200  # noqa: PLR2004
        if not self.over:
            self.ask()


def load(
    target: Target, targets: Callable[[], Iterator[str]], accept: str, seconds: float, connections: int = 8
) -> tuple[float, float, int]:
    """Ask from several connections for some seconds; returns requests/s, the 95th percentile in ms, and how many failed."""

    async def main() -> list[Client]:
        loop = asyncio.get_running_loop()
        shared = targets()
        clients = []
        for _ in range(connections):
            _, client = await loop.create_connection(lambda: Client(target, shared, accept), *target.origin)
            clients.append(client)
        await asyncio.sleep(seconds)
        for client in clients:
            client.over = True
        return clients

    clients = uvloop.run(main())
    times = [moment for client in clients for moment in client.times]
    tail = statistics.quantiles(times, n=20)[-1] * 1000 if len(times) > 1 else float("nan")
    return len(times) / seconds, tail, sum(client.failures for client in clients)


def read_agreements(data: Path) -> list[str]:
    """Return the IRIs of agreements that the data is about, in their order."""
    beginning = f"<{D}agreement/"
    with data.open(encoding="utf-8") as lines:
        return list(dict.fromkeys(line[1 : line.index(">")] for line in lines if line.startswith(beginning)))


def small_queries(path: str, agreements: list[str]) -> Callable[[], Iterator[str]]:
    """Ask for the parties of another agreement each time."""
    return lambda: (f"{path}?{urlencode({'query': f'SELECT ?p ?x {{ <{iri}> ?p ?x }} #{n}'})}" for n, iri in enumerate(cycle(agreements)))


def same_query(path: str, agreements: list[str]) -> Callable[[], Iterator[str]]:
    """Ask the same again and again."""
    return lambda: repeat(f"{path}?{urlencode({'query': f'SELECT ?p ?x {{ <{agreements[0]}> ?p ?x }}'})}")


def documents(agreements: list[str]) -> Callable[[], Iterator[str]]:
    """Ask for the Turtle document of another agreement each time."""
    return lambda: (f"/{iri.removeprefix(D)}.ttl" for iri in cycle(agreements))


def describes(path: str, agreements: list[str]) -> Callable[[], Iterator[str]]:
    """Ask for the description of another agreement each time."""
    return lambda: (f"{path}?{urlencode({'query': f'DESCRIBE <{iri}> #{n}'})}" for n, iri in enumerate(cycle(agreements)))


def stream(target: Target, query: str) -> tuple[int, float, float, int]:
    """Read a large answer; returns its bytes, the seconds to its first byte and to its last, and the most memory of the serving process in MiB."""
    with socket.create_connection(target.origin) as connection:
        begin = time.perf_counter()
        connection.sendall(
            f"GET {target.path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\nAccept: application/n-triples\r\nConnection: close\r\n\r\n".encode()
        )
        size, first, most = 0, 0.0, 0
        while data := connection.recv(1 << 20):
            first = first or time.perf_counter() - begin
            size += len(data)
            most = max(most, _resident(target.pid))
    return size, first, time.perf_counter() - begin, most >> 20


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def runaways(target: Target, agreements: list[str], seconds: float) -> tuple[float, float, int]:
    """Ask small queries while four runaways are alive."""

    def leave(query: str) -> None:
        with contextlib.suppress(OSError), socket.create_connection(target.origin) as connection:
            connection.sendall(f"GET {target.path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            connection.settimeout(seconds + 2)
            connection.recv(100)

    threads = [threading.Thread(target=leave, args=(query,), daemon=True) for query in RUNAWAYS]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    return load(target, small_queries(target.path, agreements), "application/sparql-results+json", seconds, connections=1)


def report(name: str, figures: tuple[float, float, int]) -> float:
    """Print one line."""
    rate, tail, failures = figures
    print(f"  {name:<44}{rate:>9,.0f} requests/s   p95 {tail:>8.2f} ms" + (f"   {failures} failed" if failures else ""))
    return rate


def measure(target: Target, agreements: list[str], options: argparse.Namespace) -> dict[str, float]:
    """Measure one server."""
    table = "application/sparql-results+json"
    rates = {}
    for connections in (1, 8):
        name = f"small queries, {connections} connection(s)"
        rates[name] = report(name, load(target, small_queries(target.path, agreements), table, options.seconds, connections))
    rates["same query"] = report("the same query, 8 connections", load(target, same_query(target.path, agreements), table, options.seconds))
    rates["DESCRIBE"] = report("DESCRIBE, 8 connections", load(target, describes(target.path, agreements), "text/turtle", options.seconds))
    if target.name != "rdflib-endpoint":
        query = f"CONSTRUCT {{ ?s ?q ?o }} WHERE {{ VALUES ?q {{ {' '.join(f'<{V}{i}>' for i in range(9))} }} ?s ?p ?o }}"
        size, first, last, most = stream(target, query)
        print(f"  {'large CONSTRUCT':<44}{size / 1e6:>9,.0f} MB   first byte {first:.3f} s   all {last:.1f} s   serving process {most} MiB")
        report("small queries with four runaways alive", runaways(target, agreements, 5))
    return rates


def main() -> None:
    """Measure every server that is installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", choices=SERVERS)
    parser.add_argument("--settings", default='{"query_timeout_s": 20}', help="settings of our server, as JSON")
    options = parser.parse_args()
    rates: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nq"
        print(f"{write_data(data, options.articles):,} quads, {data.stat().st_size / 1e6:.0f} MB of N-Quads, {os.cpu_count()} processors")
        agreements = read_agreements(data)
        for name, start in SERVERS.items():
            if options.only not in {None, name}:
                continue
            if name != "orepact" and _program(name) is None:
                print(f"{name}: not installed")
                continue
            print(name)
            with start(data, **json.loads(options.settings)) as target:
                rates[name] = measure(target, agreements, options)
            if name == "orepact":
                with start(write_release(data, Path(folder) / "public"), **json.loads(options.settings)) as target:
                    figures = load(target, documents(agreements), "text/turtle", options.seconds)
                    rates[name]["documents"] = report("documents of entities, 8 connections", figures)
    for other in set(rates) - {"orepact"}:
        ratios = ", ".join(
            f"{name} {rates['orepact'][name] / rate:.2f}" for name, rate in rates[other].items() if rate and "orepact" in rates
        )
        print(f"orepact to {other}: {ratios}")
        if "orepact" in rates:
            print(f"orepact's documents to the DESCRIBE of {other}: {rates['orepact']['documents'] / rates[other]['DESCRIBE']:.2f}")


if __name__ == "__main__":
    main()
