"""What the command line offers an editor of the rules."""

import json

ARTICLE = "Chile and Finland signed a memorandum of understanding on lithium in Santiago on 3 May 2024.\n\nThe lithium pact of Chile puzzled Finland.\n"


def write(folder, text=ARTICLE):
    file = folder / "article.md"
    file.write_text(f'---\ntitle: "A pact"\npublished: "2024-05-04"\n---\n{text}', encoding="utf-8")
    return file


def test_seen_shows_mask_rules_claims_and_silences(orepact, tmp_path):
    done = orepact("extract", "--format", "seen", write(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "§A signed a §F on §C in §L on §D ." in done.stdout
    assert "rules parties-verb-form" in done.stdout
    assert "1 party: Finland (asserted, parties-verb-form)" in done.stdout
    assert "\x1b[" not in done.stdout


def test_unexplained_groups_what_gave_nothing(orepact, tmp_path):
    text = "".join(f"Northfield Lithium Ltd hailed the copper pact number {n} with song.\n\n" for n in (4, 5))
    done = orepact("extract", "--unexplained", write(tmp_path, text))
    assert done.returncode == 0, done.stderr
    header, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert header == ["count", "reason", "shape", "sentence"]
    assert rows
    assert rows[0][1] == "no-frame"
    assert "1 articles" in done.stderr


def test_evaluate_prints_a_row_a_field(orepact, tmp_path):
    marked = tmp_path / "marked.jsonl"
    marked.write_text(
        json.dumps({"url": "https://e.example/1", "text": ARTICLE, "published": "2024-05-04", "agreements": []}), encoding="utf-8"
    )
    done = orepact("evaluate", marked, "--errors", "--history", tmp_path / "history.jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("\tprecision\trecall\tF1")
    assert "found what is not marked" in done.stdout
    assert (tmp_path / "history.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_a_new_case_holds_what_is_found_today_and_is_not_overwritten(orepact, tmp_path):
    folder = tmp_path / "case"
    done = orepact("new-case", write(tmp_path), "--out", folder)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["article.md", "case.yml", "expected.yml"]
    expected = (folder / "expected.yml").read_text(encoding="utf-8")
    assert "form: MemorandumOfUnderstanding" in expected
    assert "signed: '2024-05-03'" in expected
    again = orepact("new-case", write(tmp_path), "--out", folder)
    assert again.returncode == 2
    assert "U111" in again.stderr
