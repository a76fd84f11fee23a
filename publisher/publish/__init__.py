"""Publishing: a validated dataset becomes files (``publish_site``), and graphs of a SPARQL server (``GraphStore``).

``GraphStore`` is bound on first use: few runs write to a server, and the HTTP client it needs takes long to import.
"""

from typing import TYPE_CHECKING, Any

from publisher.publish.site import Released, publish_site

if TYPE_CHECKING:
    from publisher.publish.remote import GraphStore

__all__ = ["GraphStore", "Released", "publish_site"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name is bound to
    """Import what is needed for a server when it is first asked for."""
    if name != "GraphStore":
        raise AttributeError(name)
    from publisher.publish.remote import GraphStore  # noqa: PLC0415 - see above

    return GraphStore
