"""Readings written by hand, in one line each: what an article says, with made-up words as evidence."""

from collections.abc import Sequence
from pathlib import Path

from publisher.domain import Domain, load_domain
from publisher.graph.dates import date_literal
from publisher.model import Article, Certainty, Claim, Entity, Evidence, Part, Reading, Relation, Span, Value
from publisher.rdf import XSD, Literal

DOMAIN: Domain = load_domain(Path(__file__).parent / "domain")
CERTAINTIES = {"?": Certainty.POSSIBLE, "!": Certainty.DENIED, ">": Certainty.PLANNED}


def company(name: str, state: str | None = None, *aliases: str, type: str = "Company") -> Entity:
    return Entity("organization", type, name, aliases, f"{DOMAIN.base}state/{state}" if state else None)


def person(name: str, state: str | None = None, *aliases: str) -> Entity:
    return Entity("person", "https://schema.org/Person", name, aliases, f"{DOMAIN.base}state/{state}" if state else None)


def project(name: str) -> Entity:
    return Entity("project", "Project", name)


def money(amount: str, currency: str = "USD") -> Part:
    terms = DOMAIN.namespace
    return Part(
        "provision", terms["Sum"], ((terms["amount"], Literal(amount, datatype=XSD.decimal)), (terms["currency"], Literal(currency)))
    )


def record(**slots: object) -> dict[str, object]:
    """Describe one record: ``party="JPN IDN"``, ``form="Cooperation"``, ``signed="2026-03-15"``, ``good="nickel"``, ``place="tokyo"``.

    A value that ends in ``?``, ``!`` or ``>`` is possible, denied or planned.
    """
    return slots


def reading(
    key: str, *records: dict[str, object], published: str | None = "2026-03-16", news: Sequence[int] = (0,), **more: object
) -> Reading:
    """Make a reading; the words of its claims are numbered places in a text that exists for nothing else."""
    claims: list[Claim] = []
    text = "".join(f"[{number:03}]" for number in range(200))
    for number, slots in enumerate(records):
        for slot, value in slots.items():
            for item, certainty in _values(slot, value):
                start = len(claims) * 5
                evidence = Evidence(Span(start, start + 5), text[start : start + 5])
                claims.append(Claim(number, slot, item, certainty, evidence, f"rule-{slot}"))
    relations = tuple(
        Relation(left, DOMAIN.namespace[name], right, Certainty.ASSERTED, Evidence(Span(0, 5), text[:5]), "rule-relation")
        for left, name, right in more.get("relations", ())
    )
    article = Article(
        key,
        text,
        title=f"Article {key}",
        url=f"https://news.example/{key}",
        publisher=more.get("publisher"),
        published=published,
        language="en",
    )
    return Reading(article, tuple(claims), frozenset(news), relations)


def _values(slot: str, value: object) -> list[tuple[Value, Certainty]]:
    if isinstance(value, str):
        return [_value(slot, word) for word in value.split()]
    return [
        pair
        for item in (value if isinstance(value, (list, tuple)) else [value])
        for pair in (_values(slot, item) if isinstance(item, str) else [(item, Certainty.ASSERTED)])
    ]


def _value(slot: str, word: str) -> tuple[Value, Certainty]:
    certainty = CERTAINTIES.get(word[-1], Certainty.ASSERTED)
    word = word.rstrip("?!>")
    if slot == "form":
        return DOMAIN.namespace[word], certainty
    if slot == "signed":
        return date_literal(word), certainty
    if slot == "party":
        kind = "state" if word.isupper() and len(word) == 3 else "bloc" if word == "eu" else "organization"
        return DOMAIN.iri(f"{kind}/{word}"), certainty
    return DOMAIN.iri(f"{slot}/{word}"), certainty
