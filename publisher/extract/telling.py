"""One record as one sentence tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.extract.forms import Form
from publisher.extract.mentions import Mention
from publisher.extract.units import Unit
from publisher.model import Certainty
from publisher.rdf import IRI


@dataclass(slots=True)
class Telling:
    """One record as one sentence tells it, before it is known which parties its pronouns mean."""

    unit: Unit | None
    form: Form | None
    parties: list[Mention] = field(default_factory=list)
    co_parties: list[Mention] = field(default_factory=list)
    subjects: list[Mention] = field(default_factory=list)
    verb: str | None = None
    status: str | None = None
    certainty: Certainty = Certainty.ASSERTED
    rule: str = ""
    sets: Mapping[str, IRI] = field(default_factory=dict)
    start: int = 0
    verb_start: int = -1
    end: int = 0
    is_open: bool = False
    refers: bool = False
    is_owned: bool = False
    is_new: bool = False
    is_each: bool = False
    signs: bool = False
    is_beside: bool = False
    is_wished: bool = False
    is_tight: bool = True
    is_another: bool = False

    @property
    def has_verb(self) -> bool:
        """Tell whether a verb says that something was done, and the form is not only named."""
        return self.verb is not None or "status" in self.sets

    @property
    def is_part(self) -> bool:
        """Tell whether the form is one of several told before: "the first of them"."""
        return self.unit is not None and self.unit.mentions[0].kind == "part"
