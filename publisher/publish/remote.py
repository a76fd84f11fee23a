"""A SPARQL server as a second place of a release: one PUT for each graph (SPARQL 1.1 Graph Store HTTP Protocol).

Writing again writes the same, so a run that failed is mended by running it again. What is not ours stays: only graphs that this or an
earlier release of ours put there are replaced or deleted. Which these are, the server itself knows: the graph of provenance names them.
"""

from collections.abc import Iterable
from http import HTTPStatus

import httpx

from publisher.errors import OutputError
from publisher.rdf import IRI, Quad, Triple
from publisher.rdf.files import parse_ntriples
from publisher.rdf.remote import StoreAddress
from publisher.rdf.serialize import write_ntriples

NTRIPLES = "application/n-triples"
PATIENCE = httpx.Timeout(600, connect=10)
"""Seconds: a server may think long about a large graph, but not about a connection."""
MANIFEST = "graph/provenance"
GRAPHS = "graph/"
ALWAYS = ("claims", "inferred", "ontology", "reference")
"""Graphs that it does not name, as every release has them or may have them."""
LONGEST = 200
REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class GraphStore:
    """The graphs of one server, below one base IRI."""

    def __init__(self, address: str, base: str) -> None:
        """Know the address of the Graph Store Protocol, with ``user:password@`` if it wants them.

        Raises:
            OutputError: O204 when it is no address of http or https.

        """
        try:
            self._address = StoreAddress(address)
        except ValueError as error:
            raise OutputError("O204", str(error), remedy="give --store http://HOST:PORT/PATH") from error
        self._url = self._address.url
        self._manifest = IRI(base + MANIFEST)
        self._graphs = base + GRAPHS
        self._always = {IRI(base + GRAPHS + name) for name in ALWAYS}
        self._auth: httpx.Auth | None = None

    def check(self) -> None:
        """Ask once, so that a wrong address is said before any work is done.

        Raises:
            OutputError: O205 when there is no answer, O206 when it is a refusal.

        """
        with self._client() as client:
            self._known(client)

    def replace(self, quads: Iterable[Quad]) -> None:
        """Put every graph of a release, delete those of an earlier one that are gone; the graph that names them all comes first and last.

        Raises:
            OutputError: O205 when there is no answer, O206 when it is a refusal; the store then holds a part of each, and names both.

        """
        graphs: dict[IRI, list[Triple]] = {}
        for quad in quads:
            if isinstance(quad.graph_name, IRI):
                graphs.setdefault(quad.graph_name, []).append(quad.triple)
        manifest = graphs.pop(self._manifest, [])
        with self._client() as client:
            gone = sorted((self._known(client) | self._always) - graphs.keys() - {self._manifest}, key=lambda name: name.value)
            self._send(client, "POST", self._manifest, manifest)
            for name, triples in graphs.items():
                self._send(client, "PUT", name, triples)
            for name in gone:
                self._send(client, "DELETE", name)
            self._send(client, "PUT", self._manifest, manifest)

    def _client(self) -> httpx.Client:
        """Open connections to this address and no other: no redirect is followed, no proxy asked."""
        return httpx.Client(auth=self._auth, timeout=PATIENCE, follow_redirects=False, trust_env=False)

    def _known(self, client: httpx.Client) -> set[IRI]:
        """Return the graphs that the store's graph of provenance names, and learn how the server wants to know who asks."""
        response = self._ask(client, "GET", self._manifest)
        if self._auth is None and (auth := self._address.auth_for(response)) is not None:
            self._auth = client.auth = auth
            response = self._ask(client, "GET", self._manifest)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return set()
        self._check(response)
        try:
            subjects = {triple.subject for triple in parse_ntriples(response.content)}
        except SyntaxError as error:
            raise OutputError(
                "O206",
                "the store answers with what is no N-Triples",
                file=str(self._url),
                remedy="give the address of its Graph Store Protocol",
            ) from error
        return {name for name in subjects if isinstance(name, IRI) and name.value.startswith(self._graphs)}

    def _send(self, client: httpx.Client, method: str, name: IRI, triples: Iterable[Triple] | None = None) -> None:
        response = self._ask(client, method, name, None if triples is None else write_ntriples(triples))
        if method != "DELETE" or response.status_code != HTTPStatus.NOT_FOUND:
            self._check(response)

    def _ask(self, client: httpx.Client, method: str, name: IRI, content: bytes | None = None) -> httpx.Response:
        url = self._url.copy_merge_params({"graph": name.value})
        headers = {} if content is None else {"Content-Type": NTRIPLES}
        if method == "GET":
            headers["Accept"] = NTRIPLES  # there only: a server may refuse to delete in a format
        try:
            return client.request(method, url, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise OutputError(
                "O205",
                f"the store does not answer: {str(error) or type(error).__name__}",
                file=str(self._url),
                remedy="start it, or correct --store; then run again",
            ) from error

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        said = " ".join(response.text.split())[:LONGEST]
        remedy = (
            "give user and password as --store http://USER:PASSWORD@HOST…"
            if response.status_code in REFUSALS
            else "see its log, or correct --store; then run again"
        )
        what = f"the store answers {response.status_code} {response.reason_phrase} to {response.request.method}"
        raise OutputError("O206", what + (f": {said}" if said and "<" not in said else ""), file=str(self._url), remedy=remedy)
