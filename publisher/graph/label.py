"""The label of a record, made from the domain's template: parties, form, subjects and year.

The template names slots in braces. How the values of a slot are written follows from its range: agents joined by an en dash, states first;
a class in lower case; at most three concepts after "on", none that is above another; the year of a date in brackets. A slot without a
value leaves nothing behind.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from publisher.domain import Slot
from publisher.graph.keys import shown_parties
from publisher.graph.profile import Profile, World
from publisher.graph.statements import Statement
from publisher.rdf import IRI, Literal

MOST_AGENTS: Final = 4
MOST_CONCEPTS: Final = 3


def make_label(facts: Iterable[Statement], names: Mapping[IRI, str], world: World) -> str:
    """Write the label of one record from its direct facts; ``names`` gives the label of every IRI that can occur."""
    values: dict[str, set[IRI | Literal]] = defaultdict(set)
    for fact in facts:
        values[fact.slot].add(fact.object)
    model = world.domain.record
    values.setdefault(next((slot.name for slot in model.by_range("class")), ""), {model.type})

    def written(found: re.Match[str]) -> str:
        slot = model.slots.get(found.group(1))
        return _write(slot, values.get(found.group(1), set()), names, world) if slot is not None else ""

    text = re.sub(r"\{(\w+)\}", written, model.label)
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]


def _write(slot: Slot, values: set[IRI | Literal], names: Mapping[IRI, str], world: World) -> str:
    if not values:
        return ""
    iris = sorted((value for value in values if isinstance(value, IRI)), key=lambda iri: (names.get(iri, iri.value), iri.value))
    if slot.range == "agent":
        return _agents(iris, names, world)
    if slot.range == "class":
        return _lower(names.get(iris[0], iris[0].value))
    if slot.range == "concept":
        broader = world.domain.broader
        narrowest = [iri for iri in iris if not any(iri != other and iri in broader.get(other, ()) for other in iris)]
        return f" on {_listed([names.get(iri, iri.value) for iri in narrowest], MOST_CONCEPTS)}"
    if slot.range == "date":
        return f" ({min(value.value for value in values)[:4]})"
    return _listed(
        [names.get(value, value.value) if isinstance(value, IRI) else value.value for value in sorted(values, key=str)], MOST_CONCEPTS
    )


def _agents(iris: Iterable[IRI], names: Mapping[IRI, str], world: World) -> str:
    agents = shown_parties(Profile(parties=frozenset(iris)), world)
    ordered = sorted(
        agents, key=lambda iri: (iri not in world.domain.types or world.unit(iri) != iri, names.get(iri, iri.value), iri.value)
    )
    shown = [names.get(iri, iri.value) for iri in ordered[:MOST_AGENTS]]
    more = len(ordered) - MOST_AGENTS
    return "–".join(shown) + (f" and {more} more" if more > 0 else "")


def _listed(items: list[str], most: int) -> str:
    if len(items) > most:
        return ", ".join(items[:most]) + " and more"
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def _lower(text: str) -> str:
    """Write a class label within a sentence: the first letter small, an acronym as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
