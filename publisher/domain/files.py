"""Reading the files of a domain folder: Turtle and YAML, each fault with its file and line."""

import re
from pathlib import Path
from typing import Any

import yaml

from publisher.errors import DomainError
from publisher.rdf import IRI, Literal, Triple
from publisher.rdf.files import parse_turtle


class YamlMap(dict[str, Any]):
    """A YAML mapping that knows its file, the line it began on and the lines of its keys (1-based)."""

    file: str = ""
    line: int = 0
    key_lines: dict[str, int]

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - it never returns
        """Say that a key the engine needs is not there: the domain lacks it, whoever asks."""
        raise DomainError("D101", f"lacks `{key}`", file=self.file, line=self.line, remedy="add the key, see docs/reference/mappings.md")


class YamlFiles(dict[str, YamlMap]):
    """The YAML files below a folder, by path without suffix; it knows the folder."""

    folder: Path

    def __missing__(self, name: str) -> YamlMap:
        """Say that a file the engine needs is not there."""
        raise DomainError("D101", "is missing", file=self.folder / f"{name}.yml", remedy="add the file, see docs/reference/mappings.md")


class YamlList(list[Any]):
    """A YAML sequence that knows the line it began on and the lines of its items (1-based)."""

    line: int = 0
    item_lines: list[int]


class _Loader(yaml.BaseLoader):
    """Loads every scalar as a string: ``NO`` is a country, not a truth value."""


def _construct_map(loader: _Loader, node: yaml.MappingNode) -> YamlMap:
    out = YamlMap()
    out.file = node.start_mark.name
    out.line = node.start_mark.line + 1
    out.key_lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in out:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        out[key] = loader.construct_object(value_node, deep=True)
        out.key_lines[key] = key_node.start_mark.line + 1
    return out


def _construct_list(loader: _Loader, node: yaml.SequenceNode) -> YamlList:
    out = YamlList(loader.construct_object(child, deep=True) for child in node.value)
    out.line = node.start_mark.line + 1
    out.item_lines = [child.start_mark.line + 1 for child in node.value]
    return out


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_list)


def load_yaml(path: Path) -> YamlMap:
    """Read one YAML mapping; every scalar is a string.

    Raises:
        DomainError: D101 when the file is missing, no YAML or no mapping.

    """
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        loader.name = str(path)
        data = loader.get_single_data()
    except OSError as error:
        raise DomainError("D101", f"cannot be read: {error.strerror}", file=path, remedy="restore the file") from error
    except UnicodeDecodeError as error:
        raise DomainError("D101", f"is not UTF-8: {error.reason}", file=path, remedy="save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DomainError("D101", f"is not YAML: {error.problem}", file=path, line=line, remedy="mend the syntax") from error
    if not isinstance(data, YamlMap):
        raise DomainError("D101", "holds no mapping", file=path, line=1, remedy="begin with `key: value` lines")
    return data


def load_triples(path: Path, base: str, canonical: str | None = None) -> list[Triple]:
    """Read one Turtle file; IRIs below ``canonical`` come out below ``base``.

    A domain names its own IRIs by the base it was written for; publishing under another base (``--base-iri``) moves them
    here, in one place. Relative IRIs are read against ``base``.

    Raises:
        DomainError: D102 with file and line when it is no Turtle.

    """
    try:
        triples = parse_turtle(path.read_bytes(), base)
    except OSError as error:
        raise DomainError("D102", f"cannot be read: {error.strerror}", file=path, remedy="restore the file") from error
    except SyntaxError as error:
        raise DomainError("D102", f"is not Turtle: {error.msg}", file=path, line=error.lineno, remedy="mend the syntax") from error
    if canonical is None or canonical == base:
        return triples
    return [_rebase_triple(triple, canonical, base) for triple in triples]


def _rebase_triple(triple: Triple, canonical: str, base: str) -> Triple:
    return Triple(*(_rebase(term, canonical, base) for term in triple))


def _rebase(term: Any, canonical: str, base: str) -> Any:  # noqa: ANN401 - a term of any kind, the same kind back
    if isinstance(term, IRI) and term.value.startswith(canonical) and not _is_vocabulary(term.value[len(canonical) :]):
        return IRI(base + term.value[len(canonical) :])
    if (
        isinstance(term, Literal)
        and term.datatype.value.startswith(canonical)
        and not _is_vocabulary(term.datatype.value[len(canonical) :])
    ):
        return Literal(term.value, datatype=IRI(base + term.datatype.value[len(canonical) :]))
    return term


def _is_vocabulary(path: str) -> bool:
    """Tell whether a path below the base belongs to the ontology or the shapes: those keep their IRI under any base."""
    return re.match(r"(ontology|shapes)(?=[#/]|$)", path) is not None


def load_folder(folder: Path) -> YamlFiles:
    """Read every YAML file below a folder.

    Raises:
        DomainError: D101 for the first that is no YAML mapping.

    """
    files = YamlFiles({path.relative_to(folder).with_suffix("").as_posix(): load_yaml(path) for path in find_files(folder, "**/*.yml")})
    files.folder = folder
    return files


def find_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that match, sorted; an absent folder holds none."""
    return sorted(path for path in folder.glob(pattern) if path.is_file())
