"""The profile of a record: what is compared when two reports may speak of one record.

Which slots take part, and as what, the domain says by ``match`` and ``range``; the profile only sorts their values by role.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from publisher.domain import Domain
from publisher.graph.dates import interval, is_date
from publisher.graph.reference import path_of
from publisher.graph.registry import follow
from publisher.model import Certainty, Claim, Entity, Part, Value
from publisher.rdf import IRI, Literal

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a record for matching.

    ``parties`` fill the key slots; ``units`` are the states (or what has none) they belong to; ``forms`` the classes below
    the record's own; ``dates`` the stated dates; ``reported`` the days of the first and the last report;
    ``traits`` pairs of slot and value from the weak slots; ``is_news`` whether some article reports it as its own news.
    """

    parties: frozenset[IRI] = frozenset()
    units: frozenset[IRI] = frozenset()
    forms: frozenset[IRI] = frozenset()
    dates: frozenset[str] = frozenset()
    reported: Window | None = None
    traits: frozenset[tuple[str, str]] = frozenset()
    is_news: bool = False

    def union(self, other: "Profile") -> "Profile":
        """Return what both know together."""
        return Profile(
            self.parties | other.parties,
            self.units | other.units,
            self.forms | other.forms,
            self.dates | other.dates,
            _hull(self.reported, other.reported),
            self.traits | other.traits,
            self.is_news or other.is_news,
        )

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the days of the stated dates or, without any, of the reports."""
        if self.dates:
            return tuple(interval(text) for text in sorted(self.dates))
        return (self.reported,) if self.reported else ()

    def values(self, slot: str) -> frozenset[str]:
        """Return the values of one weak slot."""
        return frozenset(value for name, value in self.traits if name == slot)


@dataclass(frozen=True)
class World:
    """What stands fixed while records are compared: the domain, the IRIs of entities, who belongs to which state, which keys were merged."""

    domain: Domain
    iris: Mapping[Entity, IRI] = field(default_factory=dict)
    state_of: Mapping[IRI, IRI] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)

    def term(self, value: Value) -> IRI | Literal | None:
        """Return the RDF term of a value; a part has none before its record has an IRI."""
        if isinstance(value, Part):
            return None
        return self.iris[value] if isinstance(value, Entity) else value

    def unit(self, agent: IRI) -> IRI:
        """Return the state an agent belongs to, or the agent itself."""
        return self.state_of.get(agent, agent)

    def units(self, agents: Iterable[IRI]) -> frozenset[IRI]:
        """Return the units of several agents."""
        return frozenset(self.unit(agent) for agent in agents)

    def is_above(self, general: IRI, special: IRI) -> bool:
        """Tell whether one class is the other or above it."""
        return general == special or general in self.domain.superclasses.get(special, ())


def build_profile(claims: Iterable[Claim], published: str | None, world: World, *, is_news: bool) -> Profile:
    """Sort the values of one article's claims about one record by their role in matching; a denied value plays none."""
    by_role: dict[str, set[IRI]] = {"key": set(), "class": set()}
    dates: set[str] = set()
    traits: set[tuple[str, str]] = set()
    for claim in claims:
        slot = world.domain.record.slots[claim.slot]
        if slot.match == "none" or claim.certainty is Certainty.DENIED:
            continue
        term = world.term(claim.value)
        if slot.match == "weak":
            traits.add((slot.name, term.value if term is not None else part_text(claim.value, world)))
        elif isinstance(term, Literal):
            dates.update({term.value} if is_date(term.value) else ())
        elif term is not None and term != world.domain.record.type:
            by_role["key" if slot.match == "key" else "class"].add(term)
    return Profile(
        parties=frozenset(by_role["key"]),
        units=world.units(by_role["key"]),
        forms=frozenset(by_role["class"]),
        dates=frozenset(dates),
        reported=_window(published),
        traits=frozenset(traits),
        is_news=is_news,
    )


def part_text(value: Value, world: World) -> str:
    """Return a text that is equal for two parts that say the same."""
    if not isinstance(value, Part):
        return str(world.term(value))
    inner = sorted(f"{name} {world.term(item)}" for name, item in value.properties)
    return f"{value.type} {' '.join(inner)}"


def write_match_key(profile: Profile, world: World) -> str:
    """Write what a registry row remembers: parties, forms, date or ``~`` first report, traits; paths below the base.

    Four fields parted by ``|``; several values in one are parted by spaces and sorted.
    """
    dates = max(profile.dates, key=lambda text: (len(text), text), default="")
    when = dates or (f"~{profile.reported[0].isoformat()}" if profile.reported else "")
    forms = (form.value.removeprefix(world.domain.namespace) for form in profile.forms)
    traits = (f"{slot}={value.removeprefix(world.domain.base)}" for slot, value in profile.traits if value.startswith(world.domain.base))
    return "|".join((_join(path_of(party, world.domain) for party in profile.parties), _join(forms), when, _join(traits)))


def renew_match_key(text: str, world: World) -> str:
    """Write a match key of the registry as it would be written now: keys merged since give way to those that stand."""
    return re.sub(r"[^\s|=]+", lambda found: follow(found.group(), world.merged), text) if world.merged else text


def read_match_key(text: str, world: World) -> Profile:
    """Read a match key back; what the domain no longer knows is left out, and a key of a single report (``@``) says nothing."""
    if text.startswith("@"):
        return Profile()
    parties, forms, when, traits = (text.split("|") + [""] * 4)[:4]
    domain = world.domain
    pairs = (trait.partition("=") for trait in traits.split())
    agents = frozenset(domain.iri(path) for path in parties.split())
    return Profile(
        parties=agents,
        units=world.units(agents),
        forms=frozenset(IRI(name) if "://" in name else domain.namespace[name] for name in forms.split()),
        dates=frozenset({when} if is_date(when) else ()),
        reported=_window(when.removeprefix("~")) if when.startswith("~") else None,
        traits=frozenset((slot, domain.iri(path).value) for slot, _, path in pairs if slot in domain.record.slots),
        is_news=True,
    )


def _join(items: Iterable[str]) -> str:
    return " ".join(sorted(items))


def _window(published: str | None) -> Window | None:
    return interval(published) if published and is_date(published) else None


def _hull(left: Window | None, right: Window | None) -> Window | None:
    if left is None or right is None:
        return left or right
    return min(left[0], right[0]), max(left[1], right[1])
