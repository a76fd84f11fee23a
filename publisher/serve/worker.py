"""The child process that parses and evaluates queries, one after the other, and can be killed at any moment without loss.

It is forked by ``serve.zygote`` with the store open, gives up every right before the first query, and knows nothing of HTTP.
"""

import os
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final, cast

from publisher.rdf.formats import OFFERS, find_format
from publisher.rdf.store import Answer, Query
from publisher.rdf.syntax import find_mistake
from publisher.rdf.xml import XML_FORMATS, NotXmlError
from publisher.serve import limits
from publisher.serve.scanner import MAX_DEPTH, Words, scan
from publisher.serve.table import write_table
from publisher.serve.wire import ENOUGH, SPENT, FrameParser, FrameWriter, QueryFault, Question, frame

SPENT_GROWTH: Final = 64 << 20
_POSITIONED: Final = "error at "
_SENTENCE: Final = re.compile(r"\b[A-Z][a-z]+ [\w ]{8,}")


class EngineError(Exception):
    """An engine has no answer, or not the whole of one: the fault says why."""

    def __init__(self, problem: str, detail: str) -> None:
        """Make the fault of the slug of a problem and its words."""
        self.fault = QueryFault(problem, detail)
        super().__init__(problem, detail)


@dataclass(frozen=True, slots=True)
class Engine:
    """What evaluates queries, whether the same query gives the same answer again, and how many descriptors it must be able to open."""

    evaluate: Callable[[Query], Answer]
    is_stable: bool = True
    descriptors: int = 0


def work(connection: socket.socket, engine: Engine, memory_bytes: int) -> None:
    """Answer the questions that arrive on the connection until the serving process closes it, or kills this one."""
    limits.close_the_world(memory_bytes, engine.descriptors)
    start = limits.peak_memory()
    parser = FrameParser()
    while data := connection.recv(ENOUGH):
        for _, payload in parser.feed(data):
            question = Question.decode(payload)
            limits.start_clock(question.timeout_s)
            fault = _answer(connection, engine, question, start)
            limits.stop_clock()
            if fault is not None:
                connection.sendall(frame(b"F", fault.encode()))


def _answer(connection: socket.socket, engine: Engine, question: Question, start: int) -> QueryFault | None:
    """Answer one question to its end, or return why it has no answer."""
    words = scan(question.query)
    try:
        return _refusal(words) or _evaluate(connection, engine, question, words, start)
    except EngineError as error:
        return error.fault
    except (SyntaxError, ValueError) as error:
        return syntax_fault(str(error), question)
    except MemoryError:
        return QueryFault("query-memory", "The query needs more memory than a query may take.")
    except ConnectionError:
        os._exit(0)  # nobody is left to hear the answer
    except (OSError, RuntimeError) as error:
        return QueryFault("evaluation-failed", str(error))


def _evaluate(connection: socket.socket, engine: Engine, question: Question, words: Words, start: int) -> QueryFault | None:
    query = Query(
        text=question.query,
        base=question.base or None,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        makes_blank_nodes=words.makes_blank_nodes,
    )
    answer = engine.evaluate(query)
    name = question.formats.get(answer.kind.value)
    if name is None:
        offers = ", ".join(offer.media for offer in OFFERS[answer.kind])
        return QueryFault("not-acceptable", f"This query is answered with one of: {offers}.")
    out = FrameWriter(
        connection, f"{answer.kind.value} {name} {'stable' if engine.is_stable and not words.is_volatile else 'volatile'}".encode()
    )
    try:
        _write(answer, cast("IO[bytes]", out), name, question)
    except NotXmlError as error:
        others = ", ".join(offer.media for offer in OFFERS[answer.kind] if offer.engine not in XML_FORMATS)
        return QueryFault("not-acceptable", f"{error} Ask for one of: {others}.")
    is_spent = limits.peak_memory() - start > SPENT_GROWTH
    out.finish(frame(b"E", SPENT if is_spent else b""))
    return None


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
