"""Reading RDF files, of whatever format and packing, into an empty store."""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

import zstandard
from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse

from publisher.errors import ServeError

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


def rdf_suffix(path: Path) -> str:
    """Return the suffix that says which RDF format a file is in, without its compression, or the empty string.

    >>> rdf_suffix(Path("a/b.nq.gz"))
    '.nq'
    >>> rdf_suffix(Path("a/b.pdf"))
    ''

    """
    bare = path.with_suffix("") if path.suffix in _PACKED else path
    return bare.suffix if bare.suffix in SUFFIXES else ""


def packed_size(path: Path) -> int:
    """Return about how many bytes a file has, or would have, compressed: N-Quads shrink to a twelfth."""
    size = path.stat().st_size
    return size if path.suffix in _PACKED else size // _PACKING


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
