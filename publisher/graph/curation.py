"""An editor's decisions, read from ``mappings/curation/``: what is the same, what is not, what is wrong, what is missing.

Each decision says who took it, when and why, and names what it speaks of by the path of its IRI (``agreement/idn-jpn-moc-2026``).
Decisions win over everything the machine concludes, in this build and in every later one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from publisher.domain import Domain
from publisher.domain.files import YamlList, YamlMap
from publisher.errors import DomainError
from publisher.graph.registry import Registry, follow

FILES: Final = ("same", "different", "retract", "assert")
PAIR: Final = 2
SIGNED: Final = frozenset({"who", "when", "why"})


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision with its author and its place in the files; ``subjects`` are paths of IRIs, in the order written."""

    subjects: tuple[str, ...]
    who: str
    when: str
    why: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Assertion:
    """A value an editor adds, with the words of an article that carry it: even an editor needs evidence."""

    decision: Decision
    record: str
    slot: str
    value: str
    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class Curation:
    """All decisions, in the order of the files."""

    same: tuple[Decision, ...] = ()
    different: tuple[Decision, ...] = ()
    retracted: tuple[Decision, ...] = ()
    asserted: tuple[Assertion, ...] = ()

    @property
    def apart(self) -> frozenset[frozenset[str]]:
        """Return the pairs that an editor told apart."""
        return frozenset(frozenset(decision.subjects) for decision in self.different)

    def decisions(self) -> Iterator[Decision]:
        """Give every decision."""
        yield from (*self.same, *self.different, *self.retracted, *(item.decision for item in self.asserted))


def load_curation(domain: Domain) -> Curation:
    """Read the four files of ``mappings/curation/``; an absent one decides nothing.

    Raises:
        DomainError: D302 with file and line, for an entry that is malformed or unsigned.

    """
    same, different, retracted = ([_decision(entry, path) for entry, path in _entries(domain, name)] for name in FILES[:3])
    asserted = [_assertion(entry, path, domain) for entry, path in _entries(domain, "assert")]
    for decision in (*same, *different):
        if len(set(decision.subjects)) != PAIR:
            raise _malformed(decision.file, decision.line, "needs two different `records`")
    for decision in retracted:
        if len(decision.subjects) != 1:
            raise _malformed(decision.file, decision.line, "needs one `claim` or one of `records`")
    return Curation(tuple(same), tuple(different), tuple(retracted), tuple(asserted))


def merges(curation: Curation, registry: Registry) -> dict[str, str]:
    """Map every merged key to the one that took its place: those of the registry, then those an editor declares the same.

    The older key of a pair stands; a key of the reference data is older than any that was minted.
    """
    out = dict(registry.merged)
    for decision in curation.same:
        pair = [follow(key, out) for key in decision.subjects if not key.startswith("article/")]
        if len(set(pair)) == PAIR:
            older, younger = sorted(pair, key=lambda key: registry.order.get(key, -1))
            out[younger] = older
    return {key: follow(key, out) for key in out}


def follow_merges(curation: Curation, merged: Mapping[str, str]) -> Curation:
    """Let retractions and assertions about a merged record speak of the one that took its place."""
    retracted = (replace(item, subjects=tuple(follow(subject, merged) for subject in item.subjects)) for item in curation.retracted)
    asserted = (replace(item, record=follow(item.record, merged), value=follow(item.value, merged)) for item in curation.asserted)
    return replace(curation, retracted=tuple(retracted), asserted=tuple(asserted))


def check_curation(curation: Curation, registry: Registry, domain: Domain) -> None:
    """Check that every decision speaks of ids that were minted or belong to the reference data.

    Articles and claims are not checked: a build of other articles does not hold them, and the decision waits for its article.

    Raises:
        DomainError: D303 with file and line, for an unknown id.

    """
    for decision in curation.decisions():
        for subject in decision.subjects:
            kind = subject.split("/", 1)[0]
            if kind in {"article", "claim"} or subject in registry.keys or domain.iri(subject) in domain.types:
                continue
            remedy = "take the id from mappings/registry.tsv; it is there once a build has minted it"
            raise DomainError("D303", f"{subject} is unknown", file=decision.file, line=decision.line, remedy=remedy)


def _entries(domain: Domain, name: str) -> Iterator[tuple[YamlMap, str]]:
    document = domain.mappings.get(f"curation/{name}")
    path = str(domain.root / "mappings" / "curation" / f"{name}.yml")
    if document is None:
        return
    entries = document.get("decisions")
    if set(document) == {"decisions"} and not entries:
        return
    if set(document) != {"decisions"} or not isinstance(entries, YamlList):
        raise _malformed(path, document.line, "holds a list `decisions` and nothing else")
    for entry, line in zip(entries, entries.item_lines, strict=True):
        if not isinstance(entry, YamlMap):
            raise _malformed(path, line, "is no mapping")
        missing = SIGNED - {name for name, value in entry.items() if value}
        if missing:
            raise _malformed(path, entry.line, f"lacks {', '.join(sorted(missing))}")
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry["when"]):
            raise _malformed(path, entry.key_lines["when"], f"the date {entry['when']!r} is not YYYY-MM-DD")
        yield entry, path


def _decision(entry: YamlMap, path: str) -> Decision:
    fields = set(entry) - SIGNED
    if fields == {"claim"} and re.fullmatch(r"claim/[0-9a-f]{16}", entry["claim"]):
        subjects = [entry["claim"]]
    elif fields == {"records"} and isinstance(entry["records"], list):
        subjects = entry["records"]
    else:
        raise _malformed(path, entry.line, "has, beside who, when and why, either `records` (a list) or `claim` (claim/ and 16 hex digits)")
    for subject in subjects:
        if not re.fullmatch(r"[a-z-]+/[^\s/]+", subject):
            raise _malformed(path, entry.line, f"{subject!r} is no path like kind/key")
    return Decision(tuple(subjects), entry["who"], entry["when"], entry["why"], path, entry.line)


def _assertion(entry: YamlMap, path: str, domain: Domain) -> Assertion:
    needed = {"record", "slot", "value", "article", "quote"}
    if set(entry) != needed | SIGNED:
        raise _malformed(path, entry.line, f"has exactly {', '.join(sorted(needed | SIGNED))}")
    if entry["slot"] not in domain.record.slots:
        raise _malformed(path, entry.key_lines["slot"], f"there is no slot {entry['slot']!r} in record.yml")
    decision = Decision((entry["record"],), entry["who"], entry["when"], entry["why"], path, entry.line)
    return Assertion(decision, entry["record"], entry["slot"], entry["value"], entry["article"].removeprefix("article/"), entry["quote"])


def _malformed(path: str | Path, line: int, message: str) -> DomainError:
    return DomainError("D302", message, file=path, line=line, remedy="see docs/how-to/settle-an-undecided-pair.md")
