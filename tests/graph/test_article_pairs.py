"""Pairs of articles from text to record: those about one agreement meet, look-alikes stay apart; each alone and all in one build."""

from pathlib import Path

import pytest

from publisher.domain.files import load_yaml
from publisher.extract import compile_domain
from publisher.graph import Curation, Registry
from publisher.graph.build import resolve
from publisher.model import Article

PAIRS = load_yaml(Path(__file__).with_name("article_pairs.yml"))["pairs"]


@pytest.fixture(scope="module")
def readings(make_real):
    """Read every article once."""
    extractor = compile_domain(make_real.domain)

    def read(number, name):
        side = PAIRS[number][name]
        text = f"{side['title']}\n\n{side['text']}\n"
        return extractor.read(Article(f"p{number}{name[0]}", text, side["title"], published=side["published"], language="en"))

    return [(read(number, "left"), read(number, "right")) for number in range(len(PAIRS))]


def main_records(domain, readings):
    """Map each article to the record that is its own news."""
    _, records, _ = resolve(readings, domain, Registry(), Curation())
    return {reading.article.key: records.keys[reading.article.key, min(reading.primary)] for reading in readings if reading.primary}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: PAIRS[number]["why"].replace(" ", "-"))
def test_a_pair_of_articles_comes_out_as_its_reason_says(make_real, readings, number):
    left, right = readings[number]
    found = main_records(make_real.domain, [left, right])
    assert (found[f"p{number}l"] == found[f"p{number}r"]) == (PAIRS[number]["outcome"] == "same"), found


def test_all_articles_in_one_build_come_out_as_in_pairs(make_real, readings):
    found = main_records(make_real.domain, [reading for pair in readings for reading in pair])
    outcomes = ["same" if found[f"p{number}l"] == found[f"p{number}r"] else "apart" for number in range(len(PAIRS))]
    assert outcomes == [pair["outcome"] for pair in PAIRS]
    assert len(set(found.values())) == sum(1 if outcome == "same" else 2 for outcome in outcomes)


def test_there_are_twenty_pairs_of_articles_of_each_kind():
    assert [sum(pair["outcome"] == kind for pair in PAIRS) >= 20 for kind in ("same", "apart")] == [True, True]
