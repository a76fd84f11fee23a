"""Which of the values that reports state becomes the direct fact, slot by slot: the written policy of decision 0014.

Only claims that may be facts compete. A slot of arity ``many`` keeps every value. For arity ``one`` a value said of the future
yields to one said of the present or past, and then the slot's ``choose`` decides; ties fall to the value of more articles, of
the surer claim, of the later report, and at last to the order of the terms, so that one input has one outcome.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from publisher.domain import Domain, Slot
from publisher.graph.dates import is_date
from publisher.graph.statements import RANK, Statement
from publisher.model import Certainty
from publisher.rdf import IRI, Literal

Supported = tuple[IRI | Literal, Sequence[Statement]]


def choose_facts(statements: Iterable[Statement], domain: Domain) -> list[Statement]:
    """Return the statements of one record whose value is a direct fact, in the order given."""
    statements = tuple(statements)
    slots: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.certainty.is_fact:
            slots[statement.slot].append(statement)
    chosen: set[tuple[IRI, IRI | Literal]] = set()
    for name, backed in slots.items():
        slot = domain.record.slots.get(name)
        values = {statement.object for statement in backed} if slot is None or slot.arity == "many" else {_choose(slot, backed, domain)}
        chosen.update((statement.predicate, statement.object) for statement in backed if statement.object in values)
    return [statement for statement in statements if statement.certainty.is_fact and (statement.predicate, statement.object) in chosen]


def _choose(slot: Slot, backed: Sequence[Statement], domain: Domain) -> IRI | Literal:
    settled = [statement for statement in backed if statement.certainty is not Certainty.PLANNED]
    support: dict[IRI | Literal, list[Statement]] = defaultdict(list)
    for statement in settled or backed:
        support[statement.object].append(statement)
    rank = _POLICIES[slot.choose](support, domain)
    return max(sorted(support.items(), key=lambda item: str(item[0])), key=lambda item: (*rank(item), *_tie(item)))[0]


Rank = Callable[[Supported], tuple[object, ...]]


def _most_specific(support: Mapping[IRI | Literal, Sequence[Statement]], domain: Domain) -> Rank:
    """Prefer a class that no other reported class is below; then the deeper one."""

    def rank(item: Supported) -> tuple[object, ...]:
        above = domain.superclasses
        is_lowest = not any(item[0] in above.get(other, ()) for other in support if isinstance(other, IRI) and other != item[0])
        is_stated = item[0] != domain.record.type
        return is_stated, is_lowest, len({statement.article.key for statement in item[1]})

    return rank


def _latest_report(_support: Mapping[IRI | Literal, Sequence[Statement]], _domain: Domain) -> Rank:
    """Prefer the value of the latest report; a report without a date is older than all others, a mention older than news."""
    return lambda item: max((statement.article.published or "", statement.is_news) for statement in item[1])


def _most_precise(_support: Mapping[IRI | Literal, Sequence[Statement]], _domain: Domain) -> Rank:
    """Prefer the longest date: a day before a month before a year."""
    return lambda item: (len(item[0].value) if is_date(item[0].value) else 0,)


def _most_reported(_support: Mapping[IRI | Literal, Sequence[Statement]], _domain: Domain) -> Rank:
    """Prefer the value that most articles state."""
    return lambda item: (len({statement.article.key for statement in item[1]}),)


def _first(support: Mapping[IRI | Literal, Sequence[Statement]], _domain: Domain) -> Rank:
    """Prefer the value of the earliest report."""
    order = sorted(support, key=lambda value: min(statement.order for statement in support[value]))
    return lambda item: (-order.index(item[0]),)


_POLICIES: Mapping[str, Callable[[Mapping[IRI | Literal, Sequence[Statement]], Domain], Rank]] = {
    "most-specific": _most_specific,
    "latest-report": _latest_report,
    "most-precise": _most_precise,
    "most-reported": _most_reported,
    "first": _first,
}


def _tie(item: Supported) -> tuple[object, ...]:
    articles = {statement.article.key for statement in item[1]}
    surest = min(RANK[statement.certainty] for statement in item[1])
    return len(articles), -surest, max(statement.article.published or "" for statement in item[1]), any(s.is_news for s in item[1])
