"""Comparing one field of what was found with one of what was marked: ``mappings/evaluation.yml`` compiled."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.model import Claim, Entity, Part
from publisher.model import Value as Told
from publisher.rdf import IRI, SKOS, Literal

Value = frozenset[str]
"""A value found: all that it may be called; of a sum its value and its currency."""
_TOLERANCE: Final = 0.005
_SHORT: Final = 3  # letters an acronym has at least
_WORD: Final = 4  # letters a single word must have to stand for a name that begins with it


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field: where its values stand on both sides, and when two are the same.

    ``code`` is the key of a mark's value that holds a code it may be called by, for the kind that ``coded`` names.
    """

    name: str
    slot: str
    way: str
    marked: str
    role: str
    also: str
    parts: str
    code: str
    coded: str
    weight: float
    pairs: bool
    choice: bool
    same: Callable[[str, Value], bool]

    def wanted(self, mark: Mapping[str, Any]) -> list[list[str]]:
        """Return the values marked, each as the spellings of which any will do."""
        held = mark.get(self.marked)
        items: list[Any] = held if isinstance(held, list) else [held] * bool(held)
        return [self._spellings(item) for item in items if not self.role or item.get("role") == self.role]

    def _spellings(self, item: object) -> list[str]:
        if isinstance(item, dict):
            if "value" in item:
                return [f"{item['value']} {item.get('currency') or ''}".strip()] if item["value"] else []
            code = item.get(self.code) if item.get("kind") == self.coded else None
            return [item["name"], *([code] if code else [])]
        text = str(item)
        return [text, *(part.strip() for part in text.split(self.parts) if part.strip() != text)] if self.parts else [text]

    def optional(self, mark: Mapping[str, Any]) -> list[list[str]]:
        """Return values that are right as well, but need not be found."""
        also: Mapping[str, Any] = mark.get("also_ok", {})
        held = also.get(self.also, [])
        return [self._spellings(item) for item in (held if isinstance(held, list) else [held])]

    def hits(self, mark: Mapping[str, Any], found: Sequence[Value]) -> tuple[int, int, int]:
        """Return how many values are right, wrong and missed."""
        wanted, optional = [w for w in self.wanted(mark) if w], self.optional(mark)
        if self.choice:
            every = [*wanted, *optional]
            right = any(self._is(spellings, value) for spellings in every for value in found)
            return int(right), sum(not any(self._is(s, value) for s in every) for value in found), int(not right)
        left, right_ = list(found), 0
        for spellings in wanted:
            match = next((value for value in left if self._is(spellings, value)), None)
            if match is not None:
                left.remove(match)
                right_ += 1
        wrong = [value for value in left if not any(self._is(spellings, value) for spellings in optional)]
        return right_, len(wrong), len(wanted) - right_

    def _is(self, spellings: Iterable[str], value: Value) -> bool:
        return any(self.same(spelling, value) for spelling in spellings)

    def count(self, mark: Mapping[str, Any]) -> int:
        """Return how many values of a mark can be missed."""
        return 1 if self.choice else sum(bool(spellings) for spellings in self.wanted(mark))

    def likeness(self, right: int, wrong: int, missed: int) -> float:
        """Return what a field adds to the likeness of two records."""
        if not right:
            return 0.0
        is_one = self.choice or self.same is _begins
        return self.weight * (1.0 if is_one else 2 * right / (2 * right + wrong + missed))

    def wanted_text(self, mark: Mapping[str, Any]) -> str:
        """Return what was wanted, for a report."""
        return ", ".join(spellings[0] for spellings in self.wanted(mark) if spellings) or "nothing"

    @staticmethod
    def found_text(values: Sequence[Value]) -> str:
        """Return what was found, for a report: the shortest of the names of each value."""
        return ", ".join(min(value, key=lambda name: (len(name), name)) for value in values) or "nothing"


def load_comparisons(domain: Domain) -> dict[str, Comparison]:
    """Read how fields are compared, in the order of the report.

    Raises:
        DomainError: D125 when a row names a slot or a way to compare that does not exist.

    """
    data = domain.mappings["evaluation"]
    legal = (_words(form) for form in domain.mappings["lexicon/names"]["organisation"]["legal"])
    names = _Names(frozenset(data["small-words"]).union(form[0] for form in legal if len(form) == 1))
    ways: dict[str, Callable[[str, Value], bool]] = {
        "class": _is_among,
        "key": _is_among,
        "label": _is_label,
        "name": names.is_same,
        "person": names.is_person,
        "beginning": _begins,
        "sum": _is_near,
    }
    return {name: _comparison(name, row, ways, domain) for name, row in data["fields"].items()}


def _comparison(name: str, row: YamlMap, ways: Mapping[str, Callable[[str, Value], bool]], domain: Domain) -> Comparison:
    if row["slot"] not in domain.record.slots or row["compare"] not in ways:
        raise DomainError(
            "D125",
            f"the field {name} names the slot `{row['slot']}` and the way `{row['compare']}`, one of which does not exist",
            file=row.file,
            line=row.line,
            remedy=f"the ways are {', '.join(ways)}; slots stand in record.yml",
        )
    return Comparison(
        name,
        row["slot"],
        row["compare"],
        row["marked"],
        row.get("role", ""),
        row.get("also", ""),
        row.get("parts", ""),
        row.get("code", ""),
        row.get("coded", ""),
        float(row.get("weight", "0")),
        "pairs" in row,
        "choice" in row,
        ways[row["compare"]],
    )


def values_of(claims: Iterable[Claim], record: int, comparison: Comparison, domain: Domain) -> list[Value]:
    """Return the values of a field that claims give a record, each once."""
    told = (claim.value for claim in claims if claim.record == record and claim.slot == comparison.slot)
    is_key, pieces = comparison.way == "key", domain.record.slots[comparison.slot].parts
    values = [frozenset((key_of(value),)) if is_key and isinstance(value, IRI) else _names(value, pieces, domain) for value in told]
    unique = list(dict.fromkeys(values))
    base = frozenset({_hyphened(domain, domain.record.type)})
    return [value for value in unique if value != base] or unique if comparison.choice else unique


def sum_of(part: Part, pieces: Mapping[str, IRI]) -> list[str]:
    """Return the value of a sum, and its currency where it has one; ``pieces`` are the properties of its slot."""
    held = {predicate: value.value for predicate, value in part.properties if isinstance(value, Literal)}
    return [held[pieces[key]] for key in ("value", "currency") if pieces.get(key) in held]


def _names(value: Told, pieces: Mapping[str, IRI], domain: Domain) -> Value:
    if isinstance(value, Entity):
        return frozenset((value.name, *value.aliases))
    if isinstance(value, Part):
        return frozenset((" ".join(sum_of(value, pieces)),))
    if isinstance(value, Literal):
        return frozenset((value.value,))
    if value in domain.superclasses:
        return frozenset((_hyphened(domain, value),))
    labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)
    own = (o.value for p in labels for o in domain.objects(value, p) if isinstance(o, Literal))
    return frozenset(own) or frozenset((key_of(value),))


def key_of(iri: IRI) -> str:
    """Return the key of a concept in its scheme.

    >>> key_of(IRI("https://data.example/status/signed"))
    'signed'
    """
    return iri.value.rsplit("/", 1)[-1]


def _hyphened(domain: Domain, iri: IRI) -> str:
    """Return a class's name in words: ``LetterOfIntent`` is ``letter-of-intent``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.value.removeprefix(domain.namespace)).lower()


def _is_among(wanted: str, value: Value) -> bool:
    return wanted in value


def _is_label(wanted: str, value: Value) -> bool:
    return _plain(wanted) in {_plain(name) for name in value}


def _plain(label: str) -> str:
    return " ".join(label.lower().split())


def _begins(wanted: str, value: Value) -> bool:
    return any(name.startswith(wanted) for name in value)


def _is_near(wanted: str, value: Value) -> bool:
    number, _, currency = wanted.partition(" ")
    for name in value:
        other, _, code = name.partition(" ")
        if abs(float(number) - float(other)) <= _TOLERANCE * abs(float(number)) and (not currency or not code or currency == code):
            return True
    return False


class _Names:
    """Names of agents, people and places."""

    def __init__(self, small: frozenset[str]) -> None:
        self._small = small

    def is_same(self, wanted: str, value: Value) -> bool:
        return any(self._is_one(wanted, name) for name in value)

    def is_person(self, wanted: str, value: Value) -> bool:
        return self.is_same(wanted, value) or any(_words(wanted)[-1:] == _words(name)[-1:] for name in value)

    def _is_one(self, left: str, right: str) -> bool:
        a, b = _words(left), _words(right)
        if a == b:
            return True
        x, y = ([word for word in words if word not in self._small] for words in (a, b))
        if not x or not y:
            return False
        small, big = sorted((x, y), key=len)
        if set(x) == set(y) or (len(small) > 1 and set(small) <= set(big)):
            return True
        is_head = len(small[0]) >= _WORD and small[0] == big[0]
        is_acronym = len(small[0]) >= _SHORT and small[0] == "".join(word[0] for word in big)
        return len(small) == 1 and (is_head or is_acronym)


def _words(text: str) -> list[str]:
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", flat.replace("'s", ""))
