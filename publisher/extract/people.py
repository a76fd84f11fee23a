"""Recognising people by their office: "Japan's Minister of X, Name", "Name, chief executive of Y", "Mr Name"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publisher.extract.names import NameWords, Run
from publisher.extract.tokens import Token
from publisher.extract.wordlists import alternation

_BEFORE = 110  # characters before a name in which its title may stand
_LONGEST = 5  # words of a person's name
_AFTER = 90


@dataclass(frozen=True, slots=True)
class Holder:
    """A run of tokens that is a person, with the words of the office and where they stand in the sentence."""

    run: Run
    office: str
    office_start: int
    office_end: int


class TitleWords:
    """The titles, compiled for what stands before and after a name."""

    def __init__(self, words: NameWords) -> None:
        """Compile the patterns once."""
        longest = "|".join(" ".join(map(in_any_case, t.split())) for t in sorted(words.titles, key=lambda t: (-len(t), t)))
        self._title = re.compile(rf"(?<![\w-])(?:{longest})(?![\w-])")
        particles = "|".join(re.escape(p) for p in sorted(words.particles))
        initialled = r"(?:[^\W\d_a-z]\.)+[^\W\d_a-z][\w'-]+"
        self._name = re.compile(rf"{initialled}|[^\W\d_a-z][\w'-]*\.?(?:[ -](?:(?:{particles}) |[^\W\d_a-z]\. ?)*[^\W\d_a-z][\w'-]*)+")
        leads, joins, own = alternation(words.leads), alternation(words.joins), f"(?: {alternation(words.whose)})"
        self._charge = re.compile(rf" {leads}{own}? ")
        self._joined = re.compile(rf"(?<= ){joins} $")
        company = alternation(" ".join(title) for title in words.corporate)
        self._two_offices = re.compile(rf"(?<![\w-]){company} {joins} $", re.IGNORECASE)
        self._company = re.compile(company, re.IGNORECASE)
        self._between = re.compile(
            rf"(?: {leads}{own}?(?: [a-z][\w-]*){{1,4}}| {alternation(words.links)}{own}?(?: [A-Z&][\w'&-]*,?)+(?: {joins} [A-Z][\w'-]*)*"
            rf"| [A-Z][\w'-]*| \([^)]{{1,40}}\)|,| -|'s| {joins} [A-Z][\w'-]*)*,? ?\"?$"
        )
        self._apposition = re.compile(
            rf"(?: \([^)]{{1,30}}\))?(?:(?:,|,? {alternation(words.opens)}| -) | \()(?:{alternation(words.whose)} )?(?:[\w.'&-]+ ){{0,7}}?(?:{longest})(?![\w-])",
            re.IGNORECASE,
        )

    def holder(self, text: str, run: Run, tokens: Sequence[Token]) -> Holder | None:
        """Return the run as a person where a title stands with it."""
        start, end = tokens[run.first].start, tokens[run.last - 1].end
        left = max(0, start - _BEFORE)
        titles = list(self._title.finditer(text, left, start))
        for title in reversed(titles):
            between = text[title.end() : start]
            if self._charge.fullmatch(between) or (self._joined.search(between) and not title.group().endswith("s")):
                break
            if self._joins_holders(title.group(), between) and self._name.fullmatch(run.text):
                return Holder(run, title.group(), start, start)
            if self._between.match(between) and (between.strip() == "" or self._name.fullmatch(run.text)):
                return Holder(run, title.group(), self._first_office(text, title), start)
        if self._name.fullmatch(run.text):
            after = self._apposition.match(text[end : end + _AFTER])
            if after:
                return Holder(run, after.group().split()[-1].strip("("), end, end + after.end())
        return None

    def _joins_holders(self, title: str, between: str) -> bool:
        """Tell whether a name is the second behind an office of two: "presidents Ana Soto and Pia Aho"."""
        join = self._joined.search(between) if title.endswith("s") else None
        return join is not None and self._name.fullmatch(between[: join.start()].strip()) is not None

    def _first_office(self, text: str, title: re.Match[str]) -> int:
        """Return where the office begins, that of somebody who holds two in a company included: "managing director and CEO"."""
        before = self._two_offices.search(text[: title.start()]) if self._company.fullmatch(title.group()) else None
        return before.start() if before else title.start()

    def is_person_name(self, name: str) -> bool:
        """Tell whether a name has the form of a person's: two to five capitalised words."""
        return self._name.fullmatch(name) is not None and len(name.split()) <= _LONGEST


def in_any_case(word: str) -> str:
    """Return a pattern for a word with its first letter, and that behind a hyphen, small or large."""
    return "-".join(f"[{part[0].lower()}{part[0].upper()}]{re.escape(part[1:])}" if part else "" for part in word.split("-"))
