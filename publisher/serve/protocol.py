"""Reading one operation of the SPARQL 1.1 Protocol from an HTTP request, whichever of its three forms it has. No query is parsed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from publisher.serve.settings import Settings

METHODS: Final = "GET, HEAD, POST, OPTIONS"
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
LONGEST_NAME: Final = 100
PATIENCE: Final = 8
"""A body up to so many times too long is read to its end, so that the client hears why it is refused."""


class RequestError(Exception):
    """The request is answered with a problem before any worker sees it."""

    def __init__(self, slug: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep the problem's slug and words."""
        self.slug, self.detail, self.headers = slug, detail, headers
        super().__init__(slug)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one protocol operation, as they were sent."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    example: str | None


async def read_parameters(request: Request, settings: Settings) -> Parameters:
    """Read the operation from whichever of the three forms it came in (SPARQL 1.1 Protocol, 2.1)."""
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RequestError("method-not-allowed", f"{request.method} is not a query operation.", {"Allow": METHODS})
    target = request.scope.get("query_string", b"")
    if len(target) > settings.target_bytes:
        raise RequestError("uri-too-long", f"The address is longer than {settings.target_bytes} bytes.")
    pairs = _decode(target)
    if request.method == "POST":
        pairs += await _read_body(request, settings)
    return _gather(pairs, settings)


async def _read_body(request: Request, settings: Settings) -> list[tuple[str, str]]:
    media, _, rest = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media == UPDATE:
        raise RequestError("read-only", "This endpoint is read-only: updates are refused.")
    if media not in {FORM, DIRECT}:
        raise RequestError(
            "unsupported-media-type",
            f"A query comes as {DIRECT} or {FORM}, not as {media or 'a body without a type'}.",
            {"Accept-Post": f"{DIRECT}, {FORM}"},
        )
    charset = next(
        (
            value.strip(' "').lower()
            for name, _, value in (part.partition("=") for part in rest.split(";"))
            if name.strip().lower() == "charset"
        ),
        "utf-8",
    )
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RequestError("unsupported-media-type", f"A query is in UTF-8, not in {charset}.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError("unsupported-media-type", "A body is taken without a content coding.")
    body = await _bounded_body(request, settings.query_bytes * (3 if media == FORM else 1) + 4096)
    if media == FORM:
        return _decode(body)
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError:
        raise RequestError("bad-request", "The query is not in UTF-8.") from None


async def _bounded_body(request: Request, limit: int) -> bytes:
    """Read a body up to a limit; one that is a little too long is read to its end, so that the client hears why it is refused."""
    too_large = RequestError("content-too-large", f"The body is longer than {limit} bytes.", {"Connection": "close"})
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit and (int(said) > limit * PATIENCE or "expect" in request.headers):
        raise too_large
    body, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            body += part
        elif size > limit * PATIENCE:
            raise too_large
    if size > limit:
        raise too_large
    return bytes(body)


def _decode(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:  # also UnicodeDecodeError
        raise RequestError("bad-request", "The parameters are not percent-encoded UTF-8, or too many.") from None


def _gather(pairs: list[tuple[str, str]], settings: Settings) -> Parameters:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if values("update"):
        raise RequestError("read-only", "This endpoint is read-only: updates are refused.")
    queries = values("query")
    if len(queries) > 1:
        raise RequestError("bad-request", f"The request holds {len(queries)} queries; a request holds one.")
    if queries and len(queries[0].encode()) > settings.query_bytes:
        raise RequestError("content-too-large", f"The query is longer than {settings.query_bytes} bytes.")
    formats = values("format")
    return Parameters(
        query=queries[0] if queries else None,
        default_graphs=values("default-graph-uri"),
        named_graphs=values("named-graph-uri"),
        format=formats[0][:LONGEST_NAME] if formats and formats[0] else None,
        example=next(iter(values("example")), None),
    )
