"""What keeps a verb from telling of a form: it stands in what the form says, on a condition, before "to", behind "from"."""

import re

from publisher.domain.files import YamlMap
from publisher.extract.wordlists import alternation


class Guards:
    """Looks at the masked words around a verb, each pattern made of lists in ``mappings/``."""

    def __init__(self, words: YamlMap, grammar: YamlMap) -> None:
        """Compile the lists."""
        one = {key: alternation(words[key]) for key in ("reports", "content-words", "part-words", "undecided")}
        one |= {key: alternation(grammar[key]) for key in ("progressive", "passive", "conditions", "none")}
        self._reported = re.compile(rf" {one['reports']}(?= )")
        self._progressive = re.compile(rf" {one['progressive']}(?: [a-z]+)?$")
        self._content = re.compile(rf" {one['content-words']} {grammar['that']}(?= )")
        self._part = re.compile(rf" {one['part-words']} (?:{grammar['in']}|{grammar['of']}) ")
        self._condition = re.compile(rf"(?: [a-z]+){{0,2}} {one['conditions']}(?= )")
        self._passive = re.compile(rf" {one['passive']}$")
        self._product = re.compile(rf"(?: (?:[a-z]+|§[DL])){{0,3}} (?:{grammar['by']}|{grammar['through']}) ")
        self._undecided = re.compile(rf" {one['none']}(?: [a-z-]+){{0,2}} {one['undecided']}(?: [a-z]+){{1,2}} $")
        self._making = frozenset(words["making-words"])
        self._from, self._to = f" {grammar['from']}", f" {grammar['infinitive']}"

    def is_about(self, between: str, *, is_before: bool) -> bool:
        """Tell whether a verb is about a form, by the words between: not where "it provides that work be suspended" or in "a stake in it".

        ``is_before``: the form stands before the verb.
        """
        return (self._content if is_before else self._part).search(between) is None

    def is_conditional(self, after: str) -> bool:
        """Tell whether a verb holds only on a condition told behind it: "lapses unless"."""
        return self._condition.match(after) is not None

    def is_undecided(self, before: str) -> bool:
        """Tell whether what is said of a form is that nothing is decided on it: "no final decision on the agreement"."""
        return self._undecided.search(before) is not None

    def is_reported(self, before: str) -> bool:
        """Tell whether somebody reports what a pluperfect tells: "said it had signed" tells of nothing earlier."""
        return self._reported.search(before) is not None

    def is_kept_from(self, text: str, before: str) -> bool:
        """Tell whether somebody was kept from what a verb says: "barred from buying"."""
        return text.partition(" ")[0].endswith("ing") and before.endswith(self._from)

    def is_to_come(self, text: str, before: str) -> bool:
        """Tell whether a verb says what somebody is about to do: "is buying", "team up to buy"."""
        return before.endswith(self._to) or (text.endswith("ing") and self._progressive.search(before) is not None)

    def is_product(self, before: str, text: str, after: str) -> bool:
        """Tell whether the subject of a verb is what was made: "Quill was created by a merger"."""
        return text in self._making and self._passive.search(before) is not None and self._product.match(after) is not None
