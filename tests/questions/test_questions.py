"""Competency questions: what the dataset is for, asked over HTTP of a release of the five digests that ship."""

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
QUESTIONS = sorted(path.parent for path in HERE.glob("*/query.rq"))


@pytest.fixture(scope="module")
def ask():
    spec = importlib.util.spec_from_file_location("ask", HERE / "ask.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ask


@pytest.fixture(scope="module")
def origin(tmp_path_factory, checkout):
    """The address of a server of the digests, published for this test."""
    public = tmp_path_factory.mktemp("questions") / "public"
    digests = [path for path in sorted((checkout / "articles").glob("*.md")) if "\nkind: digest\n" in path.read_text(encoding="utf-8")]
    assert len(digests) == 5
    command = [sys.executable, "-c", "import sys; from publisher.cli import main; sys.exit(main())"]
    subprocess.run([*command, "publish", *digests, "--out", public], cwd=checkout, check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve", public, "--port", "0"], cwd=checkout, stderr=subprocess.PIPE, text=True)
    line = server.stderr.readline()
    yield next(word for word in line.split() if word.startswith("http://"))
    server.terminate()
    server.wait(timeout=10)
    server.stderr.close()


def test_there_are_questions():
    assert len(QUESTIONS) >= 12


@pytest.mark.parametrize("folder", QUESTIONS, ids=[folder.name for folder in QUESTIONS])
def test_the_question_has_its_answer(ask, origin, folder):
    told = yaml.safe_load((folder / "question.yml").read_text(encoding="utf-8"))
    assert told.keys() == {"question", "why"}
    with (folder / "answer.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert ask(origin, (folder / "query.rq").read_text(encoding="utf-8")) == expected, told["question"]
