"""The benchmarks look inside: what they patch has to be there."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def script(name):
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


ablation = script("ablation")
TEXT = "Chile, a neighbour of Peru, and Finland signed a memorandum of understanding on lithium in Santiago on 3 May 2024."


@pytest.mark.parametrize("name", ablation.STAGES)
def test_a_stage_can_be_switched_off_and_on_again(name):
    with ablation.STAGES[name]():
        pass


def test_the_table_says_what_is_lost_without_a_stage(tmp_path, capsys, monkeypatch):
    names = ("Chile", "CHL"), ("Finland", "FIN")
    mark = {
        "type": "memorandum-of-understanding", "status": "signed", "commodities": ["lithium"], "signed": "2024-05-03", "place": "Santiago",
        "parties": [{"name": name, "kind": "country", "iso3": code} for name, code in names], "people": [], "amounts": [],
    }  # fmt: skip
    marked = tmp_path / "marked.jsonl"
    marked.write_text(json.dumps({"url": "https://e.example/1", "text": TEXT, "agreements": [mark]}) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["ablation", str(marked)])
    kept = {name: ablation.STAGES[name] for name in ("lists joined", "the gate")}
    monkeypatch.setattr(ablation, "STAGES", kept)
    ablation.main()
    rows = {
        cells[0]: cells for cells in ([cell.strip() for cell in line.split("|")[1:-1]] for line in capsys.readouterr().out.splitlines())
    }
    assert rows["nothing"][3] == "1.000"
    assert float(rows["lists joined"][3]) < 1
    assert rows["lists joined"][-1] == "1"
    assert rows["the gate"][1:] == [*rows["nothing"][1:4], "+0.000", *rows["nothing"][5:]]


@pytest.mark.parametrize("articles", [1, 7])
def test_the_endpoint_is_asked_only_for_what_the_data_has(tmp_path, articles):
    endpoint = script("endpoint")
    endpoint.write_data(tmp_path / "data.nq", articles)
    agreements = endpoint.read_agreements(tmp_path / "data.nq")
    assert len(agreements) == (articles + 1) // 2
    public = endpoint.write_release(tmp_path / "data.nq", tmp_path / "public")
    asked = endpoint.documents(agreements)()
    assert all((public / next(asked).lstrip("/")).exists() for _ in range(20))
