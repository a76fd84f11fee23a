"""Every rule has a case that breaks it and nothing else, and a case that keeps it: folders ``<Shape>/{valid,invalid}``."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from publisher.domain import Domain, find_domain, load_domain
from publisher.graph.shacl import judge
from publisher.graph.shapes import Shapes, prepare_shapes
from publisher.rdf import SH, Literal
from publisher.rdf.store import open_memory_store

HERE = Path(__file__).parent
VALID = sorted(HERE.glob("*/valid/*.ttl"))
INVALID = sorted(HERE.glob("*/invalid/*.ttl"))
TEXTS = {"a": "Japan and Indonesia signed a memorandum on nickel in Tokyo on 15 March 2026. " * 8}


def name_of(path: Path) -> str:
    return f"{path.parts[-3]}/{path.stem}"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return load_domain(find_domain())


@pytest.fixture(scope="module")
def shapes(domain: Domain) -> Shapes:
    return prepare_shapes(domain)


def broken_codes(path: Path, domain: Domain, shapes: Shapes) -> set[str]:
    store = open_memory_store([path, HERE / "support.ttl"])
    return {result.code for result in judge(store.quads_for_pattern(None, None, None, None), domain, TEXTS, shapes)}


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_case_breaks_no_rule(path: Path, domain: Domain, shapes: Shapes) -> None:
    assert broken_codes(path, domain, shapes) == set()


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_an_invalid_case_breaks_the_rule_of_its_name_and_no_other(path: Path, domain: Domain, shapes: Shapes) -> None:
    assert broken_codes(path, domain, shapes) == {path.stem[:6]}


def test_every_code_has_an_invalid_case_beside_a_valid_one(domain: Domain) -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for stem, triples in domain.load_shapes().items():
        for triple in triples:
            if triple.predicate == SH.message and isinstance(triple.object, Literal):
                codes[triple.object.value[:6]].add(stem)
    assert len(codes) > 70
    assert {path.stem[:6] for path in INVALID} == set(codes)
    assert {path.parts[-3] for path in INVALID} == {path.parts[-3] for path in VALID}


def test_a_code_belongs_to_one_meaning(domain: Domain) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for triples in domain.load_shapes().values():
        for triple in triples:
            if triple.predicate == SH.message and isinstance(triple.object, Literal):
                code, _, words = triple.object.value.partition(" ")
                assert re.fullmatch(r"[A-Z]{3}-\d\d", code)
                meanings[code].add(words)
    assert {code: words for code, words in meanings.items() if len(words) > 1} == {}


def test_every_rule_says_how_severe_it_is_how_to_mend_it_and_why(domain: Domain) -> None:
    for triples in domain.load_shapes().values():
        said: dict[object, set[str]] = defaultdict(set)
        for triple in triples:
            said[triple.subject].add(triple.predicate.value)
        for triple in triples:
            if triple.predicate == SH.description or (triple.predicate == SH.path and not str(triple.subject).startswith("_:")):
                assert SH.description.value in said[triple.subject], triple.subject
                assert "http://www.w3.org/2000/01/rdf-schema#comment" in said[triple.subject], triple.subject


def test_the_reference_page_lists_every_rule_with_its_severity(domain: Domain) -> None:
    page = (domain.site / "docs" / "reference" / "shapes.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| ([A-Z]{3}-\d\d) \| (\w+) \|", page, re.MULTILINE))
    severities: dict[str, str] = {}
    for triples in domain.load_shapes().values():
        said = {(triple.subject, triple.predicate): triple.object for triple in triples}
        holders = {triple.object: triple.subject for triple in triples if triple.predicate == SH.sparql}
        for triple in triples:
            if triple.predicate == SH.message and isinstance(triple.object, Literal):
                severity = said.get((holders.get(triple.subject, triple.subject), SH.severity), SH.Violation)
                severities[triple.object.value[:6]] = severity.value.rpartition("#")[2]
    assert listed == severities
