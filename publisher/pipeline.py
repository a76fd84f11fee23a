"""The whole way, in the order of the design: articles → readings → dataset → validated dataset → files.

Each stage is called once and plainly; what it cost and what it gave stands in the Summary.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from publisher.domain import Domain
from publisher.engines import Engine
from publisher.errors import OutputError, UsageError
from publisher.extract import check_examples, check_labels, check_terms, compile_domain
from publisher.graph import append_rows, build_dataset, load_curation, load_registry, validate
from publisher.model import Article, Dataset, Fault, Reading, RegistryRow, Severity, ValidatedDataset, Withheld
from publisher.publish import publish_site
from publisher.publish.folder import check_place
from publisher.rdf import RDF
from publisher.readers import DUPLICATE, read_articles

Progress = Callable[[str, int, int | None], None]
"""Told the stage, how much of it is done, and of how much where that is known."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run read and made. ``seconds`` are pairs of stage and duration, ``peak_bytes`` the most memory any process held."""

    articles: int
    silent: int
    duplicates: int
    faults: tuple[Fault, ...]
    records: int
    facts: int
    claims: int
    quads: int
    withheld: tuple[Withheld, ...]
    warnings: int
    files: int
    pages: int
    size_bytes: int
    minted: tuple[RegistryRow, ...]
    seconds: tuple[tuple[str, float], ...]
    peak_bytes: int


@dataclass(slots=True)
class _Run:
    """What a run notes while it goes: the one thing in this module that changes."""

    progress: Progress
    faults: list[Fault] = field(default_factory=list)
    duplicates: int = 0
    seconds: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        self.progress(name, 0, None)
        yield
        self.seconds.append((name, time.perf_counter() - begun))

    def readable(self, items: Iterable[Article | Fault]) -> Iterator[Article]:
        """Give the articles, and keep the faults."""
        count = 0
        for item in items:
            if isinstance(item, Article):
                count += 1
                yield item
                self.progress("read", count, None)
            elif item.code == DUPLICATE:
                self.duplicates += 1
            else:
                self.faults.append(item)


def find_articles(domain: Domain, explicit_domain: Path | None) -> list[str]:
    """Return the source to read when none was named: ``articles/`` of a domain named, of this folder, or as installed.

    Raises:
        UsageError: U102 when there is none.

    """
    candidates = [domain.root / "articles"] if explicit_domain else [Path("articles"), domain.root / "articles"]
    for folder in candidates:
        if folder.is_dir():
            return [str(folder)]
    raise UsageError("U102", "there are no articles here", file=candidates[0], remedy="name files or folders of articles")


def publish(  # noqa: PLR0913, PLR0917 - what is read, by what, where it goes, who is told
    sources: list[str], domain: Domain, out: Path, engine: Engine, progress: Progress = lambda *_: None, store: str | None = None
) -> Summary:
    """Go the whole way from the sources to the files below ``out``; the same input gives the same bytes.

    The graphs also go to the SPARQL server at the address ``store``.

    Raises:
        UsageError: U101 when a source does not exist, U102 when no article could be read.
        DomainError: when the domain is wrong.
        OutputError: when ``out`` or ``store`` cannot be written; ``out`` is then as it was before.

    """
    run = _Run(progress)
    check_place(out)
    graph_store = None
    if store is not None:
        from publisher.publish import GraphStore  # noqa: PLC0415 - a run without a server needs no HTTP client

        graph_store = GraphStore(store, domain.base)
        graph_store.check()
    with run.stage("check"):
        check_rules(domain)
    with run.stage("read"):
        readings = list(engine.read(run.readable(read_articles(sources)), domain))
    if not readings:
        reason = run.faults[0] if run.faults else None
        found = f"no article could be read; first: {reason.source}: {reason.code} {reason.reason}" if reason else "no article was found"
        raise UsageError("U102", found, remedy="name files or folders of articles")
    with run.stage("build"):
        dataset = build_dataset(readings, domain, load_registry(registry_path(domain)), load_curation(domain))
    with run.stage("validate"):
        texts = {reading.article.key: reading.article.text for reading in readings}
        validated = validate(dataset, domain, texts, engine.jobs)
    with run.stage("publish"):
        released = publish_site(validated, domain, out, partial(progress, "publish"), graph_store)
    return _summary(run, readings, validated, domain, (released.files, released.pages, released.bytes))


def check_rules(domain: Domain) -> None:
    """See that the rules of a domain do what they say, before any article is read by them.

    Raises:
        DomainError: D104, or D110 to D124, for the first thing found wrong in ``mappings/`` or in the labels.

    """
    check_terms(domain)
    extractor = compile_domain(domain)
    check_labels(domain, extractor)
    check_examples(domain, extractor)


def register(summary: Summary, domain: Domain, day: str) -> int:
    """Keep the ids a run minted, dated ``day`` (``YYYY-MM-DD``), in the registry of the domain; return how many.

    Raises:
        OutputError: O101 when the registry cannot be written.

    """
    path = registry_path(domain)
    try:
        return append_rows(path, summary.minted, day)
    except OSError as error:
        raise OutputError(
            "O101", f"cannot be written: {error.strerror}", file=path, remedy="work in a checkout, or with --domain"
        ) from error


def registry_path(domain: Domain) -> Path:
    """Return the place of the registry of minted ids."""
    return domain.root / "mappings" / "registry.tsv"


def _summary(run: _Run, readings: list[Reading], validated: ValidatedDataset, domain: Domain, written: tuple[int, int, int]) -> Summary:
    records, facts, claims = _counts(validated.dataset, domain)
    return Summary(
        articles=len(readings),
        silent=sum(not reading.claims for reading in readings),
        duplicates=run.duplicates,
        faults=tuple(run.faults),
        records=records,
        facts=facts,
        claims=claims,
        quads=len(validated.dataset.quads),
        withheld=validated.withheld,
        warnings=sum(result.severity is Severity.WARNING for result in validated.results),
        files=written[0],
        pages=written[1],
        size_bytes=written[2],
        minted=validated.dataset.minted,
        seconds=tuple(run.seconds),
        peak_bytes=_peak_bytes(),
    )


def _counts(dataset: Dataset, domain: Domain) -> tuple[int, int, int]:
    """Count records, their direct facts (a triple counts once, however many graphs hold it) and claims."""
    prefix = domain.iri(f"{domain.record.kind}/").value
    properties = {slot.property for slot in domain.record.slots.values()}
    records, facts, claims = set(), set(), set()
    for quad in dataset.quads:
        subject = getattr(quad.subject, "value", "")
        if quad.predicate in properties and subject.startswith(prefix) and "/" not in subject[len(prefix) :]:
            records.add(subject)
            facts.add(quad.triple)
        elif quad.predicate == RDF.type and quad.object == domain.namespace.Claim:
            claims.add(subject)
    return len(records), len(facts), len(claims)


def _peak_bytes() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
