"""The child process that parses and evaluates queries, one after the other, and can be killed at any moment without loss.

It is forked by ``serve.zygote`` with the store open, gives up every right before the first query, and knows nothing of HTTP.
"""

import io
import os
import re
import socket
from typing import IO, Final

from publisher.rdf import Store
from publisher.rdf.formats import OFFERS, find_format
from publisher.rdf.store import Answer, Query, evaluate
from publisher.rdf.syntax import find_mistake
from publisher.serve import limits
from publisher.serve.scanner import MAX_DEPTH, Words, scan
from publisher.serve.table import write_table
from publisher.serve.wire import SPENT, FrameWriter, QueryFault, Question, receive_frame, send_frame

BUFFER: Final = 1 << 16
SPENT_GROWTH: Final = 64 << 20
_POSITIONED: Final = "error at "
_SENTENCE: Final = re.compile(r"\b[A-Z][a-z]+ [\w ]{8,}")


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
        return b"F", syntax_fault(str(error), question).encode()
    except MemoryError:
        return b"F", QueryFault("query-memory", "The query needs more memory than a query may take.").encode()
    except (OSError, RuntimeError) as error:
        if isinstance(error, BrokenPipeError | ConnectionError):
            os._exit(0)  # nobody is left to hear the answer
        return b"F", QueryFault("evaluation-failed", str(error)).encode()


def _evaluate(connection: socket.socket, store: Store, question: Question, words: Words) -> tuple[bytes, bytes]:
    query = Query(
        text=question.query,
        base=question.base or None,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        names_dataset=words.names_dataset,
        makes_blank_nodes=words.makes_blank_nodes,
    )
    answer = evaluate(store, query)
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


def _write(answer: Answer, out: IO[bytes], name: str, question: Question) -> None:
    offer = find_format(name, OFFERS[answer.kind])
    if offer is None or offer.engine is None:
        write_table(answer, out, question.site)
    else:
        answer.write(out, offer.engine)


def _refusal(words: Words) -> QueryFault | None:
    if words.refused == "SERVICE":
        return QueryFault("service-refused", "This endpoint does not call other endpoints: SERVICE is refused.")
    if words.refused is not None:
        return QueryFault("read-only", f"This endpoint is read-only: {words.refused} is refused.")
    if words.depth > MAX_DEPTH:
        return QueryFault("query-too-complex", f"The query nests brackets {words.depth} deep; {MAX_DEPTH} is the most.")
    return None


def syntax_fault(message: str, question: Question) -> QueryFault:
    """Turn the engine's complaint into a fault with a place in the query and what stands there."""
    if not message.startswith(_POSITIONED):
        return QueryFault("syntax-error", f"{message.splitlines()[0][:300] if message else 'The query is not SPARQL 1.1'}.")
    place = find_mistake(question.query, question.base or None)
    reason = _SENTENCE.search(message)
    if reason is not None:
        what = reason.group().strip()
    else:
        what = f"{place.token[:60]} cannot stand here" if place.token else "the query ends before it is complete"
    return QueryFault("syntax-error", f"Line {place.line}, column {place.column}: {what}.", place.line, place.column)
