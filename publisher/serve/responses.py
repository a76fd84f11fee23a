"""Responses: the headers that every one of them carries, entity tags, compression and problem documents."""

import asyncio
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from publisher.rdf.formats import HTML, Format
from publisher.serve.negotiation import choose
from publisher.serve.page import render_page
from publisher.serve.problems import PROBLEMS

PROBLEM_JSON: Final = Format(
    "problem", "application/problem+json", ("application/json",), ".json", "https://www.rfc-editor.org/rfc/rfc9457", None
)

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
COMMON_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, Content-Location, ETag, Link, Location, Retry-After",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
MIN_COMPRESSED: Final = 1024
_COMPRESSIBLE: Final = ("text/", "application/json", "application/ld+json", "application/n-", "application/trig", "application/rdf+xml")
_ALSO: Final = (
    "application/sparql-results",
    "application/problem",
    "application/xml",
    "application/atom+xml",
    "image/svg+xml",
    "application/schema+json",
)
_NOT_AT_ALL: Final = re.compile(r"q=0(\.0*)?")


def is_compressible(media: str) -> bool:
    """Tell whether gzip is worth its time for a media type."""
    return media.startswith((*_COMPRESSIBLE, *_ALSO))


def accepts_gzip(request: Request) -> bool:
    """Tell whether the client takes gzip."""
    codings = ("".join(part.split()).lower().partition(";") for part in request.headers.get("accept-encoding", "").split(","))
    return any(coding == "gzip" and not _NOT_AT_ALL.fullmatch(weight) for coding, _, weight in codings)


def make_tag(*parts: str | bytes) -> str:
    """Make a strong entity tag from what determines the bytes.

    >>> make_tag("a") == make_tag("a"), make_tag("a") == make_tag("b")
    (True, False)

    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return f'"{digest.hexdigest()[:32]}"'


def coded_tag(tag: str, *, gzipped: bool) -> str:
    """Return the tag of the compressed bytes, which are other bytes and need another tag (RFC 9110, 8.8.3)."""
    return tag[:-1] + '-gz"' if gzipped else tag


def matches(request: Request, tag: str) -> bool:
    """Tell whether If-None-Match holds the tag (weak comparison, as RFC 9110, 13.1.2 wants)."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    sent = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in sent or tag in sent


def not_modified(tag: str, headers: Mapping[str, str]) -> Response:
    """Answer 304 with the headers that 200 would carry (RFC 9110, 15.4.5)."""
    kept = {name: value for name, value in headers.items() if name.lower() not in {"content-type", "content-length", "content-encoding"}}
    return Response(status_code=304, headers={**COMMON_HEADERS, **kept, "ETag": tag})


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body: its bytes, its Content-Type, and the tag of these bytes uncompressed."""

    content: bytes
    content_type: str
    tag: str


def whole_response(request: Request, body: Body, headers: Mapping[str, str], status: int = HTTPStatus.OK) -> Response:
    """Answer with a whole body: Content-Length, entity tag, 304 where the client has it, gzip where it helps."""
    gzipped = len(body.content) >= MIN_COMPRESSED and is_compressible(body.content_type) and accepts_gzip(request)
    tag = coded_tag(body.tag, gzipped=gzipped)
    every = {**COMMON_HEADERS, **headers, "ETag": tag, "Vary": _vary(headers.get("Vary", ""), "Accept-Encoding")}
    if status == HTTPStatus.OK and matches(request, tag):
        return not_modified(tag, every)
    if gzipped:
        every["Content-Encoding"] = "gzip"
    content = gzip.compress(body.content, 5, mtime=0) if gzipped else body.content
    return BodyResponse(content, status, every, body.content_type)


def _vary(said: str, name: str) -> str:
    return f"{said}, {name}" if said else name


class BodyResponse(Response):
    """A response whose Content-Type is given whole, and which keeps Content-Length but sends no body to HEAD."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str], content_type: str) -> None:
        """Keep the content type as it is: Starlette would add a charset to text of its own accord."""
        super().__init__(body, status, {**headers, "Content-Type": content_type})


def problem_response(
    request: Request,
    slug: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a problem document (RFC 9457): HTML for browsers, ``application/problem+json`` for everyone else."""
    problem = PROBLEMS[slug]
    every = {**COMMON_HEADERS, "Cache-Control": "no-store", "Vary": "Accept", **(headers or {})}
    if problem.retry_after_s is not None:
        every["Retry-After"] = str(problem.retry_after_s)
    members = {
        "type": f"/problems/{slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "remedy": problem.remedy,
        **(extra or {}),
    }
    if choose(request.headers.get("accept"), (PROBLEM_JSON, HTML)) is HTML:
        rest = "".join(f"<dt>{escape(str(name))}</dt><dd>{escape(str(value))}</dd>" for name, value in (extra or {}).items())
        main = f"<p>{escape(detail)}</p><p>{escape(problem.remedy)}</p>" + (f"<dl>{rest}</dl>" if rest else "")
        return BodyResponse(render_page(problem.title, main), problem.status, every, HTML.content_type)
    return BodyResponse(json.dumps(members, ensure_ascii=False).encode(), problem.status, every, PROBLEM_JSON.media)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a streamed body comes from, whether it came to its end, and what to call when the response is over in any way."""

    content: AsyncIterator[bytes]
    is_whole: Callable[[], bool]
    close: Callable[[], None]


class StreamedResponse(Response):
    """A body of unknown length. When its source breaks off, the connection is aborted: no client can take a part for the whole."""

    def __init__(self, source: Source, content_type: str, headers: Mapping[str, str], *, gzipped: bool) -> None:
        """Keep the source; nothing is read before the response is sent."""
        coding = {"Content-Encoding": "gzip"} if gzipped else {}
        super().__init__(None, HTTPStatus.OK, {**COMMON_HEADERS, **headers, **coding, "Content-Type": content_type})
        del self.headers["content-length"]
        self._source = source
        self._packer = zlib.compressobj(1, wbits=31) if gzipped else None

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the body as it comes, until it ends, breaks off, or the client leaves."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            watch = asyncio.ensure_future(_left(receive))
            try:
                is_whole = await self._send_parts(send, watch)
            finally:
                watch.cancel()
            if is_whole:
                rest = self._packer.flush() if self._packer else b""
                await send({"type": "http.response.body", "body": rest, "more_body": False})
            # otherwise the response is left without its end, upon which the server closes the connection
        finally:
            self._source.close()

    async def _send_parts(self, send: Send, watch: asyncio.Future[None]) -> bool:
        async for part in self._source.content:
            if watch.done():
                return False
            packed = self._packer.compress(part) if self._packer else part
            if packed:
                await send({"type": "http.response.body", "body": packed, "more_body": True})
        return self._source.is_whole()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
