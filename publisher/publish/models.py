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
    indexed: bool = True


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
