"""The reports of an article: what it says of each record it tells apart, ready to be compared with those of other articles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.graph.compare import Outcome, compare
from publisher.graph.profile import Profile, World, build_profile
from publisher.model import Claim, Entity, Reading, Value

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one record; ``numbers`` are the numbers the article's reading gave it, the first of them in ``key``."""

    key: Key
    numbers: tuple[int, ...]
    profile: Profile


def reports_of(reading: Reading, world: World) -> Iterator[Report]:
    """Give the reports of one article.

    Records that the reading keeps apart are apart. The exception are those whose parties it could not know to be one, a name in the title and
    a longer one below: where resolution made their parties the same and nothing objects, they are one report.
    """
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        claims[claim.record].append(claim)
    groups: list[tuple[list[int], Profile]] = []
    for number in sorted(claims):
        is_news = number in reading.primary
        profile = build_profile(claims[number], reading.article.published, world, is_news=is_news)
        home = next((group for group in groups if _is_retold(claims[number], profile, (claims[group[0][0]], group[1]), world)), None)
        if home is None:
            groups.append(([number], profile))
        else:
            groups[groups.index(home)] = ([*home[0], number], home[1].union(profile))
    for numbers, profile in groups:
        yield Report((reading.article.key, numbers[0]), tuple(numbers), profile)


def _is_retold(claims: Iterable[Claim], profile: Profile, other: tuple[Iterable[Claim], Profile], world: World) -> bool:
    """Tell whether two records of one article have the same parties under different names and nothing keeps them apart."""
    if not profile.parties or profile.parties != other[1].parties or _named(claims, world) == _named(other[0], world):
        return False
    return compare(profile, other[1], world).outcome is Outcome.SAME


def _named(claims: Iterable[Claim], world: World) -> frozenset[Value]:
    """Return the entities that the key slots name, as the reading names them."""
    slots = world.domain.record.slots
    return frozenset(claim.value for claim in claims if slots[claim.slot].match == "key" and isinstance(claim.value, Entity))
