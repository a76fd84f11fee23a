"""What each stage of extraction is worth: marked articles read with every stage, then with one of them switched off at a time.

    python benchmarks/ablation.py MARKED.jsonl… [--into site/docs/explanation/extraction.md]

Prints a table in Markdown, what is lost without a stage first: precision, recall and F1 of the facts, F1 of the records, F1 of each field,
and in how many of the articles anything changes. ``--into`` puts the table in the place of the one that stands in a page.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from publisher.domain import Domain, find_domain, load_domain
from publisher.evaluate import Evaluation, compare_all
from publisher.extract import asides, compile_domain, discourse, extractor, kit, lists, masks, recognise, tellings
from publisher.extract.affiliations import Affiliations
from publisher.extract.annotate import Annotator
from publisher.extract.gate import Gate
from publisher.extract.matching import Matcher
from publisher.extract.occasions import Occasions
from publisher.extract.others import Others
from publisher.extract.referents import Referents
from publisher.extract.registry import Registry
from publisher.extract.sides import Sides
from publisher.extract.telling import Telling
from publisher.extract.zones import Kind, Zone
from publisher.model import Article, Certainty, Reading, Span
from publisher.readers import read_articles

FIRST = "without"
"""What the first column of the table is called."""
Off = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """What reading without one stage gave."""

    name: str
    result: Evaluation
    readings: Sequence[Reading]


def without_steps(module: object, prefix: str) -> Off:
    """Return a switch that leaves out the steps of masking whose names in a module begin so."""
    steps = {getattr(module, name) for name in dir(module) if name.startswith(prefix)}
    kept = tuple(step for step in masks._STEPS if step not in steps)  # noqa: SLF001 - a benchmark of the parts looks inside
    if len(kept) == len(masks._STEPS):  # noqa: SLF001
        raise LookupError(prefix)
    return lambda: patch.object(masks, "_STEPS", kept)


def returning(holder: object, name: str, value: object = None) -> Off:
    """Return a switch after which a function does nothing and returns a value."""
    return lambda: patch.object(holder, name, lambda *_, **__: value)


@contextmanager
def unmeant() -> Iterator[None]:
    """Let pronouns and plain nouns mean nobody."""
    resolve = Referents._resolve  # noqa: SLF001
    meant = {"group", "organisation", "state", "subject", "home", "office"}
    with patch.object(Referents, "_resolve", lambda self, m, *rest: [] if m.kind in meant else resolve(self, m, *rest)):
        yield


@contextmanager
def certain() -> Iterator[None]:
    """Take whatever is told for a fact."""
    find, hedge = tellings.find_tellings, Certainty.ASSERTED

    def find_certain(*arguments: object) -> list[Telling]:
        found: list[Telling] = find(*arguments)  # type: ignore[arg-type]
        for telling in found:
            telling.certainty = hedge
        return found

    with patch.object(discourse, "find_tellings", find_certain), patch.object(discourse, "hedged", lambda _: hedge):
        yield


def some_frames(pattern: str) -> AbstractContextManager[object]:
    """Leave out the frames whose pattern lacks some text."""
    load = kit.load_frames

    def kept(domain: Domain) -> Iterator[str]:
        files = (data for name, data in domain.mappings.items() if name.startswith("frames/"))
        return (row["id"] for data in files for row in data["frames"] if pattern in row["pattern"])

    return patch.object(kit, "load_frames", lambda domain: [frame for frame in load(domain) if frame.id in set(kept(domain))])


@contextmanager
def untitled() -> Iterator[None]:
    """Read no title."""
    zone = extractor.zone
    with patch.object(extractor, "zone", lambda *arguments: [part for part in zone(*arguments) if part.kind != Kind.TITLE]):
        yield


def one_zone(text: str, *_: object) -> list[Zone]:
    """Take a page for its article."""
    return [Zone(kind=Kind.BODY, span=Span(0, len(text)))]


STAGES: dict[str, Off] = {
    "the gate": returning(Gate, "may_tell", value=True),
    "zones": lambda: patch.object(extractor, "zone", one_zone),
    "titles": untitled,
    "names by their form": returning(recognise, "find_runs", ()),
    "who is who": lambda: patch.object(Annotator, "survey", lambda *_: Registry()),
    "whom people act for": returning(Affiliations, "side_of"),
    "asides left out": without_steps(asides, "drop_"),
    "lists joined": without_steps(lists, "join_"),
    "frames around a verb alone": partial(some_frames, "{form}"),
    "what is possible or denied": certain,
    "pronouns and plain nouns": unmeant,
    "capitals for governments": returning(kit.Kit, "government"),
    "the side not named": lambda: patch.object(Sides, "_with_implied", lambda _self, parties, *_: parties),
    "one of several": lambda: patch.object(Referents, "resolve_parts", lambda _self, mentions, _: [m for m in mentions if m.kind != "part"]),
    "likeness to the record before": returning(Others, "find", []),
    "one record told again": returning(Matcher, "find"),
    "classes from purposes": returning(kit.Kit, "purpose"),
    "references to a record": returning(discourse.Discourse, "_refer"),
    "occasions": returning(Occasions, "share"),
    "subjects from names and lead": returning(extractor, "fill_subject"),
    "the title's simplification": returning(discourse, "settle_title"),
    "scope": lambda: patch.object(extractor.Extractor, "_choose", lambda _self, told, _discourse: told),
}


def load(paths: Sequence[Path], key: str) -> list[tuple[dict[str, object], Article]]:
    """Return the marked articles with their marks."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    articles = {item.url: item for item in read_articles([str(path) for path in paths]) if isinstance(item, Article)}
    return [(row, articles[row["url"]]) for row in rows if key in row and row["url"] in articles]


def run(name: str, off: Off, marked: Sequence[tuple[dict[str, object], Article]], domain: Domain) -> Run:
    """Read all articles with one stage switched off."""
    with ExitStack() as stack:
        stack.enter_context(off())
        read = compile_domain(domain).read
        readings = [read(article) for _, article in marked]
    return Run(name, compare_all(zip((row for row, _ in marked), readings, strict=True), domain), readings)


def cells(it: Run, whole: Run) -> list[str]:
    """Return a row of the table."""
    facts, fields = it.result.facts, it.result.fields.values()
    change = f"{facts.f1 - whole.result.facts.f1:+.3f}" if it is not whole else ""
    changed = sum(one.claims != other.claims for one, other in zip(it.readings, whole.readings, strict=True))
    scores = (facts.precision, facts.recall, facts.f1)
    return [
        it.name,
        *(f"{share:.3f}" for share in scores),
        change,
        f"{it.result.records.f1:.3f}",
        *(f"{s.f1:.3f}" for s in fields),
        f"{changed}",
    ]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marked", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, metavar="PAGE")
    options = parser.parse_args()
    domain = load_domain(find_domain())
    marked = load(options.marked, f"{domain.record.kind}s")
    whole = run("nothing", nullcontext, marked, domain)
    runs = sorted((run(name, off, marked, domain) for name, off in STAGES.items()), key=lambda it: (it.result.facts.f1, it.name))
    head = [FIRST, "precision", "recall", "facts F1", "change", "records F1", *whole.result.fields, "articles"]
    rows = (head, ["---"] * len(head), *(cells(it, whole) for it in (whole, *runs)))
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    if options.into:
        page = options.into.read_text(encoding="utf-8")
        options.into.write_text(re.sub(rf"^\| {FIRST} \|.*\n(?:\|.*\n)*", table, page, flags=re.MULTILINE), encoding="utf-8")
    print(table, end="")


if __name__ == "__main__":
    main()
