"""What the command line offers an editor of the rules."""

import json
import os
import re
import shutil

import pytest

from publisher.domain import find_domain, load_domain
from publisher.editor import find_unexplained

ARTICLE = "Chile and Finland signed a memorandum of understanding on lithium in Santiago on 3 May 2024.\n\nThe lithium pact of Chile puzzled Finland.\n"


def write(folder, text=ARTICLE):
    file = folder / "article.md"
    file.write_text(f'---\ntitle: "A pact"\npublished: "2024-05-04"\n---\n{text}', encoding="utf-8")
    return file


def test_seen_shows_zones_masks_mentions_rules_claims_and_silences(orepact, tmp_path):
    done = orepact("extract", "--format", "seen", write(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "── body 0–92" in done.stdout
    assert "mask     §A signed a §F on §C in §L on §D ." in done.stdout
    assert "mentions agent “Chile”; agent “Finland”; form “memorandum of understanding”; commodity “lithium”" in done.stdout
    assert "rules    parties-verb-form" in done.stdout
    assert "claim    1 party: Finland  asserted, parties-verb-form" in done.stdout
    assert done.stdout.count("“Chile and Finland signed") == 1  # claims that rest on the same words
    assert "\x1b[" not in done.stdout


def test_seen_says_why_a_sentence_gave_nothing_and_what_was_passed_over(orepact, tmp_path):
    about = "About Chile\n\nChile Lithium Ltd has a lithium pact with Finland and is listed in London.\n"
    done = orepact("extract", "--format", "seen", write(tmp_path, f"{ARTICLE}\nPeru dug lithium, and no pact hindered it.\n\n{about}"))
    assert "nothing  no-frame; told as §A … , §F hindered" in done.stdout


def test_seen_of_another_field_says_that_it_was_not_read(orepact, tmp_path):
    done = orepact("extract", "--format", "seen", write(tmp_path, "The mayor of a small town opened a new swimming pool on Monday.\n"))
    assert "not read" in done.stdout


@pytest.mark.parametrize(("variables", "coloured"), [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)])
def test_seen_is_in_colour_where_colour_is_wanted(orepact, tmp_path, variables, coloured):
    plain = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    done = orepact("extract", "--format", "seen", write(tmp_path), env=plain | {"TERM": "xterm-256color"} | variables)
    assert done.returncode == 0, done.stderr
    assert bool(re.search(r"\x1b\[[\d;]*3\dm", done.stdout)) is coloured


def puzzled(*numbers):
    return "".join(f"Northfield Lithium Ltd hailed the copper pact number {n} with song.\n\n" for n in numbers)


def test_unexplained_groups_what_gave_nothing(orepact, tmp_path):
    done = orepact("extract", "--unexplained", write(tmp_path, puzzled(4, 5)))
    assert done.returncode == 0, done.stderr
    header, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert header == ["count", "reason", "detail", "shape", "sentence"]
    assert rows[0][:4] == ["2", "no-frame", "", "§A hailed §F number"]
    assert "1 articles" in done.stderr


def test_unexplained_is_read_by_machines_too(orepact, tmp_path):
    (tmp_path / "empty.md").write_text("")
    file = write(tmp_path, puzzled(4, 5))
    done = orepact("extract", "--unexplained", "--json", tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("articles", "unreadable", "sentences", "forgotten")} == {
        "articles": 1, "unreadable": 1, "sentences": 2, "forgotten": 0,
    }  # fmt: skip
    [reason] = found["reasons"]
    assert (reason["reason"], reason["count"]) == ("no-frame", 2)
    [group] = reason["groups"]
    assert (group["shape"], group["count"]) == ("§A hailed §F number", 2)
    assert [example["source"] for example in group["examples"]] == [str(file)] * 2
    text = puzzled(4, 5)
    assert [text[e["start"] : e["end"]] for e in group["examples"]] == [e["text"] for e in group["examples"]]
    assert orepact("extract", "--unexplained", "--json", tmp_path).stdout == done.stdout


def test_what_is_held_of_a_collection_does_not_grow_with_it(tmp_path):
    write(tmp_path, puzzled(4, 5) + "The lithium pact of Chile puzzled Finland.\n\nA copper alliance bores Peru and Ghana.\n")
    domain = load_domain(find_domain())
    whole, narrow = (find_unexplained([str(tmp_path)], domain, most=most) for most in (100, 2))
    assert whole.reasons == narrow.reasons
    assert len(whole.groups) > len(narrow.groups) == 2
    assert (whole.forgotten, narrow.forgotten) == (0, 1)
    assert narrow.groups[0].count == 2


@pytest.mark.parametrize("command", [["extract"], ["extract", "--format", "seen"], ["extract", "--unexplained"]])
def test_a_broken_rule_is_a_line_and_no_traceback(orepact, bakery, tmp_path, command):
    domain = tmp_path / "domain"
    shutil.copytree(bakery, domain)
    words = domain / "mappings" / "lexicon" / "words.yml"
    words.write_text(words.read_text(encoding="utf-8").replace("status: signed", "status: sigend"), encoding="utf-8")
    done = orepact(*command, write(tmp_path), "--domain", domain)
    assert done.returncode == 2
    assert "D114" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_prints_a_row_a_field(orepact, tmp_path):
    marked = tmp_path / "marked.jsonl"
    marked.write_text(
        json.dumps({"url": "https://e.example/1", "text": ARTICLE, "published": "2024-05-04", "agreements": []}), encoding="utf-8"
    )
    done = orepact("evaluate", marked, "--errors", "--history", tmp_path / "history.jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("\tprecision\trecall\tF1")
    assert "found what is not marked" in done.stdout
    [line] = (tmp_path / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"day", "commit", "marks", "facts", "party"} <= json.loads(line).keys()


def marked_file(folder):
    rows = [
        {"id": n, "url": f"https://e.example/{n}", "text": ARTICLE, "published": "2024-05-04", "agreements": []} for n in ("one", "two")
    ]
    file = folder / "marked.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_evaluate_speaks_to_machines_and_of_one_article(orepact, tmp_path):
    done = orepact("evaluate", marked_file(tmp_path), "--json", "--errors", "--article", "two")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["articles"], found["agreements"]["wrong"], found["unmarked"]) == (1, 1, {"clean": 0, "all": 1})
    assert all(line.startswith("two: ") for line in found["errors"])


def test_evaluate_without_an_article_says_so(orepact, tmp_path):
    done = orepact("evaluate", marked_file(tmp_path), "--article", "three")
    assert done.returncode == 2
    assert "U112" in done.stderr


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
