"""Which slot of the domain's record model plays which part in extraction, found by its range."""

from dataclasses import dataclass

from publisher.domain import Domain, Slot
from publisher.errors import DomainError


@dataclass(frozen=True, slots=True)
class Roles:
    """The slots that extraction fills; None where a domain has none of that range.

    ``form`` holds classes, ``party`` agents, ``status`` the state that verbs tell, ``concepts`` are filled by mentions of the
    kind their scheme names, ``parts`` by the kind of mention their ``source`` names.
    """

    form: Slot
    party: Slot
    status: Slot | None
    date: Slot | None
    place: Slot | None
    person: Slot | None
    concepts: tuple[Slot, ...]
    parts: dict[str, Slot]


def find_roles(domain: Domain) -> Roles:
    """Sort the slots of the record model by the part they play.

    Raises:
        DomainError: D112 when no slot takes a class or none an agent.

    """
    record = domain.record
    by_name = {slot.scheme: slot for slot in record.by_range("concept")}
    status = by_name.get(domain.mappings["lexicon/words"].get("status-scheme"))
    form, party = record.by_range("class"), record.by_range("agent")
    if not form or not party:
        raise DomainError(
            "D112",
            "needs one slot of range `class` and one of range `agent`",
            file=domain.root / "mappings" / "record.yml",
            remedy="declare them",
        )

    def first(name: str) -> Slot | None:
        return next(iter(record.by_range(name)), None)

    return Roles(
        form=form[0],
        party=party[0],
        status=status,
        date=first("date"),
        place=first("place"),
        person=first("person"),
        concepts=tuple(slot for slot in record.by_range("concept") if slot is not status),
        parts={slot.source: slot for slot in record.by_range("part") if slot.source},
    )
