"""Tellings: what one sentence states of one record, gathered from all frames that match around one form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from publisher.extract.forms import Form
from publisher.extract.frames import Frame, Match, match_frames
from publisher.extract.masks import Mask
from publisher.extract.mentions import Mention
from publisher.extract.statuses import Statuses
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

    @property
    def has_verb(self) -> bool:
        """Tell whether a verb says that something was done, and the form is not only named."""
        return self.verb is not None or "status" in self.sets


    @property
    def is_part(self) -> bool:
        """Tell whether the form is one of several told before: "the first of them"."""
        return self.unit is not None and self.unit.mentions[0].kind == "part"


def find_tellings(mask: Mask, frames: list[Frame], statuses: Statuses) -> list[Telling]:
    """Return what a masked sentence tells, one telling a form (or a verb that is an agreement by itself), in order."""
    groups: dict[int, list[Match]] = {}
    for match in match_frames(mask, frames):
        if not _is_enough(match) or _is_owner(mask, match) or not _is_about(mask, match, statuses):
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
    telling.start, telling.end = min(m.start for m in matches), max(m.end for m in matches)
    floor = max(_product_end(mask, match, statuses) for match in ordered)
    for match in ordered:
        _add_parties(telling, match, floor)
        if match.frame.sets and not telling.sets:
            telling.sets = match.frame.sets
    verbal = [m for m in ordered if m.verb]
    if verbal:
        best = _best(verbal, unit, statuses)
        if unit is None and best.frame.sets:
            telling.sets = best.frame.sets
        _set_status(telling, mask, best, statuses)
        _end(telling, mask, verbal, statuses)
        for other in (m for m in verbal if m is not best and m.verb_start == best.verb_start):
            doubt = _certainty(mask, other, statuses)
            if not doubt.is_fact:
                telling.certainty = doubt
    if unit is not None:
        at = mask.place_of(unit)
        telling.is_open = statuses.is_open(mask.text[max(0, at - 26) : at]) and not (
            telling.certainty.is_fact and telling.status in statuses.done
        )
        telling.is_new = statuses.is_new(mask.text[max(0, at - 26) : at]) or (
            telling.verb is not None
            and statuses.is_past(mask.text[: telling.verb_start])
            and telling.form is not None
            and not telling.form.definite
        )
        telling.is_tight = telling.verb is None or abs(at - telling.verb_start) < _TIGHT
        telling.is_each = statuses.is_each(mask.text[max(0, at - 40) : at + 60])
        indefinite = statuses.is_indefinite(mask.text[max(0, at - 40) : at])
        telling.is_owned = (
            any(m.frame.names for m in matches)
            and telling.form is not None
            and not telling.form.pointer
            and not telling.form.weak
            and not indefinite
        )
    return telling


def _best(verbal: Sequence[Match], unit: Unit | None, statuses: Statuses) -> Match:
    """Of several verbs, the one nearest to the form; without a form the one that says most of the state."""
    if unit is not None:
        return min(verbal, key=lambda m: (m.end - m.start, m.start))
    return max(verbal, key=lambda m: statuses.strength.get(statuses.plain(m.verb or ""), -1))


def _certainty(mask: Mask, match: Match, statuses: Statuses) -> Certainty:
    return statuses.of(match.verb or "", match.verb_text, _lead(mask, match))[1]


def _set_status(telling: Telling, mask: Mask, match: Match, statuses: Statuses) -> None:
    telling.verb, telling.verb_start, telling.rule = match.verb, match.verb_start, match.frame.id
    telling.status, telling.certainty = statuses.of(match.verb or "", match.verb_text, _lead(mask, match))
    if telling.status in statuses.done and telling.unit is not None and telling.certainty.is_fact:
        place = mask.place_of(telling.unit)
        if place > telling.verb_start and statuses.signs_too(mask.text[telling.verb_start : place]):
            telling.verb, telling.status = statuses.signing, statuses.signed
    if telling.verb in statuses.made and telling.unit is not None and telling.certainty.is_fact:
        behind = statuses.signed_behind.match(mask.text, mask.place_of(telling.unit) + len(telling.unit.mark))
        if behind is not None:
            telling.verb, telling.status, telling.verb_start = statuses.signing, statuses.signed, behind.start()
    telling.is_beside = statuses.is_beside(mask.text[max(0, match.start - _BESIDE) : match.end + _BESIDE])
    if telling.status in statuses.done and _is_object(mask, telling.unit, match) and statuses.is_wished(mask.text[: match.verb_start]):
        telling.status, telling.is_wished = statuses.wished, True
    if telling.certainty.is_fact and telling.unit is not None:
        telling.status = _settle(mask, telling, match, statuses)
    if telling.status in statuses.ending and statuses.guards.is_conditional(mask.text[match.verb_start + len(match.verb_text) + 1 :]):
        telling.certainty = Certainty.POSSIBLE
    if telling.unit is not None and _is_denied(mask, telling, statuses):
        telling.certainty = Certainty.DENIED


def _settle(mask: Mask, telling: Telling, match: Match, statuses: Statuses) -> str | None:
    """Return the status that what stands around says more of: "set up by a memorandum signed in May", "had formed a venture"."""
    if telling.status in statuses.done - statuses.ending and telling.unit and statuses.is_signed(mask.text[mask.place_of(telling.unit) :]):
        telling.verb = statuses.signing
        return statuses.signed
    before = mask.text[: telling.verb_start]
    behind = mask.text[telling.verb_start + len(match.verb_text) + 1 :]
    is_product = statuses.guards.is_product(before, match.verb_text, behind)
    return statuses.earlier(telling.verb or "", telling.status, before, is_product=is_product)


def _is_denied(mask: Mask, telling: Telling, statuses: Statuses) -> bool:
    """Tell whether there is no such form, or nothing decided on it."""
    before = mask.text[: mask.place_of(telling.unit)] if telling.unit else ""
    return statuses.is_none(before) or (len(before) < telling.verb_start and statuses.guards.is_undecided(before))


def _end(telling: Telling, mask: Mask, verbal: Sequence[Match], statuses: Statuses) -> None:
    """Let a verb that ends the record have the last word: "the pact signed in 2021 was cancelled"."""
    if telling.unit is None:
        return
    place = mask.place_of(telling.unit)
    active = [m for m in verbal if m.verb_start < place]
    told = [m for m in verbal if m.verb_start > place] + ([max(active, key=lambda m: m.verb_start)] if active else [])
    for match in told:
        status, certainty = statuses.of(match.verb or "", match.verb_text, _lead(mask, match))
        behind = mask.text[match.verb_start + len(match.verb_text) + 1 :]
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


_PARTNER = re.compile(r" (?:with|from|to) .*\{party\}(?: \])?$")
_TIGHT = 45  # characters between a verb and the form that is its object
_INVERTED = 10  # characters before the subject in which "if" or "should" may stand
_BESIDE = 30  # characters around a telling in which "also" or "along with" stands
_GERUND = 18  # before "signing" only what stands right before it is its modality


def _product_end(mask: Mask, match: Match, statuses: Statuses) -> int:
    """Return where the subject of a verb ends that is no party, but what was made ("Quill was created by a merger of"), else 0."""
    behind = mask.text[match.verb_start + len(match.verb_text) + 1 :]
    if not statuses.guards.is_product(mask.text[: match.verb_start], match.verb_text, behind):
        return 0
    return next((unit.start for unit, at in mask.placed() if at > match.verb_start), 0)


def _add_parties(telling: Telling, match: Match, floor: int) -> None:
    found = (*match.get("party"), *match.get("adjective"), *match.get("named"))
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
