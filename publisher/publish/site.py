"""Publishing: a validated dataset becomes a folder of files that any static host can serve.

One ordered pass over the entities writes page and documents; lists, dumps and descriptions come from the same index.
The folder takes its place in one step at the end, so a reader sees the old release or the new one, never a mixture.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publisher.domain import Domain
from publisher.model import ValidatedDataset
from publisher.publish.articles import article_page
from publisher.publish.assets import CONTEXT_PATH, asset_files, load_context, site_folders, site_page
from publisher.publish.catalog import count, dataset_iri, describe_dataset, identity, licence_link, said, schema_dataset
from publisher.publish.change_view import PATH as CHANGES_PATH
from publisher.publish.changes import Release
from publisher.publish.coverage import coverage_of
from publisher.publish.dataset_view import dataset_page, size_text
from publisher.publish.describe import back_links, describe
from publisher.publish.docs import doc_pages
from publisher.publish.dumps import Dump, checksums, describe_dump, write_dumps
from publisher.publish.entities import entity_page
from publisher.publish.folder import MARKER, Output, document_path, replacing
from publisher.publish.gone import (
    Departure,
    bring_up_to_date,
    moved_page,
    nowhere_page,
    paths_of,
    tombstone,
    ways,
    with_pages,
    withheld_page,
)
from publisher.publish.history import History, write_history
from publisher.publish.hosts import host_files
from publisher.publish.index import Index
from publisher.publish.listings import home_page, list_pages, sorted_members
from publisher.publish.machines import feed, language_models, release_file, robots, sitemaps
from publisher.publish.models import Download
from publisher.publish.newest import feed_entries, last_day
from publisher.publish.pages import Pages
from publisher.publish.parts import part_pages
from publisher.publish.places import Places
from publisher.publish.quality import PATH as REPORT_PATH
from publisher.publish.quality import load_shapes, quality_page, report, shapes_page
from publisher.publish.queries import load_queries
from publisher.publish.schemas import schema_files
from publisher.publish.search import search_files, search_page
from publisher.publish.settings import Settings, load_settings
from publisher.publish.tables import write_metadata, write_table
from publisher.publish.views import Views
from publisher.publish.vocabulary import ontology_page
from publisher.publish.wording import Wording
from publisher.rdf import DCAT, DCTERMS, IRI, OWL, Triple
from publisher.rdf.jsonld import Context, dump, write_jsonld
from publisher.rdf.serialize import name_blank_nodes, write_ntriples, write_turtle

if TYPE_CHECKING:
    from publisher.publish.remote import GraphStore

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: files in all, pages among them, and bytes."""

    files: int
    pages: int
    bytes: int


def publish_site(
    validated: ValidatedDataset, domain: Domain, out: Path, progress: Progress | None = None, store: "GraphStore | None" = None
) -> Released:
    """Write the whole of ``public/`` at ``out``, replacing the release that stands there.

    ``progress`` is told how many entities of how many are written. The same input gives the same bytes.
    The graphs go to ``store``, too, when all files are written and before they take their place: where it fails, the old release stays.

    Raises:
        OutputError: when the folder cannot be written or is not a release.
        DomainError: when ``site/`` or the context is wrong.

    """
    release = _Release(validated, domain)
    with replacing(out) as output:
        released = release.write(output, progress or (lambda *_: None))
        if store is not None:
            store.replace(release.quads)
        return released


class _Release:
    """One release being written: the index, the views, and the order of the steps."""

    def __init__(self, validated: ValidatedDataset, domain: Domain) -> None:
        self.validated = validated
        self.domain = domain
        self.settings: Settings = load_settings(domain)
        self.index = Index(validated.dataset, domain)
        self.wording = Wording(self.index, self.settings)
        self.places = Places(self.index, self.wording)
        self.views = Views(self.index, self.wording, self.settings, self.places)
        self.context_document = load_context(domain)
        self.context = Context(self.context_document, domain.base + CONTEXT_PATH)
        self.shapes = load_shapes(domain)
        self.queries = load_queries(domain)
        self.pages = Pages(site_folders(domain), site_page(domain, self.settings))
        self.statistics = count(self.index)
        self.coverage = coverage_of(self.index, self.settings, domain, said(domain, DCTERMS.issued))
        self.back = back_links(self.index)
        self.quads = [quad for quad in validated.dataset.quads if quad.predicate != self.index.FULL_TEXT]
        self.name = said(domain, DCTERMS.identifier) or "dataset"
        self.dump_path = f"dumps/{self.name}.nq.gz"
        self.count = 0

    def write(self, output: Output, progress: Progress) -> Released:
        self.output = output
        self._static()
        self._entities(progress)
        self._vocabulary()
        self._lists()
        dumps, digest = self._dumps()
        after = Release(digest, said(self.domain, DCAT.version, OWL.versionInfo), len(self.quads))
        history = write_history(output, self.dump_path, after, self.views, self.validated.dataset.redirects)
        self.output.write("SHA256SUMS", checksums([*dumps, *history.files]))
        self._catalog(dumps, digest, history)
        self._quality()
        self._docs()
        self._machines(dumps)
        self._release(digest, self._gone(after, history))
        return Released(output.files, self.count, output.bytes)

    def page(self, path: str, template: str, model: object) -> None:
        """Write one page."""
        self.count += 1
        self.output.write(path + ".html", self.pages.render(template, model))

    def documents(self, path: str, root: IRI, triples: set[Triple] | list[Triple], back: frozenset[str] = frozenset()) -> None:
        """Write the three RDF documents of one set of triples."""
        self.output.write(path + ".ttl", write_turtle(triples, self.domain.prefixes, self.domain.base, root))
        self.output.write(path + ".nt", write_ntriples(triples))
        self.output.write(path + ".jsonld", write_jsonld(root, triples, self.context, back))

    def _static(self) -> None:
        assets = asset_files(site_folders(self.domain)).items()
        queries = ((query.path, query.text.encode()) for query in self.queries)
        made = (*schema_files(self.views, self.context), *search_files(self.views))
        for path, data in (*assets, (CONTEXT_PATH, dump(self.context_document)), *made, *queries):
            self.output.write(path, data)

    def _entities(self, progress: Progress) -> None:
        special = {dataset_iri(self.domain), self.domain.iri("catalog"), self.domain.iri("shapes"), *self._versions().values()}
        entities = [iri for iri in (*self.index.entities, *self.index.mentioned) if iri not in special and not self._is_file(iri)]
        for done, iri in enumerate(entities, 1):
            if iri not in self.index.moved:
                self._entity(iri)
            progress(done, len(entities))

    def _is_file(self, iri: IRI) -> bool:
        """Tell whether an IRI is that of a file or a list of the release, such as the context or the endpoint."""
        path = self.index.path(iri)
        return path.endswith("/") or path == "sparql" or self.output.holds(path)

    def _entity(self, iri: IRI) -> None:
        path = document_path(iri.value, self.domain.base)
        is_article = self.index.is_a(iri, self.index.ARTICLE)
        self.documents(path, iri, describe(iri, self.index), self.back[1 if is_article else 0])
        if is_article:
            self.page(path, "article.html", article_page(iri, self.views))
        else:
            self.page(path, "entity.html", entity_page(iri, self.views))

    def _vocabulary(self) -> None:
        published = [quad.triple for quad in self.validated.dataset.quads if quad.graph_name == self.domain.iri("graph/ontology")]
        ontology = published or name_blank_nodes(self.domain.ontology)
        for path in ("ontology", *self._versions()):
            self.page(path, "ontology.html", ontology_page(self.views, ontology, path))
            self.documents(path, self.domain.ontology_iri, ontology)
        self.page("shapes", "shapes.html", shapes_page(self.shapes, self.views))
        self.documents("shapes", self.domain.iri("shapes"), self.shapes)

    def _versions(self) -> dict[str, IRI]:
        """Map the paths of the ontology's versions to their IRIs."""
        own = self.domain.ontology_iri.value + "/"
        found = [version for version in self.domain.objects(self.domain.ontology_iri, OWL.versionIRI) if isinstance(version, IRI)]
        return {"ontology/" + version.value[len(own) :]: version for version in found if version.value.startswith(own)}

    def _lists(self) -> None:
        for kind in self.index.members:
            for path, page in list_pages(kind, self.views):
                self.page(path, "list.html", page)
        for path, message in part_pages(self.views):
            self.page(path, "message.html", message)
        self.page("search/index", "search.html", search_page(self.views))

    def _dumps(self) -> tuple[list[Dump], str]:
        dumps, digest = write_dumps(self.name, self.quads, self.domain, self.context, self.output)
        for table in self.settings.tables:
            path = f"dumps/{table.name}.csv"
            self.output.write(path, write_table(table, self.index, self.wording))
            self.output.write(path + "-metadata.json", write_metadata(table, self.domain.base, said(self.domain, DCTERMS.license)))
            dumps.append(describe_dump(self.output.root, path, "CSV", "text/csv", title=table.title))
        return dumps, digest

    def _catalog(self, dumps: list[Dump], digest: str, history: History) -> None:
        newest = self._newest()
        triples = describe_dataset(self.domain, self.statistics, dumps, self.coverage, newest[0] if newest else None)
        triples |= identity(self.domain, digest) | history.triples
        if history.page:
            self.page(CHANGES_PATH, "changes.html", history.page)
        for path in ("catalog", "dataset"):
            self.documents(path, dataset_iri(self.domain), triples)
            self.page(path, "dataset.html", dataset_page(self.views, self.statistics, dumps, path, (digest, history.words)))
        self.output.write(".well-known/void", write_turtle(triples, self.domain.prefixes, self.domain.base, dataset_iri(self.domain)))
        downloads = tuple(Download(dump.title or dump.label, dump.path, dump.media_type, size_text(dump.bytes)) for dump in dumps)
        facts = {
            "title": said(self.domain, DCTERMS["title"]),
            "description": said(self.domain, DCTERMS.description),
            "licence": licence_link(self.domain),
            "schema": schema_dataset(self.domain, dumps, self.coverage),
        }
        self.page("index", "home.html", home_page(self.views, downloads, facts, self.queries))

    def _newest(self) -> list[IRI]:
        kind = self.settings.door.newest
        return sorted_members(kind, self.views) if kind else []

    def _quality(self) -> None:
        self.documents(REPORT_PATH, self.domain.iri(REPORT_PATH), report(self.validated, self.domain))
        self.page("quality/index", "quality.html", quality_page(self.validated, self.shapes, self.views))

    def _docs(self) -> None:
        for path, page in doc_pages(self.domain.site / "docs", self.domain.base):
            self.page(path, "doc.html", page)

    def _machines(self, dumps: list[Dump]) -> None:
        base, kinds = self.domain.base, {kind: self.views.kind_names(kind) for kind in self.index.members}
        listed = [("", ""), *((f"{kind}/", "") for kind in kinds), ("ontology.html", ""), ("docs/", ""), ("quality/", "")]
        things = ((self.index.path(iri) + ".html", last_day(iri, self.views)) for members in self.index.members.values() for iri in members)
        for path, data in sitemaps(base, [*listed, *things]):
            self.output.write(path, data)
        self.output.write("robots.txt", robots(base))
        title = self.settings.door.title or said(self.domain, DCTERMS["title"])
        self.output.write("feed.xml", feed(base, title, title, feed_entries(self._newest(), self.views)))
        links = [(dump.title or f"All data as {dump.label}", dump.path) for dump in dumps]
        self.output.write("llms.txt", language_models(title, self.settings.door.about, base, kinds, links))
        self.page("404", "message.html", nowhere_page(kinds))

    def _gone(self, now: Release, history: History) -> tuple[Departure, ...]:
        """Write the pages of what was merged, withdrawn or withheld, for hosts that know no other answer, and return what left when."""
        merged = paths_of((old.value for old in self.index.moved), self.domain.base)
        withheld = paths_of((item.iri.value for item in self.validated.withheld), self.domain.base)
        left = history.left or Departure(now.version, now.sha256, ())
        left = replace(left, paths=(*left.paths, *sorted(withheld.difference(left.paths))))
        departures = bring_up_to_date(history.earlier, left, merged, self.output.has)
        pages = with_pages(departures)
        ways_of = ways(pages, self.views, lambda path: path in pages or path in merged or self.output.has(path))
        for old, new in sorted(self.validated.dataset.redirects.items(), key=lambda pair: pair[0].value):
            self._moved(old, new, departures)
        for path, departure in pages.items():
            page = withheld_page(path, ways_of[path]) if path in withheld else tombstone(path, departure, ways_of[path])
            self.page(path, "message.html", page)
        return departures

    def _moved(self, old: IRI, new: IRI, departures: tuple[Departure, ...]) -> None:
        """Write the documents of what was merged into another record."""
        path = document_path(old.value, self.domain.base)
        said = (
            describe(old, self.index) if old in self.index.facts else {Triple(old, DCTERMS.isReplacedBy, new), *self.index.reference(new)}
        )
        self.documents(path, old, said)
        self.page(path, "message.html", moved_page(old, new, departures, self.views))

    def _release(self, digest: str, departures: tuple[Departure, ...]) -> None:
        path = self.index.path
        redirects = {path(old): path(new) for old, new in sorted(self.validated.dataset.redirects.items(), key=lambda pair: pair[0].value)}
        for name, data in host_files(redirects, with_pages(departures)):
            self.output.write(name, data)
        facts: dict[str, Any] = {
            "title": said(self.domain, DCTERMS["title"]),
            "version": said(self.domain, DCAT.version, OWL.versionInfo),
            "license": said(self.domain, DCTERMS.license),
            "author": said(self.domain, DCTERMS.creator, DCTERMS.publisher),
            "dataset_sha256": digest,
            "triples": self.index.count,
            "quads": len(self.quads),
            "files": self.output.files + 1,
            "dump": self.dump_path,
            "catalog": "catalog",
            "redirects": redirects,
            "examples": [{"title": query.title, "query": query.text} for query in self.queries],
            "gone": [departure.as_json() for departure in departures],
        }
        self.output.write(MARKER, release_file(facts, self.domain, self.settings, self.index.members))
