"""The documentation is true: its links lead somewhere, its samples are what really comes out."""

import re
from pathlib import Path

import pytest

from publisher.domain import find_domain, load_domain
from publisher.engines import Engine
from publisher.graph import build_dataset, load_curation, load_registry
from publisher.model import Article
from publisher.rdf.files import parse_turtle
from publisher.readers import read_articles

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "site" / "docs").rglob("*.md"))]
NAMES = [page.relative_to(CHECKOUT).as_posix() for page in PAGES]


@pytest.fixture(scope="module")
def domain():
    return load_domain(find_domain())


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (CHECKOUT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def read(sources, domain):
    return list(Engine().read((item for item in read_articles(sources) if isinstance(item, Article)), domain))


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "README.md"], ids=NAMES[1:])
def test_a_page_is_not_too_long_to_read(page):
    assert len(page.read_text(encoding="utf-8").splitlines()) < 500


def test_what_readme_shows_is_what_comes_out(domain, checkout):
    [sample] = blocks("README.md", "turtle")
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in domain.prefixes.items())
    shown = set(parse_turtle((head + sample).encode(), domain.base))
    assert len(shown) > 8
    dataset = build_dataset(
        read([str(checkout / "articles")], domain), domain, load_registry(domain.root / "mappings" / "registry.tsv"), load_curation(domain)
    )
    missing = shown - {quad.triple for quad in dataset.quads}
    assert not missing, "\n".join(map(str, missing))


def test_what_the_tutorial_shows_is_what_is_read(domain, tmp_path):
    [text] = blocks("site/docs/tutorial/first-agreement.md", "markdown")
    (tmp_path / "lithium.md").write_text(text, encoding="utf-8")
    from publisher.console import claim_rows

    [table] = blocks("site/docs/tutorial/first-agreement.md", "text")
    rows = {(row[1], row[2]) for row in claim_rows(read([str(tmp_path)], domain), domain.labels)}
    shown = {tuple(line.split(maxsplit=1)) for line in table.splitlines()}
    assert len(shown) > 4
    assert shown <= rows
