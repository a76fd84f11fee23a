"""What an organisation is, told by a noun beside its name: "the developer Quill", "Quill, a bank"; and the noun alone for the name."""

import re
from collections.abc import Iterator

from publisher.domain.files import YamlMap
from publisher.extract.names import NameWords
from publisher.extract.people import in_any_case
from publisher.extract.wordlists import alternation

_BEFORE = 20  # characters before a name in which such a noun stands
_WORD = r"(?: [\w'-]+)"
_LOWER = r"(?: [a-z][\w'-]*| [A-Z]\w+-[a-z]+)"


class Callings:
    """Finds the nouns that say what an organisation is."""

    def __init__(self, words: NameWords, grammar: YamlMap) -> None:
        """Compile what stands between a name and its noun.

        Raises:
            DomainError: D101 when a list is missing.

        """
        self._telling = words.telling
        articles, ends = alternation(grammar["articles"]), alternation({*grammar["edges"], *grammar["describing"], grammar["of"]} - {"at"})
        self._behind = re.compile(rf",(?: {articles})?{_WORD}{{0,5}}? ({alternation(words.noun)})(?=[,.;)]| {ends}\b)")
        self._before = re.compile(rf"\b({alternation(words.noun | words.owned)}) $", re.IGNORECASE)
        pointing, telling = ("|".join(map(in_any_case, sorted(group))) for group in (grammar["pointing"], words.telling))
        self._alone = re.compile(rf"(?<![\w-])(?:{pointing})(?:(?! {articles}\b){_LOWER}){{0,2}}? ({telling})(?![\w-])(?! {grammar['of']} )")
        self._base = re.compile(rf"-{alternation(grammar['based'])}\b")

    def of(self, text: str, start: int, end: int, name: str) -> set[str]:
        """Return what somebody named at ``[start, end)`` is said to be, by the words of the name or beside it."""
        beside = (self._before.search(text[max(0, start - _BEFORE) : start]), self._behind.match(text, end))
        words = name.split()
        told = {found.group(1).lower() for found in beside if found} | {word.lower() for word in words if len(words) > 1}
        return told & self._telling

    def describes(self, text: str, end: int) -> bool:
        """Tell whether a noun behind a name says that it is an organisation."""
        return self._behind.match(text, end) is not None

    def introduces(self, text: str, start: int) -> bool:
        """Tell whether a noun before a name says that it is an organisation."""
        return self._before.search(text[max(0, start - _BEFORE) : start]) is not None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where such a noun stands for a name, and the noun."""
        return ((found.start(), found.end(), found.group(1).lower()) for found in self._alone.finditer(text))

    def is_base(self, text: str, end: int) -> bool:
        """Tell whether a place only says where somebody is from: "Tokyo-based"."""
        return self._base.match(text, end) is not None
