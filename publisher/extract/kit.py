"""Everything compiled from a domain that reading an article needs; made once per process."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from publisher.domain import Domain
from publisher.domain.files import YamlMap
from publisher.extract.annotate import Annotator
from publisher.extract.drafts import Draft, FormChoice
from publisher.extract.frames import load_frames, slot_value
from publisher.extract.gate import Gate
from publisher.extract.mentions import Mention
from publisher.extract.registry import Agent, Registry
from publisher.extract.relations import RelationWords
from publisher.extract.roles import find_roles
from publisher.extract.sentences import compile_sentences
from publisher.extract.setting import compile_attach
from publisher.extract.shapes import compile_shapes
from publisher.extract.statuses import Statuses
from publisher.extract.telling import Telling
from publisher.extract.units import compile_mask_words
from publisher.extract.wordlists import alternation
from publisher.extract.zones import compile_zones
from publisher.rdf import IRI
from publisher.rdf.files import expand


@dataclass(frozen=True, slots=True)
class Field:
    """The words of the domain's field: its own, those inside names, those that only look alike, those of other fields.

    ``foreign``: of a field that borrows this one's words; ``beside``: of agreements within the field that are none of its records.
    """

    words: re.Pattern[str]
    names: re.Pattern[str]
    other: re.Pattern[str]
    foreign: re.Pattern[str]
    beside: re.Pattern[str]


class Kit:
    """The recognisers, frames and word lists of one domain."""

    def __init__(self, domain: Domain) -> None:
        """Compile everything.

        Raises:
            DomainError: for the first rule, list or name that is wrong.

        """
        self.domain = domain
        self.roles = find_roles(domain)
        self.annotator = Annotator(domain)
        self.forms = self.annotator.forms
        self.frames, self.statuses = load_frames(domain), Statuses(domain)
        self.attach_words, self.relation_words = compile_attach(domain), RelationWords(domain)
        language = domain.mappings["language/en"]
        self.sentence_words, self.shape_words = compile_sentences(language), compile_shapes(domain.mappings["language/grammar"])
        self.zone_words = compile_zones(domain.mappings["zones"], language)
        self.choice = FormChoice(self.forms.base, self.forms.soft, self.forms.alike, dict(domain.superclasses))
        words = domain.mappings["lexicon/words"]
        self.general: frozenset[object] = frozenset(
            domain.iri(path) for spec in domain.mappings["lexicon/kinds"].values() for path in spec.get("general", ())
        )
        self.terms, self.terms_alone, self.covers = (_masked(words[name]) for name in ("terms-words", "terms-alone", "covers-words"))
        self.worth, self.pays, self.named_status = re.compile(words["worth-of-it"]), re.compile(words["pays"]), words["named-status"]
        self.subjects = frozenset(slot.scheme for slot in self.roles.concepts if slot.match != "none")
        types = {key: expand(name, domain.prefixes) for key, name in domain.mappings["lexicon/names"]["types"].items()}
        self.body, self.enterprises = types["public"], frozenset({types["company"], types["owned"]})
        self.means, self.dated = frozenset(domain.mappings["language/grammar"]["means"]), frozenset(words["dated"])
        self._purposes = [
            (re.compile(row["pattern"]), slot_value(domain, self.roles.form.name, row["class"]))
            for row in domain.mappings["lexicon/forms"]["purposes"]
        ]
        self.clause = _clause([*words["clause-ends"], domain.mappings["language/grammar"]["and"]])
        self.field = _compile_field(domain.mappings["lexicon/scope"])
        self.gate = Gate(domain, self.forms, self.subjects)
        self.states = frozenset(self.annotator.states)
        self.mask_words = compile_mask_words(words, domain.mappings["language/grammar"], self.annotator.words, self.states)
        self._of_state = {s: o for s in domain.types for o in domain.objects(s, domain.namespace.ofState) if isinstance(o, IRI)}
        self.two_sided = frozenset(slot_value(domain, self.roles.form.name, name) for name in words["two-sided"])
        self.deal_rules = frozenset(frame.id for frame in self.frames if self.roles.form.name in frame.sets)
        self.capitals = _find_capitals(domain, self.states, self._of_state)
        self._private = {slot_value(domain, self.roles.form.name, name) for name in words["sides-of-their-own"]}

    def is_state(self, agent: object) -> bool:
        """Tell whether an agent is a state of the reference data."""
        return agent in self.states

    def government(self, place: Agent) -> IRI | None:
        """Return the government that the name of a place stands for."""
        return self.annotator.seats.get(place) if isinstance(place, IRI) else None

    def bloc_at(self, place: Agent) -> Agent | None:
        """Return the bloc that the name of its seat can stand for."""
        return self.annotator.bloc_seats.get(place)

    def side(self, agent: Agent, registry: Registry) -> Agent:
        """Return the side an agent stands for: a public body stands for its state, a private company for itself."""
        if isinstance(agent, str):
            held = registry.organisations.get(agent)
            return held.state if held and held.state and held.kind in {"public", "owned"} else agent
        types = self.domain.types.get(agent, frozenset())
        return agent if types & self._private else self._of_state.get(agent, agent)

    def is_body(self, agent: Agent) -> bool:
        """Tell whether an agent of the reference data is a part of a state's government."""
        return isinstance(agent, IRI) and self.body in self.domain.types.get(agent, frozenset())

    def is_enterprise(self, agent: Agent, registry: Registry) -> bool:
        """Tell whether an agent is a company and no state, body or bloc."""
        if isinstance(agent, str):
            held = registry.organisations.get(agent)
            return held is not None and held.kind != "public"
        return bool(self.domain.types.get(agent, frozenset()) & self.enterprises)

    def speaks_of_field(self, text: str, mentions: Sequence[Mention]) -> bool:
        """Tell whether a sentence, names left out, names a commodity or holds a word of the field."""
        if any(m.kind in self.subjects for m in mentions):
            return True
        rest = list(text)
        for mention in mentions:
            if mention.kind in {"agent", "name", "matter", "person", "place", "capital"}:
                rest[mention.start : mention.end] = " " * (mention.end - mention.start)
        return self.field.words.search(self.field.other.sub("", "".join(rest))) is not None

    def name(self, agent: Agent) -> str:
        """Return an agent's name."""
        return agent if isinstance(agent, str) else self.domain.labels.get(agent, "")

    def home(self, agent: Agent, registry: Registry) -> Agent | None:
        """Return the state an agent belongs to."""
        if isinstance(agent, str):
            held = registry.organisations.get(agent)
            return held.state if held else None
        return self._of_state.get(agent)

    def purpose(self, text: str) -> IRI | None:
        """Return the class that the purpose told in a text gives to a form that has no name of its own."""
        low = text.lower()
        return next((iri for pattern, iri in self._purposes if pattern.search(low)), None)

    def status_of(self, telling: Telling) -> IRI | None:
        """Return the status a telling states, if any."""
        if self.roles.status is None:
            return None
        name = self.roles.status.name
        told = slot_value(self.domain, name, telling.status) if telling.status is not None and telling.certainty.is_fact else None
        fixed = telling.sets.get(name)
        if told is not None and fixed is not None and self.name_of(fixed) == self.named_status:
            return told  # that it stands says less than what a verb says of it
        if told is not None or fixed is not None:
            return max((iri for iri in (told, fixed) if iri is not None), key=lambda iri: self.statuses.strength.get(self.name_of(iri), -1))
        if telling.verb is None and (self.is_named(telling) or telling.is_owned):
            return slot_value(self.domain, name, self.named_status)
        return None

    def status_name(self, telling: Telling) -> str | None:
        """Return the status a telling states by its key in the scheme."""
        status = self.status_of(telling)
        return None if status is None else self.name_of(status)

    def statuses_told(self, draft: Draft) -> set[str]:
        """Return the statuses a draft is told to have, by their keys in the scheme."""
        return {self.name_of(iri) for iri in draft.iris(self.roles.status.name)} if self.roles.status else set()

    @staticmethod
    def name_of(value: IRI) -> str:
        """Return the last segment of a concept's IRI."""
        return value.value.rsplit("/", 1)[-1]

    def is_named(self, telling: Telling) -> bool:
        """Tell whether a form is a proper name ("the Critical Minerals Agreement"): what has a name exists."""
        if telling.is_owned or telling.unit is None or telling.form is None:
            return telling.is_owned
        return telling.form.definite and telling.unit.text[:1].isupper() and telling.unit.text[1:2].islower()

    def dates_fit(self, dates: set[str], draft: Draft) -> bool:
        """Tell whether two sets of dates can be those of one record: one begins with the other."""
        held = draft.literals(self.roles.date.name) if self.roles.date else []
        return not dates or not held or any(a.startswith(b) or b.startswith(a) for a in dates for b in held)

    def is_told(self, draft: Draft) -> bool:
        """Tell whether a draft says enough to be a record: parties, and a status or a date."""
        status = not self.roles.status or draft.values(self.roles.status.name)
        return bool(draft.values(self.roles.party.name)) and bool(status)


def _find_capitals(domain: Domain, states: Iterable[IRI], of_state: Mapping[IRI, IRI]) -> dict[object, IRI]:
    """Return the capital of each state that has one only, and of each body that has the name of a building: "at the White House"."""
    found = {state: [o for o in domain.objects(state, domain.namespace.capital) if isinstance(o, IRI)] for state in states}
    capitals: dict[object, IRI] = {state: places[0] for state, places in found.items() if len(places) == 1}
    buildings = set(domain.mappings["lexicon/words"]["buildings"])
    named = (body for body in of_state if domain.labels.get(body, "").rpartition(" ")[2].lower() in buildings)
    return capitals | {body: capitals[of_state[body]] for body in named if of_state[body] in capitals and body not in capitals}


def _compile_field(lists: YamlMap) -> Field:
    return Field(_words(lists["words"]), _names(lists["names"]), _words(lists["not"]), _words(lists["foreign"]), _names(lists["beside"]))


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE)


def _clause(ends: list[str]) -> re.Pattern[str]:
    """Return what ends the clause that tells what a form is for: a semicolon, or a comma and a conjunction."""
    return re.compile(rf";|, {alternation(end for end in ends if end[0].isalpha())}\b")


def _masked(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<= ){alternation(words)}(?= )")


def _names(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(words)}\b")
