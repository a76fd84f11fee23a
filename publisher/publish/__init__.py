"""Publishing: a validated dataset becomes files (``publish_site``)."""

from publisher.publish.site import Released, publish_site

__all__ = ["Released", "publish_site"]
