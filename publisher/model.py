"""The types that pass between the stages, in the order of the way.

bytes → Article → Reading (Claims with Evidence) → Dataset → ValidatedDataset → files → HTTP

All are frozen: a stage makes new values and never alters those it was given. All lengths and offsets of text are
Unicode code points of the article's text as it was read, half-open ``[start, end)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from publisher.rdf import IRI, Literal, Quad


@dataclass(frozen=True, slots=True)
class Article:
    """One news item as it was read, before anything is concluded from it.

    ``key`` is the last segment of its IRI. ``published`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: as precise as
    the source. ``source`` says where it was read from, for messages (``file.jsonl:12``).
    """

    key: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    kind: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text.

    >>> "Chile signed".__getitem__(Span(0, 5).slice)
    'Chile'
    """

    start: int
    end: int

    @property
    def slice(self) -> slice:
        """Return the span as a slice of the text."""
        return slice(self.start, self.end)

    def covers(self, other: "Span") -> bool:
        """Tell whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words a claim rests on: ``exact`` is the article's text at ``span``, always (W3C Web Annotation, 4.2.4)."""

    span: Span
    exact: str


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something an article names that the reference data does not hold: a company, a person, a place.

    ``kind`` is the segment of its IRI (``organization``), ``type`` the ontology class, ``name`` the longest form the
    article uses, ``state`` the IRI of the state it belongs to where the text says so. Resolution decides which IRI it gets.
    """

    kind: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A value with an inner structure, such as a sum of money with its currency; it becomes a child of the record's IRI.

    ``kind`` is the path segment (``provision``); ``properties`` are pairs of property and value, in writing order.
    """

    kind: str
    type: IRI
    properties: tuple[tuple[IRI, "IRI | Literal | Entity"], ...]


Value = IRI | Literal | Entity | Part


class Certainty(StrEnum):
    """How the article stands to what it says; the local name of a concept in the domain's certainty scheme."""

    ASSERTED = "asserted"
    ATTRIBUTED = "attributed"
    INFERRED = "inferred"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"

    @property
    def is_fact(self) -> bool:
        """Tell whether a claim of this certainty may stand as a direct triple; the others remain claims."""
        return self not in (Certainty.POSSIBLE, Certainty.DENIED)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that one article makes about one record.

    ``record`` numbers the record within the article (the article may speak of several), ``slot`` names the slot of the
    domain's record model that the value fills, ``rule`` is the id of the mapping rule that made the claim,
    ``source`` whom the article attributes it to.
    """

    record: int
    slot: str
    value: Value
    certainty: Certainty
    evidence: Evidence
    rule: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A sentence that looked as if it spoke of a record but gave no claim, and the reason.

    ``detail`` is the rule that had matched nevertheless, or the kind of zone; ``shape`` is how the words around its form stand.
    """

    span: Span
    reason: str
    detail: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says: the result of extraction, with what it left unexplained.

    ``primary`` are the numbers of the records that are the article's own news; the others are mentioned beside them.
    ``relations`` are pairs of record numbers and the property that links them, with evidence.
    """

    article: Article
    claims: tuple[Claim, ...] = ()
    primary: frozenset[int] = frozenset()
    relations: tuple["Relation", ...] = ()
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """One record of an article linked to another one of it."""

    record: int
    property: IRI
    other: int
    certainty: Certainty
    evidence: Evidence
    rule: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """All quads that are to be published, sorted and without blank nodes, and what has to be said beside them.

    ``redirects`` maps IRIs of merged records to the IRI that took their place; ``undecided`` are pairs of records that
    may be one and wait for an editor; ``minted`` are the registry rows this build added.
    """

    quads: tuple[Quad, ...]
    redirects: Mapping[IRI, IRI] = field(default_factory=dict)
    undecided: tuple["Undecided", ...] = ()
    minted: tuple["RegistryRow", ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Undecided:
    """Two records that may be one: neither similar enough to merge nor different enough to forget."""

    left: str
    right: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class RegistryRow:
    """One line of the append-only registry of minted ids."""

    key: str
    match_key: str
    minted: str
    state: str = "active"
    note: str = ""


class Severity(StrEnum):
    """The three severities of SHACL, by local name."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class ValidationResult:
    """One result of validation: which rule, on which node, and what to do (SHACL 3.6)."""

    code: str
    severity: Severity
    focus: str
    path: str
    value: str
    message: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something kept out of the release, with the rule that kept it out."""

    iri: IRI
    label: str
    code: str
    reason: str
    articles: tuple[str, ...]
    quads: int


@dataclass(frozen=True, slots=True)
class ValidatedDataset:
    """A dataset that conforms, with its report; made by ``publisher.graph.shacl`` and nowhere else."""

    dataset: Dataset
    results: tuple[ValidationResult, ...]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """An article, or a part of a collection, that could not be read."""

    source: str
    code: str
    reason: str
