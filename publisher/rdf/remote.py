"""Another server as the store: its address, what kind of answer a query wants, and reading what comes back."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import IO, Any

import httpx
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Store, Triple, parse, parse_query_results
from typing_extensions import override

from publisher.rdf.formats import GRAPH_FORMATS, Kind, find_format, write_triples
from publisher.rdf.store import Answer, Query, evaluate, renumber

BINDINGS_MEDIA = "application/sparql-results+json"
GRAPH_MEDIA = "application/n-triples, text/turtle;q=0.5"


class StoreAddress:
    """Where a store is, and who asks it: ``user:password@`` of the address is told to nobody but the store, and only when it asks."""

    def __init__(self, address: str) -> None:
        """Take an address apart.

        Raises:
            ValueError: when it is none of http or https; what it says does not show the address, for it may hold a password.

        >>> StoreAddress("http://ana:secret@127.0.0.1:8890/sparql").url
        URL('http://127.0.0.1:8890/sparql')

        """
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in {"http", "https"} or not url.host:
            raise ValueError("the address of the store is none of http or https")
        self.url = url.copy_with(username=None, password=None)
        self._user, self._password = url.username, url.password

    def auth_for(self, response: httpx.Response) -> httpx.Auth | None:
        """Return how to say who asks, the way an answer wants it; None where it does not ask, or there is nobody to name."""
        if response.status_code != HTTPStatus.UNAUTHORIZED or not self._user:
            return None
        is_digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
        return (httpx.DigestAuth if is_digest else httpx.BasicAuth)(self._user, self._password)


def kind_of(query: Query) -> Kind:
    """Parse a query and tell what it answers with: it is asked of an empty store.

    Raises:
        SyntaxError: when it is no SPARQL 1.1 query.

    >>> kind_of(Query("ASK { ?s ?p ?o }")).value
    'boolean'

    """
    return evaluate(Store(), query).kind


def read_answer(kind: Kind, body: IO[bytes], media: str) -> Answer:
    r"""Read an answer of a kind from what a server sent.

    Some servers answer ASK with a table that has a row or none; that is taken for yes or no.

    Raises:
        SyntaxError: when the body is not in the format it says, or breaks off; also later, while the answer is written.

    >>> import io
    >>> read_answer(Kind.BINDINGS, io.BytesIO(b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'), BINDINGS_MEDIA).rows()[0]
    ['a']

    """
    if kind is Kind.GRAPH:
        offer = find_format(media, GRAPH_FORMATS) or next((row for row in GRAPH_FORMATS if media in row.accepts), None)
        if offer is None or not isinstance(offer.engine, RdfFormat):
            raise SyntaxError(f"{media or 'no media type'} is no format of RDF")
        return ReceivedGraph(quad.triple for quad in parse(body, offer.engine))
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        if kind is not Kind.BOOLEAN:
            raise SyntaxError("a table was asked for")
        return Answer(results, number_blank_nodes=False)
    return _truth(next(results, None) is not None) if kind is Kind.BOOLEAN else Answer(results, number_blank_nodes=False)


def _truth(value: bool) -> Answer:  # noqa: FBT001 - it is what the answer is
    results = parse_query_results(b'{"head":{},"boolean":%s}' % str(value).lower().encode(), QueryResultsFormat.JSON)
    return Answer(results, number_blank_nodes=False)


class ReceivedGraph(Answer):
    """A graph that is written while it comes in; its blank nodes are numbered as they appear."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Hold the triples, not yet read."""
        self.kind = Kind.GRAPH
        self._triples = renumber(triples)

    @override
    def write(self, out: IO[bytes], engine: RdfFormat | QueryResultsFormat) -> None:
        """Serialise into a binary file."""
        if not isinstance(engine, RdfFormat):
            raise TypeError(f"{engine} does not write {self.kind}")
        write_triples(self._triples, out, engine)

    @override
    def rows(self) -> tuple[list[str], Iterator[list[Any]]]:
        """Return the columns of a triple and the triples."""
        return ["subject", "predicate", "object"], ([t.subject, t.predicate, t.object] for t in self._triples)
