"""Rendering: view models into HTML by the templates of the domain's ``site/``. The only place that knows Jinja.

Templates hold no logic: they print, loop and branch on a truth value; all else is decided in the views.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from publisher.errors import DomainError
from publisher.publish.models import SitePage


class Pages:
    """The templates of a site, compiled once."""

    def __init__(self, folders: list[Path], site: SitePage) -> None:
        """Look for templates and components in these folders, the first that has one wins."""
        places = [place for folder in folders for place in (folder / "templates", folder / "components")]
        self._environment = Environment(
            loader=FileSystemLoader(places),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._site = site

    def render(self, template: str, page: object) -> bytes:
        """Render one page.

        Raises:
            DomainError: D132 when a template is missing or names what its page does not have.

        """
        try:
            return self._environment.get_template(template).render(page=page, site=self._site).encode()
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            raise DomainError(
                "D132", f"{template}: {error.message or error}", file=f"site/templates/{template}", line=line, remedy="mend the template"
            ) from error
