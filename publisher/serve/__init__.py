"""Serving what was released: pages, negotiated entities and a query endpoint that cannot be frozen.

The names are bound on first use, because the process that forks workers (``serve.zygote``) lives in this package and must stay small:
it never imports the web framework.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publisher.serve.app import create_app
    from publisher.serve.server import run
    from publisher.serve.settings import Settings

__all__ = ["Settings", "create_app", "run"]

_HOME = {"Settings": "publisher.serve.settings", "create_app": "publisher.serve.app", "run": "publisher.serve.server"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name is bound to
    """Import the module of a public name when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(_HOME[name]), name)
