"""Proving the rules: what a frame gives as its examples has to come out of reading them, and nothing of it from its counter-examples.

An example proves two things: that the frame itself finds the sentence, and that reading the sentence gives the record the
example describes, whichever of the frames that find it wins. Neighbours: ``frames`` reads the rules, ``extractor`` reads the texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publisher.domain import Domain, Slot
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.extract.extractor import Extractor
from publisher.extract.frames import Frame, match_frames, slot_value
from publisher.extract.masks import Mask
from publisher.model import Article, Claim, Entity, Value
from publisher.rdf import IRI, Literal

PUBLISHED = "2024-06-15"
"""The day on which every example is published: "next month" in one means July 2024."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An example or counter-example that does not hold: of which frame, on which line, and what came out instead."""

    frame: Frame
    line: int
    reason: str


def check_examples(domain: Domain, extractor: Extractor) -> None:
    """Read every example and counter-example of every frame.

    Raises:
        DomainError: D124 for the first that does not hold; the message names the frames of all others.

    """
    prover = Prover(domain, extractor)
    faults = [fault for frame in prover.frames for fault in (*prover.find_failed_examples(frame), *prover.find_failed_counters(frame))]
    if not faults:
        return
    first, others = faults[0], sorted({fault.frame.id for fault in faults[1:]})
    more = f"; {len(faults) - 1} more in {', '.join(others)}" if others else ""
    raise DomainError("D124", first.reason + more, file=first.frame.file, line=first.line, remedy="correct the rule or its example")


class Prover:
    """Reads the examples of frames with the extractor they were compiled into."""

    def __init__(self, domain: Domain, extractor: Extractor) -> None:
        """Keep the domain and its extractor."""
        self._domain, self._extractor = domain, extractor
        self._kit = extractor.kit

    @property
    def frames(self) -> Sequence[Frame]:
        """Return the frames in the order of their files."""
        return self._kit.frames

    def find_failed_examples(self, frame: Frame) -> Iterator[Fault]:
        """Yield a fault for each example that the frame does not find, or whose record does not come out."""
        for example in frame.examples:
            reason = self._refute(frame, example)
            if reason is not None:
                yield Fault(frame, example.line, f'the example of {frame.id} "{example.get("text", "")}" {reason}')

    def find_failed_counters(self, frame: Frame) -> Iterator[Fault]:
        """Yield a fault for each counter-example from which the frame makes a claim."""
        for text in frame.counter:
            if any(claim.rule == frame.id for claim in self._read(text)):
                yield Fault(frame, frame.line, f'the counter-example of {frame.id} "{text}" gives a claim by this rule')

    def _read(self, text: str) -> tuple[Claim, ...]:
        return self._extractor.read(Article("example", text, published=PUBLISHED)).claims

    def _refute(self, frame: Frame, example: YamlMap) -> str | None:
        """Return what is wrong with an example, or None."""
        slots = self._domain.record.slots
        unknown = sorted(set(example) - {"text"} - set(slots))
        if unknown or "text" not in example:
            return f"has the key `{unknown[0]}`, which is no slot" if unknown else "has no text"
        records: dict[int, list[Claim]] = {}
        for claim in self._read(example["text"]):
            records.setdefault(claim.record, []).append(claim)
        expected = [(slots[name], value) for name, value in example.items() if name != "text"]
        if not any(all(self._holds(slot, value, claims) for slot, value in expected) for claims in records.values()):
            told = (self._describe([slot for slot, _ in expected], claims) for claims in records.values())
            return f"gives {' and '.join(told) or 'no record'}"
        if not any(next(match_frames(mask, [frame]), None) for mask in self._masks(example["text"])):
            return "is found by other rules only: the pattern does not match it"
        return None

    def _masks(self, text: str) -> Iterator[Mask]:
        statements = self._extractor.look(Article("example", text, published=PUBLISHED))[2]
        return (statement.mask for statement in statements)

    def _holds(self, slot: Slot, expected: str | Sequence[str], claims: Iterable[Claim]) -> bool:
        """Tell whether the facts of a slot are those expected, no more and no less."""
        names = [expected] if isinstance(expected, str) else list(expected)
        values = _facts(slot, claims)
        if slot.range in {"class", "concept"}:
            return values == {slot_value(self._domain, slot.name, name) for name in names}
        found = [self._name(value) for value in values]
        return len(found) == len(names) and all(sum(label.startswith(name) for label in found) == 1 for name in names)

    def _name(self, value: Value) -> str:
        if isinstance(value, IRI):
            return self._domain.labels.get(value, value.value)
        if isinstance(value, Entity):
            return value.name
        return value.value if isinstance(value, Literal) else value.kind

    def _describe(self, slots: Iterable[Slot], claims: Sequence[Claim]) -> str:
        parts = (f"{slot.name} {' + '.join(sorted(self._name(v) for v in _facts(slot, claims))) or 'nothing'}" for slot in slots)
        return f"({', '.join(parts)})"


def _facts(slot: Slot, claims: Iterable[Claim]) -> set[Value]:
    return {claim.value for claim in claims if claim.slot == slot.name and claim.certainty.is_fact}
