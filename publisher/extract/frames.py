"""Frames: the rules that say which pattern of words states which facts, read from ``mappings/frames/*.yml``."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.extract.cues import Asker, CueFinder, Cues, Wording
from publisher.extract.masks import Mask
from publisher.extract.patterns import PatternError, PatternWords, compile_pattern
from publisher.extract.units import CODES, Unit
from publisher.rdf import IRI
from publisher.rdf.files import expand


@dataclass(frozen=True, slots=True)
class Frame:
    """One rule: its pattern, the slot values it sets by itself, and its examples (checked when the domain is loaded)."""

    id: str
    pattern: re.Pattern[str]
    cues: Cues
    gist: str
    sets: Mapping[str, IRI]
    needs: int
    refers: bool
    names: bool
    signs: bool
    whole: bool
    another: bool
    says: re.Pattern[str] | None
    examples: tuple[YamlMap, ...]
    counter: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Match:
    """One frame found in a masked sentence: the units of each placeholder in order, the verb class and where the verb stands."""

    frame: Frame
    units: tuple[tuple[str, Unit], ...]
    verb: str | None
    verb_text: str
    start: int
    verb_start: int
    end: int

    @property
    def verb_end(self) -> int:
        """Return where the words behind the verb begin."""
        return self.verb_start + len(self.verb_text) + 1

    def get(self, name: str) -> tuple[Unit, ...]:
        """Return the units of one placeholder."""
        return tuple(unit for key, unit in self.units if key == name)


_KEYS = {"id", "pattern", "set", "needs", "refers", "names", "signs", "whole", "another", "says", "examples", "counter", "why"}


def load_frames(domain: Domain) -> list[Frame]:
    """Read and compile all frames, in the order of their files.

    Raises:
        DomainError: D120 a frame lacks an id, pattern, example or counter-example; D121 its pattern cannot be read;
            D122 it sets a slot or names a term that does not exist; D123 an id stands twice.

    """
    words = domain.mappings["lexicon/words"]
    verbs = {name: _wording(spec, spec["words"]) for name, spec in words["verbs"].items()}
    verbs |= {f"{name}!": _wording(spec, _participles(spec["words"])) for name, spec in words["verbs"].items()}
    deeds = {name: _wording(spec, spec["words"]) for name, spec in words["verb-nouns"].items()}
    places = domain.mappings["lexicon/placeholders"]
    codes = {name: "".join(CODES[kind] for kind in kinds) for name, kinds in places["placeholders"].items()}
    grammar = domain.mappings["language/grammar"]
    articles = sorted({*grammar["articles"], *grammar["own"], grammar["of"]})
    nouns = _Nouns(frozenset(words["also-nouns"]), "".join(rf"(?<! {word} )" for word in articles), rf"(?! {grammar['of']} )")
    alternatives = {name: _alternatives(wording, nouns) for name, wording in verbs.items()}
    alternatives |= {name: _alternatives(wording, _Nouns(frozenset(), "", "")) for name, wording in deeds.items()}
    stops = "".join(CODES[kind] for kind in places["stops"])
    compiler = partial(compile_pattern, words=PatternWords(codes, alternatives, stops, grammar["determiners"], grammar["edges"]))
    finder = CueFinder(codes, verbs | deeds)
    out: list[Frame] = []
    for key, data in domain.mappings.items():
        if key.startswith("frames/"):
            out.extend(_frame(domain, key, row, compiler, finder) for row in data["frames"])
    seen: set[str] = set()
    for frame in out:
        if frame.id in seen:
            raise DomainError(
                "D123", f"the rule id {frame.id} stands twice", file=frame.file, line=frame.line, remedy="give each rule an id of its own"
            )
        seen.add(frame.id)
    return out


def _participles(words: list[str]) -> list[str]:
    """Leave out the forms that no passive has: the base, the third person and the gerund."""
    known = set(words)
    return [w for w in words if not w.endswith(("s", "ing")) and not {w + "s", w + "es", w[:-1] + "ies"} & known] or words


def _wording(spec: YamlMap, words: list[str]) -> Wording:
    """Return a verb class's words in lower case, those of several words as phrases."""
    lowered = {word.lower() for word in words}
    single = frozenset(word for word in lowered if " " not in word)
    return Wording(single, (*spec.get("phrases", ()), *sorted(re.escape(word) for word in lowered - single)))


class _Nouns(NamedTuple):
    """Verbs that are nouns as well, and what may not stand around one that is to be a verb: "the purchase of" tells of no buying."""

    words: frozenset[str]
    before: str
    behind: str

    def guard(self, word: str) -> str:
        """Return the pattern of a verb, so that it matches no noun."""
        return f"{self.before}{re.escape(word)}{self.behind}" if word in self.words else re.escape(word)


def _alternatives(wording: Wording, nouns: _Nouns) -> str:
    """Return the alternatives of a verb class: its phrases first, then its words, the longest first."""
    longest = sorted(wording.words, key=lambda w: (-len(w), w))
    return "|".join([*wording.phrases, *(nouns.guard(word) for word in longest)])


def _frame(domain: Domain, key: str, row: YamlMap, compiler: Callable[[str], re.Pattern[str]], finder: CueFinder) -> Frame:
    file = f"{domain.root}/mappings/{key}.yml"
    for needed in ("id", "pattern", "examples", "counter"):
        if not row.get(needed):
            raise DomainError(
                "D120",
                f"the rule {row.get('id', '?')} lacks `{needed}`",
                file=file,
                line=row.line,
                remedy="each rule needs an id, a pattern, an example and a counter-example",
            )
    unknown = set(row) - _KEYS
    if unknown:
        raise DomainError(
            "D120",
            f"the rule {row['id']} has an unknown key `{min(unknown)}`",
            file=file,
            line=row.key_lines[min(unknown)],
            remedy=f"the keys are {', '.join(sorted(_KEYS))}",
        )
    try:
        pattern = compiler(row["pattern"])
    except PatternError as error:
        raise DomainError(
            "D121",
            f"the pattern of {row['id']} cannot be read: {error}",
            file=file,
            line=row.key_lines["pattern"],
            remedy="see docs/reference/mappings.md",
        ) from error
    return Frame(
        row["id"],
        pattern,
        finder.find(row["pattern"]),
        row["pattern"],
        _sets(domain, row, file),
        int(row.get("needs", "0")),
        "refers" in row,
        "names" in row,
        "signs" in row,
        "whole" in row,
        "another" in row,
        re.compile(row["says"]) if "says" in row else None,
        tuple(row["examples"]),
        tuple(row["counter"]),
        file,
        row.line,
    )


def _sets(domain: Domain, row: YamlMap, file: str) -> dict[str, IRI]:
    out = {}
    for slot_name, name in row.get("set", {}).items():
        line = row["set"].key_lines[slot_name]
        slot = domain.record.slots.get(slot_name)
        if slot is None:
            raise DomainError(
                "D122", f"{row['id']} sets `{slot_name}`, which is no slot", file=file, line=line, remedy="see mappings/record.yml"
            )
        iri = slot_value(domain, slot_name, name)
        known = iri in domain.superclasses or iri in domain.labels
        if not known:
            raise DomainError(
                "D122",
                f"{row['id']} names {name}, which the ontology lacks",
                file=file,
                line=line,
                remedy="correct the name or declare the term",
            )
        out[slot_name] = iri
    return out


def slot_value(domain: Domain, slot_name: str, name: str) -> IRI:
    """Return the term that a name stands for in a slot: a class by CURIE, a concept by its key in the slot's scheme."""
    slot = domain.record.slots[slot_name]
    if slot.scheme:
        return domain.iri(f"{slot.scheme}/{name}")
    return expand(name, domain.prefixes) if name.partition(":")[0] in domain.prefixes else IRI(domain.namespace + name)


def match_frames(mask: Mask, frames: list[Frame]) -> Iterator[Match]:
    """Yield every match of every frame in a masked sentence."""
    by_start = dict(zip(mask.starts, mask.units, strict=True))
    asker = Asker(mask.text, (unit.code for unit in mask.units))
    for frame in frames:
        if not asker.holds(frame.cues):
            continue
        at = 0
        while (found := frame.pattern.search(mask.text, at)) is not None:
            yield _match(frame, found, by_start)
            at = max(found.start() + 1, _next_start(found))


def _next_start(found: re.Match[str]) -> int:
    """Go on behind the first unit of a match: two matches may share their last unit, not their first."""
    following = found.string.find(" ", found.start() + 1)
    return following if following > 0 else len(found.string)


def _match(frame: Frame, found: re.Match[str], by_start: Mapping[int, Unit]) -> Match:
    units: list[tuple[str, Unit]] = []
    verb, text, verb_start = None, "", found.start()
    for name, value in found.groupdict().items():
        if value is None:
            continue
        kind, label = name[0], name.split("_", 1)[1]
        if kind == "p":
            units.append((label, by_start[found.start(name) + 1]))
        elif verb is None:
            verb, text, verb_start = label, value.strip(), found.start(name)
    return Match(frame, tuple(units), verb, text, found.start(), verb_start, found.end())
