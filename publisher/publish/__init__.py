"""Publishing: a validated dataset becomes files (``publish_site``), and graphs of a SPARQL server (``GraphStore``)."""

from publisher.publish.remote import GraphStore
from publisher.publish.site import Released, publish_site

__all__ = ["GraphStore", "Released", "publish_site"]
