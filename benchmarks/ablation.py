"""What each stage of extraction is worth: marked articles read with every stage, then with one of them switched off at a time.

    python benchmarks/ablation.py MARKED.jsonl…

Prints precision, recall and F1 of the facts and F1 of the records, side by side, and what the facts lose without the stage.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from unittest.mock import patch

from publisher.domain import find_domain, load_domain
from publisher.engines import Engine
from publisher.evaluate import Evaluation, evaluate
from publisher.extract import asides, discourse, extractor, lists, masks, referents
from publisher.extract.affiliations import Affiliations
from publisher.extract.annotate import Annotator
from publisher.extract.occasions import Occasions
from publisher.extract.registry import Registry
from publisher.extract.sides import Sides
from publisher.extract.zones import Kind, Zone
from publisher.model import Span

Off = Callable[[], AbstractContextManager[object]]
DROPPING = {getattr(asides, name) for name in dir(asides) if name.startswith("drop_")}
JOINING = {getattr(lists, name) for name in dir(lists) if name.startswith("join_")}


def without_steps(steps: set[object]) -> Off:
    """Return a switch that leaves steps of masking out."""
    kept = tuple(step for step in masks._STEPS if step not in steps)  # noqa: SLF001 - a benchmark of the parts looks inside
    return lambda: patch.object(masks, "_STEPS", kept)


@contextmanager
def unmeant() -> Iterator[None]:
    """Let pronouns and plain nouns mean nobody."""
    resolve = referents.Referents._resolve  # noqa: SLF001
    meant = {"group", "organisation", "state", "subject"}
    with patch.object(referents.Referents, "_resolve", lambda self, m, *rest: [] if m.kind in meant else resolve(self, m, *rest)):
        yield


def one_zone(text: str, *_: object) -> list[Zone]:
    """Take a page for its article."""
    return [Zone(kind=Kind.BODY, span=Span(0, len(text)))]


STAGES: dict[str, Off] = {
    "zones": lambda: patch.object(extractor, "zone", one_zone),
    "who is who": lambda: patch.object(Annotator, "survey", lambda *_: Registry()),
    "whom people act for": lambda: patch.object(Affiliations, "side_of", lambda *_: None),
    "asides left out": without_steps(DROPPING),
    "lists joined": without_steps(JOINING),
    "pronouns and plain nouns": unmeant,
    "the side not named": lambda: patch.object(Sides, "_with_implied", lambda _self, parties, _telling: parties),
    "references to a record": lambda: patch.object(discourse.Discourse, "_refer", lambda *_: None),
    "occasions": lambda: patch.object(Occasions, "share", lambda *_: None),
    "subjects from names and lead": lambda: patch.object(extractor, "fill_subject", lambda *_: None),
    "the title's simplification": lambda: patch.object(discourse, "settle_title", lambda *_: None),
    "scope": lambda: patch.object(extractor.Extractor, "_choose", lambda _self, told, _discourse: told),
}


def row(name: str, result: Evaluation, whole: Evaluation) -> str:
    """Return a line of the table."""
    facts = result.facts
    return (
        f"{name:30} {facts.precision:9.3f} {facts.recall:9.3f} {facts.f1:9.3f} {facts.f1 - whole.facts.f1:+9.3f} {result.records.f1:9.3f}"
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marked", nargs="+", type=Path)
    marked = parser.parse_args().marked
    domain = load_domain(find_domain())
    whole = evaluate(marked, domain, Engine())
    print(f"{'without':30} {'precision':>9} {'recall':>9} {'facts F1':>9} {'change':>9} {'records':>9}")
    print(row("nothing", whole, whole))
    for name, off in STAGES.items():
        with off():
            print(row(name, evaluate(marked, domain, Engine()), whole))


if __name__ == "__main__":
    main()
