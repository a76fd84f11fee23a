"""What a verb and the words around it say of a record's state, and how sure it is."""

import re
from collections.abc import Sequence

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.extract.guards import Guards
from publisher.extract.units import PARTIES
from publisher.extract.wordlists import alternation
from publisher.model import Certainty


class Statuses:
    """What a verb and the words around it say of a record's state."""

    def __init__(self, domain: Domain) -> None:
        """Compile verbs and modality from ``mappings/lexicon/words.yml``."""
        words = domain.mappings["lexicon/words"]
        self._verbs: dict[str, str] = {name: spec["status"] for name, spec in words["verbs"].items()}
        self._commit = {name: spec["commit"] for name, spec in words["verbs"].items() if "commit" in spec}
        self._only_commit = frozenset(name for name, spec in words["verbs"].items() if "only-commit" in spec)
        self._unplanned = frozenset(name for name, spec in words["verbs"].items() if "unplanned" in spec)
        self._unmoved = frozenset(words["unmoved"])
        self._modality = [(name, _any(phrases)) for name, phrases in words["modality"].items()]
        self._modal = dict(words["modal-status"])
        self._open = _any(words["open-forms"])
        self._new = _any(words["new-forms"])
        self._each = _any(words["each-words"])
        grammar, signing = domain.mappings["language/grammar"], words["verbs"][words["signing"]]
        self._signs = re.compile(rf" {grammar['and']} {alternation(signing['words'])}(?= )")
        self.signed_behind = _signed_behind(signing["words"], grammar)
        self.signing_of = _signing_of(signing["words"], grammar["of"])
        self.made = frozenset(words["made"])
        self._counting = re.compile(rf"\b{alternation(words['counting-words'])}\b")
        self._perfect = re.compile(rf" {alternation(grammar['perfect'])} (?!{grammar['infinitive']} )[^§]{{0,12}}$")
        self._none = re.compile(rf" {alternation(grammar['none'])}(?: [a-z-]+| §[CSJ]){{0,2}} $")
        self._indefinite = re.compile(rf" {alternation(grammar['indefinite'])}(?: [a-z-]+| §[CSJM]){{0,3}} $")
        self._partner = re.compile(rf" {alternation(grammar['opposite'])}(?: (?!{alternation(grammar['edges'])} )[a-z'-]+){{0,4}} $")
        self.signing: str = words["signing"]
        self.signed: str = signing["status"]
        self.wished = self._modal["planned"]
        self._before_another = f" {grammar['pluperfect']}"
        self._participle = re.compile(rf"§F {alternation(signing['words'])} (?:§[DL]|{alternation(words['dating-words'])})(?= )")
        self._earlier = dict(words["earlier-status"])
        self.guards = Guards(words, grammar)
        self._beside = _any(words["beside-words"])
        self._object = re.compile(rf" §[{''.join(sorted(PARTIES))}] {grammar['infinitive']}$")
        self.done = frozenset(words["done"])
        self.ending = frozenset(words["ending"])
        self.strength = {name: rank for rank, name in enumerate(words["strength"])}

    def of(self, verb: str, text: str, before: str) -> tuple[str | None, Certainty]:
        """Return the status a verb states, and how certain, given the masked words that lead to it; None when it states none."""
        modality = "denied" if self.guards.is_kept_from(text, before) else self.modality(before[-70:])
        can_commit = verb in self._commit and verb not in self._only_commit
        if modality is None and can_commit and (self.guards.is_to_come(text, before) or self.is_wished(before)):
            modality = "committed"
        if modality in {"committed", "planned"} and text.endswith("ed") and self._perfect.search(before):
            modality = None
        if modality in {"denied", "possible"}:
            return self._verbs[verb], Certainty(modality)
        if (verb in self._only_commit and modality != "committed") or (verb in self._unplanned and modality == "planned"):
            return None, Certainty.ASSERTED
        if verb in self._unmoved or modality not in self._modal:
            return self._verbs[verb], Certainty.ASSERTED
        if modality == "committed" and verb in self._commit:
            return self._commit[verb], Certainty.ASSERTED
        return self._modal[modality], Certainty.ASSERTED

    def is_wished(self, before: str) -> bool:
        """Tell whether a verb is what somebody else wants a party to do: "expected Chile to sign"."""
        return self._object.search(before) is not None

    def is_beside(self, around: str) -> bool:
        """Tell whether something happened on the occasion of what was told before it: "they also signed"."""
        return self._beside.search(around) is not None

    def signs_too(self, between: str) -> bool:
        """Tell whether, between a verb and the form, another verb says that the form was signed: "completes surveys and signs"."""
        return self._signs.search(between) is not None

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

    def is_new(self, before: str) -> bool:
        """Tell whether a form is said to be another one: "a second memorandum"."""
        return self._new.search(before) is not None

    def is_each(self, around: str) -> bool:
        """Tell whether several forms are one for each partner: "bilateral agreements with ten countries, including"."""
        return self._each.search(around) is not None

    def is_counted(self, between: str) -> bool:
        """Tell whether the words between two partners count their forms: "a deal with A and one with B"."""
        return self._counting.search(between) is not None

    def is_none(self, before: str) -> bool:
        """Tell whether a form is denied by its determiner: "no such agreement"."""
        return self._none.search(before) is not None

    def is_indefinite(self, before: str) -> bool:
        """Tell whether a form is one among others that may be, and no name."""
        return self._indefinite.search(before) is not None

    def is_partner(self, before: str) -> bool:
        """Tell whether whoever follows is the other side: "with the European miner …"."""
        return self._partner.search(before) is not None

    def is_past(self, before: str) -> bool:
        """Tell whether what is told happened before what the article tells else: "had signed", but not "said it had signed"."""
        return before.endswith(self._before_another) and not self.guards.is_reported(before)

    def earlier(self, verb: str, status: str | None, before: str, *, is_product: bool) -> str | None:
        """Return the status of what was done before the rest: what they "had formed", or what made what there is now, is no news."""
        return self._earlier.get(verb, status) if status == self._verbs.get(verb) and (is_product or self.is_past(before)) else status

    def is_signed(self, behind: str) -> bool:
        """Tell whether a participle right behind a form says that it was signed: "a memorandum signed in May"."""
        return self._participle.match(behind) is not None

    def is_open(self, before: str) -> bool:
        """Tell whether a form is one still to come: "further agreements", "a final contract"."""
        return self._open.search(before) is not None


def _signing_of(words: Sequence[str], possession: str) -> re.Pattern[str]:
    """Compile what names a signing without telling who signs: "the signing of"."""
    return re.compile(rf" ?{alternation(word for word in words if word.endswith('ing'))} {possession} ")


def _signed_behind(words: Sequence[str], grammar: YamlMap) -> re.Pattern[str]:
    """Compile the participle that tells right behind a form when or where it was signed."""
    signed = alternation(word for word in words if word.endswith("ed"))
    return re.compile(rf" {signed} (?:{alternation(grammar['place-of-date'])} (?:the )?§[LAD]|{alternation(grammar['dating'])} §D|§D)")


def _any(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<= )(?:" + "|".join(_loose(p.lower()) for p in sorted(phrases, key=lambda p: -len(p))) + r")(?= |$)")


def _loose(phrase: str) -> str:
    """Let adverbs stand before the "to" of a phrase: "is expected before long to"."""
    return re.escape(phrase).replace(r"\ to", r"(?: [a-z]+){0,3} to")
