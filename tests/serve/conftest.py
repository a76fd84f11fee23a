"""A small release made by hand, and real servers of it in processes of their own."""

import gzip
import http.client
import json
import resource
import subprocess
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from publisher.rdf.formats import convert

BASE = "https://example.org/data/"
HOSTILE_LABEL = "</script><script>alert(1)</script> \\u202Eabc\\u202C \\\" ' &amp; ]]>"
ENTITIES = {
    "thing/a": f'<{BASE}thing/a> a <{BASE}vocabulary#Thing> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Über A"@de, "A"@en ; <{BASE}vocabulary#near> <{BASE}thing/b> .',
    "thing/b": f'<{BASE}thing/b> a <{BASE}vocabulary#Thing> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{HOSTILE_LABEL}"@en ; <{BASE}vocabulary#size> 3.5 .',
    "thing/a/part/1": f"<{BASE}thing/a/part/1> <{BASE}vocabulary#of> <{BASE}thing/a> .",
    "vocabulary": f"<{BASE}vocabulary> a <http://www.w3.org/2002/07/owl#Ontology> . <{BASE}vocabulary#Thing> a <http://www.w3.org/2002/07/owl#Class> .",
    "catalog": f"<{BASE}catalog> a <http://www.w3.org/ns/dcat#Dataset> .",
}
MARKER = {
    "format": "orepact-release/1",
    "base": BASE,
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "author": f"{BASE}thing/a",
    "dump": "dumps/orepact.nq.gz",
    "prefixes": {"v": f"{BASE}vocabulary#"},
    "documents": {f"{BASE}vocabulary": "vocabulary", f"{BASE}dataset": "catalog", BASE: "index"},
    "kinds": {"thing": {"label": "Things", "entities": 2, "type": "https://schema.org/Thing"}},
    "redirects": {"thing/old": "thing/a"},
    "gone": [{"version": "2", "sha256": "ab", "paths": ["thing/gone"]}],
    "examples": [{"title": "All & sundry", "query": "SELECT * { ?s ?p ?o } LIMIT 3"}],
}


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes seconds, for it waits for deadlines")


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media(self):
        return (self.headers.get("content-type") or "").split(";")[0]

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Running:
    """A server and how to speak with it."""

    process: subprocess.Popen
    origin: str

    @property
    def address(self):
        url = urlsplit(self.origin)
        return url.hostname, url.port

    def send(self, method, path, body=None, **headers):
        """One request; ``accept_encoding="gzip"`` is the header Accept-Encoding."""
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if body is not None and "content_length" not in headers:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, accept=None, **headers):
        return self.send("GET", path, **({"accept": accept} if accept else {}), **headers)

    def query(self, text, accept=None, parameters=(), **headers):
        return self.get("/sparql?" + urlencode([("query", text), *parameters]), accept, **headers)

    def children(self):
        """Every process below the server, by reading /proc."""
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        found = {self.process.pid}
        while True:
            more = {child for child, parent in parents.items() if parent in found} - found
            if not more:
                return found - {self.process.pid}
            found |= more


SCRIPT = """
import json, sys
from pathlib import Path
from publisher.errors import ServeError
from publisher.serve import Settings, run
public, datasets, settings = json.loads(sys.argv[1])
try:
    run(Path(public) if public else None, [Path(p) for p in datasets], Settings(**{"port": 0, **settings}), announce=lambda url: print(url, flush=True))
except ServeError as error:
    print("ERROR", error, flush=True)
    sys.exit(2)
"""


@pytest.fixture(scope="session")
def start():
    """Start servers; all of them are ended with the session."""
    running = []

    def begin(public=None, datasets=(), log=None, limits=(), **settings):
        arguments = json.dumps([str(public) if public else None, [str(path) for path in datasets], settings])

        def limit():
            for which, value in dict(limits).items():
                resource.setrlimit(which, (value, value))

        with log.open("wb") if log else nullcontext() as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT, arguments],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                preexec_fn=limit if limits else None,  # noqa: PLW1509 - no thread of the tests holds anything
            )
        running.append(process)
        line = process.stdout.readline().strip()
        return Running(process, line)

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="session")
def watch():
    """Look at a server that a test has started in its own way."""
    return lambda process: Running(process, "")


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """A release as ``publish`` lays it out, with two things, an ontology and a catalogue."""
    public = tmp_path_factory.mktemp("release") / "public"
    quads = b""
    for path, turtle in ENTITIES.items():
        file = public / path
        file.parent.mkdir(parents=True, exist_ok=True)
        triples = convert(turtle.encode(), "turtle", "ntriples")
        file.with_name(file.name + ".ttl").write_text(turtle, encoding="utf-8")
        file.with_name(file.name + ".nt").write_bytes(triples)
        file.with_name(file.name + ".jsonld").write_bytes(convert(turtle.encode(), "turtle", "jsonld"))
        file.with_name(file.name + ".html").write_text(
            f'<!doctype html><html lang="en"><title>{path}</title>' + "<p>text</p>" * 200, encoding="utf-8"
        )
        quads += b"".join(line.removesuffix(b" .") + f" <{BASE}graph/{path}> .\n".encode() for line in triples.splitlines() if line)
    triple = f'<{BASE}huge> <{BASE}vocabulary#says> "%06d {"words " * 20}" .\n'
    (public / "huge.nt").write_text("".join(triple % number for number in range(26_000)), encoding="utf-8")
    (public / "huge.ttl").write_text(triple % 0, encoding="utf-8")
    (public / "thing" / "gone.html").write_text("<!doctype html><title>withdrawn</title>", encoding="utf-8")
    (public / "thing" / "gone").mkdir()
    (public / "thing" / "gone" / "kept.ttl").write_text(f"<{BASE}thing/gone/kept> a <{BASE}vocabulary#Thing> .", encoding="utf-8")
    (public / "thing" / "index.html").write_text("<!doctype html><title>things</title>", encoding="utf-8")
    (public / "index.html").write_text("<!doctype html><title>home</title>", encoding="utf-8")
    (public / "404.html").write_text("<!doctype html><title>nothing here</title>", encoding="utf-8")
    (public / "dumps").mkdir()
    (public / "dumps" / "orepact.nq.gz").write_bytes(gzip.compress(quads, mtime=0))
    (public / ".well-known").mkdir()
    (public / ".well-known" / "void").write_text(ENTITIES["catalog"], encoding="utf-8")
    (public / ".orepact").mkdir()
    (public / ".orepact" / "release.json").write_text(json.dumps(MARKER), encoding="utf-8")
    (public.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (public / "link.txt").symlink_to(public.parent / "secret.txt")
    (public / "large.bin").write_bytes(bytes(range(256)) * 20_000)
    return public


@pytest.fixture(scope="session")
def server(start, release):
    """A server of the release, shared by tests that leave it as it was."""
    return start(release, query_timeout_s=5, workers=3)


@pytest.fixture(scope="session")
def base():
    return BASE
