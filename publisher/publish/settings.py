"""What ``site/site.yml`` says: titles, navigation, which properties come first. Everything in it may be left out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from publisher.domain import Domain
from publisher.domain.files import YamlMap, load_yaml
from publisher.errors import DomainError
from publisher.rdf import IRI
from publisher.rdf.files import expand


class _Door(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class NavigationDoor(_Door):
    """One entry of the navigation: a label and a path below the base."""

    label: str
    path: str


class KindDoor(_Door):
    """How one kind (the first segment of an IRI) is called and where its list is sorted by."""

    one: str
    many: str
    about: str = ""
    schema_type: str = Field("Thing", alias="schema")
    sort: str = ""
    newest_first: bool = False
    front: bool = False
    search: bool = True
    note: list[str] = []
    find: list[str] = []


class ClassDoor(_Door):
    """How pages of one class are laid out: the properties that come first, those shown as tags, those not shown."""

    first: list[str] = []
    tags: list[str] = []
    hide: list[str] = []
    summary: list[str] = []
    embed: dict[str, str] = {}


class TableDoor(_Door):
    """One CSV table: the class whose members are its rows, and its columns as ``name: path``."""

    class_: str = Field(alias="class")
    title: str
    columns: dict[str, str]


class SiteDoor(_Door):
    """The whole of ``site.yml``."""

    title: str = ""
    tagline: str = ""
    about: list[str] = []
    licence: str = ""
    feedback: str = ""
    navigation: list[NavigationDoor] = []
    newest: str = ""
    newest_count: int = 10
    kinds: dict[str, KindDoor] = {}
    labels: dict[str, str] = {}
    rows: dict[str, str] = {}
    incoming: dict[str, str] = {}
    claims: dict[str, str] = {}
    classes: dict[str, ClassDoor] = {}
    hide: list[str] = []
    tables: dict[str, TableDoor] = {}


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages of a class are laid out, its terms expanded."""

    first: tuple[IRI, ...] = ()
    tags: tuple[IRI, ...] = ()
    hide: frozenset[IRI] = frozenset()
    summary: tuple[IRI, ...] = ()
    embed: tuple[tuple[IRI, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a column's path: a property, forwards or backwards."""

    property: IRI
    back: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, the path from the row's subject, and whether it holds names instead of ids."""

    name: str
    steps: tuple[Step, ...]
    names: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV table."""

    name: str
    title: str
    type: IRI
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """``site.yml`` as the views use it."""

    door: SiteDoor
    labels: dict[IRI, str]
    rows: dict[IRI, str]
    incoming: dict[IRI, str]
    layouts: dict[IRI, Layout]
    hide: frozenset[IRI]
    tables: tuple[Table, ...]
    sorts: dict[str, IRI]
    notes: dict[str, tuple[IRI, ...]]
    finds: dict[str, tuple[IRI, ...]]


def load_settings(domain: Domain) -> Settings:
    """Read ``site/site.yml`` of the domain; an absent file is an empty one.

    Raises:
        DomainError: D131 for an unknown key or value, D104 for a prefix nobody declared.

    """
    path = domain.site / "site.yml"
    data = load_yaml(path) if path.exists() else YamlMap()
    door = _checked(data, path)

    def term(curie: str) -> IRI:
        try:
            return expand(curie, domain.prefixes)
        except (KeyError, ValueError) as error:
            raise DomainError(
                "D104", f"the prefix of {curie} is not declared", file=path, remedy="declare it in ontology/prefixes.ttl"
            ) from error

    def terms(curies: list[str]) -> tuple[IRI, ...]:
        return tuple(term(curie) for curie in curies)

    def step(text: str) -> Step:
        return Step(term(text.removeprefix("^")), text.startswith("^"))

    def column(name: str, text: str) -> Column:
        steps = text.removesuffix(" as name").strip()
        return Column(name, tuple(step(part) for part in steps.split(" / ") if part), text.endswith(" as name"))

    return Settings(
        door=door,
        labels={term(curie): label for curie, label in door.labels.items()},
        rows={term(curie): label for curie, label in door.rows.items()},
        incoming={term(curie): label for curie, label in door.incoming.items()},
        layouts={
            term(curie): Layout(
                first=terms(body.first),
                tags=terms(body.tags),
                hide=frozenset(terms(body.hide)),
                summary=terms(body.summary),
                embed=tuple((term(name), to) for name, to in body.embed.items()),
            )
            for curie, body in door.classes.items()
        },
        hide=frozenset(terms(door.hide)),
        tables=tuple(
            Table(name, body.title, term(body.class_), tuple(column(*pair) for pair in body.columns.items()))
            for name, body in door.tables.items()
        ),
        sorts={kind: term(body.sort) for kind, body in door.kinds.items() if body.sort},
        notes={kind: terms(body.note) for kind, body in door.kinds.items()},
        finds={kind: terms(body.find) for kind, body in door.kinds.items()},
    )


def _checked(data: YamlMap, path: Path) -> SiteDoor:
    try:
        return SiteDoor.model_validate(_plain(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        line = _line(data, first["loc"])
        raise DomainError("D131", f"`{where}`: {first['msg']}", file=path, line=line, remedy="see docs/reference/site.md") from error


def _plain(data: Any) -> Any:  # noqa: ANN401 - YAML of any shape
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list) else data


def _line(data: Any, location: tuple[int | str, ...]) -> int:  # noqa: ANN401 - YAML of any shape
    line = 1
    for part in location:
        if isinstance(data, YamlMap) and part in data:
            line, data = data.key_lines[str(part)], data[str(part)]
        else:
            return line
    return line
