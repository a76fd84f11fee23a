"""What was reported last: the days of a thing, for the sitemap, and the entries of the feed."""

from collections.abc import Iterable

from publisher.publish.machines import Entry
from publisher.publish.views import Views
from publisher.publish.wording import shorten
from publisher.rdf import IRI, SCHEMA

FEED_LENGTH = 50


def days(iri: IRI, views: Views) -> list[str]:
    """Return the dates of what reports a thing, and its own date of publication, in their order."""
    index = views.index
    dates = (index.text(article, SCHEMA.datePublished) for article in (*index.iris(iri, index.REPORTED), iri))
    return sorted(filter(None, dates))


def last_day(iri: IRI, views: Views) -> str:
    """Return the last of the days of a thing, or nothing."""
    return max(days(iri, views), default="")


def feed_entries(things: Iterable[IRI], views: Views) -> list[Entry]:
    """Return the entries of the feed: what has a day, the last first."""
    ranked = sorted(((last_day(iri, views), iri.value, iri) for iri in things), reverse=True)[:FEED_LENGTH]
    return [Entry(iri.value, views.wording.label(iri), days(iri, views)[0], day, _summary(iri, views)) for day, _, iri in ranked if day]


def _summary(iri: IRI, views: Views) -> str:
    kind = views.wording.type_label(iri)
    sources = [views.wording.label(article) for article in views.index.iris(iri, views.index.REPORTED)]
    return shorten(f"{kind}. Reported in: {'; '.join(sources)}" if sources else kind, 300)
