"""A SPARQL server in place of the embedded store: the worker asks it, and it alone.

A query is read here as ever: its words are looked at, its syntax is checked, and only then is it sent on, to the one address that the
operator gave. The answer is parsed and written again, so every format is ours, and an answer that broke off is noticed.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import IO, Any, Final, cast

import httpx
from typing_extensions import Buffer, override

from publisher.errors import ServeError
from publisher.rdf.formats import Kind
from publisher.rdf.remote import BINDINGS_MEDIA, GRAPH_MEDIA, StoreAddress, kind_of, read_answer
from publisher.rdf.store import Answer, Query, StoreSummary
from publisher.serve.scanner import resolve_escapes
from publisher.serve.worker import Engine, EngineError

CONNECT_S: Final = 5.0
START_S: Final = 30.0
DESCRIPTORS: Final = 32
"""A worker needs a few: a connection, and what looks up the name of the host."""
CUT: Final = ("x-sparql-maxrows", "x-sql-state")
"""Headers by which Virtuoso says that an answer is not whole, with status 200."""
LONGEST: Final = 300
_OWN_FUNCTION: Final = re.compile(r"<\s*(?:bif|sql):", re.IGNORECASE)


class RemoteStore:
    """One SPARQL server behind the endpoint, asked by the SPARQL 1.1 Protocol."""

    def __init__(self, address: str) -> None:
        """Know the address of the query endpoint, with ``user:password@`` if it wants them; nothing is asked yet.

        Raises:
            ServeError: S105 when it is no address of http or https.

        """
        try:
            self._address = StoreAddress(address)
        except ValueError as error:
            raise ServeError("S105", str(error), remedy="give --store http://HOST:PORT/PATH") from error
        self.url = self._address.url
        self._last: httpx.Response | None = None
        # the client is made before the worker gives up its rights: it reads the certificates of this machine
        self._client = httpx.Client(
            timeout=httpx.Timeout(None, connect=CONNECT_S),  # the deadline of the query is kept by the serving process
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "orepact"},
        )

    def evaluate(self, query: Query) -> Answer:
        """Check a query, send it on, and return the answer, not yet read to its end.

        Raises:
            SyntaxError: when it is no SPARQL 1.1 query.
            EngineError: when the store does not answer, or not well.

        """
        kind = kind_of(query)
        if _OWN_FUNCTION.search(resolve_escapes(query.text)):
            raise EngineError("evaluation-failed", "Functions beyond SPARQL 1.1 are refused here: <bif:…>, <sql:…>.")
        response = self._send(query, GRAPH_MEDIA if kind is Kind.GRAPH else BINDINGS_MEDIA)
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        with _store_faults():
            return _Checked(read_answer(kind, _body(response), media))

    def engine(self) -> Engine:
        """Return this store as what a worker evaluates queries with."""
        return Engine(self.evaluate, is_stable=False, descriptors=DESCRIPTORS)

    def check(self) -> StoreSummary:
        """Ask whether the store answers and its default graph holds what its named graphs hold; it may change, so nothing is counted.

        Raises:
            ServeError: S105 when it does not answer, S106 when the default graph is empty.

        """
        self._client.timeout = httpx.Timeout(START_S, connect=CONNECT_S)
        try:
            is_filled, has_graphs = (self._holds(pattern) for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"))
        except EngineError as error:
            raise ServeError("S105", error.fault.detail.rstrip("."), file=str(self.url), remedy="start it, or correct --store") from error
        if not is_filled:
            found = "the default graph of the store is empty, its named graphs are not" if has_graphs else "the store is empty"
            remedy = "have it take the union of all graphs for the default graph" if has_graphs else "run orepact publish --store first"
            raise ServeError("S106", found, file=str(self.url), remedy=remedy)
        return StoreSummary(0, (), is_counted=False)

    def _holds(self, pattern: str) -> bool:
        _, rows = self.evaluate(Query(f"ASK {{ {pattern} }}")).rows()
        return bool(next(rows)[0])

    def _send(self, query: Query, media: str) -> httpx.Response:
        base = f"BASE <{query.base}>\n" if query.base else ""
        form = {"query": base + query.text, "default-graph-uri": list(query.default_graphs), "named-graph-uri": list(query.named_graphs)}
        if self._last is not None:
            self._last.close()
        try:
            self._last = response = self._ask(form, media)
            if not response.is_success:
                raise EngineError(*_refusal(response))
        except httpx.HTTPError as error:
            raise EngineError("store-failed", "The store behind this endpoint does not answer.") from error
        if any(name in response.headers for name in CUT):
            raise EngineError("result-too-large", "The store behind this endpoint cuts results of this size.")
        return response

    def _ask(self, form: dict[str, Any], media: str) -> httpx.Response:
        """Send one request, and once more with name and password where the store asks for them."""
        request = self._client.build_request("POST", self.url, data=form, headers={"Accept": media})
        response = self._client.send(request, stream=True)
        auth = self._address.auth_for(response)
        if auth is not None:
            response.close()
            self._client.auth = auth
            response = self._client.send(request, stream=True)
        return response


def _refusal(response: httpx.Response) -> tuple[str, str]:
    """Return the problem that an answer other than 2xx means: what the store finds wrong with the query is told, the rest is the operator's."""
    if response.status_code != HTTPStatus.BAD_REQUEST:
        return "store-failed", f"The store behind this endpoint answers {response.status_code}."
    response.read()
    first = next(iter(response.text.strip().splitlines()), "")[:LONGEST]
    return "evaluation-failed", f"The store behind this endpoint refuses the query: {first}"


class _Checked(Answer):
    """An answer whose failures on the way are the store's, never the query's."""

    def __init__(self, answer: Answer) -> None:
        self.kind = answer.kind
        self._answer = answer

    @override
    def write(self, out: IO[bytes], engine: Any) -> None:
        with _store_faults():
            self._answer.write(out, engine)

    @override
    def rows(self) -> tuple[list[str], Iterator[list[Any]]]:
        columns, rows = self._answer.rows()
        return columns, self._checked(rows)

    @staticmethod
    def _checked(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
        with _store_faults():
            yield from rows


@contextmanager
def _store_faults() -> Iterator[None]:
    try:
        yield
    except (SyntaxError, ValueError, EOFError, httpx.HTTPError) as error:
        raise EngineError(
            "store-failed", "The answer of the store behind this endpoint is not whole, or in no format of SPARQL."
        ) from error


class _Reader(io.RawIOBase):
    """What arrives from the store, as a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._parts = response.iter_bytes()
        self._left = b""

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = part
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _body(response: httpx.Response) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Reader(response), 1 << 16))
