"""Entities across articles: which of the companies, persons and places that articles introduce are one, and their IRIs.

An entity of the reference data is found by any of its names. The others meet by kind, folded name and state; a name without
a state joins the one that has a state when there is only one. A short form joins a long one when some article says that
it is its short form and it is nobody else's. Nothing is guessed from likeness alone: near spellings go to the review list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from publisher.domain import Domain
from publisher.graph.curation import Curation, merges
from publisher.graph.names import fold_name, slug, spelling_key
from publisher.graph.reference import Reference, path_of
from publisher.graph.registry import Registry, follow
from publisher.model import Entity, Part, Reading, RegistryRow, Undecided
from publisher.rdf import IRI, ORG
from publisher.rdf.files import expand

PERSON = "person"
NEAR = 90.0
SHORTEST_ALIAS = 3


@dataclass(frozen=True, slots=True)
class Description:
    """What the articles together say of one entity they introduce: its class, its best name, its other names, its state."""

    type: IRI
    name: str
    aliases: tuple[str, ...]
    state: IRI | None


@dataclass(frozen=True, slots=True)
class Entities:
    """The outcome: an IRI for every entity of every article, and what is to be said of the new ones.

    ``merged`` maps every merged key, of whatever kind, to the key that stands for it.
    """

    iris: Mapping[Entity, IRI] = field(default_factory=dict)
    described: Mapping[IRI, Description] = field(default_factory=dict)
    minted: tuple[RegistryRow, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Group:
    """Entities that are one; ``count`` says how many claims name each."""

    kind: str
    state: IRI | None
    members: tuple[Entity, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(fold_name(entity.name) for entity in self.members)


def resolve_entities(readings: Iterable[Reading], domain: Domain, reference: Reference, registry: Registry, curation: Curation) -> Entities:
    """Give every entity of the readings its IRI; the order of the readings has no influence."""
    counts = Counter(entity for reading in readings for entity in entities_in(reading))
    iris: dict[Entity, IRI] = {}
    new: list[Entity] = []
    for entity in counts:
        found = _find_reference(entity, domain, reference)
        if found is None:
            new.append(entity)
        else:
            iris[entity] = found
    groups = _group(new, _apart_names(registry, curation))
    merged = merges(curation, registry)
    keys, minted = _assign_keys(groups, domain, registry, merged)
    described: dict[IRI, list[_Group]] = defaultdict(list)
    for group, key in zip(groups, keys, strict=True):
        described[domain.iri(key)].append(group)
        iris.update(dict.fromkeys(group.members, domain.iri(key)))
    return Entities(
        iris,
        {iri: _describe(same, counts, domain) for iri, same in sorted(described.items()) if iri not in domain.types},
        minted,
        tuple(_near_names(groups, keys, curation)),
        {key: follow(key, merged) for key in merged},
    )


def entities_in(reading: Reading) -> Iterator[Entity]:
    """Give the entities an article introduces, once for each claim that names them, and the one that published it."""
    for claim in reading.claims:
        yield from entities_of(claim.value)
    if reading.article.publisher:
        yield publisher_of(reading.article.publisher)


def publisher_of(name: str) -> Entity:
    """Return the organisation of that name as an entity whose class nothing else may be known of."""
    return Entity("organization", ORG.Organization.value, name)


def entities_of(value: object) -> Iterator[Entity]:
    """Give the entities that a value is or holds."""
    if isinstance(value, Entity):
        yield value
    elif isinstance(value, Part):
        for _, inner in value.properties:
            yield from entities_of(inner)


def _find_reference(entity: Entity, domain: Domain, reference: Reference) -> IRI | None:
    state = _state(entity)
    names = (entity.name,) if entity.kind == PERSON else (entity.name, *(alias for alias in entity.aliases if len(alias) >= SHORTEST_ALIAS))
    found = (reference.find(entity.kind, name, state) for name in names)
    return next((iri for iri in found if iri is not None and iri in domain.types), None)


def _apart_names(registry: Registry, curation: Curation) -> frozenset[frozenset[str]]:
    """Return the pairs of folded names that an editor told apart."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in registry.rows:
        names[row.key].add(row.match_key.partition("|")[0])
    pairs = (sorted(pair) for pair in curation.apart)
    return frozenset(frozenset({one, other}) for left, right in pairs for one in names[left] for other in names[right])


def _group(entities: Iterable[Entity], apart: frozenset[frozenset[str]]) -> list[_Group]:
    """Group by kind, name and state, then lead names without a state, and short forms, to the one group they can mean."""
    buckets: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        buckets[entity.kind, fold_name(entity.name), entity.state or ""].append(entity)
    states: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, name, state in buckets:
        states[kind, name].add(state)
    home: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for kind, name, state in buckets:
        stated = states[kind, name] - {""}
        home[kind, name, state] = (kind, name, next(iter(stated))) if not state and len(stated) == 1 else (kind, name, state)
    longer = _short_forms(buckets, set(home.values()), apart)
    merged: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for bucket, members in buckets.items():
        merged[_follow(home[bucket], longer)].extend(members)
    return [
        _Group(kind, IRI(state) if state else None, tuple(sorted(members, key=_entity_key)))
        for (kind, _, state), members in sorted(merged.items())
    ]


def _short_forms(
    buckets: Mapping[tuple[str, str, str], Sequence[Entity]], homes: set[tuple[str, str, str]], apart: frozenset[frozenset[str]]
) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Map a group to the group some article gives it as a short form of, where there is exactly one and the states agree."""
    declared: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for (kind, name, state), members in buckets.items():
        for alias in {fold_name(alias) for entity in members for alias in entity.aliases} - {name}:
            home = (kind, name, state)
            if frozenset({alias, name}) in apart:
                continue
            declared[kind, alias].update(
                {home} if home in homes else {other for other in homes if other[:2] == (kind, name)} if not state else ()
            )
    longer = {}
    for short in homes:
        kind, name, state = short
        fits = {long for long in declared.get((kind, name), ()) if len(long[1]) > len(name) and _may_be_short(short, long)}
        if len(fits) == 1:
            longer[short] = fits.pop()
    return longer


def _may_be_short(short: tuple[str, str, str], long: tuple[str, str, str]) -> bool:
    if short[0] == PERSON and " " not in short[1]:
        return bool(short[2]) and short[2] == long[2]
    return not short[2] or not long[2] or short[2] == long[2]


def _follow(bucket: tuple[str, str, str], longer: Mapping[tuple[str, str, str], tuple[str, str, str]]) -> tuple[str, str, str]:
    while bucket in longer:
        bucket = longer[bucket]
    return bucket


def _assign_keys(
    groups: Sequence[_Group], domain: Domain, registry: Registry, merged: dict[str, str]
) -> tuple[list[str], tuple[RegistryRow, ...]]:
    """Find the key of each group in the registry, or mint one.

    ``merged`` maps merged keys to those that stand; a group that is found under several keys adds to it, for the oldest stands.
    """
    known: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for kind in sorted({group.kind for group in groups}):
        for row in registry.active(kind):
            name, _, state = row.match_key.partition("|")
            known[kind, name].setdefault(state, follow(row.key, merged))
    keys: list[str] = []
    for group in groups:
        found = {follow(key, merged) for name in group.names for key in _registered(known, group, name, domain)}
        keys.append(min(found, key=lambda key: registry.order.get(key, -1)) if found else "")
        merged.update((key, keys[-1]) for key in found - {keys[-1]})
    taken = set(registry.keys)
    fresh = [number for number, key in enumerate(keys) if not key]
    slugs = Counter(f"{groups[number].kind}/{slug(_best_name(groups[number]))}" for number in fresh)
    for number in fresh:
        keys[number] = _mint(groups[number], slugs, taken, domain)
        taken.add(keys[number])
    keys = [follow(key, merged) for key in keys]
    known_rows = {(follow(row.key, merged), row.match_key) for row in registry.rows}
    rows = {(key, match_key) for group, key in zip(groups, keys, strict=True) for match_key in _match_keys(group, domain)}
    return keys, tuple(
        RegistryRow(key, match_key, "") for key, match_key in sorted(rows - known_rows) if domain.iri(key) not in domain.types
    )


def _registered(known: Mapping[tuple[str, str], Mapping[str, str]], group: _Group, name: str, domain: Domain) -> set[str]:
    """Return the key of that name and state; where one side knows no state, the only key there is."""
    by_state = known.get((group.kind, name), {})
    state = path_of(group.state, domain) if group.state else ""
    if state in by_state:
        return {by_state[state]}
    if state:
        return {by_state[""]} if "" in by_state else set()
    return set(by_state.values()) if len(by_state) == 1 else set()


def _mint(group: _Group, slugs: Counter[str], taken: set[str], domain: Domain) -> str:
    plain = f"{group.kind}/{slug(_best_name(group))}"
    is_free = slugs[plain] == 1 and plain not in taken and domain.iri(plain) not in domain.types
    if is_free:
        return plain
    stated = f"{plain}-{group.state.value.rpartition('/')[2].lower()}" if group.state else plain
    candidates = (stated if number == 1 else f"{stated}-{number}" for number in range(1, len(taken) + 3))
    return next(key for key in candidates if key not in taken and domain.iri(key) not in domain.types)


def _match_keys(group: _Group, domain: Domain) -> set[str]:
    return {f"{name}|{path_of(group.state, domain) if group.state else ''}" for name in group.names}


def _describe(groups: Sequence[_Group], counts: Counter[Entity], domain: Domain) -> Description:
    members = [entity for group in groups for entity in group.members]
    types = Counter[str]()
    states = Counter[str]()
    for entity in members:
        types[entity.type] += counts[entity]
        if entity.state:
            states[entity.state] += counts[entity]
    name = _longest(entity.name for entity in members)
    aliases = sorted({alias for entity in members for alias in (entity.name, *entity.aliases)} - {name})
    state = min(states, key=lambda iri: (-states[iri], iri), default=None)
    kind = min(
        types,
        key=lambda term: (term == ORG.Organization.value, -types[term], -len(domain.superclasses.get(class_iri(term, domain), ())), term),
    )
    return Description(class_iri(kind, domain), name, tuple(aliases), IRI(state) if state else None)


def class_iri(term: str, domain: Domain) -> IRI:
    """Return the class an entity names by IRI, by CURIE or by its local name in the ontology."""
    if "://" in term:
        return IRI(term)
    return expand(term, domain.prefixes) if ":" in term else domain.namespace[term]


def _near_names(groups: Sequence[_Group], keys: Sequence[str], curation: Curation) -> Iterator[Undecided]:
    """Give the pairs whose names differ by a slip of the pen; only names that share a spelling key are compared."""
    blocks: dict[tuple[str, str], list[tuple[str, str, IRI | None]]] = defaultdict(list)
    for group, key in zip(groups, keys, strict=True):
        blocks[group.kind, spelling_key(_best_name(group))].append((fold_name(_best_name(group)), key, group.state))
    for block in blocks.values():
        ordered = sorted(block, key=lambda item: item[:2])
        for left, right in pairwise(ordered):
            score = fuzz.token_sort_ratio(left[0], right[0])
            has_conflict = left[2] is not None and right[2] is not None and left[2] != right[2]
            pair = frozenset({left[1], right[1]})
            if score >= NEAR and not has_conflict and left[1] != right[1] and pair not in curation.apart:
                yield Undecided(min(pair), max(pair), round(score / 100, 2), "the names are spelt almost alike")


def _best_name(group: _Group) -> str:
    return _longest(entity.name for entity in group.members)


def _longest(names: Iterable[str]) -> str:
    return min(names, key=lambda name: (-len(name), name))


def _state(entity: Entity) -> IRI | None:
    return IRI(entity.state) if entity.state else None


def _entity_key(entity: Entity) -> tuple[str, str, str, tuple[str, ...], str]:
    return entity.kind, entity.type, entity.name, entity.aliases, entity.state or ""
