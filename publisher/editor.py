"""What an editor of the rules asks of articles: what is seen in them, which sentences gave nothing and why, and a case made of one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import yaml

from publisher.compare import key_of, sum_of
from publisher.domain import Domain
from publisher.engines import Engine
from publisher.errors import OutputError, UsageError
from publisher.extract import Trace, check_terms, compile_domain, trace
from publisher.model import Article, Claim, Entity, Fault, Part, Silence, Span, Value
from publisher.rdf import IRI, Literal
from publisher.readers import read_articles

CASES: Final = Path("tests", "cases")
"""Where the cases stand in a checkout."""
EXAMPLES: Final = 3
"""Sentences kept of each group: enough to see what it is about, however large the collection."""
MOST_GROUPS: Final = 50_000
"""Groups held at once; beyond them the rare half is let go, so that memory does not follow the collection."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that gave nothing, and where it stands: the key and the source of its article, and its place in the text."""

    article: str
    source: str
    span: Span
    text: str


@dataclass(slots=True)
class Group:
    """Sentences that gave nothing for one reason and are told alike.

    ``detail`` is the rule that had matched nevertheless, or the kind of zone; ``shape`` is how the words around the form stand.
    """

    reason: str
    detail: str
    shape: str
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what the sentences have in common."""
        return self.reason, self.detail, self.shape


@dataclass(frozen=True, slots=True)
class Unexplained:
    """What a collection left unexplained: how many sentences for each reason, and the groups of each, the commonest first.

    ``forgotten`` is how many sentences stood in groups that were let go: the counts of rare groups are then too low by some of them.
    """

    articles: int
    reasons: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    faults: int
    forgotten: int = 0


@dataclass(slots=True)
class _Groups:
    """The groups while they are counted."""

    most: int
    held: dict[tuple[str, str, str], Group] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    forgotten: int = 0
    articles: int = 0
    faults: int = 0

    def readable(self, items: Iterable[Article | Fault], tell: Callable[[Fault], None]) -> Iterator[Article]:
        for item in items:
            if isinstance(item, Article):
                self.articles += 1
                yield item
            else:
                self.faults += 1
                tell(item)

    def add(self, article: Article, silence: Silence) -> None:
        self.reasons[silence.reason] += 1
        key = str(silence.reason), silence.detail, silence.shape
        group = self.held.get(key)
        if group is None:
            self._make_room()
            group = self.held[key] = Group(*key)
        group.count += 1
        if len(group.examples) < EXAMPLES:
            words = " ".join(article.text[silence.span.slice].split())
            group.examples.append(Example(article.key, article.source, silence.span, words))

    def _make_room(self) -> None:
        if len(self.held) < self.most:
            return
        ordered = sorted(self.held.values(), key=lambda group: (-group.count, group.key))
        self.forgotten += sum(group.count for group in ordered[self.most // 2 :])
        self.held = {group.key: group for group in ordered[: self.most // 2]}

    def ordered(self) -> tuple[Group, ...]:
        return tuple(sorted(self.held.values(), key=lambda g: (-self.reasons[g.reason], g.reason, -g.count, g.key)))


def look(sources: Sequence[str], domain: Domain) -> Iterator[Trace | Fault]:
    """Yield what is seen in each article, and what could not be read.

    What the mappings name is checked, their examples are not: an editor whose rule fails its example wants to see why.

    Raises:
        UsageError: U101 when a source does not exist.
        DomainError: when the rules are wrong.

    """
    check_terms(domain)
    extractor = compile_domain(domain)
    for item in read_articles(sources):
        yield trace(item, extractor) if isinstance(item, Article) else item


def find_unexplained(
    sources: Sequence[str],
    domain: Domain,
    engine: Engine | None = None,
    tell: Callable[[Fault], None] = lambda _: None,
    most: int = MOST_GROUPS,
) -> Unexplained:
    """Group the sentences that name a form and a party and gave nothing, one article after the other.

    ``tell`` hears of each article that could not be read, ``most`` is how many groups are held.

    Raises:
        UsageError: U101 when a source does not exist.
        DomainError: when the rules are wrong.

    """
    check_terms(domain)
    groups = _Groups(most)
    for reading in (engine or Engine()).read(groups.readable(read_articles(sources), tell), domain):
        for silence in reading.silences:
            groups.add(reading.article, silence)
    reasons = sorted(groups.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Unexplained(groups.articles, tuple(reasons), groups.ordered(), groups.faults, groups.forgotten)


def unexplained_document(found: Unexplained, limit: int) -> dict[str, object]:
    """Return what was found for machines: the reasons in order, each with its ``limit`` commonest groups."""
    return {
        "articles": found.articles,
        "unreadable": found.faults,
        "sentences": sum(count for _, count in found.reasons),
        "forgotten": found.forgotten,
        "reasons": [
            {"reason": reason, "count": count, "groups": [_group_document(group) for group in groups_of(found, reason, limit)]}
            for reason, count in found.reasons
        ],
    }


def groups_of(found: Unexplained, reason: str, limit: int) -> list[Group]:
    """Return the commonest groups of one reason."""
    return list(islice((group for group in found.groups if group.reason == reason), limit))


def _group_document(group: Group) -> dict[str, object]:
    examples = [
        {"article": e.article, "source": e.source, "start": e.span.start, "end": e.span.end, "text": e.text} for e in group.examples
    ]
    return {"detail": group.detail, "shape": group.shape, "count": group.count, "examples": examples}


def make_case(source: str, folder: Path, domain: Domain) -> Path:
    """Make a folder of an article and of what is found in it today, for an editor to correct (``tests/cases/README.md``).

    Raises:
        UsageError: U101 or U102 when the source is no single article, U111 when the folder is there.
        OutputError: O101 when it cannot be written.

    """
    items = [item for item in look([source], domain) if isinstance(item, Trace)]
    if len(items) != 1:
        raise UsageError("U102", f"holds {len(items)} articles, and a case is made of one", file=Path(source), remedy="name a file of one")
    if folder.exists():
        raise UsageError("U111", "is there already", file=folder, remedy="give another with --out, or remove it")
    reading = items[0].reading
    article = reading.article
    front = {"title": article.title, "publisher": article.publisher, "published": article.published, "url": article.url}
    expected = [
        _record([c for c in reading.claims if c.record == number and c.certainty.is_fact], domain) for number in _numbers(reading.claims)
    ]
    files = {
        "case.yml": _yaml({"title": f"What {article.title or folder.name} says", "why": "what would go wrong without this case"}),
        "article.md": f"---\n{_yaml({key: value for key, value in front.items() if value})}---\n{article.text}\n",
        "expected.yml": _yaml({f"{domain.record.kind}s": expected}),
    }
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError("O101", f"cannot be written: {error.strerror}", file=folder, remedy="give another folder with --out") from error
    return folder


def _numbers(claims: Sequence[Claim]) -> list[int]:
    return sorted({claim.record for claim in claims if claim.certainty.is_fact})


def _record(claims: Sequence[Claim], domain: Domain) -> dict[str, object]:
    """Return one record as a case has it: a value or a list for each field of the evaluation."""
    row: dict[str, object] = {}
    for field_ in domain.mappings["evaluation"]["fields"].values():
        slot = domain.record.slots[field_["slot"]]
        values = [
            _plain(value, field_["compare"], slot.parts, domain) for value in dict.fromkeys(c.value for c in claims if c.slot == slot.name)
        ]
        if "case" in field_:
            row[field_["case"]] = next(iter(values), None)
        else:
            row[field_["cases"]] = values
    return row


def _plain(value: Value, way: str, pieces: Mapping[str, IRI], domain: Domain) -> object:
    """Return a value as a case has it: a name, a label, a key, or a sum as its value and currency."""
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Part):
        return sum_of(value, pieces)
    if isinstance(value, Literal):
        return value.value
    if way == "key":
        return key_of(value)
    return value.value.removeprefix(domain.namespace) if way == "class" else domain.labels.get(value, value.value)


def _yaml(data: dict[str, object]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
