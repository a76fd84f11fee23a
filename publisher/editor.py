"""What an editor of the rules asks of articles: what is seen in them, which sentences gave nothing and why, and a case made of one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from publisher.domain import Domain
from publisher.errors import OutputError, UsageError
from publisher.extract import Trace, compile_domain, trace
from publisher.model import Article, Claim, Entity, Fault, Part, Value
from publisher.pipeline import check_rules
from publisher.rdf import Literal
from publisher.readers import read_articles

EXAMPLES = 3
"""Sentences kept of each group: enough to see what it is about, however large the collection."""


@dataclass(slots=True)
class Group:
    """Sentences that gave nothing for one reason, told alike: ``shape`` is the masked words around their form."""

    reason: str
    shape: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """What a collection left unexplained: how many sentences for each reason, and the groups, the commonest first."""

    articles: int
    reasons: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    faults: tuple[Fault, ...]


def look(sources: Sequence[str], domain: Domain) -> Iterator[Trace | Fault]:
    """Yield what is seen in each article, and what could not be read.

    Raises:
        UsageError: U101 when a source does not exist.
        DomainError: when the rules are wrong.

    """
    check_rules(domain)
    extractor = compile_domain(domain)
    for item in read_articles(sources):
        yield trace(item, extractor) if isinstance(item, Article) else item


def find_unexplained(sources: Sequence[str], domain: Domain) -> Unexplained:
    """Group the sentences that name a form and a party and gave nothing; memory grows with the groups, not with the articles.

    Raises:
        UsageError: U101 when a source does not exist.
        DomainError: when the rules are wrong.

    """
    groups: defaultdict[tuple[str, str], Group] = defaultdict(lambda: Group("", ""))
    reasons: Counter[str] = Counter()
    faults, articles = [], 0
    for seen in look(sources, domain):
        if isinstance(seen, Fault):
            faults.append(seen)
            continue
        articles += 1
        shapes = {sentence.span: sentence.shape for sentence in seen.sentences}
        text = seen.reading.article.text
        for silence in seen.reading.silences:
            key = silence.reason, shapes.get(silence.span, silence.detail)
            group = groups[key]
            group.reason, group.shape = key
            group.count += 1
            reasons[silence.reason] += 1
            if len(group.examples) < EXAMPLES:
                group.examples.append(" ".join(text[silence.span.slice].split()))
    ordered = sorted(groups.values(), key=lambda group: (-group.count, group.reason, group.shape))
    return Unexplained(articles, tuple(reasons.most_common()), tuple(ordered), tuple(faults))


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
        values = [_plain(value, field_["compare"], domain) for value in dict.fromkeys(c.value for c in claims if c.slot == field_["slot"])]
        if "case" in field_:
            row[field_["case"]] = next(iter(values), None)
        else:
            row[field_["cases"]] = values
    return row


def _plain(value: Value, way: str, domain: Domain) -> object:
    """Return a value as a case has it: a name, a label, a key, or a sum as its value and currency."""
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Part):
        return [str(getattr(o, "value", o)) for _, o in value.properties[:2]]
    if isinstance(value, Literal):
        return value.value
    if way == "key":
        return value.value.rsplit("/", 1)[-1]
    return value.value.removeprefix(domain.namespace) if way == "class" else domain.labels.get(value, value.value)


def _yaml(data: dict[str, object]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
