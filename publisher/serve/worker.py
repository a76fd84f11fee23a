"""The child process that parses and evaluates queries, one after the other, and can be killed at any moment without loss.

It is forked by ``serve.zygote`` with the store open, gives up every right before the first query, and knows nothing of HTTP.
"""

import io
import os
import re
import socket
from typing import Any, Final

from publisher.rdf import Store
from publisher.rdf.formats import GRAPH_FORMATS, OFFERS, find_format
from publisher.rdf.store import Answer, DatasetClause, evaluate
from publisher.serve import limits
from publisher.serve.scanner import MAX_DEPTH, Words, scan
from publisher.serve.table import write_table
from publisher.serve.wire import SPENT, FrameWriter, Question, QueryFault, receive_frame, send_frame

BUFFER: Final = 1 << 16
SPENT_GROWTH: Final = 64 << 20
_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def work(connection: socket.socket, store: Store, memory_bytes: int) -> None:
    """Answer the questions that arrive on the connection until the serving process closes it, or kills this one."""
    limits.close_the_world(memory_bytes)
    start = limits.peak_memory()
    while (frame := receive_frame(connection)) is not None:
        question = Question.decode(frame[1])
        limits.start_clock(question.timeout_s)
        try:
            letter, payload = _answer(connection, store, question)
        finally:
            limits.stop_clock()
        if letter == b"E" and limits.peak_memory() - start > SPENT_GROWTH:
            payload = SPENT
        send_frame(connection, letter, payload)


def _answer(connection: socket.socket, store: Store, question: Question) -> tuple[bytes, bytes]:
    """Answer one question; return the frame that ends the answer."""
    words = scan(question.query)
    fault = _refusal(words)
    if fault is not None:
        return b"F", fault.encode()
    try:
        return _evaluate(connection, store, question, words)
    except (SyntaxError, ValueError) as error:
        return b"F", syntax_fault(str(error), question.query).encode()
    except MemoryError:
        return b"F", QueryFault("query-memory", "The query needs more memory than a query may take.").encode()
    except (OSError, RuntimeError) as error:
        if isinstance(error, BrokenPipeError | ConnectionError):
            os._exit(0)  # nobody is left to hear the answer
        return b"F", QueryFault("evaluation-failed", str(error)).encode()


def _evaluate(connection: socket.socket, store: Store, question: Question, words: Words) -> tuple[bytes, bytes]:
    dataset = DatasetClause(question.default_graphs, question.named_graphs)
    answer = evaluate(
        store,
        question.query,
        question.base,
        dataset,
        names_dataset=words.names_dataset,
        number_blank_nodes=words.makes_blank_nodes,
    )
    name = question.formats.get(answer.kind.value)
    if name is None:
        offers = ", ".join(offer.media for offer in OFFERS[answer.kind])
        return b"F", QueryFault("not-acceptable", f"This query is answered with one of: {offers}.").encode()
    raw = FrameWriter(connection, f"{answer.kind.value} {name} {'volatile' if words.is_volatile else 'stable'}".encode())
    out = io.BufferedWriter(raw, BUFFER)
    _write(answer, out, name, question)
    out.flush()
    raw.open_now()
    return b"E", b""


def _write(answer: Answer, out: Any, name: str, question: Question) -> None:
    if name == "html":
        write_table(answer, out, question.site)
        return
    offer = find_format(name, OFFERS[answer.kind]) or GRAPH_FORMATS[0]
    assert offer.engine is not None
    answer.write(out, offer.engine)


def _refusal(words: Words) -> QueryFault | None:
    if words.refused == "SERVICE":
        return QueryFault("service-refused", "This endpoint does not call other endpoints: SERVICE is refused.")
    if words.refused is not None:
        return QueryFault("read-only", f"This endpoint is read-only: {words.refused} is refused.")
    if words.depth > MAX_DEPTH:
        return QueryFault("query-too-complex", f"The query nests brackets {words.depth} deep; {MAX_DEPTH} is the most.")
    return None


def syntax_fault(message: str, query: str) -> QueryFault:
    """Turn the engine's complaint into a fault with a place in the query and the line itself.

    >>> syntax_fault("error at 1:6: expected one of [_]", "ASK {").column
    6

    """
    match = _POSITION.match(message)
    if match is None:
        return QueryFault("syntax-error", message.splitlines()[0][:500] if message else "The query is not SPARQL 1.1.")
    line, column = int(match.group(1)), int(match.group(2))
    lines = query.splitlines() or [""]
    near = lines[line - 1][max(0, column - 31) : column + 30] if line <= len(lines) else ""
    expected = re.sub(r"\s+", " ", match.group(3))
    return QueryFault("syntax-error", f"Line {line}, column {column}: {_shorten(expected)}", line, column, {"near": near.strip()})


def _shorten(expected: str) -> str:
    """Leave out the character classes, which tell a reader nothing."""
    words = re.findall(r'"[^"]+"|\b[A-Z]{2,}\b|[A-Z][a-z][\w ]+', re.sub(r"\[[^\]]*\]", "", expected))
    return f"expected {', '.join(dict.fromkeys(words))}." if words else "the query ends or goes on where it cannot."
