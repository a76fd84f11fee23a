"""Everything that can go wrong on the wire, as RFC 9457 problem types: one table, one page each under ``/problems/``."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: the slug of its type IRI, the HTTP status, a title, and what a client can do."""

    slug: str
    status: int
    title: str
    remedy: str
    retry_after_s: int | None = None


_ROWS: Final = (
    Problem("syntax-error", 400, "The query is not SPARQL 1.1", "Correct the query at the line and column given."),
    Problem("bad-request", 400, "The request is not as the SPARQL 1.1 Protocol wants it", "Send exactly one query."),
    Problem("query-too-complex", 400, "The query is too deeply nested", "Write the query with fewer nested brackets or shorter paths."),
    Problem("evaluation-failed", 400, "The query cannot be evaluated", "Change what the detail names."),
    Problem("read-only", 403, "This endpoint is read-only", "Ask a query; updates are not taken."),
    Problem("service-refused", 403, "SERVICE is refused", "Ask the other endpoint yourself and join the answers."),
    Problem("not-found", 404, "Nothing is published here", "Begin at the home page or the sitemap."),
    Problem("method-not-allowed", 405, "The method is not allowed here", "Use one of the methods of the Allow header."),
    Problem("not-acceptable", 406, "No format that the client accepts", "Ask for one of the formats listed, or leave Accept out."),
    Problem("withdrawn", 410, "This was withdrawn", "What stood here is no longer published."),
    Problem("content-too-large", 413, "The query is too long", "Shorten the query."),
    Problem("uri-too-long", 414, "The address is too long", "Send the query by POST."),
    Problem(
        "unsupported-media-type", 415, "The body is in a media type that is not taken", "Use application/sparql-query or a form, in UTF-8."
    ),
    Problem("too-many-requests", 429, "Too many requests at once", "Wait for an answer before the next request.", retry_after_s=2),
    Problem("busy", 503, "Every worker is taken", "Try again after the seconds of Retry-After.", retry_after_s=2),
    Problem("shutting-down", 503, "The server is ending", "Try again after the seconds of Retry-After.", retry_after_s=10),
    Problem("worker-lost", 503, "The process that evaluated the query has ended", "Try again.", retry_after_s=2),
    Problem(
        "query-memory", 503, "The query needs too much memory", "Ask for less: fewer rows, no product of patterns, LIMIT before ORDER BY."
    ),
    Problem("result-too-large", 503, "The result is too large", "Ask for less, or download a dump."),
    Problem("store-failed", 502, "The store behind this endpoint failed", "Try again after the seconds of Retry-After.", retry_after_s=10),
    Problem("query-timeout", 504, "The query took too long", "Ask for less: more constants, a LIMIT in a sub-select, or download a dump."),
    Problem("server-error", 500, "The server failed", "Report it."),
)

PROBLEMS: Final = {row.slug: row for row in _ROWS}
