"""What options of several commands may be: their values, and how they are written and explained."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class EngineName(StrEnum):
    """Where articles are read."""

    LOCAL = "local"
    DASK = "dask"


class ClaimFormat(StrEnum):
    """How claims are printed; ``seen`` prints the article with what extraction sees in it."""

    TABLE = "table"
    SEEN = "seen"
    JSONLD = "jsonld"
    TRIG = "trig"


class AnswerFormat(StrEnum):
    """How the answer of a query is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


DomainOption = Annotated[
    Path | None,
    typer.Option(
        "--domain",
        metavar="DIR",
        help="Folder with ontology/, mappings/, shapes/ and site/. Default: those of the checkout, or as installed.",
    ),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
PublicOption = Annotated[Path, typer.Option("--public", metavar="DIR", help="Folder that `publish` wrote.")]
