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
from collections.abc import Mapping

PART = re.compile(r"\{(\w+)\}|<([\w|-]+!?)>|(~[~nm]?)(\d+)|(\^)|(\[)|(\])|\(([^()]+)\)|([^\s{}<>~\[\]()^]+)")
"""One part of a pattern: placeholder, verb classes, gap and its reach, beginning, brackets, choice of words, word."""


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says which part."""


_EDGES = "in|at|from|since|after|before|while|as|which|that|who|because|but|or|to|for|on|by|with|is|was|are|were|has|have|had|will|would|when|where|if|under|through|over|into|than|what"
_DETERMINERS = "the|a|an|its|his|her|their|both|this|that"


def compile_pattern(pattern: str, placeholders: Mapping[str, str], verbs: Mapping[str, str], stops: str) -> re.Pattern[str]:
    """Compile one pattern.

    ``placeholders`` maps a name to the codes it stands for, ``verbs`` a class to the alternatives of its words,
    ``stops`` are the codes a short gap may not cross. Groups are named ``p0_party``, ``v2_sign`` by their place in the pattern.

    Raises:
        PatternError: for a placeholder or class nobody declared, or text that is no pattern.

    >>> p = compile_pattern("{party} ~3 <sign> ~3 {form}", {"party": "A", "form": "F"}, {"sign": "signed|signs"}, "AF")
    >>> p.search(" §A on monday signed the §F .").group("v2_sign")
    ' signed'

    """
    out: list[str] = []
    end = 0
    for number, match in enumerate(PART.finditer(pattern)):
        if pattern[end : match.start()].strip():
            raise PatternError(f"cannot read {pattern[end : match.start()]!r}")
        end = match.end()
        out.append(_part(match, number, placeholders, verbs, stops))
    if pattern[end:].strip():
        raise PatternError(f"cannot read {pattern[end:]!r}")
    try:
        return re.compile("".join(out))
    except re.error as error:
        raise PatternError(str(error)) from error


def _part(match: re.Match[str], number: int, placeholders: Mapping[str, str], verbs: Mapping[str, str], stops: str) -> str:
    name, classes, gap, reach, start, opening, closing, choice, word = match.groups()
    fixed = "^" * bool(start) or "(?:" * bool(opening) or ")?" * bool(closing)
    if name:
        if name not in placeholders:
            raise PatternError(f"no placeholder {{{name}}}")
        return f"(?: (?:{_DETERMINERS})){{0,2}}(?P<p{number}_{name}> §[{placeholders[name]}](?= ))"
    if classes:
        done = classes.endswith("!")
        return "(?:" + "|".join(_verb(cls + ("!" if done else ""), number, verbs) for cls in classes.rstrip("!").split("|")) + ")"
    if gap:
        barred = {"~": f"§[{stops}]|;", "~n": f"§[{stops.replace('N', '')}]|;", "~~": ";", "~m": f"§[{stops}]|;|,|(?:{_EDGES}) "}[gap]
        return rf"(?: (?!{barred})[^ ]+){{0,{reach}}}?"
    if fixed:
        return fixed
    return f" (?:{choice})(?= )" if choice else f" {re.escape(word)}(?= )"


def _verb(name: str, number: int, verbs: Mapping[str, str]) -> str:
    if name not in verbs:
        raise PatternError(f"no verb class <{name}>")
    return f"(?P<v{number}_{name.rstrip('!')}> (?:{verbs[name]})(?= ))"
