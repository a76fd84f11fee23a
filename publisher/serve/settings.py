"""What a server may be told, with every limit and its default.

``site/docs/explanation/threat-model.md`` says what each limit is for; a test compares the two.
"""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server; times in seconds, sizes in bytes."""

    host: str = "127.0.0.1"
    port: int = 8000
    base: str | None = None
    """Base IRI of the data; None: the one the release was published under."""
    store: str | None = None
    """Address of the SPARQL server that answers queries; None: the embedded store does."""
    query_timeout_s: float = 10.0
    """Wall clock of one query, from its start to the last byte the worker writes."""
    workers: int = 8
    """Processes that evaluate queries, one query each at a time."""
    queue: int = 64
    """Queries that may wait for a worker; the next is refused with 503."""
    queue_wait_s: float = 5.0
    query_memory_bytes: int = 512 * MIB
    """Address space one query may take beyond the store."""
    query_bytes: int = MIB
    """Length of a query; more is refused with 413."""
    target_bytes: int = 48 * 1024
    """Length of a request target; more is refused with 414."""
    spool_bytes: int = MIB
    """A result up to this size is held until it is whole, and sent with Content-Length."""
    result_bytes: int = 1024 * MIB
    """A result beyond this size is broken off."""
    cache_bytes: int = 64 * MIB
    """Results kept in memory to answer the same query again; 0 keeps none."""
    memory_store_bytes: int = 8 * MIB
    """A dump up to this size (compressed) is loaded into memory, a larger one into a store on disk."""
    queries_per_worker: int = 1000
    """A worker is replaced after so many queries."""
    connections: int = 512
    """Open connections; the next takes the place of the one that has been idle longest. Requests being answered: more are refused with 503."""
    request_s: float = 30.0
    """A request has so long to arrive, from its first byte to its last; a new connection so long to send one."""
    stall_s: float = 120.0
    """A client that is sent more than fits between has so long to read it."""
    client_queries: int = 32
    """Requests to the query endpoint that one client may have at once; the next is refused with 429. 0 allows any number."""
    drain_s: float = 3.0
    """After SIGTERM, running queries have so long to end."""
