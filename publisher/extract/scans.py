"""What is seen in one sentence by itself, and the names found in it by their form."""

from dataclasses import dataclass

from publisher.extract.forms import Form
from publisher.extract.lexicon import Find
from publisher.extract.names import Run
from publisher.extract.spans import Sentence
from publisher.extract.tokens import Token


@dataclass(frozen=True, slots=True)
class Name:
    """A name found by its form at ``[start, end)`` of the plain text.

    ``what`` is ``organisation``, ``person``, ``matter`` (no agent) or ``name``, which only its place in a frame can explain.
    ``kind`` says how its form told (``company``, ``public``, ``introduced``, ``partner``, ``employer``); ``office`` stands at ``[left, right)`` with the name.
    """

    start: int
    end: int
    what: str
    text: str
    kind: str = "name"
    office: str = ""
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """What is seen in a sentence by itself, made once: its tokens, labels of the reference data, forms, and whether it is a headline."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    finds: tuple[Find, ...]
    forms: tuple[Form, ...]
    is_headline: bool

    @property
    def text(self) -> str:
        """Return the sentence's plain text."""
        return self.sentence.text

    def run(self, first: int, last: int, kind: str) -> Run:
        """Return the tokens ``[first, last)`` as a run."""
        return Run(first, last, self.text[self.tokens[first].start : self.tokens[last - 1].end], kind)
