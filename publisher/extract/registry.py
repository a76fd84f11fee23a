"""Who is who in one article: organisations with their short forms and states, people with their office and side.

The registry is filled in a first pass over all sentences and read in the second: "Lynas" in the lead is known from
"Lynas Rare Earths Ltd" further down, "Akazawa" from the sentence that gave his office.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from publisher.model import Entity
from publisher.rdf import IRI

Agent = IRI | str
"""Either an agent of the reference data or the canonical name of one the article introduces."""

_PARTICLE = 3  # letters that a name between the first and the last has more than
_INITIALS = 2  # letters too few to stand for a name
_BRACKET = re.compile(r"^,? ?\(([^()]{1,90})\)")
_QUOTED = re.compile(r"\"(?:the )?([^\"]{1,40})\"|(?<!\w)'([^']{2,40})'(?!\w)", re.IGNORECASE)
_ACRONYM = re.compile(r"^(?:[A-Z][A-Za-z&.-]*[A-Z0-9][A-Za-z]*|[A-Z][a-z]{2,15}|[A-Z]{2,12})$")


@dataclass(slots=True)
class Organisation:
    """An organisation the article introduces, growing while the article is read."""

    name: str
    kind: str
    aliases: set[str] = field(default_factory=set)
    state: IRI | None = None


@dataclass(slots=True)
class Person:
    """A person of the article: full name, office as written, and whom he or she acts for."""

    name: str
    office: str = ""
    agent: Agent | None = None


@dataclass(slots=True)
class Registry:
    """All names of one article."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    aliases: dict[str, Agent] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    first: set[str] = field(default_factory=set)
    lower: set[str] = field(default_factory=set)
    known: dict[str, IRI] = field(default_factory=dict)
    callings: dict[str, set[Agent]] = field(default_factory=dict)

    def add_organisation(self, name: str, kind: str, state: IRI | None) -> str:
        """Enter an organisation, or add to what is known of it; return its canonical name."""
        known = self.aliases.get(name)
        if isinstance(known, str):
            name = known
        held = self.organisations.setdefault(name, Organisation(name, kind))
        held.state = held.state or state
        if _RANK[kind] > _RANK[held.kind]:
            held.kind = kind
        self.aliases[name] = name
        return name

    def add_person(self, name: str, office: str, agent: Agent | None) -> Person:
        """Enter a person by full name; surname and given name lead back to it."""
        held = self.people.setdefault(name, Person(name))
        held.office = held.office or office
        held.agent = held.agent or agent
        words = name.split()
        if len(words) > 1:
            self.surnames.setdefault(words[-1], name)
            self.surnames.setdefault(words[0], name)
            for word in words[1:-1]:  # of "Ana Lucia Soto de Abreu" any part may be what everybody calls her
                if len(word) > _PARTICLE and word[0].isupper():
                    self.surnames.setdefault(word, name)
        return held

    def add_aliases(self, agent: Agent, after: str) -> None:
        """Enter the short forms that a bracket right behind a name introduces: ``(JOGMEC)``, ``("Battery" or the "Company")``."""
        match = _BRACKET.match(after)
        if match is None:
            return
        content = match.group(1).strip()
        quoted = [a or b for a, b in _QUOTED.findall(content)]
        if isinstance(agent, str) and agent.isupper() and "".join(w[0] for w in content.split()).upper() == agent:
            quoted = [content]
        for alias in quoted or ([content] if _ACRONYM.match(content.split(",")[0].strip()) else []):
            word = alias.strip(" ,.;").split(",")[0]
            if len(word) > 1:
                self.aliases.setdefault(word, agent)
                if isinstance(agent, str) and word[0].isupper() and agent in self.organisations:
                    self.organisations[agent].aliases.add(word)

    def add_callings(self, agent: Agent, nouns: Iterable[str]) -> None:
        """Enter what an organisation is: a bank, a miner."""
        for noun in nouns:
            self.callings.setdefault(noun, set()).add(agent)

    def only(self, noun: str) -> Agent | None:
        """Return the one organisation of the article that is what a noun says."""
        agents = {self.aliases.get(agent, agent) if isinstance(agent, str) else agent for agent in self.callings.get(noun, ())}
        return agents.pop() if len(agents) == 1 else None

    def link_short_forms(self, stop: frozenset[str], endings: frozenset[str] = frozenset()) -> None:
        """Let the leading words of each organisation's name stand for it, unless they say something else or stand for two.

        Where those words are an organisation's whole name, too, the longer name has to add no more than ``endings``.
        """
        heads: dict[str, set[str]] = {}
        for name in (*self.organisations, *self.known):
            words = name.split()
            for length in range(1, len(words)):
                head = " ".join(words[:length])
                if length > 1 or (len(head) > _INITIALS and head not in stop):
                    heads.setdefault(head, set()).add(name)
        for head, names in heads.items():
            longest = max(names, key=len)
            is_one = all(longest.startswith(name.split()[0]) for name in names) and (len(names) == 1 or self._are_nested(names))
            rest = set(longest[len(head) :].replace(",", " ").split())
            if is_one and self.aliases.get(head, head) == head and (head not in self.organisations or rest <= endings):
                self.aliases[head] = self.known.get(longest, longest)

    def link_initials(self, names: Iterable[str]) -> None:
        """Let an acronym that nothing explains stand for the one organisation whose words begin with its letters."""
        initials: dict[str, set[Agent]] = {}
        for name in (*self.organisations, *self.known):
            agent = self.known.get(name) or self.aliases.get(name, name)
            initials.setdefault("".join(word[0] for word in name.split() if word[0].isupper()), set()).add(agent)
        for name in names:
            agents = initials.get(name, set())
            if len(agents) == 1 and len(name) > _INITIALS and name.isupper():
                self.aliases.setdefault(name, next(iter(agents)))

    def _are_nested(self, names: set[str]) -> bool:
        ordered = sorted(names, key=len)
        return all(longer.startswith(shorter) for shorter, longer in pairwise(ordered))

    def merge_nested(self) -> None:
        """Make one organisation of a name and its longer form: "Atlas Lithium" and "Atlas Lithium Corporation"."""
        for name in sorted(self.organisations, key=len):
            target = self.aliases.get(name)
            if isinstance(target, str) and target != name and target in self.organisations:
                gone = self.organisations.pop(name)
                held = self.organisations[target]
                held.aliases |= gone.aliases | {name}
                held.state = held.state or gone.state
                if _RANK[gone.kind] > _RANK[held.kind]:
                    held.kind = gone.kind
                for alias, agent in list(self.aliases.items()):
                    if agent == name:
                        self.aliases[alias] = target

    def entity(self, name: str, kinds: dict[str, str], types: dict[str, str]) -> Entity:
        """Return an organisation as a claim's value."""
        held = self.organisations.get(name) or Organisation(name, "company")
        return Entity(
            kinds[held.kind if held.kind in kinds else "company"],
            types[held.kind if held.kind in types else "company"],
            held.name,
            tuple(sorted(held.aliases - {held.name})),
            held.state.value if held.state else None,
        )


_RANK = {"name": 0, "company": 1, "public": 2, "owned": 3}
