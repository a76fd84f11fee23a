"""What a run of capitals holds besides one name is cut off: a portfolio, a noun that begins the sentence, another name."""

import re
from collections.abc import Sequence

from publisher.domain.files import YamlMap
from publisher.extract.names import NameWords, Run
from publisher.extract.scans import Scan
from publisher.extract.wordlists import alternation

_PERSON_WORDS = 4  # words of a person's name behind an office
_OFFICE = 60  # characters before a name in which "Minister of Mines" stands


class Trimmer:
    """Cuts runs down to the name they hold."""

    def __init__(self, words: NameWords, grammar: YamlMap, offices: Sequence[str]) -> None:
        """Compile what stands before a person's name.

        Raises:
            DomainError: D101 when a list is missing.

        """
        self.words = words
        self._portfolio_words = words.joining | words.trade | words.public | frozenset(grammar["portfolio-joining"])
        leads, joins, own = alternation(words.leads), alternation(words.joins), alternation(words.whose)
        held = rf"\b(?:{'|'.join(offices)}) {leads}(?: {own})?(?: [A-Z][\w-]*,?| {joins}| {leads})* ?$"
        self._portfolio = re.compile(held, re.IGNORECASE)

    def trim(self, scan: Scan, run: Run) -> Run:
        """Return the part of a run that is one name."""
        return self._without_other(scan, self._without_calling(scan, self._without_portfolio(scan, run)))

    def _without_portfolio(self, scan: Scan, run: Run) -> Run:
        """Cut the portfolio off a person's name: "Secretary of State Marco Rubio", "Minister of Mines Ana Soto"."""
        start = scan.tokens[run.first].start
        if not self._portfolio.search(scan.text[max(0, start - _OFFICE) : start]):
            return run
        first = run.first
        while first < run.last - 1 and scan.tokens[first].text in self._portfolio_words:
            first += 1
        return run if first == run.first or run.last - first > _PERSON_WORDS else scan.run(first, run.last, "name")

    def _without_calling(self, scan: Scan, run: Run) -> Run:
        """Cut off the noun that begins a sentence and a name: "Miner Quill said"."""
        if run.first or run.last < 2 or run.kind != "name" or scan.tokens[0].low not in self.words.noun:  # noqa: PLR2004 - noun and name
            return run
        return scan.run(1, run.last, "name")

    def _without_other(self, scan: Scan, run: Run) -> Run:
        """Cut off what is a name of its own: "the Department of Defense and Natural Resources Canada" are two."""
        end = scan.tokens[run.last - 1].end
        known = {find.start for find in scan.finds if find.end == end and find.entries[0].kind == "agent"}
        for index in range(run.first + 1, run.last - 1):
            if scan.tokens[index].low in self.words.joins and scan.tokens[index + 1].start in known:
                return scan.run(run.first, index, run.kind)
        return run
