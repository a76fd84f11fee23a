"""The web application: which path is answered by what."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.serve.documents import answer_other_methods
from publisher.serve.editions import Editions
from publisher.serve.problems import PROBLEMS
from publisher.serve.responses import Body, make_tag, problem_response, whole_response


def create_app(editions: Editions, most: int) -> ASGIApp:
    """Make the application; each request is answered from the edition that is current when it comes, and at most so many at once."""
    running = 0

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await editions.start()
        try:
            yield
        finally:
            await editions.close()

    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        exception_handlers={Exception: _server_error},
    )
    app.router.routes += [
        Route("/openapi.json", _Read(lambda request: whole_response(request, editions.current.api, {"Cache-Control": "no-cache"}))),
        Route("/problems/{slug}", _Read(_problem_page)),
    ]
    app.router.default = _Documents(editions)  # a route for every path would leave out those with a line break

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        """Send queries to the endpoint by the shortest way: the framework's layers cost as much as a small query."""
        nonlocal running
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if running >= most:
            await problem_response(Request(scope), "busy", "As many requests are being answered as can be.")(scope, receive, send)
            return
        running += 1
        try:
            await (editions.current.endpoint if scope["path"] in {"/sparql", "/sparql/"} else app)(scope, receive, send)
        finally:
            running -= 1

    return dispatch


class _Read:
    """A page that is only read; no function, for then the framework would answer the other methods in its own words."""

    def __init__(self, respond: Callable[[Request], Response]) -> None:
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await (answer_other_methods(request) or self._respond(request))(scope, receive, send)


class _Documents:
    """The documents of the current edition."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._editions.current.documents(scope, receive, send)


def _problem_page(request: Request) -> Response:
    """Say what a problem type means; the answer's own status is 200, for here the problem is the subject."""
    problem = PROBLEMS.get(request.path_params["slug"])
    if problem is None:
        return problem_response(request, "not-found", "There is no such problem type.")
    body = {"type": f"/problems/{problem.slug}", "title": problem.title, "status": problem.status, "remedy": problem.remedy}
    data = json.dumps(body).encode()
    return whole_response(request, Body(data, "application/json", make_tag(data)), {})


async def _server_error(request: Request, _error: Exception) -> Response:
    return problem_response(request, "server-error", "The server failed to answer; the operator finds the reason in its log.")
