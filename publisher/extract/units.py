"""The units a masked sentence is made of, and the words that decide how they belong together.

Neighbours: ``masks`` makes units of a sentence, ``asides`` leaves some out, ``lists`` makes one of several.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from publisher.domain.files import YamlMap
from publisher.extract.mentions import Mention
from publisher.extract.names import NameWords
from publisher.extract.wordlists import stands

CODES = {
    "agent": "A", "name": "N", "person": "P", "group": "G", "organisation": "Z", "office": "Z", "state": "Y", "home": "Y", "subject": "I", "adjective": "J",
    "matter": "O", "form": "F", "part": "F", "date": "D", "amount": "M", "concept": "C", "place": "L", "stage": "S", "instrument": "T",
}  # fmt: skip
CONCEPT = "C"
"""The code of a concept of any scheme that has no letter of its own."""
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases by their first words, the longest first."""
PARTIES = frozenset("ANPGZY")


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, or one mention or list of mentions, of a masked sentence; ``code`` is its letter, or "" for a word."""

    start: int
    end: int
    code: str
    text: str
    mentions: tuple[Mention, ...] = ()
    low: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lower the text once: it is asked for many times."""
        object.__setattr__(self, "low", self.text.lower())

    @property
    def mark(self) -> str:
        """Return how the unit stands in the masked text."""
        return f"§{self.code}" if self.code else self.low

    @property
    def is_joined(self) -> bool:
        """Tell whether it is a state with the noun for whoever speaks for it: "Chile's foreign minister"."""
        return self.code == "A" and len(self.mentions) == 1 and self.end > self.mentions[0].end


@dataclass(frozen=True, slots=True)
class MaskWords:
    """The words that masking needs, lower case unless they are suffixes of names."""

    nouns: frozenset[str]
    legal: frozenset[str]
    interviews: Phrases
    rulers: frozenset[str]
    placing: frozenset[str]
    member_edges: frozenset[str]
    owner_edges: frozenset[str]
    list_goes_on: frozenset[str]
    acting: frozenset[str]
    predicates: frozenset[str]
    siding: frozenset[str]
    sayings: frozenset[str]
    openers: frozenset[str]
    locating: frozenset[str]
    within: frozenset[str]
    based: frozenset[str]
    describing: frozenset[str]
    city: frozenset[str]
    seat: frozenset[str]
    list_words: frozenset[str]
    relative: frozenset[str]
    with_bystanders: frozenset[str]
    standing_by: Phrases
    counts: frozenset[str]
    indefinite: frozenset[str]
    linking: frozenset[str]
    before_excluded: frozenset[str]
    acting_for: Phrases
    by: str
    closing: frozenset[str]
    heading: frozenset[str]
    possessive: frozenset[str]
    excluding: Phrases
    representing: Phrases
    separators: tuple[tuple[str, ...], ...]
    concept_separators: frozenset[str]
    conjunction: str
    infinitive: str
    origin: str
    possession: str
    states: frozenset[object]


def compile_mask_words(words: YamlMap, grammar: YamlMap, names: NameWords, states: frozenset[object]) -> MaskWords:
    """Gather the words of ``mappings/lexicon/words.yml``, of the grammar and of names.

    Raises:
        DomainError: D101 when a list is missing.

    """
    verbs = {w.lower() for spec in words["verbs"].values() for w in spec["words"]} | set(grammar["auxiliaries"])
    placing = frozenset(words["place-prepositions"]) | (frozenset(words["prepositions"]) - set(grammar["never-placing"]))
    return MaskWords(
        nouns=names.noun,
        legal=names.legal,
        interviews=_by_first(words["interviews"]),
        rulers=names.rulers,
        placing=placing,
        member_edges=placing | verbs,
        owner_edges=placing | verbs | frozenset(grammar["owner-edges"]),
        list_goes_on=frozenset(grammar["list-goes-on"]) | verbs,
        acting=frozenset(grammar["acting"]) | verbs,
        predicates=frozenset(verbs),
        siding=frozenset(grammar["siding"]),
        sayings=frozenset(words["sayings"]),
        openers=frozenset(words["openers"]) | {title.lower().split()[0] for title in names.titles},
        locating=frozenset(grammar["locating"]),
        within=frozenset(grammar["within"]),
        based=frozenset(grammar["based"]),
        describing=frozenset(grammar["describing"]),
        city=frozenset(grammar["city"]),
        seat=frozenset(grammar["seat"]),
        list_words=frozenset(grammar["list-words"]),
        relative=frozenset(grammar["relative"]),
        with_bystanders=frozenset(grammar["with-bystanders"]),
        standing_by=_by_first(grammar["standing-by"]),
        indefinite=frozenset(grammar["indefinite"]),
        counts=frozenset(grammar["counts"]),
        linking=frozenset(grammar["linking"]),
        before_excluded=frozenset(grammar["before-excluded"]),
        acting_for=_by_first([*grammar["acting-for"], *grammar["seat"]]),
        by=grammar["by"],
        representing=_by_first(grammar["representing"]),
        closing=frozenset(grammar["closing"]),
        heading=frozenset(grammar["heading"]),
        possessive=frozenset(grammar["possessive"]),
        excluding=_by_first(grammar["excluding"]),
        separators=_phrases(grammar["separators"]),
        concept_separators=frozenset(grammar["concept-separators"]),
        conjunction=grammar["and"],
        infinitive=grammar["infinitive"],
        origin=grammar["from"],
        possession=grammar["of"],
        states=states,
    )


def phrase_at(units: Sequence[Unit], at: int, phrases: Phrases) -> tuple[str, ...]:
    """Return the longest of some phrases that stands at a place, or an empty one."""
    return next((phrase for phrase in phrases.get(units[at].low, ()) if stands(phrase, units, at)), ())


def _phrases(phrases: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the words of each phrase, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=lambda words: -len(words)))


def _by_first(phrases: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the words of each phrase by the first of them."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in _phrases(phrases):
        out[words[0]] = (*out.get(words[0], ()), words)
    return out
