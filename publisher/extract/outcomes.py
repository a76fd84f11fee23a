"""What was done with a form, as the verbs that reach it and the words around them tell."""

from collections.abc import Sequence

from publisher.extract.frames import Match
from publisher.extract.masks import Mask
from publisher.extract.statuses import Statuses
from publisher.extract.telling import Telling
from publisher.extract.units import Unit
from publisher.model import Certainty

_INVERTED = 10  # characters before the subject in which "if" or "should" may stand
_BESIDE = 30  # characters around a telling in which "also" or "along with" stands
_BEHIND = 40  # characters behind a telling in which the modality of a noun made of a verb stands
_GERUND = 18  # before "signing" only what stands right before it is its modality


def best_of(verbal: Sequence[Match], unit: Unit | None, statuses: Statuses) -> Match:
    """Of several verbs, the one nearest to the form; without a form the one that says most of the state."""
    if unit is not None:
        return min(verbal, key=lambda m: (m.end - m.start, m.start))
    return max(verbal, key=lambda m: statuses.strength.get(statuses.plain(m.verb or ""), -1))


def certainty_of(mask: Mask, match: Match, statuses: Statuses) -> Certainty:
    """Return how certain the verb of a match is of what it states."""
    return _state(mask, match, statuses)[1]


def _state(mask: Mask, match: Match, statuses: Statuses) -> tuple[str | None, Certainty]:
    """Return the status the verb of a match states, and how certain."""
    return statuses.of(match.verb or "", match.verb_text, _lead(mask, match), mask.text[match.end : match.end + _BEHIND])


def set_status(telling: Telling, mask: Mask, match: Match, statuses: Statuses) -> None:
    """Set what the verb of a match says was done with the form, and how sure that is."""
    telling.verb, telling.verb_start, telling.rule = match.verb, match.verb_start, match.frame.id
    telling.status, telling.certainty = _state(mask, match, statuses)
    if telling.unit is not None and telling.certainty.is_fact:
        _look_between(telling, mask, match, statuses)
    telling.is_beside = statuses.marks.is_beside(mask.text[max(0, match.start - _BESIDE) : match.end + _BESIDE])
    if telling.status in statuses.done and _is_object(mask, telling.unit, match) and statuses.marks.is_wished(mask.text[: match.verb_start]):
        telling.status, telling.is_wished = statuses.wished, True
    if telling.certainty.is_fact and telling.unit is not None:
        telling.status = _settle(mask, telling, match, statuses)
    if telling.status in statuses.ending and statuses.guards.is_conditional(mask.text[match.verb_end :]):
        telling.certainty = Certainty.POSSIBLE
    if telling.unit is not None and _is_denied(mask, telling, statuses):
        telling.certainty = Certainty.DENIED


def _look_between(telling: Telling, mask: Mask, match: Match, statuses: Statuses) -> None:
    """Let the words between a verb and the form, and right behind it, say that it was signed, or only planned."""
    if telling.unit is None:
        return
    place = mask.place_of(telling.unit)
    if telling.status in statuses.done and place > telling.verb_start:
        if statuses.marks.signs_too(mask.text[telling.verb_start : place]):
            telling.verb, telling.status = statuses.signing, statuses.signed
        elif statuses.marks.is_plan(mask.text[match.verb_end : place]):
            telling.status = statuses.wished
    if telling.verb in statuses.made:
        behind = statuses.marks.signed_behind.match(mask.text, place + len(telling.unit.mark))
        if behind is not None:
            telling.verb, telling.status, telling.verb_start = statuses.signing, statuses.signed, behind.start()


def _settle(mask: Mask, telling: Telling, match: Match, statuses: Statuses) -> str | None:
    """Return the status that what stands around says more of: "set up by a memorandum signed in May", "had formed a venture"."""
    before = mask.text[: telling.verb_start]
    behind = mask.text[telling.verb_start + len(match.verb_text) + 1 :]
    is_product = statuses.guards.is_product(before, match.verb_text, behind)
    return statuses.earlier(telling.verb or "", telling.status, before, is_product=is_product)


def _is_denied(mask: Mask, telling: Telling, statuses: Statuses) -> bool:
    """Tell whether there is no such form, or nothing decided on it."""
    before = mask.text[: mask.place_of(telling.unit)] if telling.unit else ""
    return statuses.marks.is_none(before) or (len(before) < telling.verb_start and statuses.guards.is_undecided(before))


def let_end(telling: Telling, mask: Mask, verbal: Sequence[Match], statuses: Statuses) -> None:
    """Let a verb that ends the record have the last word: "the pact signed in 2021 was cancelled"."""
    if telling.unit is None:
        return
    place = mask.place_of(telling.unit)
    active = [m for m in verbal if m.verb_start < place]
    told = [m for m in verbal if m.verb_start > place] + ([max(active, key=lambda m: m.verb_start)] if active else [])
    for match in told:
        status, certainty = _state(mask, match, statuses)
        behind = mask.text[match.verb_end :]
        if status in statuses.ending and certainty.is_fact and not statuses.guards.is_conditional(behind):
            telling.status, telling.certainty = status, certainty


def _lead(mask: Mask, match: Match) -> str:
    """Return the masked words that lead from the subject to the verb, without what an earlier clause says."""
    before = mask.text[max(0, _head(mask, match) - _INVERTED) : match.verb_start]
    if match.verb_text.endswith("ing"):
        before = before[-_GERUND:]
    floor = max(before.rfind(mark) for mark in (";", " : ", ' " '))
    return before[floor + 1 :]


def _is_object(mask: Mask, unit: Unit | None, match: Match) -> bool:
    """Tell whether the form stands behind the verb, as what is signed."""
    return unit is not None and mask.place_of(unit) > match.verb_start


def _head(mask: Mask, match: Match) -> int:
    """Return where the subject of a verb stands: the form, where it stands before the verb ("will map copper under an accord signed …")."""
    places = [mask.place_of(unit) for unit in match.get("form")]
    return max([match.start, *(place for place in places if place < match.verb_start)])
