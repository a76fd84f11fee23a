"""One agreement told in many ways: what each sentence of ``tellings.yml`` says comes out, whatever its form."""

from pathlib import Path

import pytest
import yaml

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.extract.frames import slot_value
from publisher.model import Article, Entity
from publisher.rdf import IRI

DOMAIN = load_domain(find_domain())
EXTRACTOR = compile_domain(DOMAIN)
ROWS = [
    pytest.param(
        row,
        id=f"{group}-{number}",
        marks=pytest.mark.xfail(reason=row["wrong"], strict=True) if "wrong" in row else (),
    )
    for group, rows in yaml.safe_load((Path(__file__).parent / "tellings.yml").read_text(encoding="utf-8")).items()
    for number, row in enumerate(rows, start=1)
]


def name(value):
    if isinstance(value, IRI):
        return DOMAIN.labels.get(value, value.value)
    return value.name if isinstance(value, Entity) else ""


def records(text):
    out = {}
    for claim in EXTRACTOR.read(Article("a", text, published="2024-06-15")).claims:
        if claim.certainty.is_fact:
            out.setdefault(claim.record, {}).setdefault(claim.slot, set()).add(claim.value)
    return list(out.values())


def is_told(row, record):
    parties = [name(value) for value in record["party"]]
    return (
        all(record.get(slot) == {slot_value(DOMAIN, slot, row[slot])} for slot in ("form", "status"))
        and len(parties) == len(row["party"])
        and all(any(party.startswith(expected) for party in parties) for expected in row["party"])
    )


@pytest.mark.parametrize("row", ROWS)
def test_what_a_sentence_tells_comes_out(row):
    before, after = f"{row['before']} " if "before" in row else "", f"\n\n{row['after']}" if "after" in row else ""
    found = records(f"{before}{row['text']}{after}")
    if "form" in row:
        assert any(is_told(row, record) for record in found), found
    else:
        assert not found
