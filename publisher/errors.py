"""Every error Orepact reports, each with a code, a place and a remedy.

OrepactError
├── UsageError     U…  the command was asked for something it cannot do
├── DomainError    D…  ontology/, mappings/, shapes/ or site/ is wrong: the build stops
├── ArticleError   A…  one article cannot be read: it is skipped and counted, the rest goes on
├── OutputError    O…  the result cannot be written
└── ServeError     S…  the server cannot start or go on

Each code has a section in ``site/docs/reference/errors.md`` that says when it occurs and how to mend it.
"""

from pathlib import Path

from typing_extensions import override


class OrepactError(Exception):
    """An error with an address: what is wrong, where, and what to do about it.

    >>> print(DomainError("D104", "no such term pact:hasPartyy", file=Path("frames/sign.yml"), line=12, remedy="correct the name"))
    frames/sign.yml:12: D104 no such term pact:hasPartyy (correct the name)
    """

    def __init__(self, code: str, message: str, *, file: Path | str | None = None, line: int | None = None, remedy: str = "") -> None:
        """Keep the parts, so that a caller can group by code and a reader sees one line."""
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.remedy = remedy
        super().__init__(code, message)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process."""
        return (_rebuild, (type(self), self.code, self.message, self.file, self.line, self.remedy))

    @override
    def __str__(self) -> str:
        """Return one line: file, line, code, message, remedy."""
        place = "" if self.file is None else f"{self.file}:" + (f"{self.line}: " if self.line is not None else " ")
        return f"{place}{self.code} {self.message}" + (f" ({self.remedy})" if self.remedy else "")


def _rebuild(  # noqa: PLR0913, PLR0917 - the parts of an error, as pickle hands them back
    kind: type[OrepactError], code: str, message: str, file: Path | str | None, line: int | None, remedy: str
) -> OrepactError:
    return kind(code, message, file=file, line=line, remedy=remedy)


class UsageError(OrepactError):
    """The command line asks for something that cannot be done."""


class DomainError(OrepactError):
    """The domain data is wrong; nothing is built from it."""


class ArticleError(OrepactError):
    """One article cannot be read; the others are."""


class OutputError(OrepactError):
    """The result cannot be written."""


class ServeError(OrepactError):
    """The server cannot start or go on."""
