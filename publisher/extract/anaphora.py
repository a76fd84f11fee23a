"""Expressions that stand for somebody named before, and what they say of whom they mean."""

import re
from collections.abc import Iterator, Mapping, Sequence

from publisher.domain.files import YamlMap
from publisher.extract.mentions import Hint, Mention

_KIND_OF = "-of-"  # parts what stands for somebody from what it says they are: "group-of-states"
_PLURAL = {"subjects": "subject"}


class Anaphora:
    """The patterns of ``mappings/lexicon/anaphora.yml``, each under the kind of its mentions."""

    def __init__(self, lists: YamlMap, counts: Mapping[str, str]) -> None:
        """Compile the patterns; ``counts`` are the words that say how many a group is."""
        self._patterns = [(*_kind(key), _compile(patterns)) for key, patterns in lists.items()]
        self._counts = {word: int(number) for word, number in counts.items()}

    def find(self, text: str) -> Iterator[Mention]:
        """Yield what stands for somebody in a sentence; of two that overlap the one that comes first here counts."""
        for kind, of, pattern in self._patterns:
            for match in pattern.finditer(text):
                count = next((self._counts[word] for word in match.group().lower().split() if word in self._counts), 0)
                values = () if of is None else (Hint(of, count),)
                yield Mention(match.start(), match.end(), kind, values)


def _kind(key: str) -> tuple[str, str | None]:
    """Return the kind of mention a list is of, and what it says of whom it means; None where it says nothing."""
    if key in _PLURAL:
        return _PLURAL[key], ""
    kind, says, of = key.partition(_KIND_OF)
    return kind, of if says or kind == "group" else None


def _compile(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)
