"""Recognising what a record is called: a whole name, or a general noun made specific by the words before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.rdf import IRI
from publisher.rdf.files import expand

_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "such", "said", "both", "latest"})
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_REACH = 60  # characters before a general noun in which a modifier may stand


@dataclass(frozen=True, slots=True)
class Form:
    """A name of a record in the text ``[start, end)``: its class, how it points and how many it counts.

    ``definite``: "the deal" points back to one already told. ``generic``: the noun says no more than the record's own class.
    ``firm``: the words can be nothing else, not even inside a name ("Memorandum of Understanding").
    """

    start: int
    end: int
    type: IRI
    generic: bool
    definite: bool
    count: int
    firm: bool


@dataclass(frozen=True, slots=True)
class FormWords:
    """``mappings/lexicon/forms.yml`` compiled."""

    base: IRI
    heads: re.Pattern[str]
    classes: dict[str, IRI]
    generic: re.Pattern[str]
    modifiers: re.Pattern[str]
    modifier_classes: dict[str, IRI]
    soft: frozenset[IRI]
    back: dict[str, frozenset[IRI]]
    firm: frozenset[str]


def compile_forms(domain: Domain) -> FormWords:
    """Compile the form lexicon.

    Raises:
        DomainError: D111 when a row names a class that the ontology lacks.

    """
    data = domain.mappings["lexicon/forms"]
    classes, back = _heads(domain, data)
    modifiers = {word.lower(): iri for row in data["modifiers"] for iri in [_class(domain, row)] for word in row["words"]}
    return FormWords(
        base=domain.record.type,
        heads=_words(classes, plural=True),
        classes=classes,
        generic=_words(data["generic"], plural=True),
        modifiers=_words(modifiers, plural=False),
        modifier_classes=modifiers,
        soft=frozenset(_named(domain, name, data.key_lines["soft"]) for name in data["soft"]),
        back={word.lower(): frozenset() for word in data["back"]} | back,
        firm=frozenset(word.lower() for word in data["firm"]) | frozenset(word for word in classes if " " in word),
    )


def _heads(domain: Domain, data: YamlMap) -> tuple[dict[str, IRI], dict[str, frozenset[IRI]]]:
    classes: dict[str, IRI] = {}
    back: dict[str, set[IRI]] = {}
    for row in data["heads"]:
        iri = _class(domain, row)
        classes.update({word.lower(): iri for word in row["words"]})
        for word in row.get("also", ()):
            back.setdefault(word.lower(), set()).add(iri)
    return classes, {word: frozenset(iris) for word, iris in back.items()}


def _class(domain: Domain, row: YamlMap) -> IRI:
    return _named(domain, row["class"], row.line)


def _named(domain: Domain, curie: str, line: int) -> IRI:
    path = domain.root / "mappings" / "lexicon" / "forms.yml"
    try:
        iri = expand(curie, domain.prefixes)
    except KeyError as error:
        raise DomainError("D111", f"the prefix of {curie} is not declared", file=path, line=line, remedy="declare it in ontology/prefixes.ttl") from error
    if iri != domain.record.type and domain.record.type not in domain.superclasses.get(iri, frozenset()):
        raise DomainError("D111", f"{curie} is no class below {domain.record.type.value}", file=path, line=line, remedy="correct the name or declare the class")
    return iri


def _words(words: Sequence[str] | dict[str, IRI], *, plural: bool) -> re.Pattern[str]:
    longest = sorted((word.lower() for word in words), key=lambda word: (-len(word), word))
    alternatives = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in longest)
    return re.compile(rf"(?<![\w-])({alternatives}){'(s|es)?' if plural else ''}(?![\w])", re.IGNORECASE)


def find_forms(text: str, words: FormWords) -> Iterator[Form]:
    """Yield the forms named in a sentence, in order, none overlapping."""
    end = -1
    for match in sorted((*words.heads.finditer(text), *words.generic.finditer(text)), key=lambda m: (m.start(), -m.end())):
        if match.start() < end:
            continue
        form = _make(text, match, words)
        end = match.end()
        yield form


def _make(text: str, match: re.Match[str], words: FormWords) -> Form:
    name = match.group(1).lower().replace("-", " ") if match.group(1).lower() not in words.classes else match.group(1).lower()
    iri = words.classes.get(name) or words.classes.get(match.group(1).lower().replace(" ", "-"))
    start = match.start()
    if iri is None:
        iri, start = _modified(text, match.start(), words)
    before = text[max(0, start - _REACH) : start].lower().split()
    return Form(start, match.end(), iri, iri == words.base, _is_definite(before), _count(before, plural=bool(match.group(2))), match.group(1).lower() in words.firm)


def _modified(text: str, start: int, words: FormWords) -> tuple[IRI, int]:
    """Find the modifier that makes a general noun specific: the nearest one in the same noun phrase."""
    left = max(0, start - _REACH)
    window = text[left:start]
    cut = max((m.end() for m in re.finditer(r"[,;:()\"]|\b(?:a|an|the|of|with|on|for|to|by|in|its|their|signed|sign|signs)\b", window, re.IGNORECASE)), default=0)
    found = list(words.modifiers.finditer(window, cut))
    if not found:
        return words.base, start
    return words.modifier_classes[found[-1].group(1).lower()], left + found[0].start()


def _is_definite(before: Sequence[str]) -> bool:
    return any(word in _DETERMINERS for word in before[-3:])


def _count(before: Sequence[str], *, plural: bool) -> int:
    if not plural:
        return 1
    return next((_COUNTS[word] for word in reversed(before[-4:]) if word in _COUNTS), 2)
