import pytest

from publisher.extract.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rio-Tinto's 2.5% stake", ["Rio", "-", "Tinto", "'s", "2.5", "%", "stake"]),
        ("the U.S. and S.A. firms", ["the", "U.S.", "and", "S.A.", "firms"]),
        ("a state-owned miner", ["a", "state-owned", "miner"]),
        ("AT&T won't pay $1,200,000.", ["AT&T", "won", "'t", "pay", "$", "1,200,000", "."]),
        ("", []),
    ],
)
def test_a_sentence_falls_into_words_and_marks(text, words):
    assert [token.text for token in tokenize(text)] == words


def test_every_token_knows_its_place():
    text = "Il-jun's deal, signed"
    assert all(text[token.start : token.end] == token.text for token in tokenize(text))
