"""Whether two profiles speak of one record: same, different or undecided, with a score and the reasons in words.

Each kind of evidence gives points, or an objection. A *hard* objection (organisations of each state with nothing in common, dates
that cannot meet) means different. A *firm* one (unrelated forms) leaves undecided what agrees in plenty else, a *soft* one
(unrelated subjects, dates some weeks apart) what agrees enough. Without objection, enough points mean same, a few undecided, and fewer that nothing speaks for it.
Decision 0013 says why the numbers are what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from publisher.domain import Slot
from publisher.graph.dates import gap_days, interval
from publisher.graph.profile import Profile, Window, World
from publisher.rdf import IRI

DAY: Final = len("YYYY-MM-DD")
WIDE: Final = 2
LEAST: Final = 2
ENOUGH: Final = 3
PLENTY: Final = 6
NEAR_DAYS: Final = 3
OFF_DAYS: Final = 31
FRESH_DAYS: Final = 14
WINDOW_DAYS: Final = 120
AHEAD_DAYS: Final = 400
BACK_DAYS: Final = 800


class Outcome(StrEnum):
    """What a comparison comes to."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Objection(StrEnum):
    """How far a piece of evidence speaks against."""

    NONE = "none"
    SOFT = "soft"
    FIRM = "firm"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence."""

    points: int
    reason: str
    objection: Objection = Objection.NONE


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one comparison; ``score`` is the sum of the points."""

    outcome: Outcome
    score: int
    reason: str


def compare(left: Profile, right: Profile, world: World) -> Verdict:
    """Compare two profiles whose parties belong to the same states."""
    parties, dates = _parties(left, right, world), _dates(left, right)
    signs = [parties, _forms(left, right, world), dates]
    if parties.points < 0 and dates.points < 1:
        signs.append(Sign(0, "organisations and states at other times", Objection.HARD))
    is_same_day = dates.points >= ENOUGH
    states_only = left.parties == right.parties == left.units
    for slot in world.domain.record.slots.values():
        if slot.match == "weak":
            signs.extend(_traits(left, right, slot, world, is_settled=is_same_day and states_only))
    return _judge([sign for sign in signs if sign.reason])


def _judge(signs: list[Sign]) -> Verdict:
    score = sum(sign.points for sign in signs)
    objections = [sign.objection for sign in signs if sign.objection is not Objection.NONE]
    reason = "; ".join(sign.reason for sign in signs)
    if not objections and score >= ENOUGH:
        return Verdict(Outcome.SAME, score, reason)
    gravest = objections[0] if objections else Objection.NONE
    least = {Objection.NONE: LEAST, Objection.SOFT: ENOUGH, Objection.FIRM: PLENTY}.get(gravest)
    is_open = len(objections) <= 1 and least is not None and score >= least
    return Verdict(Outcome.UNDECIDED if is_open else Outcome.DIFFERENT, score, reason)


def _parties(left: Profile, right: Profile, world: World) -> Sign:
    """Compare the organisations of each state: an organisation meets itself, or its state alone; two strangers object."""
    levels = set()
    named = left.parties & right.parties
    has_shared_organisation = any(world.unit(party) != party for party in named)
    for unit in left.units | right.units:
        ours, theirs = (frozenset(party for party in side.parties if world.unit(party) == unit and party != unit) for side in (left, right))
        if ours and theirs:
            levels.add("shared" if ours & theirs else "strangers")
        else:
            levels.add("level" if (ours or theirs) and unit not in named else "shared")
    if "strangers" in levels:
        return Sign(0, "other organisations of one state", Objection.FIRM if has_shared_organisation else Objection.HARD)
    if levels == {"shared"}:
        return Sign(2, "same parties")
    return Sign(1 if "shared" in levels else -1, "same states, one report naming their organisations")


def _forms(left: Profile, right: Profile, world: World) -> Sign:
    if not left.forms or not right.forms:
        return Sign(0, "")
    if left.forms & right.forms:
        return Sign(2, "same form")
    pairs = [(ours, theirs) for ours in left.forms for theirs in right.forms]
    if any(world.is_above(ours, theirs) or world.is_above(theirs, ours) for ours, theirs in pairs):
        return Sign(1, "one form is a kind of the other")
    is_family = any(_shared_above(ours, theirs, world) for ours, theirs in pairs)
    return Sign(0, "forms of one family" if is_family else "other form", Objection.SOFT if is_family else Objection.FIRM)


def _shared_above(ours: IRI, theirs: IRI, world: World) -> bool:
    above = world.domain.superclasses
    root = world.domain.record.type
    shared = above.get(ours, frozenset()) & above.get(theirs, frozenset())
    return any(root in above.get(term, ()) and term != root for term in shared)


def _dates(left: Profile, right: Profile) -> Sign:
    if left.dates and right.dates:
        return min(
            (_two_dates(a, b) for a in left.dates for b in right.dates), key=lambda sign: (sign.objection != Objection.NONE, -sign.points)
        )
    if left.dates or right.dates:
        stated, other = (left, right) if left.dates else (right, left)
        signs = [_date_and_report(interval(text), other) for text in stated.dates]
        return min(signs, key=lambda sign: (sign.objection != Objection.NONE, -sign.points))
    return _two_reports(left, right)


def _two_dates(left: str, right: str) -> Sign:
    gap = abs(gap_days(interval(left), interval(right)))
    coarser = min(len(left), len(right))
    if gap == 0:
        return Sign({4: 1, 7: 2, DAY: 3}[coarser], "same date" if coarser == DAY else "dates agree")
    if gap <= NEAR_DAYS and coarser == DAY:
        return Sign(1, f"dates {gap} days apart")
    return Sign(0, f"dates {gap} days apart", Objection.SOFT if gap <= OFF_DAYS else Objection.HARD)


def _date_and_report(stated: Window, other: Profile) -> Sign:
    """Compare a stated date with the time of a report that states none: news comes about the event, a mention any time after."""
    if other.reported is None:
        return Sign(0, "no date")
    gap = gap_days(stated, other.reported)
    if 0 <= gap <= FRESH_DAYS and other.is_news:
        return Sign(2, "reported when it was dated")
    if abs(gap) <= WINDOW_DAYS:
        return Sign(1, "reported near the date")
    if -AHEAD_DAYS <= gap <= (0 if other.is_news else BACK_DAYS):
        return Sign(0, "reported long before or after")
    return Sign(0, f"reported {abs(gap)} days off", Objection.SOFT if abs(gap) <= AHEAD_DAYS or not other.is_news else Objection.HARD)


def _two_reports(left: Profile, right: Profile) -> Sign:
    if left.reported is None or right.reported is None:
        return Sign(0, "no date")
    gap = abs(gap_days(left.reported, right.reported))
    if gap <= FRESH_DAYS:
        return Sign(2 if left.is_news and right.is_news else 1, "reported in the same days")
    if gap <= WINDOW_DAYS:
        return Sign(1 if left.is_news and right.is_news else 0, "reported in the same months")
    return Sign(0, f"reported {gap} days apart", Objection.SOFT if gap <= AHEAD_DAYS else Objection.HARD)


def _traits(left: Profile, right: Profile, slot: Slot, world: World, *, is_settled: bool) -> Iterator[Sign]:
    ours, theirs = left.values(slot.name), right.values(slot.name)
    if not ours or not theirs:
        return
    is_other_subject = slot.range == "concept" and not is_settled and not _may_overlap(ours, theirs, world)
    if ours & theirs:
        yield Sign(2 if slot.range in {"entity", "person"} else 1, f"same {slot.name}")
    elif is_other_subject or slot.range == "entity":
        yield Sign(0, f"other {slot.name}", Objection.SOFT)
    elif slot.range == "place":
        yield Sign(-1, f"other {slot.name}")


def _may_overlap(ours: frozenset[str], theirs: frozenset[str], world: World) -> bool:
    """Tell whether two sets of concepts may mean one subject: one is above the other, or one is as wide as a whole scheme.

    A concept at the top of its scheme or right below it is wide: it says nothing against a narrower one in another branch.
    """
    broader = world.domain.broader
    above = {value: broader.get(IRI(value), frozenset({IRI(value)})) for value in ours | theirs}
    if any(len(concepts) <= WIDE for concepts in above.values()):
        return True
    return any(IRI(a) in above[b] or IRI(b) in above[a] for a in ours for b in theirs)
