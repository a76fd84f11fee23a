"""What a release takes from the domain's ``site/`` as it is: templates, style sheets, scripts, the JSON-LD context.

A domain's ``site/`` may leave out whatever the site that ships with the engine has: the two are laid over each other.
"""

import json
from pathlib import Path
from typing import Any

from publisher.domain import Domain, find_domain
from publisher.errors import DomainError
from publisher.publish.catalog import licence_link, said
from publisher.publish.models import Link, SitePage
from publisher.publish.settings import Settings
from publisher.rdf import DCAT, DCTERMS, OWL

CONTEXT_PATH = "context/v1.jsonld"
STYLE_SHEET = "static/site.css"
FIRST_SHEETS = ("tokens.css", "base.css")


def site_folders(domain: Domain) -> list[Path]:
    """Return the folders that templates and assets come from, the domain's own first."""
    shipped = find_domain() / "site"
    return [domain.site] if domain.site.resolve() == shipped.resolve() else [domain.site, shipped]


def asset_files(folders: list[Path]) -> dict[str, bytes]:
    """Return every static file by its path in the release; the style sheets of all components make one.

    The first folder that has a file wins.
    """
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted((folder / "static").rglob("*")):
            if path.is_file() and path.suffix != ".css":
                found.setdefault("static/" + path.relative_to(folder / "static").as_posix(), path.read_bytes())
        for path in sorted((folder / "components").glob("*/*.js")):
            found.setdefault(f"static/components/{path.name}", path.read_bytes())
    found[STYLE_SHEET] = b"\n".join(sheet.read_bytes() for sheet in _sheets(folders))
    return found


def _sheets(folders: list[Path]) -> list[Path]:
    named: dict[str, Path] = {}
    for folder in folders:
        paths = [folder / "static" / name for name in FIRST_SHEETS] + sorted((folder / "components").glob("*/*.css"))
        for path in paths:
            if path.is_file():
                named.setdefault(path.name, path)
    first = [name for name in FIRST_SHEETS if name in named]
    return [named[name] for name in (*first, *sorted(named.keys() - set(FIRST_SHEETS)))]


def load_context(domain: Domain) -> dict[str, Any]:
    """Return the JSON-LD context of the domain, or a plain one made of its namespace and prefixes.

    Raises:
        DomainError: D133 when the file is no JSON-LD context.

    """
    path = domain.root / "ontology" / CONTEXT_PATH
    if not path.exists():
        return {"@context": {"@version": 1.1, "id": "@id", "type": "@type", "@vocab": str(domain.namespace), **domain.prefixes}}
    try:
        document = json.loads(path.read_bytes())
    except ValueError as error:
        raise DomainError("D133", f"is not JSON: {error}", file=path, remedy="mend the syntax") from error
    if not isinstance(document, dict) or not isinstance(document.get("@context"), dict):
        raise DomainError("D133", "holds no @context", file=path, line=1, remedy="begin with an object that has the key @context")
    return document


def site_page(domain: Domain, settings: Settings) -> SitePage:
    """Return what every page shows of the site."""
    door = settings.door
    footer = (
        Link("Documentation", "docs/"),
        Link("Quality of the data", "quality/"),
        Link("Downloads and catalogue", "catalog.html"),
        Link("Rules", "shapes.html"),
    )
    return SitePage(
        title=door.title or said(domain, DCTERMS["title"]) or "Dataset",
        tagline=door.tagline,
        licence=licence_link(domain),
        version=said(domain, DCAT.version, OWL.versionInfo),
        navigation=tuple(Link(item.label, item.path) for item in door.navigation),
        footer=footer,
        feedback=Link("Report a mistake", door.feedback),
    )
