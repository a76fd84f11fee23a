"""The description of the dataset for machines: DCAT 3 and VoID, with counts taken from the data and checksums from the files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from publisher.domain import Domain
from publisher.publish.coverage import Coverage
from publisher.publish.dumps import Dump
from publisher.publish.index import Index
from publisher.publish.models import Link
from publisher.rdf import DCAT, DCTERMS, FOAF, IRI, OWL, RDF, RDFS, SKOS, SPDX, VOID, XSD, Literal, Term, Triple

MEDIA = "https://www.iana.org/assignments/media-types/"
RDFC = "https://www.w3.org/TR/rdf-canon/"
LINKING = (SKOS.exactMatch, SKOS.closeMatch, OWL.sameAs)
PART_NAMES = ("class", "property")


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the union of all graphs, as VoID 1.0 defines them."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[IRI, int]
    properties: Mapping[IRI, int]
    links: Mapping[tuple[str, IRI], int]


def count(index: Index) -> Statistics:
    """Count what VoID wants to know, in one pass."""
    objects: set[Term] = set()
    classes: Counter[IRI] = Counter()
    properties: Counter[IRI] = Counter()
    links: Counter[tuple[str, IRI]] = Counter()
    for facts in index.facts.values():
        for predicate, values in facts.items():
            properties[predicate] += len(values)
            objects.update(values)
            if predicate == RDF.type:
                classes.update(value for value in values if isinstance(value, IRI))
            if predicate in LINKING:
                links.update(
                    (urlsplit(value.value).netloc, predicate)
                    for value in values
                    if isinstance(value, IRI) and not value.value.startswith(index.base)
                )
    return Statistics(index.count, len(index.entities), len(index.facts), len(objects), classes, properties, links)


def dataset_iri(domain: Domain) -> IRI:
    """Return the IRI of the dataset itself: the one subject of ``ontology/dataset.ttl`` with a uriSpace."""
    found = (triple.subject for triple in domain.dataset if triple.predicate == VOID.uriSpace and isinstance(triple.subject, IRI))
    return next(found, domain.iri("dataset"))


def said(domain: Domain, *names: IRI) -> str:
    """Return what ``dataset.ttl`` says of the dataset, empty when nothing."""
    return next(
        (value.value for name in names for value in domain.objects(dataset_iri(domain), name) if isinstance(value, Literal | IRI)), ""
    )


def describe_dataset(domain: Domain, statistics: Statistics, dumps: list[Dump], coverage: Coverage, example: IRI | None) -> set[Triple]:
    """Return the whole description: catalogue, dataset, distributions, service, partitions, linksets; no blank nodes."""
    dataset = dataset_iri(domain)
    triples = {triple for triple in domain.dataset if triple.predicate != VOID.uriSpace}
    triples |= set(_about(dataset, domain, statistics, example)) | set(coverage.triples(dataset))
    for dump in dumps:
        triples |= set(_distribution(dataset, dump, domain))
    triples |= set(_partitions(dataset, statistics, domain))
    triples |= set(_linksets(dataset, statistics))
    return triples


def _about(dataset: IRI, domain: Domain, statistics: Statistics, example: IRI | None) -> Iterator[Triple]:
    numbers = {
        VOID.triples: statistics.triples,
        VOID.entities: statistics.entities,
        VOID.distinctSubjects: statistics.subjects,
        VOID.distinctObjects: statistics.objects,
        VOID.classes: len(statistics.classes),
        VOID.properties: len(statistics.properties),
    }
    yield from (Triple(dataset, name, _integer(number)) for name, number in numbers.items())
    yield from (Triple(dataset, RDF.type, type_) for type_ in (DCAT.Dataset, VOID.Dataset))
    yield Triple(dataset, VOID.uriSpace, Literal(domain.base))
    yield Triple(dataset, VOID.sparqlEndpoint, domain.iri("sparql"))
    yield Triple(dataset, VOID.rootResource, domain.iri("catalog"))
    if example is not None:
        yield Triple(dataset, VOID.exampleResource, example)
    yield from _catalog(dataset, domain)


def _catalog(dataset: IRI, domain: Domain) -> Iterator[Triple]:
    catalog, service, endpoint = domain.iri("catalog"), IRI(dataset.value + "#sparql"), domain.iri("sparql")
    title = Literal(said(domain, DCTERMS["title"]) or "Dataset", language="en")
    licence = said(domain, DCTERMS.license)
    yield Triple(catalog, RDF.type, DCAT.Catalog)
    yield Triple(catalog, DCTERMS["title"], title)
    yield Triple(catalog, DCTERMS.description, Literal(said(domain, DCTERMS.description) or title.value, language="en"))
    yield Triple(catalog, DCAT.dataset, dataset)
    yield Triple(catalog, DCAT.service, service)
    yield Triple(catalog, FOAF.primaryTopic, dataset)
    yield Triple(service, RDF.type, DCAT.DataService)
    yield Triple(service, DCTERMS["title"], Literal("SPARQL endpoint", language="en"))
    yield Triple(service, DCAT.endpointURL, endpoint)
    yield Triple(service, DCAT.endpointDescription, endpoint)
    yield Triple(service, DCTERMS.conformsTo, IRI("https://www.w3.org/TR/sparql11-protocol/"))
    yield Triple(service, DCAT.servesDataset, dataset)
    for publisher in domain.objects(dataset, DCTERMS.publisher):
        yield Triple(catalog, DCTERMS.publisher, publisher)
    if licence:
        yield from (Triple(thing, DCTERMS.license, IRI(licence)) for thing in (catalog, service))


def identity(domain: Domain, sha256: str) -> set[Triple]:
    """Return the SHA-256 of the dataset's canonical N-Quads (RDFC-1.0), which names it whatever file it is in."""
    dataset = dataset_iri(domain)
    node = IRI(f"{dataset.value}#canonical")
    label = Literal("SHA-256 of the canonical N-Quads (RDFC-1.0)", language="en")
    return {*checksum(dataset, node, sha256), Triple(node, RDFS.label, label), Triple(node, DCTERMS.conformsTo, IRI(RDFC))}


def checksum(thing: IRI, node: IRI, sha256: str) -> Iterator[Triple]:
    """Give the triples of one SHA-256 (SPDX 2.3)."""
    yield Triple(thing, SPDX.checksum, node)
    yield Triple(node, RDF.type, SPDX.Checksum)
    yield Triple(node, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(node, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary))


def _distribution(dataset: IRI, dump: Dump, domain: Domain) -> Iterator[Triple]:
    node = IRI(f"{dataset.value}#{dump.path.rpartition('/')[2]}")
    yield Triple(dataset, DCAT.distribution, node)
    if dump.compressed:
        yield Triple(dataset, VOID.dataDump, domain.iri(dump.path))
    yield from file_triples(node, dump, domain)


def file_triples(node: IRI, dump: Dump, domain: Domain, type_: IRI = DCAT.Distribution) -> Iterator[Triple]:
    """Give the triples of one file: where it is, what, how large, with which SHA-256."""
    yield Triple(node, RDF.type, type_)
    yield Triple(node, DCTERMS["title"], Literal(dump.title or f"The whole dataset as {dump.label}", language="en"))
    yield Triple(node, DCAT.downloadURL, domain.iri(dump.path))
    yield Triple(node, DCAT.accessURL, domain.iri("catalog"))
    yield Triple(node, DCAT.mediaType, IRI(MEDIA + dump.media_type))
    yield Triple(node, DCAT.byteSize, Literal(str(dump.bytes), datatype=XSD.nonNegativeInteger))
    yield from checksum(node, IRI(f"{node.value}-sha256"), dump.sha256)
    if dump.compressed:
        yield Triple(node, DCAT.compressFormat, IRI(MEDIA + "application/gzip"))
    licence = said(domain, DCTERMS.license)
    if licence:
        yield Triple(node, DCTERMS.license, IRI(licence))


def _partitions(dataset: IRI, statistics: Statistics, domain: Domain) -> Iterator[Triple]:
    parts = (
        (VOID.classPartition, VOID["class"], VOID.entities, statistics.classes),
        (VOID.propertyPartition, VOID.property, VOID.triples, statistics.properties),
    )
    for kind, (link, what, number, counts) in zip(PART_NAMES, parts, strict=True):
        for term, found in counts.items():
            node = IRI(f"{dataset.value}#{kind}-{_name(term, domain)}")
            yield Triple(dataset, link, node)
            yield Triple(node, what, term)
            yield Triple(node, number, _integer(found))


def _name(term: IRI, domain: Domain) -> str:
    spaces = sorted(((space, name) for name, space in domain.prefixes.items()), key=lambda pair: -len(pair[0]))
    for space, name in spaces:
        if term.value.startswith(space):
            return f"{name}-{term.value[len(space) :]}".replace("/", "-")
    return "".join(character if character.isalnum() else "-" for character in term.value)


def _linksets(dataset: IRI, statistics: Statistics) -> Iterator[Triple]:
    for (host, predicate), found in statistics.links.items():
        node = IRI(f"{dataset.value}#links-{host}-{predicate.value.rpartition('#')[2]}")
        yield Triple(node, RDF.type, VOID.Linkset)
        yield Triple(node, VOID.subjectsTarget, dataset)
        yield Triple(node, RDFS.label, Literal(f"links to {host}", language="en"))
        yield Triple(node, VOID.linkPredicate, predicate)
        yield Triple(node, VOID.triples, _integer(found))
        yield Triple(dataset, VOID.subset, node)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def schema_dataset(domain: Domain, dumps: list[Dump], coverage: Coverage) -> dict[str, Any]:
    """Describe the dataset to search engines (schema.org/Dataset with its downloads)."""
    dataset = dataset_iri(domain)
    keywords = sorted(value.value for value in domain.objects(dataset, DCAT.keyword) if isinstance(value, Literal))
    publisher = next((value.value for value in domain.objects(dataset, DCTERMS.publisher) if isinstance(value, IRI)), "")
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset.value,
        "name": said(domain, DCTERMS["title"]),
        "description": said(domain, DCTERMS.description),
        "url": domain.base,
        "identifier": dataset.value,
        "license": said(domain, DCTERMS.license),
        "version": said(domain, DCAT.version, OWL.versionInfo),
        "datePublished": said(domain, DCTERMS.issued),
        "isAccessibleForFree": True,
        "keywords": keywords,
        "creator": {"@type": "Organization", "@id": publisher, "name": _name_of(publisher, domain)},
        **coverage.as_schema(domain),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": dump.title or dump.label,
                "contentUrl": domain.base + dump.path,
                "encodingFormat": dump.media_type,
                "contentSize": str(dump.bytes),
                "sha256": dump.sha256,
            }
            for dump in dumps
        ],
    }


def _name_of(organization: str, domain: Domain) -> str:
    names = (
        (value.value for name in (FOAF.name, SKOS.prefLabel) for value in domain.objects(IRI(organization), name)) if organization else ()
    )
    return next(iter(names), "")


def licence_link(domain: Domain) -> Link:
    """Return the licence of the data as a link."""
    licence = said(domain, DCTERMS.license)
    names = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0", "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0"}
    return Link(names.get(licence, licence), licence)
