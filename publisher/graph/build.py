"""From readings to the dataset: every quad that is to be published, sorted, without blank nodes and without a clock."""

from collections.abc import Iterable, Sequence

from publisher.domain import Domain
from publisher.graph.curation import Curation, check_curation, follow_merges
from publisher.graph.entities import Entities, resolve_entities
from publisher.graph.infer import infer
from publisher.graph.profile import World
from publisher.graph.quads import article_quads, background_quads, claim_quads, record_quads, tombstone_quads
from publisher.graph.records import Records, resolve_records
from publisher.graph.reference import Reference, index_reference
from publisher.graph.registry import Registry
from publisher.graph.statements import group_by_record, make_statements
from publisher.model import Dataset, Reading, RegistryRow
from publisher.rdf import IRI, Quad


def build_dataset(readings: Iterable[Reading], domain: Domain, registry: Registry, curation: Curation) -> Dataset:
    """Resolve the readings against each other, the reference data, the registry and the editors' decisions, and build all quads.

    The order of the readings has no influence. Of two readings with the same article key one is taken.

    Raises:
        DomainError: for a decision about an unknown id, or a rule that cannot be run.

    """
    ordered = _one_each(readings)
    entities, records, world = resolve(ordered, domain, registry, curation)
    statements = make_statements(ordered, records.keys, world, follow_merges(curation, world.merged))
    redirects = {domain.iri(old): domain.iri(new) for old, new in sorted(world.merged.items())}
    quads: set[Quad] = {*background_quads(domain), *tombstone_quads(redirects, domain)}
    for reading in ordered:
        quads.update(article_quads(reading, entities, domain))
    for statement in statements:
        quads.update(claim_quads(statement, domain))
    names = {**domain.labels, **{iri: description.name for iri, description in entities.described.items()}}
    for record, found in group_by_record(statements).items():
        quads.update(record_quads(record, found, names, world))
    quads.update(infer(quads, domain, domain.iri("graph/inferred")))
    return Dataset(
        quads=tuple(sorted(quads, key=str)),
        redirects=redirects,
        undecided=tuple(sorted({*entities.undecided, *records.undecided})),
        minted=(*sorted({*entities.minted, *records.minted}), *_merged_rows(registry, world)),
    )


def resolve(readings: Sequence[Reading], domain: Domain, registry: Registry, curation: Curation) -> tuple[Entities, Records, World]:
    """Find what is one across the readings: first the entities, then, since parties are entities, the records.

    Raises:
        DomainError: D303 for a decision about an unknown id.

    """
    check_curation(curation, registry, domain)
    reference = index_reference(domain)
    entities = resolve_entities(readings, domain, reference, registry, curation)
    world = World(domain, entities.iris, _states(reference, entities), entities.merged)
    return entities, resolve_records(readings, world, registry, curation), world


def _one_each(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    by_key: dict[str, Reading] = {}
    for reading in readings:
        known = by_key.get(reading.article.key)
        by_key[reading.article.key] = reading if known is None else min(known, reading, key=repr)
    return tuple(by_key[key] for key in sorted(by_key))


def _states(reference: Reference, entities: Entities) -> dict[IRI, IRI]:
    described = {iri: description.state for iri, description in entities.described.items() if description.state is not None}
    return {**described, **reference.state_of}


def _merged_rows(registry: Registry, world: World) -> tuple[RegistryRow, ...]:
    """Make the rows that keep a merge in the registry, so that the id leads on even when what merged it is gone."""
    fresh = {old: new for old, new in world.merged.items() if old not in registry.merged and {old, new} <= registry.keys}
    return tuple(RegistryRow(old, "", "", "merged", new) for old, new in sorted(fresh.items()))
