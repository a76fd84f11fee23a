"""HTML, JSON, feeds and archives: what each form calls its title, address and text becomes one Article."""

import gzip
import json

import pytest
import zstandard

from publisher.model import Article, Fault
from publisher.readers import FORMATS, read_articles

PARAGRAPH = "Chile and Japan signed a memorandum on lithium in Santiago on Monday, both ministries said in a statement after the meeting. "
PAGE = f"""<!doctype html><html lang="en"><head><title>A deal | Wire</title><meta charset="utf-8">
<link rel="canonical" href="https://example.org/news/a"><meta property="og:site_name" content="Wire">
<meta property="og:title" content="A deal"><meta property="article:published_time" content="2026-03-16T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/x">Subscribe to our newsletter</a></nav><article><h1>A deal</h1>
<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace("Chile", "Peru")}</p><p>{PARAGRAPH.replace("Chile", "Argentina")}</p></article></body></html>""".encode()
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://example.org/</link><language>en</language>
<item><title>Chile &amp;amp; Japan</title><link>https://example.org/a</link><pubDate>Mon, 16 Mar 2026 23:30:00 -0800</pubDate>
<description>&lt;p&gt;Chile signed.&lt;/p&gt;&lt;p&gt;Japan too.&lt;/p&gt;</description></item>
<item><title>Empty</title><link>https://example.org/b</link></item>
<item><title>Third</title><link>https://example.org/c</link><description>Peru signed.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>urn:x</id><updated>2026-03-17T00:00:00Z</updated>
<entry><title>A deal</title><id>urn:y</id><link href="https://example.org/a"/><updated>2026-03-16T01:00:00Z</updated>
<content type="html">&lt;p&gt;Chile signed.&lt;/p&gt;</content></entry></feed>"""


def read(folder, name, data):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_articles([str(folder / name)]))


def test_a_page_gives_its_main_text_and_its_particulars(tmp_path):
    [article] = read(tmp_path, "a.html", PAGE)
    assert article.text.startswith("A deal\nChile and Japan signed") or article.text.startswith("Chile and Japan signed")
    assert "newsletter" not in article.text
    assert (article.title, article.url, article.publisher, article.published) == (
        "A deal",
        "https://example.org/news/a",
        "Wire",
        "2026-03-16",
    )


def test_a_page_in_the_encoding_it_declares_is_read(tmp_path):
    page = PAGE.replace(b'charset="utf-8"', b'charset="iso-8859-1"').decode().replace("Santiago", "Malmö").encode("iso-8859-1")
    [article] = read(tmp_path, "a.html", page)
    assert "Malmö" in article.text


@pytest.mark.parametrize(("page", "code"), [(b"", "A101"), (b"\x89PNG\0\0", "A102"), (b"<html><body></body></html>", "A109")])
def test_a_page_without_an_article_is_a_fault(tmp_path, page, code):
    assert [fault.code for fault in read(tmp_path, "a.html", page)] == [code]


def test_our_own_record_is_read_and_its_id_is_no_key(tmp_path):
    record = {
        "id": "A01",
        "text": "Text",
        "title": "T",
        "url": "https://example.org/a",
        "publisher": "Wire",
        "published": 2026,
        "agreements": [],
    }
    [article] = read(tmp_path, "a.json", json.dumps(record))
    assert (article.title, article.publisher, article.published, article.text) == ("T", "Wire", "2026", "Text")
    assert len(article.key) == 16


def test_a_schema_org_article_is_read(tmp_path):
    record = {
        "@type": "NewsArticle",
        "headline": "A deal",
        "articleBody": "Chile signed.",
        "mainEntityOfPage": {"@id": "https://example.org/a"},
        "publisher": [{"@type": "Organization", "name": "Wire"}],
        "datePublished": "2026-03-16T10:00:00Z",
        "inLanguage": "en_GB",
    }
    for wrapped in (record, [record], {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, record]}):
        [article] = read(tmp_path, "a.json", json.dumps(wrapped))
        assert (article.title, article.text, article.url) == ("A deal", "Chile signed.", "https://example.org/a")
        assert (article.publisher, article.published, article.language) == ("Wire", "2026-03-16", "en-GB")


def test_a_wordpress_post_is_read(tmp_path):
    record = {
        "date": "2026-03-16T10:00:00",
        "link": "https://example.org/a",
        "title": {"rendered": "Chile &#038; Japan"},
        "content": {"rendered": "<p>Chile\nsigned.</p>\n<script>x</script><ul><li>One</li><li>Two</li></ul>"},
    }
    [article] = read(tmp_path, "a.json", json.dumps([record]))
    assert (article.title, article.text, article.published) == ("Chile & Japan", "Chile signed.\nOne\nTwo", "2026-03-16")


def test_a_line_that_is_no_json_is_placed_and_the_others_go_on(tmp_path):
    lines = [
        '{"text": "One."}',
        "",
        '{"text": ',
        '{"title": "no text"}',
        '["text"]',
        '{"text": "Two."}',
        '{"text": ""}',
        b"\xff".decode("latin-1"),
    ]
    items = read(tmp_path, "a.jsonl", "\n".join(lines).encode("latin-1"))
    assert [item.text for item in items if isinstance(item, Article)] == ["One.", "Two."]
    assert [(fault.source.rpartition(":")[2], fault.code) for fault in items if isinstance(fault, Fault)] == [
        ("3", "A107"),
        ("4", "A109"),
        ("5", "A109"),
        ("7", "A101"),
        ("8", "A103"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [('{"text": "a\\u0000b"}', "A102"), ('{"text": "a\\ud800b"}', "A103"), ("[" * 200_000, "A107"), ("9" * 5000, "A107"), ("{", "A107")],
)
def test_json_that_holds_no_text_is_a_fault(tmp_path, text, code):
    assert [fault.code for fault in read(tmp_path, "a.json", text)] == [code]
    assert [fault.code for fault in read(tmp_path, "a.jsonl", text)] == [code]


def test_a_line_too_long_is_reported_and_the_next_is_read(tmp_path):
    items = read(tmp_path, "a.jsonl", b'{"text": "' + b"x" * 21_000_000 + b'"}\n{"text": "Two."}')
    assert [getattr(item, "code", None) for item in items] == ["A108", None]
    assert items[0].source.endswith(":1")


def test_an_rss_feed_gives_its_entries_and_reports_those_without_text(tmp_path):
    first, fault, third = read(tmp_path, "a.xml", RSS)
    assert (first.title, first.text, first.url) == ("Chile & Japan", "Chile signed.\nJapan too.", "https://example.org/a")
    assert (first.publisher, first.published, first.language) == ("Wire", "2026-03-16", "en")
    assert (fault.code, third.text) == ("A109", "Peru signed.")


def test_an_atom_feed_is_read(tmp_path):
    [article] = read(tmp_path, "a.atom", ATOM)
    assert (article.title, article.text, article.published) == ("A deal", "Chile signed.", "2026-03-16")


@pytest.mark.parametrize("data", ["<html><body>no feed</body></html>", "nothing", "<rss><chan"])
def test_what_is_no_feed_is_a_fault(tmp_path, data):
    assert [fault.code for fault in read(tmp_path, "a.rss", data)] == ["A114"]


def record(kind, url, media, block):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{url}\r\nWARC-Date: 2026-03-16T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(url, status, media, body):
    return record(
        "response", url, "application/http; msgtype=response", f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body
    )


RECORDS = [
    response("a", "200 OK", "text/html; charset=utf-8", PAGE),
    response("b", "404 Not Found", "text/html", PAGE),
    response("c", "200 OK", "image/png", b"\0"),
    response("d", "200 OK", "text/html", b"<html></html>"),
    record("conversion", "e", "text/plain", b"Peru signed."),
]
ARCHIVES = {
    "a.warc": b"".join(RECORDS),
    "a.warc.gz": b"".join(map(gzip.compress, RECORDS)),
    "a.warc.zst": b"".join(map(zstandard.compress, RECORDS)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_gives_its_pages_and_texts_by_the_address_they_were_fetched_from(tmp_path, name):
    page, fault, plain = read(tmp_path, name, ARCHIVES[name])
    assert (page.url, page.title) == ("https://example.org/a", "A deal")
    assert fault.code == "A109"
    assert (plain.url, plain.text) == ("https://example.org/e", "Peru signed.")


@pytest.mark.parametrize(("data", "code"), [(b"no archive at all\r\n\r\n", "A115"), (b"", "A101")])
def test_what_is_no_archive_is_reported(tmp_path, data, code):
    assert [fault.code for fault in read(tmp_path, "a.warc", data)] == [code]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc.zst"])
def test_an_archive_cut_off_keeps_what_it_holds_and_is_reported(tmp_path, name):
    items = read(tmp_path, name, ARCHIVES[name][:-30])
    assert items[0].url == "https://example.org/a"
    assert items[-1].code == "A106"


def test_every_suffix_belongs_to_one_format():
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
