"""Pages and documents from the released folder, and the way from an entity's IRI to its documents."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from publisher.rdf.formats import GRAPH_FORMATS, HTML, Format, convert, find_format
from publisher.serve.cache import ResultCache
from publisher.serve.negotiation import choose
from publisher.serve.release import Release
from publisher.serve.responses import COMMON_HEADERS, Body, make_tag, matches, not_modified, problem_response, whole_response

METHODS: Final = "GET, HEAD, OPTIONS"
_TURTLE, _JSONLD, _NTRIPLES = (find_format(name, GRAPH_FORMATS) or HTML for name in ("turtle", "jsonld", "ntriples"))
DOCUMENTS: Final = (HTML, _TURTLE, _JSONLD, _NTRIPLES)
_NQUADS, _TRIG, _RDFXML = (find_format(name, GRAPH_FORMATS) or HTML for name in ("nquads", "trig", "rdfxml"))
SOURCES: Final = {_NQUADS: _NTRIPLES, _TRIG: _TURTLE, _RDFXML: _NTRIPLES}
"""What a document is made of when asked for: few clients take nothing else, and a file for each would be as many files again.

Every N-Triples document is an N-Quads one, and every Turtle document a TriG one, with all triples in the default graph.
"""
SAME: Final = frozenset({_NQUADS, _TRIG})
SERVED: Final = (*DOCUMENTS, *SOURCES)
"""Every form a document can have, in the server's order."""
_SUFFIXES: Final = {row.suffix: row for row in SERVED}
MEDIA: Final = {
    **{row.suffix: row.content_type for row in (HTML, *GRAPH_FORMATS)},
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yml": "application/yaml",
    ".zst": "application/zstd",
}
BY_NAME: Final = {"feed.xml": "application/atom+xml", ".well-known/void": _TURTLE.content_type}
HELD_BYTES: Final = 4 << 20
MADE_BYTES: Final = 16 << 20
"""Documents that were made, kept to be given again."""
_HIDDEN_BUT: Final = ".well-known"


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was read: the tag of its bytes, and the bytes when they are few."""

    tag: str
    body: bytes | None


class DocumentServer:
    """The ASGI application behind every path but the endpoint's."""

    def __init__(self, release: Release) -> None:
        """Keep the release; with no folder every path is unknown."""
        self._release = release
        self._root = None if release.folder is None else release.folder.resolve()
        self._tags: dict[Path, tuple[tuple[int, int], str]] = {}
        self._written = ResultCache(MADE_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        path = request.scope["path"].lstrip("/")
        return answer_other_methods(request) or self._moved(request, path) or await self._existing(request, path)

    async def _existing(self, request: Request, path: str) -> Response:
        file = self._find(path)
        if file is not None and not (path == "" and self._wants_data(request)):
            return await self._send_file(request, file, path)
        made = await self._made(request, path)
        if made is not None:
            return made
        entity = self._release.documents.get(path, path)
        offers = self._offers(entity)
        if offers:
            return self._see_other(request, entity, offers)
        if path and not path.endswith("/") and self._find(path + "/") is not None:
            return Response(status_code=308, headers={**COMMON_HEADERS, "Location": _location(request, path + "/")})
        return await self._not_found(request, path)

    def _moved(self, request: Request, path: str) -> Response | None:
        """Answer for ids that were merged (301) or withdrawn (410), the entity and each of its documents."""
        bare, suffix = _split(path)
        for name, ending in ((path, ""), (bare, suffix)):
            if name in self._release.redirects:
                where = _location(request, self._release.redirects[name] + ending)
                return Response(status_code=301, headers={**COMMON_HEADERS, "Location": where})
            if not self._release.gone.isdisjoint(_with_owners(name)):
                return problem_response(request, "withdrawn", "What was published here has been withdrawn.")
        return None

    def _find(self, path: str) -> Path | None:
        """Find the file of a path; None for what does not exist, lies outside the folder, or is not for readers."""
        if self._root is None or "\0" in path or "\\" in path:
            return None
        parts = path.split("/")
        if parts[-1] == "":
            parts[-1] = "index.html"
        if any(part in {"", ".", ".."} or (part.startswith(".") and part != _HIDDEN_BUT) for part in parts):
            return None
        try:
            file = self._root.joinpath(*parts).resolve()
            return file if file.is_file() and file.is_relative_to(self._root) else None
        except (OSError, ValueError):  # a name too long, or one no file system has
            return None

    async def _made(self, request: Request, path: str) -> Response | None:
        """Answer with a document that is made of another one."""
        entity, suffix = _split(path)
        offer = _SUFFIXES.get(suffix)
        if offer not in SOURCES or offer not in self._offers(entity):
            return None
        source = SOURCES[offer]
        file = self._find(entity + source.suffix)
        if file is None:
            return None
        if offer in SAME:
            return await self._send_file(request, file, path, media=offer.content_type)
        return whole_response(request, await self._write(file, source, offer), self._headers(request, path))

    async def _write(self, file: Path, source: Format, offer: Format) -> Body:
        """Write a small document in another format, or find it written."""
        held = self._hold(file)
        tag = make_tag(offer.name, held.tag)
        written = self._written.find(tag)
        if written is None:
            data = await asyncio.to_thread(convert, held.body or b"", source.name, offer.name)
            written = Body(data, offer.content_type, tag)
            self._written.keep(written)
        return written

    def _offers(self, entity: str) -> list[Format]:
        """Return what an entity is described in: the files there are, and what is made of them."""
        if not entity or entity.endswith("/"):
            return []
        files = {offer: file for offer in DOCUMENTS if (file := self._find(entity + offer.suffix))}
        made = (offer for offer, source in SOURCES.items() if source in files and (offer in SAME or not _is_large(files[source])))
        return [*files, *made]

    def _wants_data(self, request: Request) -> bool:
        return "" in self._release.documents and choose(request.headers.get("accept"), SERVED) is not HTML

    def _see_other(self, request: Request, entity: str, offers: Sequence[Format]) -> Response:
        """Answer an entity's IRI with 303 to the document the client likes best (Cool URIs for the Semantic Web, 4.2)."""
        offer = choose(request.headers.get("accept"), offers)
        if offer is None:
            listed = ", ".join(row.media for row in offers)
            return problem_response(request, "not-acceptable", f"This is described in: {listed}.")
        links = ", ".join(f'<{_location(request, entity + row.suffix)}>; rel="alternate"; type="{row.media}"' for row in offers)
        return Response(
            status_code=303,
            headers={**COMMON_HEADERS, "Location": _location(request, entity + offer.suffix), "Vary": "Accept", "Link": links},
        )

    async def _send_file(self, request: Request, file: Path, path: str, status: int = HTTPStatus.OK, media: str = "") -> Response:
        media = media or media_type(path if path in BY_NAME else file.name)
        headers = self._headers(request, path) if status == HTTPStatus.OK else {"Cache-Control": "no-cache"}
        held = await asyncio.to_thread(self._hold, file) if _is_large(file) else self._hold(file)
        if held.body is not None:
            return whole_response(request, Body(held.body, media, held.tag), headers, status)
        headers = {**COMMON_HEADERS, **headers, "ETag": held.tag, "Content-Type": media}
        if matches(request, held.tag):
            return not_modified(held.tag, headers)
        return FileResponse(file, headers=headers)

    def _headers(self, request: Request, path: str) -> dict[str, str]:
        links = ", ".join(self._links(request, path))
        return {"Cache-Control": "no-cache", **({"Link": links} if links else {})}

    def _hold(self, file: Path) -> Held:
        """Read a file if it is small, and its tag: the hash of its bytes, computed again only when the file has changed."""
        stat = file.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        body = file.read_bytes() if stat.st_size <= HELD_BYTES else None
        known = self._tags.get(file)
        if known is None or known[0] != stamp:
            digest = _digest(file) if body is None else hashlib.sha256(body).hexdigest()
            known = self._tags[file] = (stamp, f'"{digest[:32]}"')
        return Held(known[1], body)

    async def _not_found(self, request: Request, path: str) -> Response:
        if choose(request.headers.get("accept"), DOCUMENTS) is HTML and request.headers.get("accept", "*/*") != "*/*":
            page = self._find("404.html")
            if page is not None:
                return await self._send_file(request, page, "404.html", HTTPStatus.NOT_FOUND)
        return problem_response(request, "not-found", f"There is nothing at /{path[:200]}.")

    def _links(self, request: Request, path: str) -> Iterator[str]:
        """Say what a document is about and where the same is in other forms (FAIR Signposting, level 1)."""
        entity, suffix = _split(path)
        described = self._offers(entity) if suffix else []
        if not described or len(described) == 1:
            if suffix in {".html", ""} and self._release.license:
                yield f'<{_location(request, "catalog.ttl")}>; rel="describedby"; type="{_TURTLE.media}"'
                yield f'<{self._release.license}>; rel="license"'
            return
        iri = next(
            (self._release.base + source for source, target in self._release.documents.items() if target == entity),
            self._release.base + entity,
        )
        if suffix == HTML.suffix:
            yield f'<{iri}>; rel="cite-as"'
            yield from (
                f'<{_location(request, entity + row.suffix)}>; rel="describedby"; type="{row.media}"'
                for row in described
                if row is not HTML
            )
            yield '<https://schema.org/AboutPage>; rel="type"'
            kind = self._release.types.get(entity.partition("/")[0])
            if kind:
                yield f'<{kind}>; rel="type"'
        else:
            yield f'<{iri}>; rel="describes"'
            if HTML in described:
                yield f'<{_location(request, entity + HTML.suffix)}>; rel="alternate"; type="{HTML.media}"'
        if self._release.license:
            yield f'<{self._release.license}>; rel="license"'
        if self._release.author:
            yield f'<{self._release.author}>; rel="author"'


PREFLIGHT: Final = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}


def answer_other_methods(request: Request) -> Response | None:
    """Answer OPTIONS, and every method that writes, for what is only read; None for GET and HEAD."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**COMMON_HEADERS, **PREFLIGHT, "Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        return problem_response(request, "method-not-allowed", f"{request.method} is not taken here.", headers={"Allow": METHODS})
    return None


def _with_owners(path: str) -> list[str]:
    """Return a path and those it is a part of: what belongs to a withdrawn entity is withdrawn with it."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _split(path: str) -> tuple[str, str]:
    """Split a path into the entity's and a document suffix."""
    head, dot, tail = path.rpartition(".")
    suffix = dot + tail
    return (head, suffix) if suffix in _SUFFIXES else (path, "")


def media_type(path: str) -> str:
    """Return the Content-Type of a file by its path below the folder.

    >>> media_type("feed.xml"), media_type("SHA256SUMS")
    ('application/atom+xml', 'text/plain; charset=utf-8')

    """
    suffix = PurePosixPath(path).suffix
    return BY_NAME.get(path) or MEDIA.get(suffix, "application/octet-stream" if suffix else "text/plain; charset=utf-8")


def _location(request: Request, path: str) -> str:
    return quote(f"{request.scope.get('root_path', '')}/{path}", safe="/:@!$&'()*+,;=~-._")


def _is_large(file: Path) -> bool:
    return file.stat().st_size > HELD_BYTES


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
