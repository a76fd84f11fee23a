"""How the records of one article hang together, where a sentence that speaks of two of them says so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.domain import Domain
from publisher.extract.statement import Statement
from publisher.extract.units import Unit
from publisher.extract.wordlists import alternation
from publisher.rdf import IRI
from publisher.rdf.files import expand


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sentence speaks of a record: the unit that names it, and the record's number among the drafts."""

    sentence: int
    unit: Unit
    draft: int


@dataclass(frozen=True, slots=True)
class Link:
    """One draft linked by a property to the one of a spot, where a sentence says so."""

    draft: int
    property: IRI
    spot: Spot


class RelationWords:
    """What between two forms links their records: ``relations`` of ``mappings/lexicon/words.yml``, the first that fits."""

    def __init__(self, domain: Domain) -> None:
        """Compile the phrases.

        Raises:
            DomainError: D101 when the list is missing.

        """
        rows = domain.mappings["lexicon/words"]["relations"]
        self._rows = [(expand(name, domain.prefixes), re.compile(rf" {alternation(phrases)}(?= )")) for name, phrases in rows.items()]

    def between(self, words: str) -> IRI | None:
        """Return the property that masked words between two forms state of the first and the second."""
        return next((name for name, pattern in self._rows if pattern.search(words)), None)


def find_links(spots: Sequence[Spot], statements: Sequence[Statement], words: RelationWords) -> Iterator[Link]:
    """Yield each link that a sentence states between two records it names one after the other, each once."""
    seen: set[tuple[int, int]] = set()
    for first, second in pairwise(_in_order(spots, statements)):
        pair = (first.draft, second.draft)
        if first.sentence != second.sentence or first.draft == second.draft or pair in seen:
            continue
        mask = statements[first.sentence].mask
        name = words.between(mask.text[mask.place_of(first.unit) : mask.place_of(second.unit)])
        if name is not None:
            seen.add(pair)
            yield Link(first.draft, name, second)


def _in_order(spots: Sequence[Spot], statements: Sequence[Statement]) -> list[Spot]:
    held: Mapping[tuple[int, int], Spot] = {(spot.sentence, spot.unit.start): spot for spot in spots}
    return [held[key] for key in sorted(held) if held[key].unit in statements[key[0]].mask.units]
