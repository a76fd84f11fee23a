"""What a release says of itself in ``.orepact/release.json``, and where its data is (``site/docs/reference/documents.md``)."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from publisher.errors import ServeError
from publisher.rdf.load import packed_size, rdf_suffix
from publisher.rdf.store import data_version
from publisher.serve.control import StoreSource
from publisher.serve.page import Example
from publisher.serve.settings import Settings

MARKER: Final = Path(".orepact") / "release.json"
DUMP: Final = "dumps/orepact.nq.gz"


SHAPES: Final[Mapping[str, type]] = {
    **dict.fromkeys(("base", "license", "author", "dump", "catalog"), str),
    **dict.fromkeys(("documents", "kinds", "redirects", "prefixes"), dict),
    **dict.fromkeys(("gone", "examples"), list),
}
"""What the marker holds, as far as the server reads it; each may be left out."""
_UNSENT: Final = re.compile("[\ud800-\udfff]")
_IRIS: Final = ("base", "license", "author")
_CONTROL: Final = re.compile("[\x00-\x20<>]")
INNER: Final[Mapping[str, type]] = {"kinds": dict, "examples": dict, "gone": dict}


@dataclass(frozen=True, slots=True)
class Release:
    """What is served: a folder of documents, or none; the base of its IRIs, the version of its data, and what the marker says for routing.

    Paths are relative to the base and decoded; ``documents`` leads from a path to the path of its documents, without suffix.
    """

    folder: Path | None
    base: str
    version: str
    license: str | None = None
    author: str | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    """What was withdrawn, with the version of the first release that had it no more."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


def open_release(public: Path | None, datasets: Sequence[Path], settings: Settings) -> tuple[Release, StoreSource]:
    """Read what is to be served.

    Raises:
        ServeError: S102 when there is no release, or a file is none that RDF comes in.

    """
    said = {} if public is None else _read_marker(public, settings)
    if settings.store is not None:
        if datasets:
            raise ServeError("S102", "a store and files are two different things to serve", remedy="give --store or --dataset")
        return _release(public, said, "remote", settings), StoreSource((), None, settings.store)
    dump = () if public is None else (public / said.get("dump", DUMP),)
    paths = (*dump, *datasets)
    for path in paths:
        _check(path)
    if not paths:
        raise ServeError("S102", "there is nothing to serve", remedy="name the folder that publish wrote, or --dataset FILE")
    version = data_version(paths)
    release = _release(public, said, version, settings)
    return release, StoreSource(paths, _store_folder(public, paths, version, settings))


def _read_marker(public: Path, settings: Settings) -> dict[str, Any]:
    file = public / MARKER
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ServeError(
            "S102", "this is no release", file=public, remedy="run orepact publish first, or name the folder it wrote"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise ServeError("S102", f"the release cannot be read: {error}", file=file, remedy="run orepact publish again") from error
    wrong = _wrong(said)
    if wrong:
        raise ServeError("S102", f"the release cannot be read: {wrong}", file=file, remedy="run orepact publish again")
    if not (settings.base or said.get("base")):
        raise ServeError("S102", "the release does not say its base IRI", file=file, remedy="run orepact publish again")
    return dict(said)


def _wrong(said: Any) -> str:  # noqa: ANN401 - JSON of any shape
    """Say what in a marker is not of the type it must be; nothing when all is well."""
    if not isinstance(said, dict):
        return "it is no JSON object"
    for name, kind in SHAPES.items():
        value = said.get(name, kind())
        inner = INNER.get(name, str)
        values = value.values() if isinstance(value, dict) else value
        if value is not None and (not isinstance(value, kind) or not all(isinstance(part, inner) for part in values)):
            return f"`{name}` is not what it should be"
    if _UNSENT.search(json.dumps(said, ensure_ascii=False)) or any(_CONTROL.search(said.get(name) or "") for name in _IRIS):
        return "it holds a character that cannot be sent"
    if any(not {"title", "query"} <= row.keys() for row in said.get("examples", ())):
        return "an example lacks its title or query"
    if not all(
        isinstance(paths := row.get("paths"), list) and all(isinstance(path, str) for path in paths) for row in said.get("gone", ())
    ):
        return "`gone` lacks paths"
    return ""


def _check(path: Path) -> None:
    if not path.is_file():
        raise ServeError("S102", "there is no such file", file=path, remedy="run orepact publish first, or name a file that exists")
    if not rdf_suffix(path):
        raise ServeError(
            "S102", "not a file that RDF comes in", file=path, remedy="give .nq .trig .ttl .nt .jsonld .rdf, plain, .gz or .zst"
        )


def _release(public: Path | None, said: Mapping[str, Any], version: str, settings: Settings) -> Release:
    base = settings.base or str(said.get("base", ""))
    canonical = str(said.get("base", base))
    documents = {path: to for iri, to in said.get("documents", {}).items() if (path := _path(iri, base, canonical)) != to}
    if "" in documents:  # the first page is for people; the catalogue describes it
        documents[""] = str(said.get("catalog", "catalog"))
    return Release(
        folder=public,
        base=base,
        version=version,
        license=said.get("license"),
        author=said.get("author"),
        documents=documents,
        types={kind: row["type"] for kind, row in said.get("kinds", {}).items() if "type" in row},
        redirects=said.get("redirects", {}),
        gone={path: str(row.get("version", "")) or "this" for row in said.get("gone", ()) for path in row["paths"]},
        prefixes=said.get("prefixes", {}),
        examples=tuple(Example(str(row["title"]), str(row["query"])) for row in said.get("examples", ())),
    )


def _path(iri: str, *bases: str) -> str:
    """Return the path of an IRI below a base; an IRI of elsewhere keeps its last segment, as ontologies do under another base."""
    for base in bases:
        if base and iri.startswith(base):
            return iri.removeprefix(base)
    return iri.rstrip("/").rsplit("/", 1)[-1]


def _store_folder(public: Path | None, paths: Sequence[Path], version: str, settings: Settings) -> Path | None:
    """Choose where the store on disk stands, by the version of the data; None for a store in memory.

    It stands beside the release, not in it: publishing removes the old release while its store still answers.
    """
    if sum(map(packed_size, paths)) <= settings.memory_store_bytes:
        return None
    home = None if public is None else public.absolute().parent
    if public is not None and home is not None and os.access(home, os.W_OK):
        return home / f".{public.absolute().name}.store-{version[:16]}"
    home = Path(tempfile.gettempdir()) / f"orepact-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.getuid():
        raise ServeError("S102", "the folder for stores belongs to someone else", file=home, remedy="set TMPDIR to a folder of yours")
    return home / f"store-{version[:16]}"


def remove_stores(public: Path, kept: Collection[Path]) -> None:
    """Remove what stands beside a release of stores of others that were here; ``kept`` are those in use."""
    public = public.absolute()
    names = {path.name for path in kept}
    for path in public.parent.glob(f".{public.name}.store-*"):
        if path.name.removesuffix(".json") in names or any(path.name.startswith(name + "-") for name in names):
            continue  # a name with something behind it is being built
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
