"""Tellings: what one sentence states of one record, gathered from all frames that match around one form."""

import re
from collections.abc import Sequence

from publisher.extract.frames import Frame, Match, match_frames
from publisher.extract.masks import Mask
from publisher.extract.outcomes import best_of, certainty_of, let_end, set_status
from publisher.extract.statuses import Statuses
from publisher.extract.telling import Telling
from publisher.model import Certainty

_PARTNER = re.compile(r" (?:with|from|to) .*\{party\}(?: \])?$")
_TIGHT = 45  # characters between a verb and the form that is its object


def find_tellings(mask: Mask, frames: list[Frame], statuses: Statuses) -> list[Telling]:
    """Return what a masked sentence tells, one telling a form (or a verb that is an agreement by itself), in order."""
    groups: dict[int, list[Match]] = {}
    for match in match_frames(mask, frames):
        if not _is_enough(match) or not _says(mask, match) or _is_owner(mask, match) or not _is_about(mask, match, statuses):
            continue
        forms = match.get("form")
        groups.setdefault(forms[0].start if forms else -match.start - 1, []).append(match)
    tellings = [_gather(mask, matches, statuses) for matches in groups.values()]
    named = [t for t in tellings if t.unit is not None]
    out = named + [t for t in tellings if t.unit is None and not any(_overlap(t, other) for other in named)]
    return sorted((t for t in out if not _is_purpose(t, out)), key=lambda t: t.start)


def _is_enough(match: Match) -> bool:
    units = (*match.get("party"), *match.get("adjective"))
    members = [m for unit in units for m in unit.mentions]
    plural = any(unit.code == "G" for unit in units)
    return plural or len(members) >= match.frame.needs


def _says(mask: Mask, match: Match) -> bool:
    """Tell whether the words of a match hold those that its frame wants of them, however they are masked."""
    says = match.frame.says
    return says is None or any(says.search(unit.low) for unit, at in mask.placed() if match.start <= at < match.end)


def _is_about(mask: Mask, match: Match, statuses: Statuses) -> bool:
    """Tell whether the verb of a match is about its form, and not about what the form says or a part of it."""
    if match.verb is None or not match.get("form"):
        return True
    place = mask.place_of(match.get("form")[0])
    left, right = sorted((place, match.verb_start))
    return statuses.guards.is_about(mask.text[left:right], is_before=place < match.verb_start)


def _is_owner(mask: Mask, match: Match) -> bool:
    """Tell whether what is taken over or bought is only something of the party named: "takes over its rival's mine"."""
    named = match.get("named")
    at = mask.units.index(named[-1]) + 1 if named and match.frame.whole else len(mask.units)
    return at < len(mask.units) and mask.units[at].text == "'s"


def _overlap(left: Telling, right: Telling) -> bool:
    return right.has_verb and _names(left) <= _names(right)


def _is_purpose(telling: Telling, tellings: Sequence[Telling]) -> bool:
    """Tell whether what is wished is only what another record of the sentence is for: "an agreement of A and B to make a partnership"."""
    return telling.is_wished and any(
        other is not telling and not other.is_wished and _names(telling) <= _names(other) for other in tellings
    )


def _names(telling: Telling) -> set[int]:
    return {mention.start for mention in telling.parties}


def _gather(mask: Mask, matches: Sequence[Match], statuses: Statuses) -> Telling:
    ordered = sorted(matches, key=lambda m: (m.verb is None, m.verb_start if m.verb else 0))
    forms = ordered[0].get("form")
    unit = forms[0] if forms else None
    form = unit.mentions[0].form if unit else None
    telling = Telling(unit, form, rule=ordered[0].frame.id, sets=ordered[0].frame.sets)
    telling.signs = any(m.frame.signs for m in matches)
    telling.refers = all(m.frame.refers for m in matches)
    telling.is_another = any(m.frame.another for m in matches)
    telling.start, telling.end = min(m.start for m in matches), max(m.end for m in matches)
    floor = max(_product_end(mask, match, statuses) for match in ordered)
    for match in ordered:
        _add_parties(telling, match, floor)
        if match.frame.sets and not telling.sets:
            telling.sets = match.frame.sets
    verbal = [m for m in ordered if m.verb]
    if verbal:
        best = best_of(verbal, unit, statuses)
        if unit is None and best.frame.sets:
            telling.sets = best.frame.sets
        set_status(telling, mask, best, statuses)
        let_end(telling, mask, verbal, statuses)
        for other in (m for m in verbal if m is not best and m.verb_start == best.verb_start):
            doubt = certainty_of(mask, other, statuses)
            if not doubt.is_fact:
                telling.certainty = doubt
    if unit is not None:
        _mark_form(telling, mask, matches, statuses)
    return telling


def _mark_form(telling: Telling, mask: Mask, matches: Sequence[Match], statuses: Statuses) -> None:
    """Set what the words around a form mark it as."""
    if telling.unit is None:
        return
    at = mask.place_of(telling.unit)
    if telling.has_verb and statuses.marks.is_none(mask.text[:at]):
        telling.certainty = Certainty.DENIED
    telling.is_open = statuses.marks.is_open(mask.text[max(0, at - 26) : at]) and not (
        telling.certainty.is_fact and telling.status in statuses.done
    )
    if statuses.marks.is_talk(mask.text[at + len(telling.unit.mark) :]) and telling.certainty.is_fact and telling.status not in statuses.ending:
        telling.verb, telling.status, telling.sets = telling.verb or telling.rule, statuses.talked, {}
    telling.is_new = statuses.marks.is_new(mask.text[max(0, at - 26) : at]) or (
        telling.verb is not None
        and statuses.is_past(mask.text[: telling.verb_start])
        and telling.form is not None
        and not telling.form.definite
    )
    telling.is_tight = telling.verb is None or abs(at - telling.verb_start) < _TIGHT
    telling.is_each = statuses.marks.is_each(mask.text[max(0, at - 40) : at + 60])
    indefinite = statuses.marks.is_indefinite(mask.text[max(0, at - 40) : at])
    telling.is_owned = (
        any(m.frame.names for m in matches)
        and telling.form is not None
        and not telling.form.pointer
        and not telling.form.weak
        and not indefinite
    )


def _product_end(mask: Mask, match: Match, statuses: Statuses) -> int:
    """Return where the subject of a verb ends that is no party, but what was made ("Quill was created by a merger of"), else 0."""
    behind = mask.text[match.verb_end :]
    if not statuses.guards.is_product(mask.text[: match.verb_start], match.verb_text, behind):
        return 0
    return next((unit.start for unit, at in mask.placed() if at > match.verb_start), 0)


def _add_parties(telling: Telling, match: Match, floor: int) -> None:
    found = (*match.get("party"), *match.get("adjective"), *match.get("named"), *match.get("known"))
    units = [unit for unit in found if unit.start >= floor]
    for index, unit in enumerate(units):
        for mention in unit.mentions or ():
            if mention not in telling.parties:
                telling.parties.append(mention)
        verb_first = match.verb is None or unit.start < match.units[0][1].start
        if index > 0 or (_PARTNER.search(match.frame.gist) and index == len(units) - 1):
            telling.co_parties.extend(m for m in unit.mentions if m not in telling.co_parties)
        elif (match.verb and not verb_first) or index == 0:
            telling.subjects.extend(m for m in unit.mentions if m not in telling.subjects)
