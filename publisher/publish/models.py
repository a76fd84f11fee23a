"""What templates are given: frozen values with everything already decided, sorted, counted and put into words."""

from dataclasses import dataclass, field


class Html(str):
    """Markup that this package made and that a template may print as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell the template engine not to escape this."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; without a target only a text."""

    text: str
    href: str = ""
    note: str = ""
    language: str = "en"
    direction: str = "ltr"
    current: bool = False

    @property
    def is_link(self) -> bool:
        """Tell whether there is a target."""
        return bool(self.href)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of an article that a statement rests on, with how certain the article is of it."""

    text: str
    language: str
    direction: str
    article: Link
    cite: str
    source: str
    date: str
    certainty: str
    tone: str
    claim: Link
    said_by: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property, or several that rest on the same words; perhaps with details of its own."""

    link: Link
    also: tuple[Link, ...] = ()
    machine: str = ""
    rows: tuple["Row", ...] = ()
    quotes: tuple[Quote, ...] = ()
    more: tuple[Quote, ...] = ()
    more_label: str = ""

    @property
    def is_date(self) -> bool:
        """Tell whether the value is a point in time, for the time element."""
        return bool(self.machine)


@dataclass(frozen=True, slots=True)
class Row:
    """One property with its values, and the values that other reports give instead."""

    label: str
    term: str
    values: tuple[Value, ...]
    others: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading, with their number; ``rest`` says how many are not listed."""

    heading: str
    anchor: str
    count: str
    links: tuple[Link, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading with a line of explanation."""

    heading: str
    anchor: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """One format of a document."""

    label: str
    href: str
    media_type: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What every page has: its title and place, and what machines are told of it."""

    title: str
    root: str
    canonical: str = ""
    description: str = ""
    trail: tuple[Link, ...] = ()
    alternates: tuple[Download, ...] = ()
    embedded: Html | None = None
    section: str = ""
    indexed: bool = True


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
    """What one rule found: where, and the message."""

    focus: Link
    message: str
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
    conforms: bool
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


@dataclass(frozen=True, slots=True)
class SitePage:
    """What every template knows of the site: its name, navigation, licence and version."""

    title: str
    tagline: str
    licence: Link
    version: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...] = ()
    feedback: Link = field(default_factory=lambda: Link(""))
