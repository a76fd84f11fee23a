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
  | (?P<words>[^\W\d_][\w.\-]*+(?!:))
  | (?P<name>(?:[^\W\d_][\w.\-]*+)?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>_\w*)
  | (?P<mark>[\[\](){}])
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD: Final = re.compile(r"[^\W\d]\w*")
_MISREAD: Final = re.compile("['#]")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_NAMING: Final = frozenset({"GRAPH", "FROM", "NAMED", "DESCRIBE"})
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


def _readings(query: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the tokens of the query, then those that there are beside if ``<…>`` is no IRI but begins with a comparison.

    The engine has no tokens: where an expression may go on, it takes ``<`` for that, and what follows for a string or a comment, as in
    ``FILTER(1<'>') SERVICE…`` or ``FILTER(1<2)SERVICE?u#>``. No place is read twice.
    """
    starts, seen = [0], set[int]()
    while starts:
        yield list(_tokens(query, starts, seen))


def _tokens(query: str, starts: list[int], seen: set[int]) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query, starts.pop()):
        kind, text = match.lastgroup or "", match.group()
        if kind == "words":
            yield from (("word", word) for word in _WORD.findall(text))
        elif kind not in {"comment", "long", "string", "iri", "variable", "language"}:
            yield kind, text
        if match.start() in seen:
            return
        seen.add(match.start())
        if kind == "iri" and _MISREAD.search(text):
            starts.append(match.start() + 1)
        elif kind == "iri" and ")" in text:
            yield from (("word", word) for word in _WORD.findall(text) if word.upper() in VOLATILE)


def _scan(query: str) -> Words:
    readings = list(_readings(query))
    tokens = readings[0]
    every = {text.upper() for reading in readings for kind, text in reading if kind == "word"}
    form = next((text.upper() for kind, text in tokens if kind == "word" and text.upper() in FORMS | UPDATES), None)
    refused = form if form in UPDATES else None
    if any("SERVICE" in word for word in every) or any(map(_has_glued_service, readings)):
        refused = refused or "SERVICE"
    return Words(
        refused=refused,
        depth=_depth(tokens),
        is_volatile=not VOLATILE.isdisjoint(every),
        makes_blank_nodes=form == "CONSTRUCT" and _template_has_blank_node(tokens),
    )


def _has_glued_service(tokens: list[tuple[str, str]]) -> bool:
    """Tell whether ``SERVICE:name {``, ``SERVICEprefix:name {`` or ``SERVICESILENT:name {`` may be read as the keyword and a name.

    No triple pattern goes on with a brace; what names a graph or a thing to describe does.
    """
    before = [("", ""), *tokens]
    return any(
        kind == "name" and "SERVICE" in text.upper().partition(":")[0] and following == ("mark", "{") and last[1].upper() not in _NAMING
        for last, (kind, text), following in zip(before, tokens, tokens[1:], strict=False)
    )


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
