"""Annotating sentences with what they mention, in two passes: who is who first, then every mention.

Neighbours: ``recognise`` finds names, ``affiliations`` whose they are, ``registry`` keeps them, ``meant`` decides of ordinary words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.extract.affiliations import Affiliations
from publisher.extract.amounts import compile_amounts, find_amounts
from publisher.extract.anaphora import Anaphora
from publisher.extract.dates import compile_dates, find_dates
from publisher.extract.forms import compile_forms
from publisher.extract.lexicon import Find, compile_lexicon
from publisher.extract.meant import OrdinaryWords
from publisher.extract.mentions import Mention, without_overlap
from publisher.extract.names import load_name_words
from publisher.extract.recognise import Recogniser
from publisher.extract.registry import Agent, Registry
from publisher.extract.scans import Name, Scan
from publisher.extract.spans import Sentence
from publisher.rdf import IRI, SCHEMA

_BRACKET = 100  # characters behind a name in which its short form stands
_INTRODUCED = re.compile(r" \((?:\"|[A-Z]{2,}[A-Z&-]*\)|[A-Z][A-Za-z.]{1,14}: ?[A-Z0-9])")
_ACRONYM = 4  # letters of an acronym that nothing in the article explains: no party
_TOLD = frozenset({"introduced", "partner", "employer"})
_SPOKEN_FOR = frozenset({"agent", "capital", "place"})


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence with what was seen in it and the names it holds: what both passes read."""

    scan: Scan
    names: tuple[Name, ...]

    @property
    def sentence(self) -> Sentence:
        """Return the sentence itself."""
        return self.scan.sentence


class Annotator:
    """The recognisers of one domain, compiled once per process."""

    def __init__(self, domain: Domain) -> None:
        """Compile all word lists.

        Raises:
            DomainError: when a list names what the ontology lacks.

        """
        self.lexicon = compile_lexicon(domain)
        self.forms = compile_forms(domain)
        self.words = load_name_words(domain.mappings["lexicon/names"])
        self.recogniser = Recogniser(domain, self.lexicon, self.forms, self.words)
        self.titles, self.states = self.recogniser.titles, self.recogniser.states
        self.affiliations = Affiliations(self.recogniser, domain.mappings["language/grammar"], self.words)
        self.dates = compile_dates(domain.mappings["language/en"])
        self.amounts = compile_amounts(domain.mappings["language/en"])
        self.ordinary = OrdinaryWords(domain.mappings["lexicon/context"])
        self.seats = _find_seats(domain, self.states)
        self.bloc_seats = _find_bloc_seats(domain)
        self._labels, self._callings = domain.labels, self.recogniser.callings
        self._no_heads = self.words.joining | self.words.common | self.words.prefix
        self.anaphora = Anaphora(domain.mappings["lexicon/anaphora"], domain.mappings["language/grammar"]["counts"])

    def note(self, sentence: Sentence) -> Noted:
        """Return a sentence with what it holds by itself."""
        scan = self.recogniser.scan(sentence)
        return Noted(scan, tuple(self.recogniser.names(scan)))

    def survey(self, sentences: Iterable[Noted]) -> Registry:
        """Enter every organisation and person of the article, with short forms, states and offices."""
        registry = Registry()
        for noted in sentences:
            scan = noted.scan
            registry.lower.update(t.text for t in scan.tokens if t.text[0].islower())
            for name in () if scan.is_headline else noted.names:
                self._enter(scan, name, registry)
            for find in scan.finds:
                if find.entries[0].kind == "agent" and find.entries[0].iri not in self.states:
                    agent = find.entries[0].iri
                    for called in (self._labels.get(agent, ""), scan.text[find.start : find.end]):
                        registry.add_callings(agent, self._callings.of(scan.text, find.start, find.end, called))
                    registry.known.setdefault(scan.text[find.start : find.end], find.entries[0].iri)
                    bracket = scan.text.find(" (", find.start, find.end)  # a label may end in its own short form
                    behind = bracket if bracket > 0 else find.end
                    registry.add_aliases(find.entries[0].iri, scan.text[behind : find.end + _BRACKET])
        registry.link_short_forms(self._no_heads, self.words.legal | self.words.trade)
        registry.merge_nested()
        registry.link_initials([name for name in registry.seen if name not in registry.organisations])
        return registry

    def _enter(self, scan: Scan, name: Name, registry: Registry) -> None:
        registry.seen[name.text] = registry.seen.get(name.text, 0) + (name.start > 0)
        if name.start == 0:
            registry.first.add(name.text)
        if name.what == "person":
            registry.add_person(name.text, name.office, self.affiliations.side_of(scan, name, registry))
            return
        if name.text.rsplit(" ", maxsplit=1)[-1] in self.words.ruling:
            self._enter_ruling(scan, name, registry)
            return
        callings = self._callings.of(scan.text, name.start, name.end, name.text)
        kind = self.affiliations.kind(scan.text, name) if name.what == "organisation" else "company"
        is_introduced = name.kind == "employer" or _INTRODUCED.match(scan.text, name.end) or self._callings.describes(scan.text, name.end)
        if name.what == "organisation" or (name.what == "name" and is_introduced):
            canonical = registry.add_organisation(name.text, kind, self.affiliations.state_of(scan, name))
            registry.add_aliases(canonical, scan.text[name.end : name.end + _BRACKET])
            registry.add_callings(canonical, callings)
        elif name.what == "name":
            registry.add_callings(name.text, callings)

    def _enter_ruling(self, scan: Scan, name: Name, registry: Registry) -> None:
        """Let a political party stand for the government of the state or province that its sentence names before it."""
        before = (entry.iri for find in reversed(scan.finds) if find.end <= name.start for entry in find.entries)
        government = next((self.seats.get(iri, iri) for iri in before if iri in self.states or iri in self.seats), None)
        if government is not None:
            registry.aliases.setdefault(name.text, government)
            registry.add_aliases(government, scan.text[name.end : name.end + _BRACKET])

    def annotate(self, text: str, noted: Noted, registry: Registry, dollar: str = "USD") -> list[Mention]:
        """Return the mentions of one sentence in order, none overlapping; ``text`` is the article's, ``dollar`` its dollar's code."""
        sentence = noted.sentence
        names = noted.names
        if noted.scan.is_headline:
            names = tuple(known for name in names if (known := _find_known_part(name, registry)) is not None)
        mentions = [
            *(Mention(*sentence.local(d.span), "date", (d,)) for d in find_dates(text, sentence.span, self.dates)),
            *(Mention(*sentence.local(a.span), "amount", (a,)) for a in find_amounts(text, sentence.span, self.amounts, dollar)),
            *self._in_order(noted.scan, names, registry),
            *self.anaphora.find(sentence.text),
        ]
        return without_overlap([m for m in mentions if m.end > m.start])

    def _in_order(self, scan: Scan, names: Iterable[Name], registry: Registry) -> Iterator[Mention]:
        """Yield what names, forms and labels may be mentions of: where two overlap, the one that comes first here stands."""
        named = [(name, self._mention(name, registry)) for name in names]
        found = [m for find in scan.finds if (m := self._found(find, scan)) is not None]
        forms = [Mention(f.start, f.end, "form", (f,)) for f in scan.forms]
        yield from (m for name, m in named if name.what == "person")
        yield from (m for name, m in named if name.what == "organisation" or name.text in registry.aliases)
        yield from self._by_calling(scan.text, registry)
        yield from (m for name, m in named if name.what == "matter")
        yield from (m for f, m in zip(scan.forms, forms, strict=True) if f.firm)
        yield from (m for name, m in named if name.what == "name" and any(self._says_more(name, f) for f in scan.finds))
        yield from (m for m in found if m.kind in _SPOKEN_FOR)
        yield from (m for f, m in zip(scan.forms, forms, strict=True) if not f.firm)
        yield from (m for name, m in named if name.what == "name" and " " in name.text)
        yield from found
        yield from (m for _, m in named)

    def _says_more(self, name: Name, find: Find) -> bool:
        """Tell whether a name holds a label and is another one: "Barrick Niugini" is not Barrick, "Nova Peru" no state."""
        if not (name.start <= find.start and find.end <= name.end):
            return False
        own = (word for word in name.text[find.end - name.start :].split() if word not in self._no_heads | self.words.portfolio)
        entry = find.entries[0]
        return name.start < find.start or (entry.kind == "agent" and entry.iri not in self.states and any(own))

    def _by_calling(self, text: str, registry: Registry) -> Iterator[Mention]:
        """Yield "the bank" and "the ministry" where the article has one of them."""
        for start, end, noun in self._callings.find(text):
            agent = registry.only(noun)
            if agent is not None:
                yield Mention(start, end, "organisation", (agent,))

    def _mention(self, name: Name, registry: Registry) -> Mention:
        """Return what a name stands for in this article; an empty mention where it is none."""
        person = registry.surnames.get(name.text, name.text)
        if name.what == "person":
            return Mention(min(name.left, name.start), name.end, "person", (person,))
        agent: Agent | None = registry.aliases.get(name.text)
        if agent is not None and name.what != "matter":
            return Mention(name.start, name.end, "agent", (agent,))
        if name.what != "matter" and (name.text in registry.surnames or name.text in registry.people):
            return Mention(name.start, name.end, "person", (person,))
        if name.what == "matter" or (" " in name.text or self._is_credible(name, registry)):
            acronym = name.text.isupper() and len(name.text) <= _ACRONYM and name.kind != "introduced"
            matter = name.what == "matter" or acronym or name.text.rsplit(" ", maxsplit=1)[-1] in self.words.ruling
            return Mention(name.start, name.end, "matter", ()) if matter else Mention(name.start, name.end, "name", (name.text,))
        return Mention(name.start, name.start, "name", ())

    def _is_credible(self, name: Name, registry: Registry) -> bool:
        """Tell whether one capitalised word that nothing explains may be a name: told twice, oddly spelt, or somebody's partner."""
        word, seen = name.text, registry.seen.get(name.text, 0)
        if (
            (name.start == 0 and not seen)
            or word.lower() in registry.lower
            or self.words.compound.search(word)
            or word in self.words.joining
        ):
            return False
        return seen > 1 or word in registry.first or any(c.isupper() or c.isdigit() for c in word[1:]) or name.kind in _TOLD

    def _found(self, find: Find, scan: Scan) -> Mention | None:
        kind = find.entries[0].kind
        if find.ambiguous and not self.ordinary.is_meant(find, scan.text, scan.finds):
            return None
        if self._callings.is_base(scan.text, find.end):
            return None
        values = tuple(e.iri for e in find.entries if e.kind == kind)
        if kind == "place":
            values = tuple(sorted(values, key=lambda iri: iri not in self.seats))
            kind = "capital" if values[0] in self.seats else kind
        return Mention(find.start, find.end, kind, values)


def _find_seats(domain: Domain, states: frozenset[IRI]) -> dict[IRI, IRI]:
    """Map a place to the government that its name can stand for: a capital to its state, a province to its own."""
    seats = {o: s for s in states for o in domain.objects(s, domain.namespace.capital) if isinstance(o, IRI)}
    for triple in domain.reference:
        if triple.predicate == SCHEMA.areaServed and isinstance(triple.subject, IRI) and isinstance(triple.object, IRI):
            seats.setdefault(triple.object, triple.subject)
    return seats


def _find_bloc_seats(domain: Domain) -> dict[Agent, IRI]:
    """Map a place to the bloc that has its seat there and for which its name can stand."""
    located = (t for t in domain.reference if t.predicate == SCHEMA.location)
    return {t.object: t.subject for t in located if isinstance(t.object, IRI) and isinstance(t.subject, IRI)}


def _find_known_part(name: Name, registry: Registry) -> Name | None:
    """Of a run of headline capitals, take the longest beginning that the body of the article knows as a name."""
    words = name.text.split(" ")
    for length in range(len(words), 0, -1):
        part = " ".join(words[:length])
        surname = part in registry.surnames and (length < len(words) or len(words) == 1)
        if part in registry.aliases or part in registry.people or surname:
            what = "name" if name.what == "organisation" else name.what
            return Name(name.start, name.start + len(part), what, part, name.kind, name.office, name.left, name.right)
    return None
