"""Recognising what a record is called: a whole name, or a general noun made specific by the words before it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ahocorasick_rs import AhoCorasick

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.extract.spans import fold
from publisher.extract.wordlists import alternation
from publisher.rdf import IRI
from publisher.rdf.files import expand

_NUMBER_REACH = 4  # words before a plural in which its number stands
_REACH = 60  # characters before a general noun in which a modifier may stand


@dataclass(frozen=True, slots=True)
class Form:
    """A name of a record in the text ``[start, end)``: its class, how it points and how many it counts.

    ``definite``: "the deal" points back to one already told. ``generic``: the noun says no more than the record's own class.
    ``weak``: a word that only several parties make a record of ("an initiative").
    ``pointer``: a word like "the document", which names nothing. ``also``: further classes of a plural ("investment and offtake agreements").
    ``firm``: the words can be nothing else, not even inside a name ("Memorandum of Understanding").
    """

    start: int
    end: int
    type: IRI
    generic: bool
    definite: bool
    count: int
    firm: bool
    pointer: bool
    weak: bool
    plural: bool
    also: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class FormWords:
    """``mappings/lexicon/forms.yml`` compiled; ``hints`` finds the nouns anywhere: no sentence without one names a form."""

    base: IRI
    heads: re.Pattern[str]
    classes: dict[str, IRI]
    generic: re.Pattern[str]
    modifiers: re.Pattern[str]
    modifier_classes: dict[str, IRI]
    soft: frozenset[IRI]
    alike: tuple[frozenset[IRI], ...]
    back: re.Pattern[str]
    foreign: re.Pattern[str]
    weak: frozenset[str]
    behind: re.Pattern[str]
    definite: re.Pattern[str]
    documents: frozenset[str]
    plurals: frozenset[str]
    firm: frozenset[str]
    hints: AhoCorasick
    counts: Mapping[str, int]
    phrase_start: re.Pattern[str]
    joined: re.Pattern[str]
    conjunction: re.Pattern[str]
    activities: re.Pattern[str]


def compile_forms(domain: Domain) -> FormWords:
    """Compile the form lexicon.

    Raises:
        DomainError: D111 when a row names a class that the ontology lacks.

    """
    data, grammar = domain.mappings["lexicon/forms"], domain.mappings["language/grammar"]
    classes, back = _heads(domain, data)
    modifiers = {word.lower(): iri for row in data["modifiers"] for iri in [_class(domain, row)] for word in row["words"]}
    return FormWords(
        base=domain.record.type,
        heads=_words(classes, plural=True),
        classes=classes,
        generic=_words([*data["generic"], *data["weak"]], plural=True),
        modifiers=_words(modifiers, plural=False),
        modifier_classes=modifiers,
        alike=tuple(frozenset(_named(domain, name, data.key_lines["alike"]) for name in row) for row in data["alike"]),
        soft=frozenset(_named(domain, name, data.key_lines["soft"]) for name in data["soft"]),
        back=_words([*data["back"], *back], plural=False),
        foreign=re.compile(rf"(?<![\w-]){alternation(data['foreign'])}(?: [\w-]+)? $", re.IGNORECASE),
        plurals=frozenset(word.lower() for word in data["plurals"]),
        documents=frozenset(word.lower() for word in data["back"]),
        definite=_definite(data),
        weak=frozenset(word.lower() for word in data["weak"]),
        behind=re.compile(rf" {alternation(data['behind-forms'])} (?:[a-z-]+ )?"),
        firm=frozenset(word.lower() for word in data["firm"])
        | frozenset(word for word in classes if " " in word and word not in data["loose"]),
        counts={word: int(number) for word, number in grammar["counts"].items()},
        phrase_start=re.compile(rf"[,;:()\"]|\b{alternation(grammar['modifier-edges'])}\b", re.IGNORECASE),
        joined=re.compile(rf"([\w-]+) (?:{grammar['and']}|&) $"),
        conjunction=re.compile(rf"\b{grammar['and']}\b"),
        activities=re.compile(rf"\b(?:{'|'.join(data['activities'])})\b", re.IGNORECASE),
        hints=AhoCorasick(sorted(_spellings((*classes, *data["generic"], *data["weak"], *data["back"], *back)))),
    )


def _spellings(words: Iterable[str]) -> set[str]:
    """Return the words in lower case, each blank as it is and as a hyphen."""
    return {"".join(spelling) for word in words for spelling in product(*((" ", "-") if char == " " else (char,) for char in word.lower()))}


def _definite(data: YamlMap) -> re.Pattern[str]:
    """Compile what makes a form definite: a determiner, and up to its noun nothing that begins another phrase."""
    determiners, ends = ("|".join(re.escape(w) for w in data[key]) for key in ("determiners", "phrase-ends"))
    return re.compile(rf"(?<![\w-])(?:{determiners})(?: (?!(?:{ends})\b)[\w.$'&-]+){{0,6}} [\"']?$", re.IGNORECASE)


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
        raise DomainError(
            "D111", f"the prefix of {curie} is not declared", file=path, line=line, remedy="declare it in ontology/prefixes.ttl"
        ) from error
    if iri != domain.record.type and domain.record.type not in domain.superclasses.get(iri, frozenset()):
        raise DomainError(
            "D111",
            f"{curie} is no class below {domain.record.type.value}",
            file=path,
            line=line,
            remedy="correct the name or declare the class",
        )
    return iri


def _words(words: Sequence[str] | dict[str, IRI], *, plural: bool) -> re.Pattern[str]:
    longest = sorted((word.lower() for word in words), key=lambda word: (-len(word), word))
    alternatives = "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in longest)
    return re.compile(rf"(?<![\w-])({alternatives}){'(s|es)?' if plural else ''}(?![\w])", re.IGNORECASE)


def names_form(text: str, words: FormWords) -> bool:
    """Tell whether a text of any length holds a noun for a record, whatever stands before it."""
    hints = (start for _, start, _ in words.hints.find_matches_as_indexes(fold(text), overlapping=True))
    return any(words.heads.match(text, start) or words.generic.match(text, start) for start in hints)


def find_forms(text: str, words: FormWords) -> Iterator[Form]:
    """Yield the forms named in a sentence, in order, none overlapping."""
    if not words.hints.find_matches_as_indexes(fold(text)):
        return
    end = -1
    none = [match.span() for match in words.activities.finditer(text)]
    pointers = (m for m in words.back.finditer(text) if words.definite.search(text[max(0, m.start() - _REACH) : m.start()]))
    for match in sorted((*words.heads.finditer(text), *words.generic.finditer(text), *pointers), key=lambda m: (m.start(), -m.end())):
        if match.start() < end or words.foreign.search(text[max(0, match.start() - _REACH) : match.start()]):
            continue
        if any(left <= match.start() < right for left, right in none):
            continue
        if match.group(1).lower() in words.weak and words.behind.fullmatch(text, end, match.start()):
            continue  # "a pact on cooperation" is one form
        form = _make(text, match, words)
        end = match.end()
        behind = words.generic.match(text, end + 1) if form.type != words.base and text[end : end + 1] == " " else None
        if behind is not None:  # "a gold stream agreement" is one name
            form, end = replace(form, end=behind.end(), plural=form.plural or bool(behind.group(2))), behind.end()
        yield form


def _make(text: str, match: re.Match[str], words: FormWords) -> Form:
    word = match.group(1).lower()
    iri = next((words.classes[w] for w in (word, word.replace("-", " "), word.replace(" ", "-")) if w in words.classes), None)
    plural = bool(match.re.groups > 1 and match.group(2)) or word in words.plurals
    pointer = iri is None and word not in words.documents and words.generic.match(text, match.start()) is None
    start, also = match.start(), ()  # type: tuple[int, tuple[IRI, ...]]
    if iri is None and (pointer or word in words.documents):
        iri = words.base
    elif iri is None:
        iri, start, also = _modified(text, match.start(), words, plural=plural)
    window = text[max(0, start - _REACH) : start]
    if plural and not also and (joined := words.joined.search(window)) and (other := words.modifiers.fullmatch(joined.group(1))):
        also = tuple({words.modifier_classes[other.group(1).lower()]} - {iri})
    definite = words.definite.search(window) is not None
    return Form(
        start,
        match.end(),
        iri,
        iri == words.base,
        definite,
        _count(window.lower().split(), words.counts) if plural else 1,
        word in words.firm,
        pointer,
        word in words.weak,
        plural,
        also,
    )


def _modified(text: str, start: int, words: FormWords, *, plural: bool) -> tuple[IRI, int, tuple[IRI, ...]]:
    """Find the modifiers that make a general noun specific: the nearest one in the same noun phrase, of a plural all."""
    left = max(0, start - _REACH)
    window = text[left:start]
    cut = max((m.end() for m in words.phrase_start.finditer(window)), default=0)
    found = list(words.modifiers.finditer(window, cut))
    if not found:
        return words.base, start, ()
    classes = [words.modifier_classes[m.group(1).lower()] for m in reversed(found)]
    joined = plural and len(found) > 1 and words.conjunction.search(window[found[0].end() : found[-1].start()])
    return classes[0], left + found[0].start(), tuple(c for c in classes[1:] if c != classes[0]) if joined else ()


def _count(before: Sequence[str], counts: Mapping[str, int]) -> int:
    """Return how many a plural counts: what a number near it says, else two."""
    return next((counts[word] for word in reversed(before[-_NUMBER_REACH:]) if word in counts), 2)
