"""What a sentence mentions: the one vocabulary that recognisers write and frames read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from publisher.extract.amounts import Amount
from publisher.extract.dates import DateMention
from publisher.extract.forms import Form
from publisher.extract.registry import Agent
from publisher.rdf import IRI

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hint:
    """What an expression says of whom it stands for: ``states``, ``enterprises``, a ``person``'s or nothing, and how many (0: unsaid)."""

    of: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named at ``[start, end)`` of a sentence's plain text.

    ``kind`` is a kind of ``mappings/lexicon/kinds.yml`` or one of ``person``, ``name``, ``group``, ``form``, ``date``,
    ``amount``, ``capital``. ``values`` are what it names, more than one where it is ambiguous or a list.
    """

    start: int
    end: int
    kind: str
    values: tuple["Agent | IRI | Form | DateMention | Amount | Hint", ...]

    @property
    def value(self) -> "Agent | IRI | Form | DateMention | Amount | Hint":
        """Return the first meaning."""
        return self.values[0]

    @property
    def form(self) -> Form | None:
        """Return the form it names, if it names one."""
        return _first(self.values, Form)

    @property
    def date(self) -> DateMention | None:
        """Return the date it names, if it names one."""
        return _first(self.values, DateMention)

    @property
    def amount(self) -> Amount | None:
        """Return the sum it names, if it names one."""
        return _first(self.values, Amount)

    @property
    def hint(self) -> Hint | None:
        """Return what it says of whom it stands for, if it says anything."""
        return _first(self.values, Hint)

    @property
    def name(self) -> str:
        """Return the name as the article writes it, of somebody the reference data does not know; else an empty one."""
        return _first(self.values, str) or ""

    @property
    def named(self) -> tuple[Agent, ...]:
        """Return the things it names: by IRI those of the reference data, by name others."""
        return tuple(value for value in self.values if isinstance(value, IRI | str))

    @property
    def thing(self) -> Agent:
        """Return the first thing it names.

        Raises:
            IndexError: when it names a form, a date, a sum or nothing.

        """
        return self.named[0]


def _first(values: tuple[object, ...], wanted: type[T]) -> T | None:
    return next((value for value in values if isinstance(value, wanted)), None)


def without_overlap(mentions: Sequence[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the one that stands first in the given order; return them by place.

    >>> [m.kind for m in without_overlap([Mention(0, 9, "name", ()), Mention(0, 5, "agent", ()), Mention(10, 12, "date", ())])]
    ['name', 'date']

    """
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in mentions:
        cells = range(mention.start, mention.end)
        if taken.isdisjoint(cells):
            kept.append(mention)
            taken.update(cells)
    return sorted(kept, key=lambda m: m.start)
