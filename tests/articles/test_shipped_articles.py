"""The articles that ship with the project: readable, complete, and open about what they are."""

import re
from collections import Counter
from pathlib import Path

import pytest

from publisher.model import Article
from publisher.readers import read_articles

FOLDER = Path(__file__).resolve().parents[2] / "articles"
FILES = sorted(FOLDER.glob("*.md"))


@pytest.fixture(scope="module")
def articles():
    return list(read_articles([str(FOLDER)]))


def body(path):
    return path.read_bytes().decode("utf-8").split("\n---\n", 1)[1]


def test_fifty_seven_articles_ship_and_every_one_is_read(articles):
    assert len(FILES) == 57
    assert [item for item in articles if not isinstance(item, Article)] == []
    assert len(articles) == 57


def test_no_two_articles_share_a_key_or_an_address(articles):
    assert len({article.key for article in articles}) == 57
    assert len({article.url for article in articles}) == 57


def test_an_article_says_what_kind_of_text_it_is(articles):
    assert Counter(article.kind for article in articles) == {"restated": 52, "digest": 5}
    assert {article.language for article in articles} == {"en"}


def test_the_text_of_an_article_is_all_that_follows_the_front_matter(articles):
    assert sorted(body(path) for path in FILES) == sorted(article.text for article in articles)


def test_a_restated_article_links_to_the_report_it_restates(articles):
    assert all(re.match(r"https?://", article.url) for article in articles if article.kind == "restated")


def test_a_digest_is_short_and_keeps_the_key_of_its_source(articles):
    for article in articles:
        if article.kind == "digest":
            assert re.fullmatch(r"urn:orepact:seed:[0-9a-f]{16}", article.url)
            assert article.key == article.url[-16:]
            assert 90 <= len(article.text.split()) <= 200, article.title


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_by_its_date_and_holds_no_more_than_an_article_needs(path):
    head = path.read_text(encoding="utf-8").split("\n---\n", 1)[0].splitlines()
    assert head[0] == "---"
    pairs = dict(line.split(": ", 1) for line in head[1:])
    assert set(pairs) <= {"title", "url", "publisher", "published", "language", "kind"}
    date = pairs.get("published", '"undated"').strip('"')
    assert re.fullmatch(re.escape(date) + r"-[a-z0-9]+(-[a-z0-9]+)+\.md", path.name)
