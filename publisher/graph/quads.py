"""The quads of an article, a claim, a record, and of what stands behind them all; which graph each belongs to.

``graph/article/{key}`` holds what an article asserts: its description, the entities it introduces, the direct facts it states.
``graph/claims`` holds claims and evidence; reference data, ontology and provenance have a graph each.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeGuard
from urllib.parse import quote

from publisher.domain import Domain
from publisher.graph.dates import date_literal, is_date
from publisher.graph.entities import Entities, entities_in, publisher_of
from publisher.graph.label import make_label
from publisher.graph.policy import choose_facts
from publisher.graph.profile import World
from publisher.graph.skolem import skolemize
from publisher.graph.statements import Statement
from publisher.model import Article, Part, Reading
from publisher.rdf import DCTERMS, IRI, OA, OWL, PROV, RDF, SCHEMA, SKOS, XSD, Literal, Quad

ENGINE: Final = "software/orepact"


def run_iri(domain: Domain) -> IRI:
    """Return the IRI of the activity that made the claims: one for each state of the domain, whatever the articles."""
    return domain.iri("run/" + domain.digest[:16])


def background_quads(domain: Domain) -> Iterator[Quad]:
    """Give the reference data, the ontology and the description of the run.

    What the two name and only the description of the dataset describes, such as the publisher, joins the reference data.
    """
    for name, triples in (("reference", domain.reference), ("ontology", domain.ontology)):
        graph = domain.iri(f"graph/{name}")
        for triple in skolemize(triples, f"{domain.ontology_iri.value}#node-"):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
    graph = domain.iri("graph/reference")
    named = {triple.object for triple in (*domain.ontology, *domain.reference)}
    for triple in domain.dataset:
        if triple.subject in named:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
    run, engine, graph = run_iri(domain), domain.iri(ENGINE), domain.iri("graph/provenance")
    yield Quad(run, RDF.type, PROV.Activity, graph)
    yield Quad(run, SKOS.prefLabel, Literal(f"Run {domain.digest[:16]}", language="en"), graph)
    yield Quad(run, PROV.wasAssociatedWith, engine, graph)
    yield Quad(run, PROV.used, domain.ontology_iri, graph)
    yield Quad(run, DCTERMS.identifier, Literal(f"sha256:{domain.digest}"), graph)
    yield Quad(engine, RDF.type, PROV.SoftwareAgent, graph)
    yield Quad(engine, SKOS.prefLabel, Literal("Orepact", language="en"), graph)


def article_quads(reading: Reading, entities: Entities, domain: Domain) -> Iterator[Quad]:
    """Give the description of an article, of the entities it introduces, and of its graph."""
    article = reading.article
    graph = domain.iri(f"graph/article/{article.key}")
    for predicate, value in _article_facts(article, entities, domain):
        yield Quad(domain.iri(f"article/{article.key}"), predicate, value, graph)
    for entity in set(entities_in(reading)):
        iri = entities.iris[entity]
        described = entities.described.get(iri)
        if described is None:
            continue
        yield Quad(iri, RDF.type, described.type, graph)
        yield Quad(iri, SKOS.prefLabel, Literal(described.name, language="en"), graph)
        for alias in sorted({entity.name, *entity.aliases} - {described.name}):
            yield Quad(iri, SKOS.altLabel, Literal(alias, language="en"), graph)
        if described.state is not None:
            yield Quad(iri, domain.namespace["ofState"], described.state, graph)
    provenance = domain.iri("graph/provenance")
    yield Quad(graph, RDF.type, PROV.Entity, provenance)
    yield Quad(graph, SKOS.prefLabel, Literal(f"What article {article.key} says", language="en"), provenance)
    yield Quad(graph, PROV.wasDerivedFrom, domain.iri(f"article/{article.key}"), provenance)
    yield Quad(graph, PROV.wasGeneratedBy, run_iri(domain), provenance)


def _article_facts(article: Article, entities: Entities, domain: Domain) -> Iterator[tuple[IRI, IRI | Literal]]:
    yield RDF.type, domain.namespace["Article"]
    yield domain.namespace["textSha256"], Literal(hashlib.sha256(article.text.encode()).hexdigest())
    if article.title:
        yield SCHEMA.headline, Literal(article.title, language=article.language if _is_language(article.language) else "en")
    address = _address(article.url)
    if address is not None:
        yield SCHEMA.url, address
    if article.publisher:
        yield SCHEMA.publisher, entities.iris[publisher_of(article.publisher)]
    if article.published and is_date(article.published):
        yield SCHEMA.datePublished, date_literal(article.published)
    if article.language and _is_language(article.language):
        yield SCHEMA.inLanguage, Literal(article.language)
    if article.kind:
        yield domain.namespace["articleKind"], Literal(article.kind)


def _is_language(tag: str | None) -> TypeGuard[str]:
    """Tell whether a text is a language tag as RDF allows it (BCP 47, 2.1)."""
    return tag is not None and re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", tag) is not None


def _address(url: str | None) -> IRI | None:
    """Return the address of an article as an IRI; what can be none is left out, for the article is known without it."""
    try:
        return IRI(quote(url, safe=":/?#[]@!$&'()*+,;=%~")) if url else None
    except ValueError:
        return None


def claim_quads(statement: Statement, domain: Domain) -> Iterator[Quad]:
    """Give a claim and its evidence, and the node of the part it speaks of, which needs a description even where it is denied."""
    graph = domain.iri("graph/claims")
    terms = domain.namespace
    article = domain.iri(f"article/{statement.article.key}")
    span = statement.evidence.span
    evidence = IRI(f"{article.value}#char={span.start},{span.end}")
    yield Quad(statement.iri, RDF.type, terms["Claim"], graph)
    yield Quad(statement.iri, terms["claimSubject"], statement.subject, graph)
    yield Quad(statement.iri, terms["claimPredicate"], statement.predicate, graph)
    yield Quad(statement.iri, terms["claimObject"], statement.object, graph)
    yield Quad(statement.iri, terms["certainty"], domain.iri(f"certainty/{statement.certainty}"), graph)
    yield Quad(statement.iri, terms["evidence"], evidence, graph)
    yield Quad(statement.iri, terms["byRule"], Literal(statement.rule), graph)
    yield Quad(statement.iri, PROV.wasGeneratedBy, run_iri(domain), graph)
    if statement.source:
        yield Quad(statement.iri, terms["attributedTo"], Literal(statement.source), graph)
    yield Quad(evidence, RDF.type, OA.SpecificResource, graph)
    yield Quad(evidence, OA.hasSource, article, graph)
    yield Quad(evidence, OA.exact, Literal(statement.evidence.exact), graph)
    yield Quad(evidence, OA.start, Literal(str(span.start), datatype=XSD.nonNegativeInteger), graph)
    yield Quad(evidence, OA.end, Literal(str(span.end), datatype=XSD.nonNegativeInteger), graph)


def record_quads(record: IRI, statements: Sequence[Statement], names: Mapping[IRI, str], world: World) -> Iterator[Quad]:
    """Give the direct facts of a record, each in the graph of every article that states it, and its label and articles.

    A record of which everything is only possible or denied gets a label and its articles, and no class: nobody said it exists.
    """
    domain = world.domain
    facts = choose_facts(statements, domain)
    label = Literal(make_label(facts or statements, names, world), language="en")
    for article in {statement.article.key for statement in statements}:
        graph = domain.iri(f"graph/article/{article}")
        yield Quad(record, SKOS.prefLabel, label, graph)
        yield Quad(record, domain.namespace["reportedIn"], domain.iri(f"article/{article}"), graph)
    for fact in facts:
        graph = domain.iri(f"graph/article/{fact.article.key}")
        yield Quad(record, RDF.type, domain.record.type, graph)
        yield Quad(record, fact.predicate, fact.object, graph)
    for statement in statements:
        if statement.part is not None and isinstance(statement.object, IRI):
            yield from _part_quads(statement.object, statement.part, domain.iri(f"graph/article/{statement.article.key}"), world)


def _part_quads(node: IRI, part: Part, graph: IRI, world: World) -> Iterator[Quad]:
    yield Quad(node, RDF.type, part.type, graph)
    for predicate, value in part.properties:
        term = world.term(value)
        if term is not None:
            yield Quad(node, predicate, term, graph)


def tombstone_quads(redirects: Mapping[IRI, IRI], domain: Domain) -> Iterable[Quad]:
    """Give for each merged IRI what took its place."""
    graph = domain.iri("graph/provenance")
    for old, new in redirects.items():
        yield Quad(old, OWL.deprecated, Literal("true", datatype=XSD.boolean), graph)
        yield Quad(old, DCTERMS.isReplacedBy, new, graph)
