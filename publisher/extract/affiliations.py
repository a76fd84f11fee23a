"""Whose an organisation is and whom a person acts for, told by what stands beside their names."""

import re
from collections.abc import Iterator

from publisher.domain.files import YamlMap
from publisher.extract.names import NameWords
from publisher.extract.recognise import Recogniser
from publisher.extract.registry import Agent, Registry
from publisher.extract.scans import Name, Scan
from publisher.extract.wordlists import alternation
from publisher.rdf import IRI

_NEAR = 45  # characters between an organisation and the state named with it
_BESIDE = 3  # characters between an office and whose it is
_ALIAS_GAP = 2  # how near a short form beside an office counts as
_KIND_BEFORE, _KIND_BEHIND = 60, 50  # characters in which "state-owned" says what an organisation is
_OWNER = 40  # characters before an office in which "its" stands


class Affiliations:
    """Finds the state of an organisation and the side of a person in the sentence that names them."""

    def __init__(self, recogniser: Recogniser, grammar: YamlMap, words: NameWords) -> None:
        """Compile what may and what may not stand between a name and a state.

        Raises:
            DomainError: D101 when a list is missing.

        """
        self._as_state, self._owned = recogniser.as_state, words.owned
        seat, articles = "|".join(grammar["seat"]), "|".join(grammar["articles"])
        self._parting = re.compile(rf"\b{alternation(grammar['parting'])}\b")
        self._before = re.compile(rf"(?:'s|'|s')?(?: [a-z][\w-]*| {grammar['and']}| [A-Z][\w-]*|,)* ?")
        located = f"{seat}|{'|'.join(grammar['place-of-seat'])}"
        self._behind = re.compile(
            rf"(?: \([^)]*\))?(?: (?:{seat})|, (?:{articles})|, (?:{articles})(?: [\w-]+){{0,3}} (?:{located}))?(?: the)? "
        )
        acting = alternation({*grammar["acting-for"], *grammar["seat"]})
        self._acting = re.compile(rf",? {acting}(?: {alternation(grammar['articles'])})? ")
        self._acted = re.compile(rf",? {grammar['by']} (?:{alternation(grammar['possessive'])} )?")
        self._possessive = re.compile(rf"\b{alternation(grammar['possessive'])}(?: [\w-]+){{0,3}} $")

    def kind(self, text: str, name: Name) -> str:
        """Return the kind of an organisation: what its form says, or that it is owned by a state where words beside it say so."""
        before = text[max(0, name.start - _KIND_BEFORE) : name.start].rsplit(",", maxsplit=1)[-1]
        around = (before + text[name.end : name.end + _KIND_BEHIND]).lower()
        return "owned" if name.kind != "public" and any(word in around for word in self._owned) else name.kind

    def state_of(self, scan: Scan, name: Name) -> IRI | None:
        """Return the state named with an organisation: inside its name, right before it, or right behind it."""
        return next((state for found in (self._inside, self._in_front, self._after) if (state := found(scan, name))), None)

    def _inside(self, scan: Scan, name: Name) -> IRI | None:
        if name.kind != "public":
            return None
        inside = (f for f in scan.finds if name.start <= f.start and f.end <= name.end)
        return next((state for find in inside if (state := self._as_state(find))), None)

    def _in_front(self, scan: Scan, name: Name) -> IRI | None:
        for find in reversed([f for f in scan.finds if f.end <= name.start and name.start - f.end < _NEAR]):
            between = scan.text[find.end : name.start]
            state = self._as_state(find)
            if state and self._before.fullmatch(between) and not self._parting.search(between):
                return state
        return None

    def _after(self, scan: Scan, name: Name) -> IRI | None:
        near = (f for f in scan.finds if name.end <= f.start < name.end + _NEAR)
        return next((state for f in near if (state := self._as_state(f)) and self._behind.fullmatch(scan.text[name.end : f.start])), None)

    def side_of(self, scan: Scan, name: Name, registry: Registry) -> Agent | None:
        """Return whom a person acts for: the state or organisation named nearest to the office, or the one "its" means."""
        near = [*self._labels_beside(scan, name), *self._aliases_beside(scan.text, name, registry)]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        if not self._possessive.search(scan.text[max(0, name.left - _OWNER) : name.left]):
            return None
        before = (find for find in reversed(scan.finds) if find.end <= name.left)
        return next((state for find in before if (state := self._as_state(find))), None)

    def _labels_beside(self, scan: Scan, name: Name) -> Iterator[tuple[int, Agent]]:
        for find in scan.finds:
            gap = max(name.left - find.end, find.start - name.right, 0)
            acts = any(self._acting.fullmatch(scan.text[end : find.start]) for end in (name.end, name.right)) or self._acted.fullmatch(
                scan.text[find.end : name.left]
            )
            if (gap > _BESIDE and not acts) or name.start <= find.start < name.end:
                continue
            agent = self._as_state(find) or next((e.iri for e in find.entries if e.kind == "agent"), None)
            if agent is not None:
                yield (gap if find.start < name.start else gap + 1), agent

    def _aliases_beside(self, text: str, name: Name, registry: Registry) -> Iterator[tuple[int, Agent]]:
        behind = self._acting.match(text, name.right)
        for alias, agent in registry.aliases.items():
            at = text.find(alias, max(0, name.left - len(alias) - _BESIDE - 1), name.right + 1)
            beside = at >= 0 and not name.start <= at < name.end
            if len(alias) > _ALIAS_GAP and (beside or (behind is not None and text.startswith(alias, behind.end()))):
                yield _ALIAS_GAP, agent
