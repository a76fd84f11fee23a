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
    """One field: where its values stand on both sides, and when two are the same."""

    name: str
    slot: str
    way: str
    marked: str
    role: str
    also: str
    parts: str
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
            code = [item["iso3"]] if item.get("iso3") and item.get("kind") == "country" else []
            return [item["name"], *code]
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
    ways: dict[str, Callable[[str, Value], bool]] = {
        "class": _is_among,
        "key": _is_among,
        "label": _Labels(data["same"]).is_same,
        "name": _Names(frozenset(data["small-words"])).is_same,
        "person": _Names(frozenset(data["small-words"])).is_person,
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
        float(row.get("weight", "0")),
        "pairs" in row,
        "choice" in row,
        ways[row["compare"]],
    )


def values_of(claims: Iterable[Claim], record: int, comparison: Comparison, domain: Domain) -> list[Value]:
    """Return the values of a field that claims give a record, each once."""
    told = (claim.value for claim in claims if claim.record == record and claim.slot == comparison.slot)
    is_key = comparison.way == "key"
    values = [frozenset((_key(value),)) if is_key and isinstance(value, IRI) else _names(value, domain) for value in told]
    unique = list(dict.fromkeys(values))
    base = frozenset({_hyphened(domain, domain.record.type)})
    return [value for value in unique if value != base] or unique if comparison.choice else unique


def _names(value: Told, domain: Domain) -> Value:
    if isinstance(value, Entity):
        return frozenset((value.name, *value.aliases))
    if isinstance(value, Part):
        return frozenset((" ".join(str(getattr(o, "value", o)) for _, o in value.properties[:2]),))
    if isinstance(value, Literal):
        return frozenset((value.value,))
    if value in domain.superclasses:
        return frozenset((_hyphened(domain, value),))
    labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)
    own = (o.value for p in labels for o in domain.objects(value, p) if isinstance(o, Literal))
    return frozenset(own) or frozenset((_key(value),))


def _key(iri: IRI) -> str:
    """Return the key of a concept in its scheme."""
    return iri.value.rsplit("/", 1)[-1]


def _hyphened(domain: Domain, iri: IRI) -> str:
    """Return a class's name in words: ``LetterOfIntent`` is ``letter-of-intent``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.value.removeprefix(domain.namespace)).lower()


def _is_among(wanted: str, value: Value) -> bool:
    return wanted in value


def _begins(wanted: str, value: Value) -> bool:
    return any(name.startswith(wanted) for name in value)


def _is_near(wanted: str, value: Value) -> bool:
    number, _, currency = wanted.partition(" ")
    for name in value:
        other, _, code = name.partition(" ")
        if abs(float(number) - float(other)) <= _TOLERANCE * abs(float(number)) and (not currency or not code or currency == code):
            return True
    return False


class _Labels:
    """Labels of concepts, in lower case."""

    def __init__(self, same: Mapping[str, str]) -> None:
        self._same = same

    def is_same(self, wanted: str, value: Value) -> bool:
        return self._plain(wanted) in {self._plain(name) for name in value}

    def _plain(self, label: str) -> str:
        low = " ".join(label.lower().split())
        return self._same.get(low, low)


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
