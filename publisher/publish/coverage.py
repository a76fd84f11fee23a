"""What the dataset covers, read from the data: when and where, which properties its records have, and the day of the newest thing in it.

No clock is read: equal data make equal words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from publisher.domain import Domain
from publisher.publish.index import Index
from publisher.publish.settings import Settings
from publisher.rdf import DCAT, DCTERMS, IRI, RDF, SCHEMA, XSD, Literal, Triple

AREAS: Final = frozenset({"AdministrativeArea", "Country"})
"""The types of schema.org whose entities are an area that a record can be about; a ``Place`` may be where it was signed."""
DAY: Final = len("2026-01-01")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The period of the articles, as precise as they say; the newest day; the areas and the properties of the records that the site leads with."""

    period: tuple[str, str]
    modified: str
    areas: tuple[tuple[IRI, str], ...]
    properties: tuple[IRI, ...]

    def triples(self, dataset: IRI) -> Iterator[Triple]:
        """Say it in the words of DCAT 3."""
        if self.modified:
            yield Triple(dataset, DCTERMS.modified, _date(self.modified))
        yield from (Triple(dataset, DCTERMS.spatial, area) for area, _ in self.areas)
        if all(self.period):
            span = IRI(dataset.value + "#period")
            yield Triple(dataset, DCTERMS.temporal, span)
            yield Triple(span, RDF.type, DCTERMS.PeriodOfTime)
            yield from (Triple(span, name, _date(date)) for name, date in zip((DCAT.startDate, DCAT.endDate), self.period, strict=True))

    def as_schema(self, domain: Domain) -> dict[str, Any]:
        """Say it in the words of schema.org; what is not known is left out."""
        said = {
            "dateModified": self.modified,
            "temporalCoverage": "/".join(self.period) if all(self.period) else "",
            "spatialCoverage": [{"@type": type_, "@id": area.value, "name": domain.labels.get(area, "")} for area, type_ in self.areas],
            "variableMeasured": [
                {"@type": "PropertyValue", "propertyID": name.value, "name": domain.labels[name]} for name in self.properties
            ],
        }
        return {name: value for name, value in said.items() if value}


def coverage_of(index: Index, settings: Settings, domain: Domain, issued: str) -> Coverage:
    """Read the coverage from the data; ``issued`` is the day that the dataset itself gives."""
    records = index.members.get(settings.door.newest or "", ())
    types = {kind: known.schema_type for kind, known in settings.door.kinds.items() if known.schema_type in AREAS}
    values = {value for record in records for name in index.facts[record] for value in index.iris(record, name)}
    areas = sorted((value for value in values if index.kind(value) in types), key=lambda area: area.value)
    names = {name for record in records for name in index.facts[record] if name.value.startswith(str(domain.namespace))}
    return Coverage(
        _period(index),
        max((issued, *_days(index)), default=""),
        tuple((area, types[index.kind(area)]) for area in areas),
        tuple(sorted(names & domain.labels.keys(), key=lambda name: name.value)),
    )


def _period(index: Index) -> tuple[str, str]:
    """Return the earliest and latest date of publication of the articles, as precise as they are."""
    dates = sorted(index.text(iri, SCHEMA.datePublished) for iri in index.articles if index.text(iri, SCHEMA.datePublished))
    return (dates[0], dates[-1]) if dates else ("", "")


def _days(index: Index) -> Iterator[str]:
    """Give every day on which something in the data was published or changed."""
    for subject in index.facts:
        for name in (SCHEMA.datePublished, DCTERMS.modified):
            yield from (
                value.value[:DAY] for value in index.objects(subject, name) if isinstance(value, Literal) and len(value.value) >= DAY
            )


def _date(text: str) -> Literal:
    return Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth}.get(len(text), XSD.date))
