"""What each template is given: one frozen value per kind of page, with everything decided, sorted, counted and put into words."""

from dataclasses import dataclass

from publisher.publish.models import Download, Group, Head, Html, Link, Quote, Row, Section


@dataclass(frozen=True, slots=True)
class EntityPage:
    """The page of one thing."""

    head: Head
    title: Link
    kind: Link
    tags: tuple[Link, ...]
    summary: tuple[Link, ...]
    facts: tuple[Row, ...]
    sections: tuple[Section, ...]
    incoming: tuple[Group, ...]
    technical: tuple[Row, ...]
    downloads: tuple[Download, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation of an article with the statements that rest on it."""

    quote: Quote
    anchor: str
    statements: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The page of one article: where it stands, what it reports, the words in their order; never its text."""

    head: Head
    title: Link
    kind: Link
    original: Link
    facts: tuple[Row, ...]
    reports: tuple[Group, ...]
    findings: tuple[Finding, ...]
    findings_label: str
    downloads: tuple[Download, ...]
    technical: tuple[Row, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry of a list page."""

    link: Link
    notes: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """All things of one kind, or a part of them."""

    head: Head
    title: str
    about: str
    count: str
    columns: tuple[str, ...]
    rows: tuple[ListRow, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts and where they are listed."""

    number: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file for download."""

    link: Link
    title: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page."""

    head: Head
    title: str
    tagline: str
    about: tuple[str, ...]
    counts: tuple[Count, ...]
    others: tuple[Count, ...]
    newest_label: str
    newest: tuple[ListRow, ...]
    newest_columns: tuple[str, ...]
    newest_more: Link
    downloads: tuple[Download, ...]
    questions: tuple[Link, ...]
    licence: Link


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """The dataset as a whole: what it says of itself, its files, what is in it."""

    head: Head
    title: str
    about: str
    facts: tuple[Row, ...]
    files: tuple[FileRow, ...]
    contents: tuple[Group, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed since the release before."""

    head: Head
    title: str
    summary: str
    facts: tuple[Row, ...]
    groups: tuple[Group, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One term of the ontology, with an anchor that is its local name."""

    name: str
    label: str
    kind: str
    iri: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    rows: tuple[Row, ...]
    used: str


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The terms of one kind."""

    heading: str
    anchor: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The ontology on one page."""

    head: Head
    title: str
    about: tuple[str, ...]
    facts: tuple[Row, ...]
    groups: tuple[TermGroup, ...]
    nameless: tuple[Row, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What one rule found: where, and which value."""

    focus: Link
    value: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """One rule, what it found, and how to mend it."""

    code: str
    anchor: str
    severity: str
    tone: str
    title: str
    mend: str
    count: str
    findings: tuple[RuleFinding, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """Something kept out of the release."""

    label: str
    iri: str
    code: str
    reason: str
    articles: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """How good the data is, as far as rules can tell."""

    head: Head
    title: str
    verdict: str
    groups: tuple[RuleGroup, ...]
    withheld: tuple[WithheldRow, ...]
    undecided: tuple[Link, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """One rule of the shapes."""

    anchor: str
    name: str
    target: Link
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ShapesPage:
    """The rules the data is checked by."""

    head: Head
    title: str
    shapes: tuple[ShapeEntry, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class DocPage:
    """A page of the documentation."""

    head: Head
    body: Html
    contents: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page that only says something: not found, search."""

    head: Head
    title: str
    paragraphs: tuple[str, ...]
    links: tuple[Link, ...] = ()
