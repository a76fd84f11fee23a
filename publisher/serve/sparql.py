"""``/sparql``: the SPARQL 1.1 Protocol for queries, from HTTP request to response. No query is parsed here."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from publisher.rdf import IRI
from publisher.rdf.formats import BINDINGS_FORMATS, GRAPH_FORMATS, HTML, Format, Kind, find_format
from publisher.rdf.store import StoreSummary
from publisher.serve.cache import ResultCache
from publisher.serve.clients import Clients, TooManyError
from publisher.serve.description import describe_service
from publisher.serve.evaluation import Deadlines, Evaluation, Result
from publisher.serve.negotiation import CACHED, LONGEST, choose
from publisher.serve.page import DEFAULT_QUERY, render_page, render_query_form, split_page
from publisher.serve.pool import Pool
from publisher.serve.protocol import METHODS, Parameters, RequestError, read_parameters
from publisher.serve.release import Release
from publisher.serve.responses import (
    COMMON_HEADERS,
    Body,
    Source,
    StreamedResponse,
    accepts_gzip,
    coded_tag,
    make_tag,
    matches,
    not_modified,
    problem_response,
    whole_response,
)
from publisher.serve.settings import Settings
from publisher.serve.wire import QueryFault, Question

TITLE: Final = "Query"
_TABLES: Final = (*BINDINGS_FORMATS, HTML)
_GRAPHS: Final = (*GRAPH_FORMATS, HTML)


@dataclass(frozen=True, slots=True)
class Running:
    """What runs now, whichever release it asks."""

    deadlines: Deadlines
    clients: Clients


class SparqlEndpoint:
    """The ASGI application behind ``/sparql``."""

    def __init__(self, release: Release, pool: Pool, summary: StoreSummary, running: Running, settings: Settings) -> None:
        """Keep what answers need."""
        self._release, self._pool, self._summary, self._settings = release, pool, summary, settings
        self._deadlines, self._clients = running.deadlines, running.clients
        self._cache = ResultCache(settings.cache_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            with self._clients.one_more(scope):
                await self._answer_request(request, send)
        except TooManyError:
            refusal = problem_response(
                request, "too-many-requests", f"One client may have {self._settings.client_queries} requests at once."
            )
            await refusal(scope, receive, send)

    async def _answer_request(self, request: Request, send: Send) -> None:
        try:
            response = await self._respond(request)
        except RequestError as error:
            response = problem_response(request, error.slug, error.detail, headers=error.headers)
        except ClientDisconnect:
            return
        if response is not None:
            await response(request.scope, request.receive, send)

    async def _respond(self, request: Request) -> Response | None:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**COMMON_HEADERS, **PREFLIGHT, "Allow": METHODS})
        parameters = await read_parameters(request, self._settings)
        if parameters.query is None:
            return self._describe(request, parameters)
        formats = _negotiate(request.headers.get("accept", "")[:LONGEST] or None, parameters.format)
        if not formats:
            raise RequestError("not-acceptable", f"Answers come as one of: {_list(_TABLES)}; graphs as one of: {_list(GRAPH_FORMATS)}.")
        question = Question(
            query=parameters.query,
            base=self._release.base or str(request.url.replace(query="")),
            formats=formats,
            default_graphs=parameters.default_graphs,
            named_graphs=parameters.named_graphs,
            timeout_s=self._settings.query_timeout_s,
            site=self._release.base,
        )
        return await self._answer(request, question)

    def _describe(self, request: Request, parameters: Parameters) -> Response:
        """Answer a request without a query: the form for people, the service description for machines (SPARQL 1.1 Service Description, 2)."""
        offer = find_format(parameters.format, _GRAPHS) if parameters.format else choose(request.headers.get("accept"), _GRAPHS)
        if offer is None:
            raise RequestError("not-acceptable", f"A description of this endpoint comes as one of: {_list(_GRAPHS)}.")
        if offer is HTML:
            examples = self._release.examples
            first = examples[0].query if examples else DEFAULT_QUERY
            query = next((row.query for row in examples if row.title == parameters.example), first)
            body = render_page(TITLE, render_query_form(query, HTML.name, examples, self._release.prefixes).decode())
        else:
            body = describe_service(_address(request), self._summary, offer)
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        return whole_response(request, Body(body, offer.content_type, make_tag(body)), headers)

    async def _answer(self, request: Request, question: Question) -> Response | None:
        payload = question.encode()
        tag = make_tag(self._release.version, payload)
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        for known in (tag, coded_tag(tag, gzipped=True)):
            if matches(request, known) and "*" not in request.headers["if-none-match"]:
                return not_modified(known, {**headers, "Vary": "Accept, Accept-Encoding"})
        kept = self._cache.find(tag)
        if kept is None:
            evaluation = Evaluation(self._pool, self._deadlines, self._settings)
            outcome = await evaluation.run(question, _watch(request), whole=request.scope.get("http_version") == "1.0")
            if outcome is None:
                return None
            if isinstance(outcome, QueryFault):
                evaluation.cancel()
                return _fault_response(request, outcome)
            if not outcome.spool.is_whole or outcome.spool.is_large:
                return self._stream(request, question, outcome, evaluation, headers)
            kept = Body(self._page(question, outcome), outcome.format.content_type, tag)
            if outcome.is_stable:
                self._cache.keep(kept)
            else:
                kept = replace(kept, tag=make_tag(kept.content))
                headers["Cache-Control"] = "no-store"
        return whole_response(request, kept, headers)

    def _page(self, question: Question, result: Result) -> bytes:
        body = result.spool.content()
        if result.format is not HTML:
            return body
        before, after = split_page(TITLE)
        return before + render_query_form(question.query, HTML.name, ()) + body + after

    def _stream(self, request: Request, question: Question, result: Result, evaluation: Evaluation, headers: Mapping[str, str]) -> Response:
        content: AsyncIterator[bytes] = result.spool.stream()
        if result.format is HTML:
            before, after = split_page(TITLE)
            content = _between(before + render_query_form(question.query, HTML.name, ()), content, after)
        source = Source(content, lambda: result.spool.is_whole, evaluation.cancel)
        headers = {**headers, "Vary": "Accept, Accept-Encoding"}
        return StreamedResponse(source, result.format.content_type, headers, gzipped=accepts_gzip(request))


PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


async def _between(before: bytes, content: AsyncIterator[bytes], after: bytes) -> AsyncIterator[bytes]:
    yield before
    async for part in content:
        yield part
    yield after


def _address(request: Request) -> str:
    """Return the address the client used; what it wrote into Host may make none."""
    address = str(request.url.replace(query=""))
    try:
        return IRI(address).value
    except ValueError:
        raise RequestError("bad-request", "The Host header makes no address of this endpoint.") from None


def _watch(request: Request) -> Callable[[], Awaitable[None]]:
    async def has_left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return has_left


def _fault_response(request: Request, fault: QueryFault) -> Response:
    extra = {name: value for name, value in (("line", fault.line), ("column", fault.column)) if value is not None}
    return problem_response(request, fault.problem, fault.detail, {**extra, **fault.extra})


@lru_cache(maxsize=CACHED)
def _negotiate(accept: str | None, format_: str | None) -> dict[str, str]:
    """Choose the format for each kind of answer, where one is acceptable; which kind it is, only the worker will know."""

    def name(offers: tuple[Format, ...]) -> str | None:
        offer = find_format(format_, offers) if format_ else choose(accept, offers)
        return None if offer is None else offer.name

    table, graph = name(_TABLES), name(_GRAPHS)
    chosen = {Kind.BINDINGS: table, Kind.BOOLEAN: table, Kind.GRAPH: graph}
    return {kind.value: found for kind, found in chosen.items() if found is not None}


def _list(offers: tuple[Format, ...]) -> str:
    return ", ".join(offer.media for offer in offers)
