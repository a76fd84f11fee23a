"""Markdown and plain text: the text stays as it is, the front matter becomes particulars."""

import pytest

from publisher.model import Article, Fault
from publisher.readers import read_articles

MATTER = b"---\ntitle: A deal\nurl: https://example.org/a\npublisher: Wire\npublished: 2026-03-16\nlanguage: en\nkind: restated\n---\n"


def read(path, data, name="a.md"):
    (path / name).write_bytes(data)
    return list(read_articles([str(path)]))


def test_front_matter_becomes_particulars(tmp_path):
    [article] = read(tmp_path, MATTER + b"Chile signed.\n")
    assert (article.title, article.url, article.publisher) == ("A deal", "https://example.org/a", "Wire")
    assert (article.published, article.language, article.kind) == ("2026-03-16", "en", "restated")
    assert article.source.endswith("a.md")


@pytest.mark.parametrize(
    "body", ["One.\r\nTwo.\n", "\n\n  Indented\t\n", "no line end", "a\u2028b\x0cc\rd", "\ufeffinner", "\u00e9e\u0301"]
)
def test_text_after_the_front_matter_is_kept_code_point_for_code_point(tmp_path, body):
    [article] = read(tmp_path, MATTER + body.encode())
    assert article.text == body


def test_text_without_front_matter_is_the_whole_file_and_has_no_title(tmp_path):
    [article] = read(tmp_path, b"A headline\r\n\r\nThe text.\n", "a.txt")
    assert article.text == "A headline\r\n\r\nThe text.\n"
    assert article.title is None


def test_byte_order_mark_is_no_part_of_the_text(tmp_path):
    [article] = read(tmp_path, b"\xef\xbb\xbf---\ntitle: T\n---\nText")
    assert (article.title, article.text) == ("T", "Text")


def test_a_rule_at_the_start_is_no_front_matter(tmp_path):
    [article] = read(tmp_path, b"---\nOnce upon a time.\n---\nEnd.", "a.txt")
    assert article.text.startswith("---\nOnce")


def test_front_matter_may_be_empty_or_begin_with_a_comment(tmp_path):
    (tmp_path / "b.md").write_bytes(b"---\n# nothing known\ntitle: T\n---\nText two")
    [empty, commented] = read(tmp_path, b"---\n---\nText")
    assert (empty.text, empty.title, commented.title) == ("Text", None, "T")


def test_a_date_that_is_no_date_is_left_out_and_nothing_else(tmp_path):
    [article] = read(tmp_path, b"---\npublished: last spring\ntitle: no\n---\nText")
    assert (article.published, article.title) == (None, "no")


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "A101", "empty"),
        (b" \n\t\n", "A101", "empty"),
        (MATTER, "A101", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "A102", "NUL at byte 8"),
        (b"Bol\xedvar", "A103", "0xed at offset 3"),
        ("Text".encode("utf-16"), "A103", "UTF-16"),
        (b"---\ntitle: a: b\n---\nText", "A105", "mapping values"),
        (b"---\ntitle: [a\n---\nText", "A105", "front matter"),
        (b"---\ntitle: a\nText", "A105", "no end"),
    ],
)
def test_what_is_no_article_is_a_fault_with_its_reason(tmp_path, data, code, says):
    [fault] = read(tmp_path, data)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert says in fault.reason


def test_front_matter_that_does_not_parse_is_placed_by_its_line(tmp_path):
    [fault] = read(tmp_path, b"---\ntitle: T\npublisher: a: b\n---\nText")
    assert fault.source.endswith("a.md:3")


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "b.md").write_text("Good.")
    bad, good = read(tmp_path, b"\0", "a.md")
    assert isinstance(bad, Fault)
    assert isinstance(good, Article)
