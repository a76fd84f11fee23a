"""The queries that people can start from: ``site/queries/*.rq`` of the domain, in the order of their names.

The first line of a file is a comment that says what is asked. Prefixes of the domain need no declaration there; what is published declares
those it uses, so that it can be asked anywhere.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from publisher.domain import Domain
from publisher.domain.files import find_files
from publisher.errors import DomainError
from publisher.rdf.remote import kind_of
from publisher.rdf.store import Query
from publisher.rdf.syntax import find_mistake

FOLDER = "queries"
_PREFIX = re.compile(r"(?<![\w<:/#.-])([A-Za-z][\w-]*):")


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """One query: the name of its file, what it asks, and its text with every prefix it uses."""

    name: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Return where it stands in the release."""
        return f"{FOLDER}/{self.name}.rq"


def load_queries(domain: Domain) -> tuple[ExampleQuery, ...]:
    """Read the queries of a domain; one without any has none.

    Raises:
        DomainError: D134 when a file has no title, or is no SPARQL.

    """
    return tuple(_load(path, domain) for path in find_files(domain.site / FOLDER, "*.rq"))


def _load(path: Path, domain: Domain) -> ExampleQuery:
    first, _, body = path.read_text(encoding="utf-8").partition("\n")
    title = first.removeprefix("#").strip()
    if not first.startswith("#") or not title:
        raise DomainError("D134", "has no title", file=path, line=1, remedy="begin with `# What is asked?`")
    used = sorted(set(_PREFIX.findall(body)) & domain.prefixes.keys())
    prologue = "".join(f"PREFIX {name}: <{domain.prefixes[name]}>\n" for name in used)
    try:
        kind_of(Query(prologue + body, domain.base))
    except SyntaxError as error:
        place = find_mistake(prologue + body, domain.base)
        line, what = (
            place.line - len(used) + 1,
            f"`{place.token[:60]}` cannot stand here" if place.token else "it ends before it is complete",
        )
        raise DomainError("D134", f"is no SPARQL: {what}", file=path, line=line, remedy="correct it there") from error
    return ExampleQuery(path.stem, title, f"{first}\n{prologue}{body}")
