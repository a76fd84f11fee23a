"""Cutting a sentence into words and marks."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}(?![A-Za-z])"  # U.S., S.A., a.m.
    r"|[A-Z]/[A-Z](?![\w/])"  # A/S
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]\w*(?:-[a-z]\w*|'[^\W\d_]{3,}|&[A-Z]\w*)*"  # words; a hyphen binds only what goes on in lower case
    r"|'(?:s|ll|re|ve|d|t)\b"
    r"|\S"
)


class Token(NamedTuple):
    """One word or mark with its place in the sentence's plain text; a tuple, because no type is made in greater number."""

    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """Return the word in lower case."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Tell whether the word begins with a capital letter, or is a number that joins letters."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word and no mark."""
        return self.text[0].isalnum()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a plain text in order.

    >>> [t.text for t in tokenize("The U.S.-Japan deal, signed by Park Il-jun's aide")]
    ['The', 'U.S.', '-', 'Japan', 'deal', ',', 'signed', 'by', 'Park', 'Il-jun', "'s", 'aide']

    """
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
