"""The small language frames are written in, compiled to regular expressions over masked sentences.

=============  ==============================================================================
``{party}``    one unit of the placeholder's kinds; its mentions fill the slot of that name
``<sign>``     a word or phrase of that verb class; ``<sign|seal>`` of either
``<sign!>``    the same, participles only, for the passive
``word``       the word itself; ``(a|b)`` one of several
``[ … ]``      may be absent
``~6``         up to six units, none of them a party, a form or a semicolon
``~n6``        as above, but names are let through
``~m6``        as ``~6``, but only what can stand inside one noun phrase: no comma, preposition (but "of") or verb of being
``~~6``        up to six units of any kind but a semicolon
``^``          the beginning of the sentence
=============  ==============================================================================

All gaps are bounded, so matching is linear in the length of a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PART = re.compile(r"\{(\w+)\}|<([\w|-]+!?)>|(~[~nm]?)(\d+)|(\^)|(\[)|(\])|\(([^()]+)\)|([^\s{}<>~\[\]()^]+)")
"""One part of a pattern: placeholder, verb classes, gap and its reach, beginning, brackets, choice of words, word."""


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says which part."""


@dataclass(frozen=True, slots=True)
class PatternWords:
    """What the parts of a pattern stand for.

    ``placeholders`` maps a name to the codes it stands for, ``verbs`` a class to the alternatives of its words, ``stops`` are the
    codes a short gap may not cross, ``determiners`` may stand before a placeholder, ``edges`` end a noun phrase.
    """

    placeholders: Mapping[str, str]
    verbs: Mapping[str, str]
    stops: str
    determiners: Sequence[str] = ()
    edges: Sequence[str] = ()


def compile_pattern(pattern: str, words: PatternWords) -> re.Pattern[str]:
    """Compile one pattern. Groups are named ``p0_party``, ``v1_sign`` in order.

    Raises:
        PatternError: for a placeholder or class nobody declared, or text that is no pattern.

    >>> words = PatternWords({"party": "A", "form": "F"}, {"sign": "signed|signs"}, "AF", ["the"])
    >>> p = compile_pattern("{party} ~3 <sign> ~3 {form}", words)
    >>> p.search(" §A on monday signed the §F .").group("v2_sign")
    ' signed'

    """
    out: list[str] = []
    end = 0
    for number, match in enumerate(PART.finditer(pattern)):
        if pattern[end : match.start()].strip():
            raise PatternError(f"cannot read {pattern[end : match.start()]!r}")
        end = match.end()
        out.append(_part(match, number, words))
    if pattern[end:].strip():
        raise PatternError(f"cannot read {pattern[end:]!r}")
    try:
        return re.compile("".join(out))
    except re.error as error:
        raise PatternError(str(error)) from error


def _part(match: re.Match[str], number: int, words: PatternWords) -> str:
    name, classes, gap, reach, start, opening, closing, choice, word = match.groups()
    fixed = "^" * bool(start) or "(?:" * bool(opening) or ")?" * bool(closing)
    if name:
        if name not in words.placeholders:
            raise PatternError(f"no placeholder {{{name}}}")
        before = f"(?: (?:{'|'.join(words.determiners)})){{0,2}}" if words.determiners else ""
        return f"{before}(?P<p{number}_{name}> §[{words.placeholders[name]}](?= ))"
    if classes:
        done = classes.endswith("!")
        return "(?:" + "|".join(_verb(cls + ("!" if done else ""), number, words.verbs) for cls in classes.rstrip("!").split("|")) + ")"
    if gap:
        barred = _barred(gap, words)
        return rf"(?: (?!{barred})[^ ]+){{0,{reach}}}?"
    if fixed:
        return fixed
    return f" (?:{choice})(?= )" if choice else f" {re.escape(word)}(?= )"


def _verb(name: str, number: int, verbs: Mapping[str, str]) -> str:
    if name not in verbs:
        raise PatternError(f"no verb class <{name}>")
    return f"(?P<v{number}_{name.rstrip('!')}> (?:{verbs[name]})(?= ))"


def _barred(gap: str, words: PatternWords) -> str:
    """Return what the units of a gap may not be."""
    if gap == "~~":
        return ";"
    stops = words.stops.replace("N", "") if gap == "~n" else words.stops
    edges = f"|,|(?:{'|'.join(words.edges)}) " if gap == "~m" else ""
    return f"§[{stops}]|;{edges}"
