"""Dumps: the whole dataset in five formats, the same triples in each, the same bytes for the same data."""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from publisher.domain import Domain
from publisher.publish.folder import Output
from publisher.rdf import IRI, BlankNode, Quad, Triple
from publisher.rdf.jsonld import Context, write_jsonld_graphs
from publisher.rdf.serialize import write_nquads, write_ntriples, write_trig, write_turtle

DUMP_FORMATS = (
    ("ttl", "Turtle", "text/turtle"),
    ("nt", "N-Triples", "application/n-triples"),
    ("nq", "N-Quads", "application/n-quads"),
    ("trig", "TriG", "application/trig"),
    ("jsonld", "JSON-LD", "application/ld+json"),
)
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Dump:
    """One file of the whole dataset or of a table: where, what, how large, and its SHA-256."""

    path: str
    label: str
    media_type: str
    bytes: int
    sha256: str
    compressed: bool
    title: str = ""


@contextmanager
def compressing(path: Path) -> Iterator[IO[bytes]]:
    """Write gzip with no time and no name in its header, so that it depends on its content alone."""
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as zipped:
        yield zipped  # type: ignore[misc]  # a GzipFile is written to like any binary file


def write_dumps(name: str, quads: list[Quad], domain: Domain, context: Context, output: Output) -> tuple[list[Dump], str]:
    """Write ``dumps/{name}.*.gz`` and return them with the SHA-256 of the sorted N-Quads.

    Turtle and N-Triples hold the union of the graphs, the others the graphs themselves.
    """
    triples = [quad.triple for quad in quads]
    nquads = write_nquads(quads)
    pieces: dict[str, Iterable[bytes]] = {
        "ttl": (write_turtle(triples, domain.prefixes, domain.base) for _ in range(1)),
        "nt": (write_ntriples(triples) for _ in range(1)),
        "nq": [nquads],
        "trig": (write_trig(quads, domain.prefixes, domain.base) for _ in range(1)),
        "jsonld": write_jsonld_graphs(_by_graph(quads), context),
    }
    dumps = []
    for suffix, label, media_type in DUMP_FORMATS:
        path = f"dumps/{name}.{suffix}.gz"
        with compressing(output.claim(path)) as file:
            for piece in pieces[suffix]:
                file.write(piece)
        output.count(path)
        dumps.append(describe_dump(output.root, path, label, media_type))
    return dumps, hashlib.sha256(nquads).hexdigest()


def _by_graph(quads: list[Quad]) -> Iterator[tuple[IRI | BlankNode, list[Triple]]]:
    graphs: dict[IRI | BlankNode, list[Triple]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad.triple)  # type: ignore[arg-type]  # no quad is in the default graph
    for name in sorted(graphs, key=lambda graph: graph.value):
        yield name, graphs[name]


def describe_dump(root: Path, path: str, label: str, media_type: str, title: str = "") -> Dump:
    """Measure a written file."""
    digest = hashlib.sha256()
    with (root / path).open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return Dump(path, label, media_type, (root / path).stat().st_size, digest.hexdigest(), path.endswith(".gz"), title)


def checksums(dumps: Iterable[Dump]) -> bytes:
    """Return the lines that ``sha256sum --check`` reads."""
    return "".join(f"{dump.sha256}  {dump.path}\n" for dump in sorted(dumps, key=lambda dump: dump.path)).encode()
