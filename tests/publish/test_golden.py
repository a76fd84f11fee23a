"""Whole documents as they were last looked at; a reviewer reads the difference.

Run with ``UPDATE_GOLDEN=1`` to take the documents as they are now.
"""

import difflib
import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden_site"
DOCUMENTS = [
    "agreement/chl-jpn-moc-2026.html",
    "agreement/chl-jpn-moc-2026.jsonld",
    "agreement/chl-jpn-moc-2026.ttl",
    "article/bbbbbbbbbbbbbbbb.html",
    "claim/0000000000000004.html",
]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_as_it_was_last_looked_at(public, path):
    kept, text = GOLDEN / path, (public / path).read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    difference = list(
        difflib.unified_diff(kept.read_text(encoding="utf-8").splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1)
    )
    assert not difference, "\n".join(difference)


def test_the_golden_folder_holds_these_documents_and_no_other():
    assert sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.*")) == sorted(DOCUMENTS)
