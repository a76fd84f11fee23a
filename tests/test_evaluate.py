"""Measuring extraction against marks: what counts as right, wrong and missed, and what the commands print of it."""

import importlib.util
import json
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.compare import load_comparisons
from publisher.domain import find_domain, load_domain
from publisher.engines import Engine
from publisher.errors import UsageError
from publisher.evaluate import Score, evaluate, figures, remember
from publisher.model import Article, Entity, Part
from publisher.rdf import IRI, SKOS, Literal
from publisher.readers import read_articles

SHARED = Path(__file__).parents[2] / "shared"
TEXT = "Chile and Finland signed a memorandum of understanding on lithium in Santiago on 3 May 2024. It is worth $30 million."
MARK = {
    "label": "the memorandum",
    "type": "memorandum-of-understanding",
    "status": "signed",
    "parties": [{"name": "Chile", "kind": "country", "iso3": "CHL"}, {"name": "Republic of Finland", "kind": "country", "iso3": "FIN"}],
    "commodities": ["lithium"],
    "signed": "2024-05",
    "place": "Santiago, Chile",
    "people": [],
    "amounts": [{"value": 30_000_000, "currency": "USD"}],
}


@pytest.fixture(scope="module")
def domain():
    return load_domain(find_domain())


@pytest.fixture
def measured(domain, tmp_path):
    """Measure one article with the marks given."""

    def measure(*marks, text=TEXT, **row):
        file = tmp_path / "marked.jsonl"
        line = {"id": "x", "url": "https://e.example/1", "title": "A pact", "published": "2024-05-04", "text": text, "agreements": marks}
        file.write_text(json.dumps(line | row) + "\n", encoding="utf-8")
        return evaluate([file], domain)

    return measure


def test_what_is_found_as_marked_is_right(measured):
    result = measured(MARK)
    assert result.records == Score(1, 0, 0)
    assert (result.facts.wrong, result.facts.missed) == (0, 0), result.errors
    assert result.facts.right == 8
    assert result.quotes[0] == result.quotes[1] > 0


def test_a_value_that_is_not_marked_is_wrong_and_a_mark_that_is_not_found_is_missed(measured):
    result = measured(MARK | {"commodities": ["copper"], "signed": None, "people": [{"name": "Ana Soto", "role": "signatory"}]})
    assert result.fields["commodity"] == Score(0, 1, 1)
    assert result.fields["signed"] == Score(0, 1, 0)
    assert result.fields["signatory"] == Score(0, 0, 1)
    assert any("commodity" in line and "copper" in line for line in result.errors)


def test_other_readings_count_neither_way_or_as_right(measured):
    also = {"also_ok": {"status": ["signed"], "commodities": ["lithium"]}}
    result = measured(MARK | {"status": "announced", "commodities": []} | also)
    assert result.fields["status"] == Score(1, 0, 0)
    assert result.fields["commodity"] == Score(0, 0, 0)


def test_a_record_with_other_parties_is_no_pair(measured):
    other = MARK | {"parties": [{"name": "Peru", "kind": "country", "iso3": "PER"}], "label": "another"}
    result = measured(other)
    assert result.records == Score(0, 1, 1)
    assert measured(other | {"optional": True}).records == Score(0, 1, 0)
    assert measured(other, borderline=["a mention"]).records == Score(0, 0, 1)


def test_an_article_without_marks_is_to_be_left_clean(measured):
    assert measured().clean == (0, 1)
    assert measured(text="Chile dug up more lithium than Finland last year.").clean == (1, 1)


def test_an_article_that_cannot_be_read_has_missed_its_marks(measured):
    result = measured(MARK, text="")
    assert result.records == Score(0, 0, 1)
    assert result.facts == Score(0, 0, 8)


def test_a_line_that_is_no_marked_article_is_named(domain, tmp_path):
    file = tmp_path / "marked.jsonl"
    file.write_text('{"url": "https://e.example/1"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="U110") as caught:
        evaluate([file], domain)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("Japan Organization for Metals and Energy Security (JOGMEC)", "Japan Organization for Metals and Energy Security", True),
        ("Northfield Lithium Ltd", "Northfield Lithium", True),
        ("Asian Development Bank", "ADB", True),
        ("Glencore plc", "Glencore", True),
        ("Rio Tinto", "Anglo American", False),
        ("Bank of China", "Bank of Japan", False),
    ],
)
def test_names_that_mean_one_agent(domain, wanted, found, same):
    comparison = load_comparisons(domain)["party"]
    mark = {"parties": [{"name": wanted, "kind": "company"}]}
    assert comparison.hits(mark, [frozenset({found})]) == ((1, 0, 0) if same else (0, 1, 1))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_scores_lie_between_nought_and_one_and_f1_between_the_two(right, wrong, missed):
    score = Score(right, wrong, missed)
    assert 0 <= min(score.precision, score.recall) <= score.f1 + 1e-9
    assert score.f1 <= max(score.precision, score.recall) + 1e-9 <= 1 + 1e-9


def test_the_history_grows_by_a_line_a_run(measured, tmp_path):
    file = tmp_path / "history.jsonl"
    for _ in range(2):
        remember(file, measured(MARK), {"day": "2026-11-24", "commit": "abc", "marks": ["marked.jsonl"]})
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["commit"], line["facts"], line["party"]) for line in lines] == [("abc", [1.0, 1.0, 1.0], [1.0, 1.0, 1.0])] * 2


needs_other = pytest.mark.skipif(not (SHARED / "judges" / "score.py").exists(), reason="the other scorer and its marks are not here")


def other_scorer():
    spec = importlib.util.spec_from_file_location("score", SHARED / "judges" / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score


class Dump:
    """What the other scorer reads of a release, made of readings: every name of every value, and the claims in their order."""

    def __init__(self, readings, domain):
        self.domain, self.labels, self.amounts, self.claims = domain, {}, {}, {}
        for reading in readings:
            own = self.claims.setdefault(reading.article.url, [])
            for claim in reading.claims:
                subject = f"urn:record:{claim.record}"
                predicate = domain.record.slots[claim.slot].property.value
                own.append((subject, predicate, self.term(claim.value), claim.certainty.value, claim.evidence.exact))

    def term(self, value):
        if isinstance(value, Entity):
            iri = IRI(f"urn:entity:{quote(value.name)}")
            self.labels.setdefault(iri.value, set()).update({value.name, *value.aliases})
            return iri
        if isinstance(value, Part):
            iri = IRI(f"urn:part:{len(self.amounts)}")
            told = {p.value.rpartition("#")[2]: o.value for p, o in value.properties if isinstance(o, Literal)}
            if "amount" in told:
                self.amounts[iri.value] = float(told["amount"]), told.get("currency")
            return iri
        if isinstance(value, IRI) and value.value not in self.labels:
            properties = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)
            self.labels[value.value] = {label.value for p in properties for label in self.domain.objects(value, p)}
        return value


@needs_other
@pytest.mark.parametrize("marks", [["seeds"], ["dev-restated", "dev-original"]])
def test_another_scorer_comes_to_the_same_figures(domain, monkeypatch, capsys, marks):
    score, files = other_scorer(), [SHARED / "gold" / f"{name}.jsonl" for name in marks]
    articles = [item for item in read_articles([str(file) for file in files]) if isinstance(item, Article)]
    dump = type("Dump", (Dump, score.Dump), {"__init__": Dump.__init__})(Engine().read(articles, domain), domain)
    monkeypatch.setattr(score, "Dump", lambda _: dump)
    monkeypatch.setattr(sys, "argv", ["score", *map(str, files), "--dataset", "none", "--json"])
    score.main()
    theirs, ours = json.loads(capsys.readouterr().out), figures(evaluate(files, domain), "agreements")
    for name in ("facts", "agreements"):
        assert ours[name] == {key: round(theirs[name].get(key, 0), 4) for key in ours[name]}
    for name, shares in ours["fields"].items():
        assert [shares[key] for key in ("precision", "recall", "f1")] == [
            round(theirs["fields"][name][key], 4) for key in ("precision", "recall", "f1")
        ], name
        assert shares["right"] + shares["missed"] == theirs["fields"][name]["gold"]
    assert ours["quotes"]["verbatim"] == theirs["quotes"]["right"]
    assert ours["unmarked"]["clean"] == theirs["negatives"].get("clean", 0)


@needs_other
def test_another_scorer_finds_the_same_names_alike(domain):
    score = other_scorer()
    party = load_comparisons(domain)["party"]
    names = sorted(
        {
            p["name"]
            for line in (SHARED / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
            for a in json.loads(line)["agreements"]
            for p in a["parties"]
        }
    )
    for left in names:
        for right in names:
            hits = party.hits({"parties": [{"name": left, "kind": "x"}]}, [frozenset({right})])
            assert bool(hits[0]) == score.same_name(left, right), (left, right)
