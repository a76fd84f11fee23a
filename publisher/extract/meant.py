"""Ordinary words that are names, too: "lead" is a metal beside "ore" or in a list of metals, elsewhere a word of English."""

import re
from collections.abc import Iterable

from publisher.domain.files import YamlMap
from publisher.extract.lexicon import Find

_LISTED = re.compile(r",? ?(?:and |or |as well as |& )?,? ?|-")


class OrdinaryWords:
    """Decides by ``mappings/lexicon/context.yml`` whether an ambiguous label is meant as the name."""

    def __init__(self, contexts: YamlMap) -> None:
        """Compile what follows and what precedes the labels of each kind when they are meant."""
        self._after = {kind: re.compile(spec["after"]) for kind, spec in contexts.items()}
        self._before = {kind: re.compile(spec["before"] + "$") for kind, spec in contexts.items()}

    def is_meant(self, find: Find, text: str, finds: Iterable[Find]) -> bool:
        """Tell whether a word is used as the name: in a list with others of its kind, or with a telling noun.

        Raises:
            KeyError: for a find of a kind that has no contexts.

        """
        kind = find.entries[0].kind
        if self._after[kind].match(text, find.end) or self._before[kind].search(text[: find.start]):
            return True
        others = (other for other in finds if other is not find and other.entries[0].kind == kind)
        return any(_LISTED.fullmatch(_between(text, find, other)) for other in others)


def _between(text: str, find: Find, other: Find) -> str:
    return text[find.end : other.start] if other.start >= find.end else text[other.end : find.start]
