"""Every case: an article, and all that it says (README.md beside this file). A case needs no Python."""

from pathlib import Path

import pytest

from publisher.domain import find_domain, load_domain
from publisher.domain.files import load_yaml
from publisher.editor import make_case
from publisher.extract import compile_domain
from publisher.model import Entity
from publisher.rdf import SKOS
from publisher.readers import read_articles

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.yml"))
NAMED = {"parties": "party", "commodities": "commodity", "place": "place", "signatories": "signatory"}


@pytest.fixture(scope="module")
def domain():
    return load_domain(find_domain())


@pytest.fixture(scope="module")
def extractor(domain):
    return compile_domain(domain)


def call(value, domain, known):
    """What something is called: the way the case calls it where that is one of its labels, else by its first label."""
    properties = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    own = [value.name, *value.aliases] if isinstance(value, Entity) else [o.value for p in properties for o in domain.objects(value, p)]
    return next((name for name in sorted(known) if set(name.split(" | ")) & set(own)), own[0])


def describe(claims, domain, known):
    """One record as expected.yml would say it, with every value a list."""
    held = {slot: {claim.value for claim in claims if claim.slot == slot} for slot in domain.record.slots}
    told = {key: sorted(call(value, domain, known) for value in held[slot]) for key, slot in NAMED.items()}
    told["form"] = [value.value.removeprefix(domain.namespace) for value in held["form"]]
    told["status"] = [value.value.rsplit("/", 1)[-1] for value in held["status"]]
    told["signed"] = [value.value for value in held["signed"]]
    return told | {"amounts": sorted([value.value for _, value in part.properties[:2]] for part in held["amount"])}


def wanted(value):  # `null` is none
    return sorted(value) if isinstance(value, list) else [value] * (value != "null")


def test_there_are_cases():
    assert len(CASES) > 20


def compare(case, domain, extractor):
    """What an article says and what is expected of it, both as expected.yml would have it."""
    expected = [{key: wanted(value) for key, value in row.items()} for row in load_yaml(case / "expected.yml")["agreements"]]
    known = {name for row in expected for key in NAMED for name in row[key]}
    [article] = read_articles([str(case / "article.md")])
    facts = [claim for claim in extractor.read(article).claims if claim.certainty.is_fact]
    records = [[claim for claim in facts if claim.record == number] for number in sorted({claim.record for claim in facts})]
    return sorted((describe(claims, domain, known) for claims in records), key=repr), sorted(expected, key=repr)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_article_says_all_that_is_expected_and_nothing_else(case, domain, extractor):
    told, expected = compare(case, domain, extractor)
    assert told == expected


def test_a_case_made_of_an_article_expects_what_is_found_today(domain, extractor, tmp_path):
    for case in CASES[::6]:  # each compiles the domain anew
        told, expected = compare(make_case(str(case / "article.md"), tmp_path / case.name, domain), domain, extractor)
        assert told == expected, case.name
        assert set(load_yaml(tmp_path / case.name / "case.yml")) == {"title", "why"}
