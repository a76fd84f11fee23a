"""Reading a query's words without parsing it: what it asks for that is refused, and what decides how it is answered.

The scanner knows the tokens of SPARQL 1.1 (19.8) that can hide a word: comments, IRIs, strings, names and variables. It runs in the worker,
in time linear in the query, and is the first wall: the second is that the worker can open no file and no connection at all.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+''')
  | (?P<string>"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.\-]*)
  | (?P<language>@[A-Za-z][A-Za-z0-9\-]*)
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>[\[\](){}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
VOLATILE: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
MAX_DEPTH: Final = 128


@dataclass(frozen=True, slots=True)
class Words:
    """What a query's words tell: the refused one (SERVICE or an update), the depth of its brackets, and whether its answer changes."""

    refused: str | None
    depth: int
    is_volatile: bool
    makes_blank_nodes: bool


def scan(query: str) -> Words:
    """Read the words of a query, as written and with its code point escapes resolved (19.2): whichever is the worse counts.

    >>> scan('SELECT * { ?service ?p "SERVICE" } # SERVICE').refused is None
    True
    >>> scan("SELECT * { serVice<http://e/> {} }").refused
    'SERVICE'
    >>> scan("LOAD <file:///etc/passwd>").refused
    'LOAD'

    """
    first = _scan(query)
    if "\\u" not in query and "\\U" not in query:
        return first
    second = _scan(resolve_escapes(query))
    return Words(
        refused=first.refused or second.refused,
        depth=max(first.depth, second.depth),
        is_volatile=first.is_volatile or second.is_volatile,
        makes_blank_nodes=first.makes_blank_nodes,
    )


def resolve_escapes(query: str) -> str:
    r"""Replace code point escapes by what they stand for (19.2).

    >>> resolve_escapes(r"\u0041SK {}")
    'ASK {}'

    """
    return _ESCAPE.sub(_unescape, query)


def _unescape(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= sys.maxunicode else match.group(0)


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind not in {"comment", "long", "string", "iri", "variable", "language"}:
            yield kind, match.group()


def _scan(query: str) -> Words:
    tokens = list(_tokens(query))
    words = [text.upper() for kind, text in tokens if kind == "word"]
    form = next((word for word in words if word in FORMS | UPDATES), None)
    refused = form if form in UPDATES else None
    if any("SERVICE" in word for word in words) or any(map(_is_glued_service, tokens, tokens[1:])):
        refused = refused or "SERVICE"
    return Words(
        refused=refused,
        depth=_depth(tokens),
        is_volatile=not VOLATILE.isdisjoint(words),
        makes_blank_nodes=form == "CONSTRUCT" and _template_has_blank_node(tokens),
    )


def _is_glued_service(token: tuple[str, str], following: tuple[str, str]) -> bool:
    """Tell whether ``SERVICE:name {`` may be read as the keyword and a name with the empty prefix: no triple pattern goes on with a brace."""
    kind, text = token
    return kind == "name" and text.upper().partition(":")[0].endswith("SERVICE") and following == ("mark", "{")


def _depth(tokens: list[tuple[str, str]]) -> int:
    depth = deepest = 0
    for kind, text in tokens:
        if kind == "mark":
            depth += 1 if text in "[({" else -1
            deepest = max(deepest, depth)
    return deepest


def _template_has_blank_node(tokens: list[tuple[str, str]]) -> bool:
    """Tell whether the first braces of a CONSTRUCT hold what makes a blank node for every solution."""
    start = tokens.index(("mark", "{")) + 1 if ("mark", "{") in tokens else len(tokens)
    end = tokens.index(("mark", "}"), start) if ("mark", "}") in tokens[start:] else len(tokens)
    return any(kind == "blank" or text in ("[", "(") for kind, text in tokens[start:end])
