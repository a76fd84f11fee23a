"""Where things are: the address of an entity, term or document as seen from one page, and the head every page has."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from publisher.publish.folder import document_path
from publisher.publish.index import LABELS, Index
from publisher.publish.models import Download, Link
from publisher.publish.wording import Wording, direction
from publisher.rdf import IRI, Literal

LONGEST_END = 40
FORMATS = (("Turtle", ".ttl", "text/turtle"), ("JSON-LD", ".jsonld", "application/ld+json"), ("N-Triples", ".nt", "application/n-triples"))


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its path below the base, and the way from it to the root of the site."""

    path: str

    @property
    def root(self) -> str:
        """Return the relative way to the root.

        >>> Place("agreement/a/party/JPN").root, Place("index").root
        ('../../../', './')

        """
        return "../" * self.path.count("/") or "./"

    def to(self, path: str) -> str:
        """Return the relative address of a path of the site; each segment is escaped."""
        return self.root + quote(path, safe="/#=,:@+;()!~")


class Places:
    """Makes links; every link of every page comes from here."""

    def __init__(self, index: Index, wording: Wording) -> None:
        """Know which IRIs have documents and what they are called."""
        self.index = index
        self.wording = wording

    def address(self, iri: IRI, place: Place) -> str:
        """Return where a link to an IRI leads: a page of the site, or the IRI itself if it is the web's."""
        value = iri.value
        if value.startswith(self.index.domain.namespace):
            return place.to("ontology.html#" + value[len(self.index.domain.namespace) :])
        if value == self.index.domain.ontology_iri.value:
            return place.to("ontology.html")
        if self.index.is_own(iri):
            entity, _, fragment = value.partition("#")
            return place.to(document_path(entity, self.index.base) + ".html" + (f"#{fragment}" if fragment else ""))
        if value == self.index.base:
            return place.root
        return value if urlsplit(value).scheme in ("http", "https") else ""

    def link(self, iri: IRI, place: Place, text: str = "", note: str = "") -> Link:
        """Return a link to an IRI, named by its label."""
        label = text or self.name(iri)
        language = self._language(iri)
        return Link(label, self.address(iri, place), note, language, direction(language))

    def _language(self, iri: IRI) -> str:
        found = self.index.literal(iri, *LABELS)
        return (found.language or "en") if isinstance(found, Literal) else "en"

    def name(self, iri: IRI) -> str:
        """Return the label of an IRI; one of the wide web is named by its end and its host."""
        if iri in self.index.facts or self.index.is_own(iri) or iri in self.index.domain.labels or iri in self.wording.settings.labels:
            return self.wording.label(iri)
        parts = urlsplit(iri.value)
        host = parts.netloc.removeprefix("www.")
        end = (parts.fragment or parts.path.rstrip("/").rpartition("/")[2]).strip()
        return f"{end} ({host})" if end and len(end) <= LONGEST_END and host else host or iri.value

    def downloads(self, path: str, place: Place) -> tuple[Download, ...]:
        """Return the data formats of a document."""
        return tuple(Download(label, place.to(path + suffix), media) for label, suffix, media in FORMATS)
