"""Opening what was released as a read-only store, and answering one query from it.

Nothing here is called by the process that serves: a query is parsed and evaluated in a child of its own (``serve.worker``).
"""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

import zstandard
from pyoxigraph import (
    BlankNode,
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
    parse,
)

from publisher.errors import ServeError
from publisher.rdf.formats import Kind, write_triples
from publisher.rdf.xml import writing_xml

SUFFIXES: Final = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
_PACKED: Final = (".gz", ".zst")
_PACKING: Final = 12


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """What a store holds, as a service description says it: distinct triples of the union, quads, and the names of its graphs in order."""

    triples: int
    quads: int
    graphs: tuple[str, ...]
    is_counted: bool = True
    """Not for a store that others write to: what it holds may be another thing a moment later."""

    @classmethod
    def decode(cls, fields: Mapping[str, Any]) -> "StoreSummary":
        """Read a summary that another process sent as JSON."""
        return cls(int(fields["triples"]), int(fields["quads"]), tuple(fields["graphs"]), bool(fields.get("is_counted", True)))


def rdf_suffix(path: Path) -> str:
    """Return the suffix that says which RDF format a file is in, without its compression, or the empty string.

    >>> rdf_suffix(Path("a/b.nq.gz"))
    '.nq'
    >>> rdf_suffix(Path("a/b.pdf"))
    ''

    """
    bare = path.with_suffix("") if path.suffix in _PACKED else path
    return bare.suffix if bare.suffix in SUFFIXES else ""


def data_version(paths: Sequence[Path]) -> str:
    """Hash the files as they are: two stores made from equal files have equal versions."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(rdf_suffix(path).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def open_memory_store(paths: Sequence[Path]) -> Store:
    """Load RDF files into a store in memory.

    Raises:
        ServeError: S103 when a file cannot be read or is not what its suffix says.

    """
    store = Store()
    load_files(store, paths)
    return store


def build_disk_store(paths: Sequence[Path], folder: Path) -> None:
    """Load RDF files into a new store on disk, with its summary beside it; the folder appears only when the store is whole.

    Two processes may build the same store at once: each builds its own, and the one that is ready first stays.
    """
    with tempfile.TemporaryDirectory(prefix=folder.name + "-", dir=folder.parent) as half:
        store = Store(Path(half, "store"))
        load_files(store, paths)
        store.flush()
        store.optimize()
        summary = summarize(store)
        del store
        _summary_file(folder).write_text(json.dumps(asdict(summary)), encoding="utf-8")
        with suppress(OSError):
            Path(half, "store").rename(folder)  # fails where another process was first


def has_disk_store(folder: Path) -> bool:
    """Tell whether a store and its summary are there."""
    return folder.is_dir() and _summary_file(folder).is_file()


def packed_size(path: Path) -> int:
    """Return about how many bytes a file has, or would have, compressed: N-Quads shrink to a twelfth."""
    size = path.stat().st_size
    return size if path.suffix in _PACKED else size // _PACKING


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


def load_files(store: Store, paths: Sequence[Path]) -> None:
    """Load files into an empty store; blank nodes are numbered in the order of the files, so that equal files make equal stores."""
    if len(paths) == 1 and rdf_suffix(paths[0]) in {".nq", ".nt"}:
        with _reading(paths[0]) as file:
            watched = _Watched(file)
            store.bulk_load(cast("IO[bytes]", watched), SUFFIXES[rdf_suffix(paths[0])])
        if not watched.may_hold_blank_nodes:
            return
        store.clear()  # the engine gives them labels by chance, other ones in each store
    store.bulk_extend(_numbered(paths))


class _Watched:
    """A file of lines that notes, while it is read, whether anything in it looks like a blank node."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._last = b""
        self.may_hold_blank_nodes = False

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.may_hold_blank_nodes = self.may_hold_blank_nodes or b"_:" in self._last + data
        self._last = data[-1:]
        return data


def summarize(store: Store) -> StoreSummary:
    """Count what a store holds; the union of all graphs holds a triple once."""
    answer = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", use_default_graph_as_union=True)
    rows = answer if isinstance(answer, QuerySolutions) else ()
    triples = next((int(row["n"].value) for row in rows if isinstance(row["n"], Literal)), 0)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return StoreSummary(triples=triples, quads=len(store), graphs=tuple(graphs))


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, and give what is wrong with it its name and line."""
    try:
        with _open(path) as file:
            yield file
    except SyntaxError as error:
        raise ServeError("S103", f"the data cannot be loaded: {error.msg}", file=path, line=error.lineno, remedy="mend the file") from error
    except (OSError, EOFError, ValueError, zstandard.ZstdError) as error:
        raise ServeError("S103", f"the data cannot be loaded: {error}", file=path, remedy="mend the file") from error


def _open(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if path.suffix == ".zst":
        return zstandard.open(path, "rb")  # type: ignore[no-any-return]  # zstandard.open is typed loosely
    return path.open("rb")


def _numbered(paths: Sequence[Path]) -> Iterator[Quad]:
    names: dict[tuple[int, str], BlankNode] = {}
    for number, path in enumerate(paths):

        def name(term: Any, number: int = number) -> Any:  # noqa: ANN401 - a term of any kind, and the same kind back
            if isinstance(term, BlankNode):
                return names.setdefault((number, term.value), BlankNode(f"b{len(names)}"))
            if isinstance(term, Triple):
                return Triple(name(term.subject), term.predicate, name(term.object))
            return term

        with _reading(path) as file:
            base = path.resolve().as_uri()
            for quad in parse(file, SUFFIXES[rdf_suffix(path)], base_iri=base):
                yield Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))


@dataclass(frozen=True, slots=True)
class Query:
    """A query and what it is asked of: graphs that the request names (SPARQL 1.1 Protocol, 2.1.4) go before those the query names."""

    text: str
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    names_dataset: bool = False
    """The query has FROM; otherwise the default graph is the union of all."""
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
        results = store.query(query.text, base_iri=query.base, use_default_graph_as_union=not query.names_dataset)
    return Answer(results, number_blank_nodes=query.makes_blank_nodes)
