"""The few pages the server makes itself: a query form with its answer, and problems. Everything else was published.

They use the released style sheet where there is one, no script, no inline style, and the ``{slots}`` below are filled with escaped text only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

_SHELL: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="/static/site.css"></head>
<body>
<header class="site-header"><div class="site-header__inner">
<a class="site-header__name" href="/">Home</a>
<nav class="site-header__nav" aria-label="Main"><ul><li><a href="/sparql">Query</a></li></ul></nav>
</div></header>
<main id="main"><div class="page">
<h1>{title}</h1>
{main}
</div></main></body></html>
"""
_FORM: Final = """<form action="/sparql" method="get" accept-charset="utf-8">
<p><label for="query">Query (SPARQL 1.1)</label></p>
<p><textarea id="query" name="query" rows="14" cols="100" spellcheck="false">{query}</textarea></p>
<p><label for="format">Answer as</label> <select id="format" name="format">{options}</select> <button type="submit">Run</button></p>
</form>
"""
FORMAT_NAMES: Final = (
    ("html", "table"),
    ("json", "JSON"),
    ("xml", "XML"),
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("turtle", "Turtle"),
    ("ntriples", "N-Triples"),
    ("jsonld", "JSON-LD"),
    ("rdfxml", "RDF/XML"),
)
DEFAULT_QUERY: Final = "SELECT ?subject ?predicate ?object\nWHERE { ?subject ?predicate ?object }\nLIMIT 20\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A query that people can start from."""

    title: str
    query: str


def render_page(title: str, main: str) -> bytes:
    """Render a page; ``title`` is text, ``main`` is HTML of this module's making.

    >>> b"<title>a &lt; b</title>" in render_page("a < b", "")
    True

    """
    return _SHELL.format(title=escape(title), main=main).encode()


def render_query_form(query: str, chosen: str, examples: Sequence[Example], prefixes: Mapping[str, str] | None = None) -> bytes:
    """Render the query form with the query in it, links that put an example there, and the prefixes of the data, folded."""
    options = "".join(
        f'<option value="{name}"{" selected" if name == chosen else ""}>{escape(label)}</option>' for name, label in FORMAT_NAMES
    )
    form = _FORM.format(query=escape(query), options=options)
    if examples:
        items = (f'<li><a href="/sparql?example={quote(example.title)}">{escape(example.title)}</a></li>' for example in examples)
        form += f"<h2>Examples</h2>\n<ul>{''.join(items)}</ul>\n"
    if prefixes:
        form += f"<details><summary>Prefixes of this data</summary>\n<pre>{escape(write_prefixes(prefixes))}</pre></details>\n"
    return form.encode()


def write_prefixes(prefixes: Mapping[str, str]) -> str:
    r"""Write the prologue that declares prefixes.

    >>> write_prefixes({"ex": "http://example.org/"})
    'PREFIX ex: <http://example.org/>\n'

    """
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))


def split_page(title: str) -> tuple[bytes, bytes]:
    """Return what stands before and after the main part of a page, for a body that streams."""
    head, _, tail = _SHELL.format(title=escape(title), main="\0").partition("\0")
    return head.encode(), tail.encode()
