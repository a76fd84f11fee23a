"""How the records of one article hang together."""

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article

FRAMEWORK = "Chile and Finland signed a framework agreement on lithium on Monday. "


@pytest.fixture(scope="module")
def extractor():
    return compile_domain(load_domain(find_domain()))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            FRAMEWORK + "The framework agreement replaces a memorandum of understanding that Chile signed with Finland in 2019.",
            "supersedes",
        ),
        (FRAMEWORK + "The framework agreement builds on a memorandum of understanding that Chile signed with Finland in 2019.", "follows"),
        (
            "Zambia and Finland signed a supply agreement for copper under a framework agreement between Zambia and Finland that was signed in 2020.",
            "implements",
        ),
    ],
)
def test_a_sentence_that_links_two_records_says_how(extractor, text, name):
    reading = extractor.read(Article("k" * 16, text, published="2024-06-15"))
    [relation] = reading.relations
    assert (relation.record, relation.property.value.rpartition("#")[2], relation.other) == (1, name, 2)
    assert relation.evidence.exact == text[relation.evidence.span.slice]


@pytest.mark.parametrize(
    "text",
    [
        FRAMEWORK + "Chile signed a memorandum of understanding with Peru in 2019.",
        FRAMEWORK + "The framework agreement replaces nothing.",
        "Chile plans to replace its lithium law.",
    ],
)
def test_nothing_is_linked_where_nothing_is_said(extractor, text):
    assert extractor.read(Article("k" * 16, text, published="2024-06-15")).relations == ()
