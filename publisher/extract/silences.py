"""Why sentences that looked as if they told of a record gave nothing: what an editor of the rules looks at first.

A sentence looks so when it names a form and a party. Neighbours: ``discourse`` notes its verdict of each sentence it reads,
``zones`` decides which parts of a page are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from publisher.extract.drafts import Draft
from publisher.extract.scans import Scan
from publisher.extract.shapes import ShapeWords, shape_of
from publisher.extract.statement import Statement, Told
from publisher.extract.units import PARTIES
from publisher.model import Certainty, Silence

_AGENT = "agent"  # the kind of mention that a party of the reference data is


class Reason(StrEnum):
    """Why a sentence gave nothing."""

    NO_FRAME = "no-frame"
    NO_PARTY = "no-party"
    OPEN = "open"
    HEDGED = "hedged"
    NOT_ENOUGH = "not-enough"
    OUT_OF_SCOPE = "out-of-scope"
    ZONE = "zone"
    TOO_LONG = "too-long"


class Verdict(NamedTuple):
    """A reason and the rule that had found something nevertheless, if one had."""

    reason: Reason
    rule: str = ""


def judge(told: Told) -> Verdict:
    """Return why what a sentence tells begins no record."""
    if not told.parties:
        return Verdict(Reason.NO_PARTY, told.telling.rule)
    hedged = told.telling.certainty in {Certainty.POSSIBLE, Certainty.DENIED}
    return Verdict(Reason.HEDGED if hedged else Reason.NOT_ENOUGH, told.telling.rule)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the records an article tells of: those kept, those told but of another field, and the fragments."""

    kept: Sequence[Draft]
    told: Sequence[Draft]
    all: Sequence[Draft]


def find_silences(
    statements: Iterable[Statement], verdicts: Mapping[int, Verdict], outcome: Outcome, words: ShapeWords
) -> Iterator[Silence]:
    """Yield a silence for each sentence that looks as if it told of a record and gave none of the kept ones anything, in order."""
    kept, told, begun = (_sentences(drafts) for drafts in (outcome.kept, outcome.told, outcome.all))
    for statement in statements:
        number = statement.number
        if number in kept or not _looks_telling(statement):
            continue
        verdict = verdicts.get(number, Verdict(Reason.NO_FRAME))
        if number in told:
            verdict = Verdict(Reason.OUT_OF_SCOPE)
        elif number in begun:
            verdict = Verdict(Reason.NOT_ENOUGH)
        yield Silence(statement.mask.sentence.span, verdict.reason, verdict.rule, shape_of(statement.mask.units, words))


def is_passed_over(scan: Scan) -> bool:
    """Tell whether a sentence outside the news looks as if it told of a record: names of the reference data have to do here."""
    has_form = any(not form.pointer for form in scan.forms)
    return has_form and any(entry.kind == _AGENT for find in scan.finds for entry in find.entries)


def _sentences(drafts: Iterable[Draft]) -> set[int]:
    return {number for draft in drafts for number in (*draft.sentences, *(fact.sentence for fact in draft.facts))}


def _looks_telling(statement: Statement) -> bool:
    """Tell whether a sentence names a form and a party; "it" and "the document" alone are neither."""
    units = statement.mask.units
    has_form = any(m.form is not None and not m.form.pointer for unit in units if unit.code == "F" for m in unit.mentions)
    return has_form and any(unit.code in PARTIES for unit in units)
