"""The record model: which slots a record has, as ``mappings/record.yml`` declares them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from publisher.domain.files import YamlMap, load_yaml
from publisher.errors import DomainError
from publisher.rdf import IRI
from publisher.rdf.files import expand

Door = TypeVar("Door", bound=BaseModel)
Range = OneOf["class", "concept", "agent", "person", "place", "entity", "date", "literal", "part"]
Arity = OneOf["one", "many"]
Choice = OneOf["most-specific", "latest-report", "most-precise", "most-reported", "first"]
Match = OneOf["key", "strong", "weak", "none"]


class _RecordDoor(BaseModel):
    """What ``record:`` may hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    class_: str
    kind: str
    label: str


class _SlotDoor(BaseModel):
    """What one slot may hold."""

    model_config = ConfigDict(extra="forbid")
    property: str
    range: Range
    arity: Arity
    choose: Choice = "most-reported"
    match: Match = "none"
    scheme: str | None = None
    kind: str | None = None
    class_: str | None = None
    source: str | None = None
    parts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: the property it becomes, what may stand in it, how reports that differ are settled.

    A slot of range ``part`` names in ``source`` the kind of mention it is made from and in ``parts`` the property of each piece.
    """

    name: str
    property: IRI
    range: Range
    arity: Arity
    choose: Choice
    match: Match
    scheme: str | None
    kind: str | None
    type: IRI | None
    source: str | None = None
    parts: Mapping[str, IRI] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordModel:
    """The class of a record, the path segment of its IRI, its label template and its slots in writing order."""

    type: IRI
    kind: str
    label: str
    slots: dict[str, Slot]

    def by_range(self, *ranges: str) -> tuple[Slot, ...]:
        """Return the slots of these ranges, in writing order."""
        return tuple(slot for slot in self.slots.values() if slot.range in ranges)


def load_record_model(path: Path, prefixes: dict[str, str]) -> RecordModel:
    """Read ``mappings/record.yml``.

    Raises:
        DomainError: D103 with the line, for an unknown key or value; D104 for a prefix nobody declared.

    """
    data = load_yaml(path)
    record = _checked(_RecordDoor, data.get("record"), data, "record", path)
    slots = data.get("slots")
    if not isinstance(slots, YamlMap):
        raise DomainError("D103", "lacks `slots`", file=path, line=1, remedy="declare at least one slot")
    out = {}
    for name, body in slots.items():
        door = _checked(_SlotDoor, body, slots, name, path)
        line = slots.key_lines[name]
        out[name] = Slot(
            name=name,
            property=_term(door.property, prefixes, path, line),
            range=door.range,
            arity=door.arity,
            choose=door.choose,
            match=door.match,
            scheme=door.scheme,
            kind=door.kind,
            type=_term(door.class_, prefixes, path, line) if door.class_ else None,
            source=door.source,
            parts={part: _term(curie, prefixes, path, line) for part, curie in door.parts.items()},
        )
    return RecordModel(_term(record.class_, prefixes, path, data.key_lines["record"]), record.kind, record.label, out)


def _checked(door: type[Door], body: object, parent: YamlMap, key: str, path: Path) -> Door:
    line = parent.key_lines.get(key, 1)
    if not isinstance(body, YamlMap):
        raise DomainError("D103", f"`{key}` is no mapping", file=path, line=line, remedy="give it `key: value` lines")
    try:
        return door.model_validate({("class_" if k == "class" else k): v for k, v in body.items()})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]).removesuffix("_")
        at = body.key_lines.get(where, line)
        raise DomainError(
            "D103", f"`{key}.{where}`: {first['msg']}", file=path, line=at, remedy="see docs/reference/mappings.md"
        ) from error


def _term(curie: str, prefixes: dict[str, str], path: Path, line: int) -> IRI:
    try:
        return expand(curie, prefixes)
    except KeyError as error:
        raise DomainError(
            "D104", f"the prefix of {curie} is not declared", file=path, line=line, remedy="declare it in ontology/prefixes.ttl"
        ) from error
