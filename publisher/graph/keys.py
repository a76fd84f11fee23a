"""Keys of new records: readable, made of parties, form and year, with a counter only where two would be alike."""

from typing import Final

from publisher.graph.profile import Profile, World
from publisher.graph.reference import path_of
from publisher.rdf import IRI, SKOS, Literal

MOST_PARTIES: Final = 4


def mint_key(profile: Profile, world: World, taken: set[str], article: str) -> str:
    """Make a path such as ``agreement/idn-jpn-moc-2026`` that nothing bears yet.

    States stand for the organisations that sign beside them; a record without parties is named after its article.
    """
    codes = sorted({_code(party, world) for party in shown_parties(profile, world)})
    shown = codes[:MOST_PARTIES] + ([f"{len(codes) - MOST_PARTIES}-more"] if len(codes) > MOST_PARTIES else [])
    form = _form(profile, world)
    year = max(profile.dates, key=lambda text: (len(text), text), default="")[:4]
    plain = "-".join(part for part in (*(shown or [article]), form, year) if part)
    path = f"{world.domain.record.kind}/{plain}"
    numbered = (path if number == 1 else f"{path}-{number}" for number in range(1, len(taken) + 3))
    return next(key for key in numbered if key not in taken)


def shown_parties(profile: Profile, world: World) -> frozenset[IRI]:
    """Return the parties without the organisations whose state is a party itself."""
    return frozenset(party for party in profile.parties if world.unit(party) == party or world.unit(party) not in profile.parties)


def _code(party: IRI, world: World) -> str:
    """Return the notation of a state, else the last segment of the IRI."""
    notations = [term.value for term in world.domain.objects(party, SKOS.notation) if isinstance(term, Literal)]
    is_unit = world.unit(party) == party and party in world.state_of
    return min(notations).lower() if notations and is_unit else path_of(party, world.domain).rpartition("/")[2].lower()


def _form(profile: Profile, world: World) -> str:
    """Return the notation of the most special form, else its local name in lower case; none when several are unrelated."""
    special = [form for form in profile.forms if not any(form != other and world.is_above(form, other) for other in profile.forms)]
    form = min(special, default=world.domain.record.type)
    notations = [term.value for term in world.domain.objects(form, SKOS.notation) if isinstance(term, Literal)]
    return min(notations) if notations else form.value.removeprefix(world.domain.namespace).lower()
