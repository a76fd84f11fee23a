"""Opening what was released as a read-only store, and answering one query from it.

Nothing here is called by the process that serves: a query is parsed and evaluated in a child of its own (``serve.worker``).
"""

import fcntl
import glob
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from publisher.rdf.formats import Kind, write_triples
from publisher.rdf.load import load_files, rdf_suffix
from publisher.rdf.xml import writing_xml

LAYOUT: Final = b"union"
"""How a store is made of files; a store on disk that was made in another way is another store."""


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """What a store holds, as a service description says it: the triples of the default graph, and the names of its graphs in order."""

    triples: int
    graphs: tuple[str, ...]
    is_counted: bool = True
    """Not for a store that others write to: what it holds may be another thing a moment later."""

    @classmethod
    def decode(cls, fields: Mapping[str, Any]) -> "StoreSummary":
        """Read a summary that another process sent as JSON."""
        return cls(int(fields["triples"]), tuple(fields["graphs"]), bool(fields.get("is_counted", True)))


def data_version(paths: Sequence[Path]) -> str:
    """Hash the files as they are: two stores made from equal files have equal versions."""
    digest = hashlib.sha256(LAYOUT)
    for path in paths:
        digest.update(rdf_suffix(path).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def open_memory_store(paths: Sequence[Path]) -> Store:
    """Load RDF files into a store in memory, each quad where the file has it.

    Raises:
        ServeError: S103 when a file cannot be read or is not what its suffix says.

    """
    store = Store()
    load_files(store, paths)
    return store


def open_union_store(paths: Sequence[Path]) -> Store:
    """Load RDF files into a store in memory whose default graph is the union of all graphs.

    Every triple is put into it, once: where the engine makes the union while it answers, a triple counts once for each graph it is in.

    Raises:
        ServeError: S103 as ``open_memory_store``.

    """
    store = open_memory_store(paths)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def build_disk_store(paths: Sequence[Path], folder: Path) -> None:
    """Load RDF files into a new store on disk, as ``open_union_store`` does in memory, with its summary beside it; the folder appears only when the store is whole.

    Two processes may build the same store at once: each builds its own, and the one that is ready first stays.
    """
    with _half_built(folder) as half:
        store = Store(half / "store")
        load_files(store, paths)
        named = (quad for quad in store.quads_for_pattern(None, None, None, None) if not isinstance(quad.graph_name, DefaultGraph))
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object) for quad in named
        )  # as an update it would stand in memory at once
        store.flush()
        store.optimize()
        summary = summarize(store)
        del store
        _summary_file(folder).write_text(json.dumps(asdict(summary)), encoding="utf-8")
        with suppress(OSError):
            (half / "store").rename(folder)  # fails where another process was first


@contextmanager
def _half_built(folder: Path) -> Iterator[Path]:
    """Make a folder to build a store in; where nobody else builds, remove first what others left that were killed."""
    home = os.open(folder.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # somebody builds here, or the file system has no locks
            fcntl.flock(home, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.parent.glob(glob.escape(folder.name.rpartition("-")[0]) + "-*-*"):
                shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            fcntl.flock(home, fcntl.LOCK_SH)
        with tempfile.TemporaryDirectory(prefix=folder.name + "-", dir=folder.parent) as half:
            yield Path(half)
    finally:
        os.close(home)


def has_disk_store(folder: Path) -> bool:
    """Tell whether a store and its summary are there."""
    return folder.is_dir() and _summary_file(folder).is_file()


def read_summary(folder: Path) -> StoreSummary:
    """Read what ``build_disk_store`` counted.

    Raises:
        OSError: when there is no such store.

    """
    return StoreSummary.decode(json.loads(_summary_file(folder).read_text(encoding="utf-8")))


def _summary_file(folder: Path) -> Path:
    return folder.with_name(folder.name + ".json")


def open_disk_store(folder: Path) -> Store:
    """Open a store on disk without the means to write to it."""
    return Store.read_only(str(folder))


def summarize(store: Store) -> StoreSummary:
    """Count what a store holds."""
    answer = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    rows = answer if isinstance(answer, QuerySolutions) else ()
    triples = next((int(row["n"].value) for row in rows if isinstance(row["n"], Literal)), 0)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return StoreSummary(triples=triples, graphs=tuple(graphs))


@dataclass(frozen=True, slots=True)
class Query:
    """A query and what it is asked of: graphs that the request names (SPARQL 1.1 Protocol, 2.1.4) go before those the query names."""

    text: str
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    makes_blank_nodes: bool = False
    """The answer has blank nodes whose labels would differ every time; they are numbered."""


class Answer:
    """The answer of one query, not yet computed to its end: serialising it is what takes the time."""

    def __init__(self, results: QuerySolutions | QueryBoolean | QueryTriples, *, number_blank_nodes: bool) -> None:
        """Hold the engine's results; ``number_blank_nodes`` where the query makes new ones, whose labels would differ every time."""
        self._results = results
        self._number = number_blank_nodes
        self.kind = Kind.BINDINGS
        if isinstance(results, QueryBoolean):
            self.kind = Kind.BOOLEAN
        elif isinstance(results, QueryTriples):
            self.kind = Kind.GRAPH

    def write(self, out: IO[bytes], engine: RdfFormat | QueryResultsFormat) -> None:
        """Serialise into a binary file.

        Raises:
            NotXmlError: when XML cannot say all of it; what came before may be in the file.

        """
        if isinstance(engine, QueryResultsFormat) and not isinstance(self._results, QueryTriples):
            self._results.serialize(writing_xml(out, engine), format=engine)
        elif isinstance(engine, RdfFormat) and isinstance(self._results, QueryTriples):
            write_triples(renumber(self._results) if self._number else self._results, out, engine)
        else:
            raise TypeError(f"{engine} does not write {self.kind}")

    def rows(self) -> tuple[list[str], Iterator[list[Any]]]:
        """Return the column names and the rows of terms, for a table that people read."""
        if isinstance(self._results, QueryBoolean):
            return ["answer"], iter([[bool(self._results)]])
        if isinstance(self._results, QueryTriples):
            return ["subject", "predicate", "object"], ([t.subject, t.predicate, t.object] for t in self._results)
        return [variable.value for variable in self._results.variables], (list(row) for row in self._results)


def renumber(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Number blank nodes in the order in which they come."""
    names: dict[str, BlankNode] = {}

    def name(term: Any) -> Any:  # noqa: ANN401 - a term of any kind, and the same kind back
        return names.setdefault(term.value, BlankNode(f"b{len(names)}")) if isinstance(term, BlankNode) else term

    for triple in triples:
        yield Triple(name(triple.subject), triple.predicate, name(triple.object))


def evaluate(store: Store, query: Query) -> Answer:
    """Parse a query and begin its evaluation.

    Raises:
        SyntaxError: when it is no SPARQL 1.1 query.

    """
    if query.default_graphs or query.named_graphs:
        results = store.query(
            query.text,
            base_iri=query.base,
            default_graph=[NamedNode(iri) for iri in query.default_graphs],
            named_graphs=[NamedNode(iri) for iri in query.named_graphs],
        )
    else:
        results = store.query(query.text, base_iri=query.base)
    return Answer(results, number_blank_nodes=query.makes_blank_nodes)
