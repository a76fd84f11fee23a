"""Pairs of reports about one record, and look-alikes: each alone, and all in one build."""

from pathlib import Path

import pytest

from publisher.domain.files import load_yaml
from publisher.graph import Curation, Registry
from publisher.graph.build import resolve

PAIRS = load_yaml(Path(__file__).with_name("pairs.yml"))["pairs"]


def side(make, key, report):
    slots = {name: value for name, value in report.items() if name not in {"published", "mention"}}
    return make.reading(key, slots, published=report["published"], news=() if "mention" in report else (0,))


def outcomes(make, *readings):
    """Resolve the readings and tell for each pair, by its number, what came out."""
    _, records, _ = resolve(readings, make.domain, Registry(), Curation())
    pairs = {}
    for (article, _), key in records.keys.items():
        pairs.setdefault(int(article[1:-1]), set()).add(key)
    review = [{item.left, item.right} for item in records.undecided]
    return {number: "same" if len(keys) == 1 else "review" if keys in review else "apart" for number, keys in pairs.items()}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: PAIRS[number]["why"].replace(" ", "-")[:60])
def test_a_pair_alone_comes_out_as_its_reason_says(make_real, number):
    pair = PAIRS[number]
    left, right = (side(make_real, f"a{number}{name[0]}", pair[name]) for name in ("left", "right"))
    assert outcomes(make_real, left, right)[number] == pair["outcome"], pair["why"]
    assert outcomes(make_real, right, left)[number] == pair["outcome"], pair["why"]


def test_all_pairs_in_one_build_come_out_as_alone(make_real):
    readings = [side(make_real, f"a{number}{name[0]}", pair[name]) for number, pair in enumerate(PAIRS) for name in ("left", "right")]
    found = outcomes(make_real, *readings)
    assert [found[number] for number in range(len(PAIRS))] == [pair["outcome"] for pair in PAIRS]


def test_there_are_twenty_pairs_of_each_kind():
    same = sum(pair["outcome"] == "same" for pair in PAIRS)
    assert same >= 20
    assert len(PAIRS) - same >= 20
