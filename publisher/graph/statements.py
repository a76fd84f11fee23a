"""Claims as statements: subject, predicate and object in RDF terms, with the article, the words and the certainty.

A statement's IRI is made of its content, so the same text read by the same rules gives the same claim in every build.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.errors import DomainError
from publisher.graph.curation import Assertion, Curation
from publisher.graph.dates import date_literal, is_date
from publisher.graph.entities import class_iri
from publisher.graph.profile import World, part_text
from publisher.graph.reports import Key
from publisher.model import Article, Certainty, Claim, Evidence, Part, Reading, Span
from publisher.rdf import IRI, Literal, Triple

RELATION = ""
RANK = {certainty: number for number, certainty in enumerate(Certainty)}


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in RDF terms; ``slot`` is empty for a relation between records; ``part`` is the node the object names."""

    iri: IRI
    subject: IRI
    predicate: IRI
    object: IRI | Literal
    slot: str
    certainty: Certainty
    evidence: Evidence
    article: Article
    is_news: bool
    rule: str
    source: str | None = None
    part: Part | None = None

    @property
    def order(self) -> tuple[str, str, Span, str]:
        """Sort by time of the report (undated last), article and place in it."""
        return self.article.published or "9999", self.article.key, self.evidence.span, self.iri.value


def make_statements(readings: Iterable[Reading], keys: Mapping[Key, str], world: World, curation: Curation) -> list[Statement]:
    """Turn the claims and relations of all readings into statements, without those an editor retracted, in the order of their IRIs.

    A relation needs both its records: where no claim is left of one, it goes too.
    """
    readings = tuple(readings)
    nodes = _number_parts(readings, keys, world)
    found: dict[IRI, Statement] = {}
    for statement in _all(readings, keys, nodes, world, curation):
        known = found.get(statement.iri)
        if known is None or (RANK[statement.certainty], statement.rule) < (RANK[known.certainty], known.rule):
            found[statement.iri] = statement
    retracted = {world.domain.iri(subject) for decision in curation.retracted for subject in decision.subjects}
    kept = [item for item in found.values() if not {item.iri, item.subject, item.object} & retracted]
    alive = {item.subject for item in kept if item.slot != RELATION}
    whole = (item for item in kept if item.slot != RELATION or {item.subject, item.object} <= alive)
    return sorted(whole, key=lambda item: item.iri.value)


def group_by_record(statements: Iterable[Statement]) -> dict[IRI, list[Statement]]:
    """Group the statements by the record they are about; a record that is only the object of relations is left out."""
    out: dict[IRI, list[Statement]] = defaultdict(list)
    for statement in statements:
        out[statement.subject].append(statement)
    return dict(out)


def _all(
    readings: Iterable[Reading], keys: Mapping[Key, str], nodes: Mapping[tuple[str, str], IRI], world: World, curation: Curation
) -> Iterator[Statement]:
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in curation.asserted:
        assertions[assertion.article].append(assertion)
    for reading in readings:
        article = reading.article
        for claim in reading.claims:
            yield _from_claim(claim, reading, keys, nodes, world)
        for relation in reading.relations:
            ends = [keys.get((article.key, number)) for number in (relation.record, relation.other)]
            if ends[0] and ends[1] and ends[0] != ends[1]:
                subject, other = world.domain.iri(ends[0]), world.domain.iri(ends[1])
                iri = claim_iri(article.key, Triple(subject, relation.property, other), relation.evidence, world.domain)
                is_news = relation.record in reading.primary
                yield Statement(
                    iri, subject, relation.property, other, RELATION, relation.certainty, relation.evidence, article, is_news, relation.rule
                )
        for assertion in assertions.get(article.key, ()):
            yield _from_assertion(assertion, reading, world)


def _from_claim(claim: Claim, reading: Reading, keys: Mapping[Key, str], nodes: Mapping[tuple[str, str], IRI], world: World) -> Statement:
    article = reading.article
    key = keys[article.key, claim.record]
    slot = world.domain.record.slots[claim.slot]
    subject = world.domain.iri(key)
    part = claim.value if isinstance(claim.value, Part) else None
    value = nodes[key, _part_key(part, world)] if part is not None else world.term(claim.value)
    if value is None:
        raise TypeError(claim.value)
    iri = claim_iri(article.key, Triple(subject, slot.property, value), claim.evidence, world.domain)
    is_news = claim.record in reading.primary
    return Statement(
        iri, subject, slot.property, value, slot.name, claim.certainty, claim.evidence, article, is_news, claim.rule, claim.source, part
    )


def _from_assertion(assertion: Assertion, reading: Reading, world: World) -> Statement:
    decision = assertion.decision
    start = reading.article.text.find(assertion.quote)
    if start < 0:
        remedy = "quote the article word by word"
        raise DomainError(
            "D304", f"article {assertion.article} does not say {assertion.quote!r}", file=decision.file, line=decision.line, remedy=remedy
        )
    evidence = Evidence(Span(start, start + len(assertion.quote)), assertion.quote)
    slot = world.domain.record.slots[assertion.slot]
    subject = world.domain.iri(assertion.record)
    value = _asserted_value(assertion, world)
    iri = claim_iri(assertion.article, Triple(subject, slot.property, value), evidence, world.domain)
    return Statement(
        iri,
        subject,
        slot.property,
        value,
        slot.name,
        Certainty.ASSERTED,
        evidence,
        reading.article,
        is_news=True,
        rule="curation/assert",
        source=decision.who,
    )


def _asserted_value(assertion: Assertion, world: World) -> IRI | Literal:
    """Read a value as an editor writes it: a date, a class of the ontology, or the path of a known IRI."""
    slot = world.domain.record.slots[assertion.slot]
    text = assertion.value
    if slot.range == "date" and is_date(text):
        return date_literal(text)
    if slot.range == "literal":
        return Literal(text)
    iri = class_iri(text, world.domain) if slot.range == "class" else world.domain.iri(text)
    if iri in world.domain.labels or iri in set(world.iris.values()):
        return iri
    decision = assertion.decision
    raise DomainError(
        "D303", f"{text} is unknown", file=decision.file, line=decision.line, remedy=f"give a value that {slot.name} can hold"
    )


def claim_iri(article: str, triple: Triple, evidence: Evidence, domain: Domain) -> IRI:
    """Return the IRI of a claim, made of its content: article, triple and place of the words."""
    content = f"{article}|{triple.subject}|{triple.predicate}|{triple.object}|{evidence.span.start},{evidence.span.end}"
    return domain.iri("claim/" + hashlib.sha256(content.encode()).hexdigest()[:16])


def _number_parts(readings: Iterable[Reading], keys: Mapping[Key, str], world: World) -> dict[tuple[str, str], IRI]:
    """Give each part of a record its child IRI; numbers follow the time of the first report, so later articles add at the end."""
    first: dict[tuple[str, str], tuple[str, str, Span, str]] = {}
    kinds: dict[tuple[str, str], str] = {}
    for reading in readings:
        for claim in reading.claims:
            if isinstance(claim.value, Part):
                where = (keys[reading.article.key, claim.record], _part_key(claim.value, world))
                order = (reading.article.published or "9999", reading.article.key, claim.evidence.span, where[1])
                first[where] = min(order, first.get(where, order))
                kinds[where] = claim.value.kind
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    out = {}
    for where in sorted(first, key=first.__getitem__):
        numbers[where[0], kinds[where]] += 1
        out[where] = world.domain.iri(f"{where[0]}/{kinds[where]}/{numbers[where[0], kinds[where]]}")
    return out


def _part_key(part: Part, world: World) -> str:
    return f"{part.kind} {part_text(part, world)}"
