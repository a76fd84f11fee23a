"""How terms and values are put into words: labels for everything, dates, sums, durations. Pure; no HTML here."""

import re
from functools import cached_property

from publisher.publish.index import LABELS, Index
from publisher.publish.settings import Settings
from publisher.rdf import IRI, OA, RDF, SCHEMA, XSD, Literal

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
SHORT_HASH = re.compile(r"[0-9a-f]{16,}")


class Wording:
    """Labels of subjects, properties and values; everything has one, so no page ever shows an IRI or a coined name."""

    def __init__(self, index: Index, settings: Settings) -> None:
        """Take labels from the data, then the ontology, then ``site.yml``, then the IRI's last segment in words."""
        self.index = index
        self.settings = settings

    def label(self, iri: IRI) -> str:
        """Return the name of a subject or term."""
        return self._memo.get(iri) or self._memo.setdefault(iri, self._label(iri))

    @cached_property
    def _memo(self) -> dict[IRI, str]:
        return {}

    def _label(self, iri: IRI) -> str:
        own = self.settings.labels.get(iri) or self.index.text(iri, *LABELS) or self.index.domain.labels.get(iri) or self._described(iri)
        if own:
            return own
        if OA.hasSource in self.index.facts.get(iri, {}):
            return f"“{shorten(self.index.text(iri, OA.exact), 80)}”"
        if self.index.is_own(iri):
            return self._own_label(iri)
        return humanise(iri.value)

    def _described(self, iri: IRI) -> str:
        """Return the name that the description of the dataset gives."""
        found = (value for name in LABELS for value in self.index.domain.objects(iri, name))
        return next((value.value for value in found if isinstance(value, Literal)), "")

    def _own_label(self, iri: IRI) -> str:
        if self.index.is_a(iri, self.index.CLAIM):
            return self.claim(iri)
        if self.index.is_a(iri, self.index.ARTICLE):
            return self._article_label(iri)
        owner = self.index.owner(iri)
        segment = self.index.path(iri).rpartition("/")[2]
        name = self.type_label(iri) or humanise(self.index.kind(iri))
        if owner is not None:
            return f"{capitalise(name)} ({self.part_name(iri, owner)}): {self.label(owner)}"
        return f"{capitalise(name)} {segment[:8]}" if SHORT_HASH.fullmatch(segment) else humanise(segment)

    def _article_label(self, iri: IRI) -> str:
        """Name an article without a headline by who published it and when, else by the start of its key."""
        publisher = next((self.label(publisher) for publisher in self.index.iris(iri, SCHEMA.publisher)), "")
        date = date_text(self.index.text(iri, SCHEMA.datePublished))
        kind = capitalise(self.type_label(iri))
        if publisher:
            return f"{publisher}, {date}" if date else f"{kind} of {publisher}"
        return f"{kind} {self.index.path(iri).rpartition('/')[2][:8]}"

    def part_name(self, iri: IRI, owner: IRI) -> str:
        """Return what tells a part from its siblings: the end of its path in words."""
        end = iri.value[len(owner.value) + 1 :].rpartition("/")[2]
        return humanise(end) if not end.isupper() else end

    def short_label(self, iri: IRI, owner: IRI | None) -> str:
        """Return the name of a part where its owner is known: its label, or its class and number."""
        own = self.index.text(iri, *LABELS)
        if own or owner is None or not iri.value.startswith(owner.value):
            return own or self.label(iri)
        end = self.part_name(iri, owner)
        name = capitalise(self.type_label(iri) or humanise(self.index.kind(iri)))
        return name if end.lower() in name.lower() else f"{name} {end}"

    def claim(self, claim: IRI) -> str:
        """Return a claim as words: subject, property, value."""
        subject, predicate, value = (
            next(iter(self.index.objects(claim, p)), None) for p in (self.index.SUBJECT, self.index.PREDICATE, self.index.OBJECT)
        )
        parts = [
            self.label(part) if isinstance(part, IRI) else self.value(part) for part in (subject, predicate, value) if part is not None
        ]
        return ": ".join(parts[:2]) + "".join(f" {part}" for part in parts[2:])

    def type_label(self, iri: IRI) -> str:
        """Return the name of the most special class of a subject."""
        return next((self.label(type_) for type_ in self.index.types(iri)), "")

    def value(self, value: object) -> str:
        """Return any term in words."""
        if isinstance(value, IRI):
            return self.label(value)
        return literal_text(value) if isinstance(value, Literal) else str(value)

    def property(self, predicate: IRI) -> str:
        """Return the name of a property as the head of a row."""
        if predicate == RDF.type:
            return self.settings.labels.get(predicate, "Kind")
        return capitalise(self.label(predicate))


def literal_text(value: Literal) -> str:
    """Put a literal into words.

    >>> from publisher.rdf import XSD
    >>> [literal_text(Literal(v, datatype=XSD[t])) for v, t in (("2026-03-15", "date"), ("2026-03", "gYearMonth"), ("1500000.50", "decimal"))]
    ['15 March 2026', 'March 2026', '1,500,000.5']
    >>> literal_text(Literal("P6M", datatype=XSD.duration)), literal_text(Literal("true", datatype=XSD.boolean))
    ('6 months', 'yes')

    """
    form = FORMS.get(value.datatype.value.removeprefix(XSD))
    return form(value.value) if form and value.language is None else value.value


def date_text(text: str) -> str:
    """Put an ISO date of any precision into words; what is no date stays as it is."""
    match = re.fullmatch(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:[T Z+].*)?", text)
    if not match or (match[2] and not 1 <= int(match[2]) <= len(MONTHS)):
        return text
    year, month, day = match.groups()
    return " ".join(part for part in (str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year) if part)


def number_text(text: str) -> str:
    """Group the digits of a number by three; trailing zeros of its fraction go.

    >>> number_text("1000000000"), number_text("-0.50"), number_text("n/a")
    ('1,000,000,000', '-0.5', 'n/a')

    """
    match = re.fullmatch(r"([+-]?)(\d+)(?:\.(\d*))?", text)
    if not match:
        return text
    fraction = (match[3] or "").rstrip("0")
    return f"{match[1]}{int(match[2]):,}" + (f".{fraction}" if fraction else "")


def _duration_text(text: str) -> str:
    match = re.fullmatch(r"P((?:\d+[YMWD])+)", text)
    if not match:
        return text
    parts = re.findall(r"(\d+)([YMWD])", match[1])
    return " ".join(f"{number} {UNITS[unit]}{'' if number == '1' else 's'}" for number, unit in parts)


def _boolean_text(text: str) -> str:
    return "yes" if text in ("true", "1") else "no"


FORMS = {
    **dict.fromkeys(("date", "gYearMonth", "gYear", "dateTime"), date_text),
    **dict.fromkeys(("decimal", "integer", "nonNegativeInteger", "double"), number_text),
    "duration": _duration_text,
    "boolean": _boolean_text,
}


def humanise(name: str) -> str:
    """Turn the end of an IRI into words.

    >>> humanise("http://www.w3.org/ns/prov#wasGeneratedBy"), humanise("status/in-force"), humanise("JPN")
    ('was generated by', 'in force', 'JPN')

    """
    end = re.split(r"[#/]", name.rstrip("#/"))[-1]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", end.replace("-", " ").replace("_", " "))
    return words if words.isupper() else words.lower()


def capitalise(text: str) -> str:
    """Make the first letter a capital and leave the rest."""
    return text[:1].upper() + text[1:]


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis.

    >>> shorten("Japan and Peru agreed", 12)
    'Japan and…'

    """
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length + 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def direction(language: str | None) -> str:
    """Return the writing direction of a language."""
    return "rtl" if (language or "").split("-")[0] in {"ar", "fa", "he", "ur", "ps", "ug", "yi"} else "ltr"
