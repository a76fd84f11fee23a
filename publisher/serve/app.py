"""The web application: which path is answered by what."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.rdf.store import StoreSummary
from publisher.serve.documents import DocumentServer
from publisher.serve.evaluation import Deadlines
from publisher.serve.openapi import describe_api
from publisher.serve.pool import Pool
from publisher.serve.problems import PROBLEMS
from publisher.serve.release import Release
from publisher.serve.responses import Body, make_tag, problem_response, whole_response
from publisher.serve.settings import Settings
from publisher.serve.sparql import SparqlEndpoint


def create_app(release: Release, pool: Pool, deadlines: Deadlines, summary: StoreSummary, settings: Settings) -> ASGIApp:
    """Make the application; the pool is prepared, its workers are started and ended with the application."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan, exception_handlers={Exception: _server_error})
    endpoint = SparqlEndpoint(release, pool, deadlines, summary, settings)
    app.router.routes += [
        Route("/openapi.json", _fixed(json.dumps(describe_api(release, settings), indent=1).encode(), "application/json")),
        Route("/problems/{slug}", _problem_page),
        Route("/{path:path}", DocumentServer(release)),
    ]

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        """Send queries to the endpoint by the shortest way: the framework's layers cost as much as a small query."""
        is_query = scope["type"] == "http" and scope["path"] in {"/sparql", "/sparql/"}
        await (endpoint if is_query else app)(scope, receive, send)

    return dispatch


def _fixed(body: bytes, content_type: str) -> Callable[[Request], Any]:
    whole = Body(body, content_type, make_tag(body))

    async def respond(request: Request) -> Response:
        return whole_response(request, whole, {"Cache-Control": "no-cache"})

    return respond


async def _problem_page(request: Request) -> Response:
    """Say what a problem type means; the answer's own status is 200, for here the problem is the subject."""
    problem = PROBLEMS.get(request.path_params["slug"])
    if problem is None:
        return problem_response(request, "not-found", "There is no such problem type.")
    body = {"type": f"/problems/{problem.slug}", "title": problem.title, "status": problem.status, "remedy": problem.remedy}
    data = json.dumps(body).encode()
    return whole_response(request, Body(data, "application/json", make_tag(data)), {})


async def _server_error(request: Request, _error: Exception) -> Response:
    return problem_response(request, "server-error", "The server failed to answer; the operator finds the reason in its log.")
