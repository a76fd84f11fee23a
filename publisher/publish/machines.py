"""Files that crawlers, feed readers, static hosts and the server read."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape as escape_markup
from xml.sax.saxutils import quoteattr

from publisher.domain import Domain
from publisher.publish.folder import FORMAT
from publisher.publish.settings import Settings
from publisher.rdf import IRI

URLS_PER_SITEMAP = 50_000
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def sitemaps(base: str, urls: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    """Return ``sitemap.xml``, split and indexed beyond 50,000 addresses (sitemaps.org); ``urls`` are paths with a date or nothing."""
    lines = [f"<url><loc>{escape(base + path)}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>\n" for path, date in urls]
    parts = [lines[start : start + URLS_PER_SITEMAP] for start in range(0, len(lines), URLS_PER_SITEMAP)] or [[]]
    if len(parts) == 1:
        return [("sitemap.xml", _sitemap("urlset", parts[0]))]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = _sitemap("sitemapindex", [f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names])
    return [("sitemap.xml", index), *((name, _sitemap("urlset", part)) for name, part in zip(names, parts, strict=True))]


def escape(text: str) -> str:
    r"""Escape a text for XML; what XML cannot write at all becomes the replacement character.

    >>> escape("a & b\x01")
    'a &amp; b�'

    """
    return escape_markup(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _sitemap(element: str, lines: list[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "".join(lines) + f"</{element}>\n").encode()


def robots(base: str) -> bytes:
    """Return ``robots.txt``: everything may be read, queries are not for crawlers."""
    return f"User-agent: *\nDisallow: /sparql\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the feed: when it was first reported, and when last; later reports make it a changed one."""

    iri: str
    title: str
    first: str
    last: str
    summary: str


def feed(base: str, title: str, author: str, entries: list[Entry]) -> bytes:
    """Return an Atom feed (RFC 4287) of entries that come newest first."""
    newest = max((entry.last for entry in entries), default="1970-01-01")
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n',
        f"<id>{escape(base)}feed.xml</id>\n<title>{escape(title)}</title>\n<updated>{_instant(newest)}</updated>\n",
        f"<author><name>{escape(author)}</name></author>\n",
        f'<link rel="self" href={quoteattr(base + "feed.xml")}/>\n<link rel="alternate" type="text/html" href={quoteattr(base)}/>\n',
    ]
    return ("".join((*out, *map(_entry, entries))) + "</feed>\n").encode()


def _entry(entry: Entry) -> str:
    return (
        f"<entry>\n<id>{escape(entry.iri)}</id>\n<title>{escape(entry.title)}</title>\n"
        f"<published>{_instant(entry.first)}</published>\n<updated>{_instant(entry.last)}</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.iri + ".html")}/>\n<summary>{escape(entry.summary)}</summary>\n</entry>\n'
    )


def _instant(date: str) -> str:
    """Return a date of any precision as the instant that Atom asks for: the first of its period.

    >>> _instant("2026-03")
    '2026-03-01T00:00:00Z'

    """
    return (date + "-01-01")[:10] + "T00:00:00Z" if len(date) == 4 else (date + "-01")[:10] + "T00:00:00Z"  # noqa: PLR2004 - YYYY


def language_models(title: str, about: Iterable[str], base: str, kinds: Mapping[str, str], dumps: Iterable[tuple[str, str]]) -> bytes:
    """Return ``llms.txt`` (llmstxt.org): what this is and where to read it as data."""
    lines = [f"# {title}", "", *(f"> {line}" for line in about), "", "## Lists", ""]
    lines += [f"- [{label}]({base}{kind}/)" for kind, label in kinds.items()]
    lines += ["", "## Data", ""]
    lines += [f"- [{label}]({base}{path})" for label, path in dumps]
    lines += [
        f"- [SPARQL endpoint]({base}sparql): GET with `query=`; send `Accept: application/sparql-results+json`",
        f"- [Ontology]({base}ontology.ttl)",
        f"- [JSON-LD context]({base}context/v1.jsonld)",
        f"- [Catalogue]({base}catalog.ttl)",
        "",
        "## Reading one thing",
        "",
        "Each page has the same content as data: put `.jsonld`, `.ttl` or `.nt` in place of `.html`.",
        "Each statement carries the quotation it rests on, the article it is from, and how certain the article is of it.",
    ]
    return ("\n".join(lines) + "\n").encode()


def release_file(facts: Mapping[str, object], domain: Domain, settings: Settings, members: Mapping[str, tuple[IRI, ...]]) -> bytes:
    """Return ``.orepact/release.json``: what the server needs to route (docs/reference/documents.md)."""
    kinds = {}
    for kind, entities in members.items():
        known = settings.door.kinds.get(kind)
        label, type_ = (known.many, known.schema_type) if known else (kind, "Thing")
        kinds[kind] = {"label": label, "entities": len(entities), "type": f"https://schema.org/{type_}"}
    ontology = domain.ontology_iri.value
    documents = {domain.base: "index", ontology: "ontology", ontology.rpartition("/")[0] + "/shapes": "shapes"}
    body = {"format": FORMAT, "base": domain.base, **facts, "prefixes": domain.prefixes, "documents": documents, "kinds": kinds}
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()
