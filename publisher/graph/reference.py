"""What the reference data say about names and membership, indexed once for a build."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.domain import Domain
from publisher.graph.names import fold_name
from publisher.rdf import IRI, SKOS, Literal

NAMES = frozenset({SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation})


@dataclass(frozen=True, slots=True)
class Reference:
    """The named entities of the reference data.

    ``named`` maps a kind and a folded name to the entities that bear it, ``state_of`` an entity to its state,
    ``agent_kinds`` are the kinds that have members with a state.
    """

    named: Mapping[tuple[str, str], frozenset[IRI]] = field(default_factory=dict)
    state_of: Mapping[IRI, IRI] = field(default_factory=dict)
    agent_kinds: frozenset[str] = frozenset()

    def find(self, kind: str, name: str, state: IRI | None) -> IRI | None:
        """Return the one entity of that kind, name and state; an agent is looked for among all kinds of agents.

        An unknown state matches any; a name that fits several entities fits none.
        """
        kinds = [kind, *sorted(self.agent_kinds - {kind})] if kind in self.agent_kinds else [kind]
        for candidate_kind in kinds:
            found = {iri for iri in self.named.get((candidate_kind, fold_name(name)), ()) if self.is_compatible(iri, state)}
            if len(found) == 1:
                return found.pop()
        return None

    def is_compatible(self, iri: IRI, state: IRI | None) -> bool:
        """Tell whether an entity may be the one of that state."""
        return state is None or self.state_of.get(iri, state) == state


def index_reference(domain: Domain) -> Reference:
    """Index the labels, codes and states of the reference data."""
    of_state = domain.namespace["ofState"]
    named: dict[tuple[str, str], set[IRI]] = {}
    state_of: dict[IRI, IRI] = {}
    for triple in domain.reference:
        if not isinstance(triple.subject, IRI):
            continue
        if triple.predicate in NAMES and isinstance(triple.object, Literal):
            named.setdefault((kind_of(triple.subject, domain), fold_name(triple.object.value)), set()).add(triple.subject)
        elif triple.predicate == of_state and isinstance(triple.object, IRI):
            state_of[triple.subject] = triple.object
    kinds = frozenset(kind_of(iri, domain) for iri in state_of)
    return Reference({key: frozenset(iris) for key, iris in named.items()}, state_of, kinds)


def kind_of(iri: IRI, domain: Domain) -> str:
    """Return the first segment of an IRI below the base (``state``), or nothing for a foreign one."""
    return path_of(iri, domain).partition("/")[0]


def path_of(iri: IRI, domain: Domain) -> str:
    """Return an IRI as a path below the base; a foreign IRI stays whole."""
    return iri.value.removeprefix(domain.base)
