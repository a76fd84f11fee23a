"""Pages and documents from the released folder, and the way from an entity's IRI to its documents."""

import asyncio
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from publisher.rdf.formats import HTML, Format
from publisher.serve.files import BY_NAME, Files, is_large, media_type
from publisher.serve.forms import DOCUMENTS, SERVED, TURTLE, WRITTEN, Forms, form_of, split
from publisher.serve.negotiation import choose
from publisher.serve.release import Release
from publisher.serve.responses import COMMON_HEADERS, Body, matches, not_modified, problem_response, whole_response

METHODS: Final = "GET, HEAD, OPTIONS"


class DocumentServer:
    """The ASGI application behind every path but the endpoint's."""

    def __init__(self, release: Release) -> None:
        """Keep the release; with no folder every path is unknown."""
        self._release = release
        self._files = Files(release.folder)
        self._forms = Forms(self._files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        path = request.scope["path"].lstrip("/")
        return (
            answer_other_methods(request)
            or self._merged(request, path)
            or await self._withdrawn(request, path)
            or await self._existing(request, path)
        )

    async def _existing(self, request: Request, path: str) -> Response:
        file = self._files.find(path)
        if file is not None and not (path == "" and self._wants_data(request)):
            return await self._send_file(request, file, path)
        entity, suffix = split(path)
        form = form_of(suffix)
        if form is not None:
            return await self._made(request, path, entity, form)
        entity = self._release.documents.get(path, path)
        forms = self._forms.find(entity)
        if forms:
            return self._see_other(request, entity, forms)
        if path and not path.endswith("/") and self._files.find(path + "/") is not None:
            return Response(status_code=308, headers={**COMMON_HEADERS, "Location": _location(request, path + "/")})
        return await self._not_found(request, path)

    def _merged(self, request: Request, path: str) -> Response | None:
        """Answer 301 for what was merged, the entity and each of its documents."""
        bare, suffix = split(path)
        for name, ending in ((path, ""), (bare, suffix)):
            if name in self._release.redirects:
                where = _location(request, self._release.redirects[name] + ending)
                return Response(status_code=301, headers={**COMMON_HEADERS, "Location": where})
        return None

    async def _withdrawn(self, request: Request, path: str) -> Response | None:
        """Answer 410 for what was withdrawn, each of its documents, and its parts that are not here; with its page for browsers."""
        if not self._release.gone:
            return None
        bare, _ = split(path)
        names = (path, bare)
        gone = next((owner for name in names for owner in _with_owners(name) if owner in self._release.gone), None)
        if gone is None or (gone not in names and (self._files.find(path) or self._forms.find(bare))):
            return None
        detail = f"What was published here has been withdrawn; {self._release.gone[gone]} is the first release without it."
        return await self._page(request, gone + HTML.suffix, HTTPStatus.GONE) or problem_response(request, "withdrawn", detail)

    async def _made(self, request: Request, path: str, entity: str, form: Format) -> Response:
        """Answer with a document that is made of a file."""
        forms = self._forms.find(entity)
        file = forms.get(form)
        if file is None:
            refusal = self._forms.why_not(entity, form)
            listed = ", ".join(row.media for row in forms)
            return (
                problem_response(request, "not-acceptable", f"{refusal} This is described in: {listed}.")
                if refusal
                else await self._not_found(request, path)
            )
        if form in WRITTEN:
            return whole_response(request, self._forms.write(file), self._headers(request, path))
        return await self._send_file(request, file, path, media=form.content_type)

    def _wants_data(self, request: Request) -> bool:
        return "" in self._release.documents and choose(request.headers.get("accept"), SERVED) is not HTML

    def _see_other(self, request: Request, entity: str, forms: Mapping[Format, Path]) -> Response:
        """Answer an entity's IRI with 303 to the document the client likes best (Cool URIs for the Semantic Web, 4.2)."""
        form = choose(request.headers.get("accept"), tuple(forms))
        if form is None:
            listed = ", ".join(row.media for row in forms)
            return problem_response(request, "not-acceptable", f"This is described in: {listed}.")
        links = ", ".join(f'<{_location(request, entity + row.suffix)}>; rel="alternate"; type="{row.media}"' for row in forms)
        return Response(
            status_code=303,
            headers={**COMMON_HEADERS, "Location": _location(request, entity + form.suffix), "Vary": "Accept", "Link": links},
        )

    async def _send_file(self, request: Request, file: Path, path: str, media: str = "") -> Response:
        media = media or media_type(path if path in BY_NAME else file.name)
        headers = self._headers(request, path)
        held = await asyncio.to_thread(self._files.hold, file) if is_large(file) else self._files.hold(file)
        if held.body is not None:
            return whole_response(request, Body(held.body, media, held.tag), headers)
        headers = {**COMMON_HEADERS, **headers, "ETag": held.tag, "Content-Type": media}
        if matches(request, held.tag):
            return not_modified(held.tag, headers)
        return FileResponse(file, headers=headers)

    def _headers(self, request: Request, path: str) -> dict[str, str]:
        links = ", ".join(self._links(request, path))
        return {"Cache-Control": "no-cache", **({"Link": links} if links else {})}

    async def _not_found(self, request: Request, path: str) -> Response:
        page = await self._page(request, "404.html", HTTPStatus.NOT_FOUND)
        return page or problem_response(request, "not-found", f"There is nothing at /{path[:200]}.")

    async def _page(self, request: Request, path: str, status: int) -> Response | None:
        """Answer a browser with a page of the release that says what is the matter; None for other clients, and where there is no such page."""
        accept = request.headers.get("accept", "*/*")
        page = self._files.find(path) if accept != "*/*" and choose(accept, DOCUMENTS) is HTML else None
        held = None if page is None else self._files.hold(page)
        if held is None or held.body is None:
            return None
        body = Body(held.body, HTML.content_type, held.tag)
        return whole_response(request, body, {"Cache-Control": "no-cache", "Vary": "Accept"}, status)

    def _links(self, request: Request, path: str) -> Iterator[str]:
        """Say what a document is about and where the same is in other forms (FAIR Signposting, level 1)."""
        entity, suffix = split(path)
        described = list(self._forms.find(entity)) if suffix else []
        if not described or len(described) == 1:
            if suffix in {".html", ""} and self._release.license:
                yield f'<{_location(request, "catalog.ttl")}>; rel="describedby"; type="{TURTLE.media}"'
                yield f'<{_uri(self._release.license)}>; rel="license"'
            return
        iri = next(
            (self._release.base + source for source, target in self._release.documents.items() if target == entity),
            self._release.base + entity,
        )
        if suffix == HTML.suffix:
            yield f'<{_uri(iri)}>; rel="cite-as"'
            yield from (
                f'<{_location(request, entity + row.suffix)}>; rel="describedby"; type="{row.media}"'
                for row in described
                if row is not HTML
            )
            yield '<https://schema.org/AboutPage>; rel="type"'
            kind = self._release.types.get(entity.partition("/")[0])
            if kind:
                yield f'<{_uri(kind)}>; rel="type"'
        else:
            yield f'<{_uri(iri)}>; rel="describes"'
            if HTML in described:
                yield f'<{_location(request, entity + HTML.suffix)}>; rel="alternate"; type="{HTML.media}"'
        if self._release.license:
            yield f'<{_uri(self._release.license)}>; rel="license"'
        if self._release.author:
            yield f'<{_uri(self._release.author)}>; rel="author"'


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


def _uri(iri: str) -> str:
    """Write an IRI as a header field can hold it (RFC 3987, 3.1)."""
    return quote(iri, safe="%/:?#[]@!$&'()*+,;=~-._")


def _location(request: Request, path: str) -> str:
    return quote(f"{request.scope.get('root_path', '')}/{path}", safe="/:@!$&'()*+,;=~-._")
