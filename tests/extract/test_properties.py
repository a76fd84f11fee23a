"""Whatever the text: it is read, and every quote stands in it word for word at the place it names."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article

ROOT = Path(__file__).parents[2]
HANG_S = 60
"""A guard against hanging and no measure of speed: all of it takes some seconds, and with quadratic cost minutes."""

EXTRACTOR = compile_domain(load_domain(find_domain()))

# What texts are made of that come near to rules: names, verbs, forms, marks, and what breaks lines and words.
PIECES = [
    *(
        "Chile",
        "the United States",
        "Japan's",
        "U.S.",
        "Tokyo",
        "Northfield Lithium Ltd",
        "Hill & Co., Inc. (HCI)",
        "Ana Soto",
        "Minister Ana Soto of Chile",
    ),
    *("signed", "will sign", "did not sign", "announced", "agreed to buy", "is in talks with", "was signed by", "could supply", "invests"),
    *("a memorandum of understanding", "the agreement", "two deals", "joint venture", "MoU", "a $20 million loan", "offtake"),
    *(
        "lithium",
        "critical minerals",
        "lead and tin",
        "mining",
        "€1.5bn",
        "10 percent",
        "3,000 tonnes",
        "on 5 March 2024",
        "on Monday",
        "last year",
        "2024",
    ),
    *("and", "with", "between", "of", "in", "to", "from", "which", "it", "they", "the two countries", "the company", "both"),
    *(
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        '"',
        "“",
        "”",
        "'",
        "’",
        "(",
        ")",
        "[",
        "]",
        "-",
        "–",
        "—",
        "/",
        "&",
        "...",
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        "• ",
        "1. ",
        "§A",
        "§",
    ),
    *("\u200b", "\u200f", "\u202e", "\ufeff", "\u00ad", "\u0301", "İ", "ß", "ﬁ", "مذكرة", "日本", "🤝", "\u2028", "\x00", "\x0b"),
]
PARTIES = st.sampled_from(
    ["Chile", "Finland and Japan", "Northfield Lithium Ltd", "the United States' Minister Ana Soto", "it", "both countries"]
)
DEEDS = st.sampled_from(["signed", "will sign", "has not signed", "could sign", "announced", "is in talks about", "agreed on"])
FORMS = st.sampled_from(["an agreement", "the memorandum of understanding", "two deals", "a $20 million loan", "a joint venture"])
DETAILS = st.lists(
    st.sampled_from(
        [
            " with Peru",
            " on lithium",
            " on 5 March 2024",
            " in Santiago",
            ",\n said Nikkei,",
            " (MoU)",
            " last\u00a0year",
            "",
            " \u200b",
            " – worth €1.5bn –",
        ]
    ),
    max_size=4,
).map("".join)
TOLD = st.lists(
    st.tuples(PARTIES, DEEDS, FORMS, DETAILS).map(lambda parts: f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}. "), max_size=6
).map("".join)
LETTERS = st.characters(exclude_categories=["Cs"])
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(LETTERS, max_size=8)), max_size=30).map("".join)


def verify(article):
    reading = EXTRACTOR.read(article)
    assert reading.article is article
    for claim in reading.claims:
        span = claim.evidence.span
        assert 0 <= span.start < span.end <= len(article.text)
        assert article.text[span.slice] == claim.evidence.exact
        assert claim.evidence.exact.strip() == claim.evidence.exact
    assert reading.primary <= {claim.record for claim in reading.claims}
    assert EXTRACTOR.read(article) == reading


@pytest.mark.parametrize(
    "texts", [st.text(LETTERS), SENTENCES, MIXED, TOLD], ids=["any text", "words of rules", "both", "sentences of rules"]
)
def test_a_text_is_read_and_quoted_verbatim(texts):
    @settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(texts, st.none() | SENTENCES, st.none() | st.sampled_from(["2024", "2024-06", "2024-06-15", "2024-13-45", "soon"]))
    def read(text, title, published):
        verify(Article("a", text, title, published=published))

    read()


SIGNED = "Chile and Finland signed a memorandum of understanding on lithium and critical minerals in Santiago on 5 March 2024."


@pytest.mark.parametrize("space", ["\n", "\t", "\u00a0", "  ", "\r\n", " \u200b", "\u2009"])
def test_what_stands_between_the_words_does_not_move_the_quotes(space):
    article = Article("a", space.join(SIGNED.split(" ")), published="2024-06-15")
    verify(article)


READ = """
import sys
from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.model import Article
extractor = compile_domain(load_domain(find_domain()))
for unit in sys.argv[2:]:
    print(unit, flush=True)
    size, unit = int(sys.argv[1]), unit.encode().decode("unicode_escape")
    text = "Chile signed an agreement on critical minerals with Finland. " + (unit * (size // len(unit) + 1))[:size]
    for claim in extractor.read(Article("a", text, "Chile signs", published="2024-06-15")).claims:
        assert text[claim.evidence.span.slice] == claim.evidence.exact
"""

UNITS = [
    "Chile and Finland signed a memorandum of understanding on lithium. ",
    "Chile, Finland and Japan signed with Peru ",
    "Northfield Lithium Ltd ",
    "(",
    "([Chile ",
    '" said ',
    "CHILE AND FINLAND SIGN A DEAL ON LITHIUM ",
    "A",
    "Lithium-",
    ",",
    "Chile, ",
    ", the miner of Chile, said ",
    "Chile's ",
    "5 March 2024, ",
    "$20 million of ",
    "a deal and an agreement on ",
    "it and they and the two countries ",
    "Minister Ana Soto of Chile and ",
    "\\u200b",
    "\\u0645\\u0630\\u0643\\u0631\\u0629 \\u202e",
    "Chile\\n\\n",
    "\\n- Chile signed a deal",
]


@pytest.mark.parametrize(("size", "units"), [(1_000_000, ["no full stop in sight ", "a", "," * 50_000 + " "]), (30_000, UNITS)])
def test_a_text_of_one_pattern_is_read_in_time_that_grows_with_its_length(size, units):
    command = [sys.executable, "-c", READ, str(size), *units]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        _, errors = process.communicate(timeout=HANG_S)
    except subprocess.TimeoutExpired:
        process.kill()
        begun, _ = process.communicate()
        pytest.fail(f"hangs on {begun.splitlines()[-1]!r}")
    assert process.returncode == 0, errors[-500:]
