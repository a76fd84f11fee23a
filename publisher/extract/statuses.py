"""What a verb and the words around it say of a record's state, and how sure it is."""

import re

from publisher.domain import Domain
from publisher.extract.guards import Guards
from publisher.extract.markers import Markers, any_phrase
from publisher.extract.units import PARTIES
from publisher.extract.wordlists import alternation
from publisher.model import Certainty


class Statuses:
    """What a verb and the words around it say of a record's state."""

    def __init__(self, domain: Domain) -> None:
        """Compile verbs and modality from ``mappings/lexicon/words.yml``."""
        words = domain.mappings["lexicon/words"]
        self._verbs: dict[str, str] = {name: spec["status"] for key in ("verbs", "verb-nouns") for name, spec in words[key].items()}
        self.nominal = frozenset(words["verb-nouns"])
        self._only_done = frozenset(words["only-done"])
        self._commit = {name: spec["commit"] for name, spec in words["verbs"].items() if "commit" in spec}
        self._only_commit = frozenset(name for name, spec in words["verbs"].items() if "only-commit" in spec)
        self._unplanned = frozenset(name for name, spec in words["verbs"].items() if "unplanned" in spec)
        self._unmoved = frozenset(words["unmoved"])
        self._modality = [(name, any_phrase(phrases, words["affirming"])) for name, phrases in words["modality"].items()]
        self._modal = dict(words["modal-status"])
        grammar, signing = domain.mappings["language/grammar"], words["verbs"][words["signing"]]
        self.made = frozenset(words["made"])
        self._perfect = re.compile(rf" {alternation(grammar['perfect'])} (?!{grammar['infinitive']} )[^§]{{0,12}}$")
        self._ends = re.compile(rf" (?:[,;:.]|{'|'.join(grammar['relative'])}|§[{''.join(sorted(PARTIES))}])(?= )")
        self.signing: str = words["signing"]
        self.signed: str = signing["status"]
        self.wished = self._modal["planned"]
        self.talked = self._modal.get("negotiating", self.wished)
        self._before_another = f" {grammar['pluperfect']}"
        self._earlier = dict(words["earlier-status"])
        self.guards, self.marks = Guards(words, grammar), Markers(words, grammar)
        self.done = frozenset(words["done"])
        self.ending = frozenset(words["ending"])
        self.strength = {name: rank for rank, name in enumerate(words["strength"])}


    def of(self, verb: str, text: str, before: str, behind: str = "") -> tuple[str | None, Certainty]:
        """Return the status a verb states, and how certain, given the masked words that lead to it; None when it states none.

        ``behind`` are the words behind what a noun made of a verb is about.
        """
        modality = self._modality_of(verb, text, before, behind)
        if modality in {"denied", "possible"}:
            return self._verbs[verb], Certainty(modality)
        if verb in self._only_done and modality is not None:
            return None, Certainty.ASSERTED
        if (verb in self._only_commit and modality != "committed") or (verb in self._unplanned and modality == "planned"):
            return None, Certainty.ASSERTED
        if verb in self._unmoved or modality not in self._modal:
            return self._verbs[verb], Certainty.ASSERTED
        if modality == "committed" and verb in self._commit:
            return self._commit[verb], Certainty.ASSERTED
        return self._modal[modality], Certainty.ASSERTED

    def _modality_of(self, verb: str, text: str, before: str, behind: str) -> str | None:
        """Return the modality of a verb, or of a noun made of one, by the words on both sides of it."""
        modality = "denied" if self.guards.is_kept_from(text, before) else self.modality(before[-70:])
        if modality is None and verb in self.nominal:
            modality = self.modality(self._ends.split(behind)[0])
        can_commit = verb in self._commit and verb not in self._only_commit
        if modality is None and can_commit and (self.guards.is_to_come(text, before) or self.marks.is_wished(before)):
            return "committed"
        is_done = modality in {"committed", "planned"} and text.endswith("ed") and self._perfect.search(before)
        return None if is_done else modality

    def plain(self, verb: str) -> str:
        """Return the status a verb states by itself."""
        return self._verbs.get(verb, "")

    def modality(self, words: str) -> str | None:
        """Return the modality that stands nearest before the verb."""
        best, where = None, -1
        for name, pattern in self._modality:
            for found in pattern.finditer(words):
                if found.start() > where or (found.start() == where and best is None):
                    best, where = name, found.start()
        return best

    def is_past(self, before: str) -> bool:
        """Tell whether what is told happened before what the article tells else: "had signed", but not "said it had signed"."""
        return before.endswith(self._before_another) and not self.guards.is_reported(before)

    def earlier(self, verb: str, status: str | None, before: str, *, is_product: bool) -> str | None:
        """Return the status of what was done before the rest: what they "had formed", or what made what there is now, is no news."""
        return self._earlier.get(verb, status) if status == self._verbs.get(verb) and (is_product or self.is_past(before)) else status
