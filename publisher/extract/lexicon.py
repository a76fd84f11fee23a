"""The lexicon: labels of the domain's reference data, compiled into two automata that find them all in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.errors import DomainError
from publisher.extract.spans import fold
from publisher.rdf import IRI, RDF, SKOS, Literal
from publisher.rdf.files import expand


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a label can mean: the kind of mention and the IRI of what it names."""

    kind: str
    iri: IRI


@dataclass(frozen=True, slots=True)
class Find:
    """One label found: where, and all it may mean; ``ambiguous`` when it is an ordinary word too."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One label of one thing: whether any case of its letters is meant, and whether it is an ordinary word too."""

    label: str
    entry: Entry
    is_folded: bool
    is_ambiguous: bool


class Lexicon:
    """Finds labels, whole words only, the longest at each place.

    Labels of a ``fold`` kind match in any case, those of an ``exact`` kind as written or wholly in capitals.
    """

    def __init__(self, labels: Iterable[Row]) -> None:
        """Compile the labels."""
        exact: dict[str, dict[Entry, bool]] = {}
        folded: dict[str, dict[Entry, bool]] = {}
        for row in labels:
            if row.is_folded:
                folded.setdefault(fold(row.label), {})[row.entry] = row.is_ambiguous
                continue
            exact.setdefault(row.label, {})[row.entry] = row.is_ambiguous
            if len(row.label) > _SHORT:
                exact.setdefault(row.label.upper(), {})[row.entry] = row.is_ambiguous
        self._tables = (_Table(exact), _Table(folded))

    def find(self, text: str) -> list[Find]:
        """Return the finds in a text in order, none overlapping a longer one."""
        found = sorted(self.find_all(text), key=lambda find: (find.start, -(find.end - find.start)))
        return list(_longest(found))

    def find_all(self, text: str) -> Iterator[Find]:
        """Yield all finds in a text, those within longer ones too, in no order."""
        exact, folded = self._tables
        yield from exact.find(text)
        yield from folded.find(fold(text))


_SHORT = 3  # "US" in capitals is "us" in no text we want to read


class _Table:
    """One automaton with what its patterns mean."""

    def __init__(self, rows: dict[str, dict[Entry, bool]]) -> None:
        self._patterns = sorted(rows)
        self._meanings = [tuple(sorted(rows[pattern], key=lambda e: (e.kind, e.iri.value))) for pattern in self._patterns]
        self._ambiguous = [any(rows[pattern].values()) for pattern in self._patterns]
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if self._patterns else None

    def find(self, text: str) -> Iterator[Find]:
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _is_word(text, start, end):
                yield Find(start, end, self._meanings[index], self._ambiguous[index])


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _longest(found: list[Find]) -> Iterator[Find]:
    """Keep the leftmost longest; equal spans join their meanings."""
    end = -1
    held: Find | None = None
    for find in found:
        if held is not None and (find.start, find.end) == (held.start, held.end):
            held = Find(held.start, held.end, tuple(dict.fromkeys((*held.entries, *find.entries))), held.ambiguous and find.ambiguous)
        elif find.start >= end:
            if held is not None:
                yield held
            held, end = find, find.end
    if held is not None:
        yield held


def compile_lexicon(domain: Domain) -> Lexicon:
    """Compile ``mappings/lexicon/kinds.yml`` over the reference data.

    Raises:
        DomainError: D110 when a kind names a class, scheme or property nobody declares.

    """
    return Lexicon(label_rows(domain))


def label_rows(domain: Domain) -> Iterator[Row]:
    """Yield every label that ``mappings/lexicon/kinds.yml`` asks for.

    Raises:
        DomainError: D110 when a kind names a class, scheme or property nobody declares.

    """
    for kind, spec in domain.mappings["lexicon/kinds"].items():
        yield from _rows(domain, kind, spec)


def _rows(domain: Domain, kind: str, spec: YamlMap) -> Iterator[Row]:
    def term(curie: str) -> IRI:
        return _term(domain, kind, spec, curie)

    classes = {term(name) for name in spec.get("classes", ())}
    unknown = classes - set(domain.superclasses) - _declared(domain)
    if unknown:
        raise _fault(spec, f"`{kind}` names {min(c.value for c in unknown)}, which the ontology lacks", "correct the name")
    schemes = {domain.iri(f"scheme/{name}") for name in spec.get("schemes", ())}
    members = _members(domain, classes, schemes)
    if not members:
        raise _fault(spec, f"`{kind}` finds nothing in the reference data", "name a class or scheme that has members")
    ambiguous = term(spec["ambiguous"]) if "ambiguous" in spec else None
    stands_for = term(spec["stands-for"]) if "stands-for" in spec else None
    labels = {term(name) for name in spec["labels"]}
    folded = spec["case"] == "fold"
    for member in members:
        doubtful = {fold(o.value) for o in domain.objects(member, ambiguous) if isinstance(o, Literal)} if ambiguous else set()
        target = next((o for o in domain.objects(member, stands_for) if isinstance(o, IRI)), member) if stands_for else member
        for label in labels:
            for value in domain.objects(member, label):
                if isinstance(value, Literal) and value.language in {"en", None} and value.value:
                    yield Row(value.value.replace("’", "'"), Entry(kind, target), folded, fold(value.value) in doubtful)


def _term(domain: Domain, kind: str, spec: YamlMap, curie: str) -> IRI:
    try:
        return expand(curie, domain.prefixes)
    except KeyError as error:
        message = f"`{kind}` names {curie}, whose prefix is not declared"
        raise _fault(spec, message, "declare it in ontology/prefixes.ttl") from error


def _fault(spec: YamlMap, message: str, remedy: str) -> DomainError:
    return DomainError("D110", message, file=spec.file, line=spec.line, remedy=remedy)


def _members(domain: Domain, classes: set[IRI], schemes: set[IRI]) -> set[IRI]:
    """Return what is of one of the classes or in one of the schemes."""
    members = {s for s, types in domain.types.items() if any(domain.superclasses.get(t, frozenset({t})) & classes for t in types)}
    return members | {
        t.subject for t in domain.reference if t.predicate == SKOS.inScheme and t.object in schemes and isinstance(t.subject, IRI)
    }


def _declared(domain: Domain) -> set[IRI]:
    owl_class = IRI("http://www.w3.org/2002/07/owl#Class")
    return {t.subject for t in domain.ontology if t.predicate == RDF.type and t.object == owl_class and isinstance(t.subject, IRI)}
