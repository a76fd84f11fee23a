"""What the words around a form and its verb say of it: one more, one of several, none, still to come, done beside another."""

import re
from collections.abc import Sequence

from publisher.domain.files import YamlMap
from publisher.extract.units import PARTIES
from publisher.extract.wordlists import alternation


class Markers:
    """The words that mark a form, compiled."""

    def __init__(self, words: YamlMap, grammar: YamlMap) -> None:
        """Compile ``mappings/lexicon/words.yml`` with the grammar of the language.

        Raises:
            DomainError: D101 when a list is missing.

        """
        signing = words["verbs"][words["signing"]]
        self._ranked, self._plans = any_phrase(words["ranked"]), any_phrase([phrase for phrase in words["modality"]["planned"] if " " in phrase])
        self._talk = re.compile(rf" {alternation(grammar['talks'])}(?= )")
        self._open = any_phrase(words["open-forms"])
        self._new = any_phrase(words["new-forms"])
        self._each = any_phrase(words["each-words"])
        self._signs = re.compile(rf" {grammar['and']} {alternation(signing['words'])}(?= )")
        self.signed_behind = _signed_behind(signing["words"], grammar)
        self.signing_of = _signing_of(signing["words"], grammar["of"])
        self._counting = re.compile(rf"\b{alternation(words['counting-words'])}\b")
        self._none = re.compile(rf" {alternation(grammar['none'])}(?: [a-z-]+| §[CSJ]){{0,2}} $")
        self._indefinite = re.compile(rf" {alternation(grammar['indefinite'])}(?: [a-z-]+| §[CSJM]){{0,3}} $")
        self._partner = re.compile(rf" {alternation(grammar['opposite'])}(?: (?!{alternation(grammar['edges'])} )[a-z'-]+){{0,4}} $")
        self._beside = any_phrase(words["beside-words"])
        self._object = re.compile(rf" §[{''.join(sorted(PARTIES))}] {grammar['infinitive']}$")

    def is_ranked(self, words: str) -> bool:
        """Tell whether a subject is one of a row: "the second country to sign"."""
        return self._ranked.search(words) is not None

    def is_talk(self, behind: str) -> bool:
        """Tell whether a form is only what is talked about: "merger talks"."""
        return self._talk.match(behind) is not None

    def is_beside(self, around: str) -> bool:
        """Tell whether something happened on the occasion of what was told before it: "they also signed"."""
        return self._beside.search(around) is not None

    def signs_too(self, between: str) -> bool:
        """Tell whether, between a verb and the form, another verb says that the form was signed: "completes surveys and signs"."""
        return self._signs.search(between) is not None

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

    def is_open(self, before: str) -> bool:
        """Tell whether a form is one still to come: "further agreements", "a final contract"."""
        return self._open.search(before) is not None

    def is_plan(self, between: str) -> bool:
        """Tell whether, between a verb and the form, words say that it is still to come: "approved a plan to sign"."""
        return self._plans.search(between) is not None

    def is_wished(self, before: str) -> bool:
        """Tell whether a verb is what somebody else wants a party to do: "expected Chile to sign"."""
        return self._object.search(before) is not None


def _signing_of(words: Sequence[str], possession: str) -> re.Pattern[str]:
    """Compile what names a signing without telling who signs: "the signing of"."""
    return re.compile(rf" ?{alternation(word for word in words if word.endswith('ing'))} {possession} ")


def _signed_behind(words: Sequence[str], grammar: YamlMap) -> re.Pattern[str]:
    """Compile the participle that tells right behind a form when or where it was signed."""
    signed = alternation(word for word in words if word.endswith("ed"))
    return re.compile(rf" {signed} (?:{alternation(grammar['place-of-date'])} (?:the )?§[LAD]|{alternation(grammar['dating'])} §D|§D)")


def any_phrase(phrases: Sequence[str], but: Sequence[str] = ()) -> re.Pattern[str]:
    """Return the pattern of any of these phrases that does not begin one of the others."""
    barred = f"(?!{alternation(but)}(?: |$))" if but else ""
    return re.compile(rf"(?<= ){barred}(?:" + "|".join(_loose(p.lower()) for p in sorted(phrases, key=lambda p: -len(p))) + r")(?= |$)")


def _loose(phrase: str) -> str:
    """Let adverbs stand before the "to" of a phrase: "is expected before long to"."""
    return re.escape(phrase).replace(r"\ to", r"(?: [a-z]+){0,3} to")
