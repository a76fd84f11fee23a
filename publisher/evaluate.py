"""How good extraction is: what it finds in articles in which somebody marked what is to be found.

Records found are paired with records marked, the likest first; then every value counts as right, wrong or missed. What the values of
a field are and how they are compared is data: ``mappings/evaluation.yml`` (``site/docs/reference/evaluation.md``).
"""

import json
import subprocess
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from publisher.compare import Comparison, Value, load_comparisons, values_of
from publisher.domain import Domain
from publisher.engines import Engine
from publisher.errors import OutputError, UsageError
from publisher.extract import check_terms
from publisher.model import Article, Claim, Reading
from publisher.readers import read_articles

RIGHT, WRONG, MISSED = "right", "wrong", "missed"
Found = Mapping[str, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, and what follows from them; without anything to find or found, 0."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what was marked that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the two.

        >>> round(Score(8, 2, 2).f1, 2)
        0.8

        """
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a run over marked articles gave: a score of the facts, of the records and of each field, and the errors in words.

    ``quotes`` are how many words of claims stand in their article and how many there are; ``clean`` are how many articles in which
    nothing is marked gave nothing, and how many such articles there are.
    """

    articles: int
    facts: Score
    records: Score
    fields: Mapping[str, Score]
    quotes: tuple[int, int]
    clean: tuple[int, int]
    errors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    quotes: Counter[bool] = field(default_factory=Counter)
    clean: Counter[bool] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, right: int, wrong: int, missed: int) -> None:
        for kind, count in ((RIGHT, right), (WRONG, wrong), (MISSED, missed)):
            self.fields[name, kind] += count

    def score(self, names: Iterable[str]) -> Score:
        names = list(names)
        return Score(*(sum(self.fields[name, kind] for name in names) for kind in (RIGHT, WRONG, MISSED)))


def evaluate(sources: Sequence[Path], domain: Domain, engine: Engine | None = None, only: Collection[str] = ()) -> Evaluation:
    """Read the articles of marked files (JSON Lines) and compare; what cannot be read has missed all its marks.

    ``only`` are ids of articles to look at; none means all.

    Raises:
        UsageError: U110 when a file cannot be read or a line is no marked article, U112 when no article is left to compare.
        DomainError: when the rules or ``mappings/evaluation.yml`` are wrong.

    """
    check_terms(domain)
    rows = [row for path in sources for row in _rows(path, _marks_key(domain)) if not only or row.get("id") in only]
    if not rows:
        raise UsageError("U112", "no marked article is left", file=sources[0], remedy="name files that hold some, and ids that they hold")
    wanted = {row["url"] for row in rows}
    items = read_articles([str(path) for path in sources])
    articles = (item for item in items if isinstance(item, Article) and item.url in wanted)
    readings = {reading.article.url: reading for reading in (engine or Engine()).read(articles, domain)}
    unread = Reading(Article("", ""))
    return compare_all(((row, readings.get(row["url"], unread)) for row in rows), domain)


def _marks_key(domain: Domain) -> str:
    """Return the key of a row that holds its marks: the plural of what is looked for."""
    return f"{domain.record.kind}s"


def _rows(path: Path, key: str) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("U110", f"the marks cannot be read: {error}", file=path, remedy="name a file of JSON Lines") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            _ = row["url"], row[key]
        except (ValueError, KeyError, TypeError) as error:
            remedy = f"each line holds url, text and {key}"
            raise UsageError("U110", f"is no marked article: {error}", file=path, line=number, remedy=remedy) from error
        yield row


def compare_all(pairs: Iterable[tuple[dict[str, Any], Reading]], domain: Domain) -> Evaluation:
    """Compare readings with the rows that mark their articles."""
    comparisons, tally, count = load_comparisons(domain), _Tally(), 0
    for row, reading in pairs:
        count += 1
        _compare(row, reading, comparisons, domain, tally)
    fields = {name: tally.score([name]) for name in comparisons}
    records = Score(*(tally.records[kind] for kind in (RIGHT, WRONG, MISSED)))
    quotes, clean = (tally.quotes[True], tally.quotes.total()), (tally.clean[True], tally.clean.total())
    return Evaluation(count, tally.score(comparisons), records, fields, quotes, clean, tuple(tally.errors))


def _compare(row: dict[str, Any], reading: Reading, comparisons: Mapping[str, Comparison], domain: Domain, tally: _Tally) -> None:
    marks: list[dict[str, Any]] = row[_marks_key(domain)]
    founds = _found(reading.claims, comparisons, domain)
    text = reading.article.text
    for claim in reading.claims:
        tally.quotes[claim.evidence.exact == text[claim.evidence.span.slice]] += 1
    if not marks:
        tally.clean[not founds] += 1
    _count(row, marks, founds, comparisons, tally)


def _count(
    row: dict[str, Any], marks: Sequence[dict[str, Any]], founds: Sequence[Found], comparisons: Mapping[str, Comparison], tally: _Tally
) -> None:
    pairs = _pair(marks, founds, comparisons)
    missed = [i for i in range(len(marks)) if i not in pairs and not marks[i].get("optional")]
    spare = [j for j in range(len(founds)) if j not in pairs.values()]
    spurious = spare[min(len(row.get("borderline") or ()), len(spare)) :]
    tally.records.update({RIGHT: len(pairs), WRONG: len(spurious), MISSED: len(missed)})
    name = row.get("id") or row["url"]
    for i, j in pairs.items():
        for key, comparison in comparisons.items():
            right, wrong, miss = comparison.hits(marks[i], founds[j][key])
            tally.add(key, right, wrong, miss)
            if wrong or miss:
                tally.errors.append(
                    f"{name}: {key}: wanted {comparison.wanted_text(marks[i])}, found {comparison.found_text(founds[j][key])}"
                )
    for i in missed:
        tally.errors.append(f"{name}: missed: {marks[i].get('label', '')}")
        for key, comparison in comparisons.items():
            tally.add(key, 0, 0, comparison.count(marks[i]))
    for j in spurious:
        told = {key: comparisons[key].found_text(values) for key, values in founds[j].items() if values}
        tally.errors.append(f"{name}: found what is not marked: {told}")
        for key, values in founds[j].items():
            tally.add(key, 0, len(values), 0)


def _found(claims: Sequence[Claim], comparisons: Mapping[str, Comparison], domain: Domain) -> list[Found]:
    facts = [claim for claim in claims if claim.certainty.is_fact]
    numbers = sorted({claim.record for claim in facts})
    records = [{key: values_of(facts, number, row, domain) for key, row in comparisons.items()} for number in numbers]
    return [record for record in records if any(record.values())]


def _pair(marks: Sequence[dict[str, Any]], founds: Sequence[Found], comparisons: Mapping[str, Comparison]) -> dict[int, int]:
    """Pair marks with what was found, the likest first; a pair has something in common in the fields that pair."""
    table = []
    for (i, mark), (j, found) in product(enumerate(marks), enumerate(founds)):
        hits = {key: comparison.hits(mark, found[key]) for key, comparison in comparisons.items()}
        if all(hits[key][0] for key, comparison in comparisons.items() if comparison.pairs):
            likeness = sum(comparison.likeness(*hits[key]) for key, comparison in comparisons.items())
            table.append((-round(likeness, 9), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(table):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def figures(result: Evaluation, kind: str) -> dict[str, Any]:
    """Return an evaluation for machines; ``kind`` names the records."""
    (verbatim, quotes), (clean, empty) = result.quotes, result.clean
    return {
        "articles": result.articles,
        "facts": _figures(result.facts),
        kind: _figures(result.records),
        "fields": {name: _figures(score) for name, score in result.fields.items()},
        "quotes": {"verbatim": verbatim, "all": quotes},
        "unmarked": {"clean": clean, "all": empty},
    }


def _figures(score: Score) -> dict[str, float]:
    shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {"right": score.right, "wrong": score.wrong, "missed": score.missed} | {key: round(share, 4) for key, share in shares.items()}


def commit_of(folder: Path) -> str | None:
    """Return the commit a checkout stands at, with ``-dirty`` behind it where the engine or the rules differ from it; None outside one."""
    commit = _git(folder, "rev-parse", "--short", "HEAD")
    differs = commit and _git(folder, "status", "--porcelain", "--", "publisher", "mappings", "ontology")
    return f"{commit}-dirty" if differs else commit or None


def _git(folder: Path, *words: str) -> str:
    try:
        command = ["git", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git, with words of our own
    except OSError:
        return ""
    return done.stdout.strip()


def remember(file: Path, result: Evaluation, run: Mapping[str, object]) -> None:
    """Add the figures of a run to a history, a line a run; ``run`` says what run it was: its day, its commit, its marks.

    Raises:
        OutputError: O101 when it cannot be written.

    """
    scores = {"facts": result.facts, "records": result.records, **result.fields}
    shares = {name: [round(score.precision, 3), round(score.recall, 3), round(score.f1, 3)] for name, score in scores.items()}
    line = {**run, "articles": result.articles, **shares}
    try:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(json.dumps(line) + "\n")
    except OSError as error:
        raise OutputError("O101", f"cannot be written: {error.strerror}", file=file, remedy="give another file with --history") from error
