"""Finding the files, naming the articles, and what is said of files that are none."""

import gzip
import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from publisher.errors import UsageError
from publisher.model import Article, Fault
from publisher.readers import DUPLICATE, MAX_ARTICLE_BYTES, read_articles

PACK = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def test_folders_globs_and_files_are_read_in_the_order_of_their_names(tmp_path):
    for name in ("b/2.md", "a.md", "b/1.txt", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}")
    found = read_articles([str(tmp_path / "c.md"), str(tmp_path / "b"), str(tmp_path / "[a-b]*"), str(tmp_path / "a.md")])
    assert [article.text.removeprefix("Text of ") for article in found] == ["a.md", "b/1.txt", "b/2.md", "c.md"]


def test_a_glob_of_two_stars_descends(tmp_path):
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "a.md").write_text("Deep")
    assert [article.text for article in read_articles([str(tmp_path / "**" / "*.md")])] == ["Deep"]


def test_hidden_files_of_a_folder_are_left_alone(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.md").write_text("No")
    (tmp_path / ".b.md").write_text("No")
    (tmp_path / "c.md").write_text("Yes")
    assert [article.text for article in read_articles([str(tmp_path)])] == ["Yes"]


@pytest.mark.parametrize("name", ["missing.md", "missing/", "no*.md"])
def test_a_source_that_does_not_exist_is_an_error_of_usage(tmp_path, name):
    with pytest.raises(UsageError, match=name.rstrip("/").replace("*", r"\*")) as caught:
        read_articles([str(tmp_path / name)])
    assert caught.value.code == "U101"


def test_a_file_name_with_brackets_is_no_glob_when_it_exists(tmp_path):
    (tmp_path / "a[1].md").write_text("Text")
    assert [article.text for article in read_articles([str(tmp_path / "a[1].md")])] == ["Text"]


def test_an_unknown_suffix_is_a_fault_that_names_the_known_ones(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK")
    [fault] = read_articles([str(tmp_path)])
    assert fault.code == "A104"
    assert ".md" in fault.reason


def test_a_folder_without_articles_is_a_fault(tmp_path):
    [fault] = read_articles([str(tmp_path)])
    assert (fault.code, fault.source) == ("A110", str(tmp_path))


def test_a_file_the_system_refuses_to_read_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("Text")

    def refuse(self, *_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    [fault] = read_articles([str(tmp_path)])
    assert (fault.code, fault.reason[:32]) == ("A111", "cannot be read: Permission denied"[:32])


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    [fault] = read_articles([str(tmp_path / "a.md")])
    assert fault.code == "A111"


def test_a_name_that_is_no_utf8_can_still_be_reported(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.md")).write_bytes(b"")
    [fault] = read_articles([str(tmp_path)])
    fault.source.encode()


@pytest.mark.parametrize("suffix", PACK)
def test_compression_is_seen_through(tmp_path, suffix):
    (tmp_path / f"a.md{suffix}").write_bytes(PACK[suffix]("---\ntitle: T\n---\nChile – signed.".encode()))
    [article] = read_articles([str(tmp_path)])
    assert (article.title, article.text) == ("T", "Chile – signed.")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_files_joined_end_to_end_are_one(tmp_path, suffix):
    lines = [b'{"text": "One."}\n', b'{"text": "Two."}\n']
    (tmp_path / f"a.jsonl{suffix}").write_bytes(b"".join(PACK[suffix](line) for line in lines))
    assert [article.text for article in read_articles([str(tmp_path)])] == ["One.", "Two."]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_file_cut_off_keeps_what_it_holds_and_is_reported(tmp_path, suffix):
    lines = b"".join(b'{"text": "%s"}\n' % hashlib.sha256(bytes([n])).hexdigest().encode() * 50 for n in range(200))
    data = PACK[suffix](lines)
    (tmp_path / f"a.jsonl{suffix}").write_bytes(data[: len(data) * 3 // 4])
    items = list(read_articles([str(tmp_path)]))
    assert isinstance(items[0], Article)
    assert items[-1] == Fault(str(tmp_path / f"a.jsonl{suffix}"), "A106", "is cut off or damaged (fetch or compress it again)")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_file_that_is_not_compressed_as_it_says_is_reported(tmp_path, suffix):
    (tmp_path / f"a.md{suffix}").write_bytes(b"plain text")
    assert [item.code for item in read_articles([str(tmp_path)])] == ["A106"]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.rss", "a.jsonl", "a.txt.zst", "a.jsonl.gz"])
def test_a_hundred_megabytes_of_one_line_exhaust_nothing(tmp_path, name):
    suffix = name[name.rindex(".") :]
    data = b"x" * 1_000_000
    with (tmp_path / name).open("wb") as raw:
        if suffix == ".zst":
            packer = zstandard.ZstdCompressor().compressobj()
            raw.writelines(packer.compress(data) for _ in range(100))
            raw.write(packer.flush())
        elif suffix == ".gz":
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1) as packed:
                for _ in range(100):
                    packed.write(data)
        else:
            raw.truncate(100_000_000)
    tracemalloc.start()
    codes = [item.code for item in read_articles([str(tmp_path)])]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes == ["A108"]
    assert peak < 6 * MAX_ARTICLE_BYTES


def test_the_key_is_the_hash_of_the_address(tmp_path):
    (tmp_path / "000_75233fd4575c2239.md").write_text("---\nurl: https://example.org/a\n---\nText")
    [article] = read_articles([str(tmp_path)])
    assert article.key == hashlib.sha256(b"https://example.org/a").hexdigest()[:16]


def test_the_key_of_a_urn_is_its_own(tmp_path):
    (tmp_path / "a.md").write_text("---\nurl: urn:x:seed:75233fd4575c2239\n---\nText")
    [article] = read_articles([str(tmp_path)])
    assert (article.key, article.url) == ("75233fd4575c2239", "urn:x:seed:75233fd4575c2239")


def test_without_an_address_the_file_name_gives_the_key(tmp_path):
    (tmp_path / "000_75233fd4575c2239.txt").write_text("Text")
    [article] = read_articles([str(tmp_path)])
    assert article.key == "75233fd4575c2239"


def test_without_either_the_text_gives_the_key(tmp_path):
    (tmp_path / "0123456789abcdef0.txt").write_text("Text")
    [article] = read_articles([str(tmp_path)])
    assert article.key == hashlib.sha256(b"Text").hexdigest()[:16]


def test_the_same_article_again_is_counted_and_another_text_under_its_address_is_reported(tmp_path):
    for name, text in (("a", "Text"), ("b", "Text"), ("c", "Other text")):
        (tmp_path / f"{name}.md").write_text(f"---\nurl: https://example.org/a\n---\n{text}")
    first, again, other = read_articles([str(tmp_path)])
    assert isinstance(first, Article)
    assert (again.code, other.code) == (DUPLICATE, "A113")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/é", "https://example.org/é"),
        ("javascript:alert(1)", None),
        ("example.org/a", None),
        ("https://", None),
        ("https://exa mple.org:port/", None),
    ],
)
def test_only_an_address_of_the_web_is_kept(tmp_path, given, kept):
    (tmp_path / "a.md").write_text(f"---\nurl: '{given}'\n---\nText")
    [article] = read_articles([str(tmp_path)])
    assert article.url == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-16 10:01", "2026-03-16"),
        ("2026-03-16T23:30:00-08:00", "2026-03-16"),
        ("Mon, 16 Mar 2026 23:30:00 -0800", "2026-03-16"),
        ("2026-02-30", None),
        ("2026-13", None),
        ("20260316", None),
        ("March 16", None),
    ],
)
def test_dates_keep_the_precision_they_have(tmp_path, given, kept):
    (tmp_path / "a.md").write_text(f"---\npublished: {given}\n---\nText")
    [article] = read_articles([str(tmp_path)])
    assert article.published == kept
