"""Where in a query its syntax breaks: found by asking the engine how far each beginning of it could still become a query.

The engine's own position can lie several characters past the mistake, because it reads a whole keyword's length before it compares.
A beginning that can go on fails at the very end of what follows it, however much white space that is; one that cannot, fails before.
"""

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

_POSITION: Final = re.compile(r"error at (\d+):(\d+)")
_PADDING: Final = " " * 32
_TOKEN: Final = re.compile(
    r"""\#[^\n]*|<[^<>"{}|^`\\\x00-\x20]*>|\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w?$@:][\w.:%\-]*(?<!\.)|\^\^|&&|\|\||[<>!]=|\S""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a query, counted from 1, and the token that stands there; an empty one is the end."""

    line: int
    column: int
    token: str


def find_mistake(query: str, base: str | None = None) -> Place:
    """Find the first token with which the query can no longer become one, by halving: a parse of the beginning for each step.

    The query is known to have a mistake. It is parsed over an empty store, and may be hostile: call this only where a query may be parsed.

    >>> find_mistake("SELECT * WHERE { ?s ?p }")
    Place(line=1, column=24, token='}')
    >>> find_mistake("ASK {")
    Place(line=1, column=6, token='')

    """
    store = Store()
    tokens = [match for match in _TOKEN.finditer(query) if not match.group().startswith("#")]
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if _can_go_on(store, query[: tokens[middle].end()], base):
            low = middle + 1
        else:
            high = middle
    start = tokens[low].start() if low < len(tokens) else len(query)
    before = query[:start]
    return Place(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1, tokens[low].group() if low < len(tokens) else "")


def _can_go_on(store: Store, beginning: str, base: str | None) -> bool:
    text = beginning + "\n" + _PADDING
    try:
        store.query(text, base_iri=base)
    except SyntaxError as error:
        match = _POSITION.search(str(error))
        return match is None or (int(match.group(1)), int(match.group(2))) == (text.count("\n") + 1, len(_PADDING) + 1)
    return True
