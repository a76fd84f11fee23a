"""What the command line shows: a progress bar, a summary, tables. Data goes to stdout, words to stderr."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from publisher.domain import Domain
from publisher.editor import Unexplained, groups_of
from publisher.evaluate import Evaluation, Score
from publisher.graph import Explanation
from publisher.model import Entity, Fault, Part, Reading, ValidationResult, Value, Withheld
from publisher.pipeline import Progress as Listener
from publisher.pipeline import Summary
from publisher.rdf import IRI

CLAIM_COLUMNS: Final = ("record", "slot", "value", "certainty", "words", "at", "rule")
SILENCE_COLUMNS: Final = ("count", "reason", "detail", "shape", "sentence")
SCORE_COLUMNS: Final = ("", "precision", "recall", "F1", "right", "wrong", "missed")
RESULT_COLUMNS: Final = ("rule", "severity", "node", "path", "value", "what is wrong and how to mend it")
_MEGA: Final = 1_000_000


def words() -> Console:
    """Return the console for words: stderr, as wide as the terminal, without colour where none is wanted."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[Listener]:
    """Show the stages as they go, on a terminal; elsewhere show nothing."""
    console = words()
    if not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int | None) -> None:
            for other, task in tasks.items():
                if other != stage:
                    bar.stop_task(task)
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def show_faults(faults: Iterable[Fault]) -> None:
    """Say a line for each article that could not be read."""
    for fault in faults:
        say(f"{fault.source}: {fault.code} {fault.reason}")


def show_withheld(withheld: Iterable[Withheld]) -> None:
    """Say a line for each thing kept out of the release."""
    for thing in withheld:
        say(f"withheld {thing.iri.value} “{thing.label}”: {thing.code} {thing.reason}")


def say(line: str) -> None:
    """Say one line of words on stderr, as it is."""
    words().print(line, markup=False)


def show_summary(summary: Summary, kind: str, out: str) -> None:
    """Show what a run read and made."""
    rows = list(_summary_rows(summary, kind, out))
    width = max(len(count) for count, _ in rows)
    for count, meaning in rows:
        words().print(f"[bold]{count:>{width}}[/bold]  {escape(meaning)}")


def _summary_rows(summary: Summary, kind: str, out: str) -> Iterator[tuple[str, str]]:
    skipped = [f"{summary.duplicates:,} read before"] if summary.duplicates else []
    skipped += [f"{len(summary.faults):,} unreadable"] if summary.faults else []
    yield f"{summary.articles:,}", "articles read" + (f" ({', '.join(skipped)})" if skipped else "")
    yield f"{summary.records:,}", f"{plural(kind)} in {summary.articles - summary.silent:,} of them; {summary.silent:,} report none"
    yield f"{summary.facts:,}", "facts"
    yield f"{summary.claims:,}", "claims, each with its words"
    yield f"{len(summary.withheld):,}", f"withheld, {summary.warnings:,} warnings: {out}/quality/"
    yield f"{summary.files:,}", f"files ({summary.pages:,} pages, {summary.size_bytes / _MEGA:,.1f} MB) in {out}/"
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary.seconds)
    total = sum(seconds for _, seconds in summary.seconds)
    yield f"{total:,.1f}", f"seconds ({stages}), {summary.peak_bytes / _MEGA:,.0f} MB of memory at most"


def plural(kind: str) -> str:
    """Return the English plural of the name of a kind.

    >>> plural("treaty"), plural("loaf"), plural("agreement")
    ('treaties', 'loafs', 'agreements')

    """
    return f"{kind.removesuffix('y')}ies" if kind.endswith("y") and kind[-2:-1] not in "aeiou" else f"{kind}s"


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table on stdout: framed and wrapped on a terminal, tab-separated elsewhere."""
    if not sys.stdout.isatty():
        sys.stdout.writelines("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (columns, *rows))
        return
    table = Table(*columns, header_style="bold", show_lines=False)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console(highlight=False).print(table)


def print_data(data: bytes) -> None:
    """Print bytes on stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_json(data: object) -> None:
    """Print a value on stdout as one JSON document."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def claim_rows(readings: Iterable[Reading], labels: Mapping[IRI, str]) -> Iterator[tuple[str, ...]]:
    """Give a row for each claim, in the order of articles, records and words; a record is numbered within its article."""
    for reading in readings:
        for claim in sorted(reading.claims, key=lambda claim: (claim.record, claim.evidence, claim.slot)):
            span = claim.evidence.span
            source = f" ({claim.source})" if claim.source else ""
            record = f"{reading.article.key}#{claim.record}"
            yield (
                record,
                claim.slot,
                value_text(claim.value, labels),
                claim.certainty + source,
                claim.evidence.exact,
                f"{span.start},{span.end}",
                claim.rule,
            )


def value_text(value: Value, labels: Mapping[IRI, str]) -> str:
    """Return what a claim says in words: a label where there is one."""
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Part):
        return ", ".join(value_text(inner, labels) for _, inner in value.properties)
    return labels.get(value, value.value) if isinstance(value, IRI) else value.value


def result_rows(results: Iterable[ValidationResult]) -> Iterator[tuple[str, ...]]:
    """Give a row for each result of validation, in their order."""
    for result in results:
        yield result.code, result.severity.value, result.focus, result.path, result.value, result.message


def explanation_lines(explanation: Explanation, domain: Domain) -> Iterator[str]:
    """Give the lines that say why: each fact, under it the words of each claim and the rules it follows from."""
    if explanation.replaced:
        yield f"{explanation.replaced.value} is replaced by"
    yield f"{explanation.label}  <{explanation.iri.value}>"
    for fact in explanation.facts:
        doubt = "" if fact.is_direct else "  (claimed only)"
        value = domain.labels.get(fact.object, fact.name) if isinstance(fact.object, IRI) else fact.name
        yield f"  {_name(fact.predicate, domain)}: {value}{doubt}"
        for support in fact.support:
            source = f", {support.source}" if support.source else ""
            article = f"{support.title or 'untitled'} <{support.article}>, character {support.start}"
            yield f"      “{' '.join(support.quote.split())}”"
            yield f"        {article}; {support.certainty}{source}; rule {support.rule}"
        if fact.rules:
            yield f"      follows by {', '.join(fact.rules)}"


def _name(predicate: IRI, domain: Domain) -> str:
    """Return the label of a property, else its prefixed name, else its IRI."""
    spaces = [(space, prefix) for prefix, space in domain.prefixes.items() if predicate.value.startswith(space)]
    space, prefix = max(spaces, default=("", ""), key=lambda pair: len(pair[0]))
    return domain.labels.get(predicate) or (f"{prefix}:{predicate.value.removeprefix(space)}" if space else predicate.value)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of data on stdout."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def score_rows(result: Evaluation, kind: str, *, fields: bool = True) -> Iterator[tuple[str, ...]]:
    """Give a row for each field, then one for the facts and one for the records."""
    rows: list[tuple[str, Score]] = [*(result.fields.items() if fields else ()), ("facts", result.facts), (plural(kind), result.records)]
    for name, score in rows:
        shares = (score.precision, score.recall, score.f1)
        yield name, *(f"{share:.3f}" for share in shares), *(f"{count:,}" for count in (score.right, score.wrong, score.missed))


def show_evaluation(result: Evaluation) -> None:
    """Say what the scores rest on."""
    (verbatim, quotes), (clean, empty) = result.quotes, result.clean
    say(
        f"{result.articles:,} articles; {verbatim:,} of {quotes:,} quotes verbatim; {clean:,} of {empty:,} articles without a mark left clean"
    )


def show_unexplained(found: Unexplained, limit: int) -> None:
    """Print the commonest groups of sentences that gave nothing, reason by reason, and say how many there are for each."""
    groups = (group for reason, _ in found.reasons for group in groups_of(found, reason, limit))
    print_table(SILENCE_COLUMNS, ((f"{g.count:,}", g.reason, g.detail, g.shape, g.examples[0].text) for g in groups))
    listed = ", ".join(f"{count:,} {reason}" for reason, count in found.reasons)
    lost = f"; {found.forgotten:,} sentences of rare groups let go" if found.forgotten else ""
    say(f"{found.articles:,} articles, {len(found.groups):,} groups: {listed or 'nothing unexplained'}{lost}")
