"""The documentation: Markdown of ``site/docs`` as pages, links between files becoming links between pages."""

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from publisher.publish.models import Head, Html, Link
from publisher.publish.page_models import DocPage
from publisher.publish.places import Place
from publisher.publish.wording import capitalise, shorten

PARTS = ("tutorial", "how-to", "reference", "explanation", "decisions")
DEEPEST_HEADING = 2


def doc_pages(folder: Path, base: str) -> Iterator[tuple[str, DocPage]]:
    """Give every Markdown file below a folder as a page under ``docs/``, and the table of contents, sorted by path."""
    files = {path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))}
    titles = {name: _title(text, name) for name, text in files.items()}
    for name, text in files.items():
        path = f"docs/{name}"
        place = Place(path)
        trail = [Link("Home", place.root), Link("Documentation", place.to("docs/"))]
        body, contents = _render(text)
        yield path, DocPage(_head(titles[name], place, base, tuple(trail), _first_words(text)), body, contents)
    if "index" not in files:
        yield "docs/index", _contents(titles, base)


def _head(title: str, place: Place, base: str, trail: tuple[Link, ...], description: str) -> Head:
    return Head(title=title, root=place.root, canonical=f"{base}{place.path}.html", description=description, trail=trail)


def _title(text: str, name: str) -> str:
    return next(
        (line[2:].strip() for line in text.splitlines() if line.startswith("# ")), capitalise(name.rpartition("/")[2].replace("-", " "))
    )


def _first_words(text: str) -> str:
    return shorten(next((line for line in text.splitlines() if line and line[0].isalnum()), ""), 160)


def _render(text: str) -> tuple[Html, tuple[Link, ...]]:
    """Render Markdown without raw HTML; headings get anchors, links to ``.md`` lead to pages."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    contents = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[place + 1].content.replace("`", "")
            anchor = _anchor(words)
            token.attrSet("id", anchor)
            if token.tag == f"h{DEEPEST_HEADING}":
                contents.append(Link(words, f"#{anchor}"))
        for child in token.children or ():
            _relink(child)
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for one in (token, *(token.children or ())):
            one.attrs.pop("style", None)  # alignment of cells is inline style, which the policy forbids
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Html(html.replace("<pre>", '<pre tabindex="0">')), tuple(contents)  # what may scroll can be reached by key (WCAG 2.1.1)


def _relink(token: Token) -> None:
    href = token.attrGet("href")
    if token.type == "link_open" and isinstance(href, str) and "://" not in href:
        path, hash_mark, fragment = href.partition("#")
        if path.endswith(".md"):
            token.attrSet("href", path.removesuffix(".md") + ".html" + hash_mark + fragment)


def _anchor(words: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -_" else "" for c in words.lower())
    return kept.strip().replace(" ", "-")


def _contents(titles: dict[str, str], base: str) -> DocPage:
    groups: dict[str, list[str]] = {}
    for name in titles:
        groups.setdefault(name.partition("/")[0] if "/" in name else "", []).append(name)
    order = sorted(groups, key=lambda part: (PARTS.index(part) if part in PARTS else -1, part))
    lines = ["# Documentation", ""]
    for part in order:
        lines += [f"## {capitalise(part.replace('-', ' '))}" if part else "", ""]
        lines += [f"- [{titles[name]}]({name}.md)" for name in groups[part]]
        lines.append("")
    body, contents = _render("\n".join(lines))
    place = Place("docs/index")
    head = _head("Documentation", place, base, (Link("Home", place.root),), "How to use, extend and check what is published here.")
    return DocPage(head, body, contents)
