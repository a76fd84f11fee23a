"""Where clusters of records are kept so that a report finds those it may belong to without looking at all.

A shelf holds the clusters of one handle and one month. Handles are the organisations among the parties, a mark for each state that stands
without one, and a mark for all; months are those of the stated dates or, without any, of the reports.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from publisher.graph.compare import AHEAD_DAYS, BACK_DAYS, OFF_DAYS, WINDOW_DAYS
from publisher.graph.profile import Profile, Window, World

ALL: Final = "*"
ALWAYS: Final = -1
MONTH_DAYS: Final = 28

Handle = tuple[str, bool]


class Shelves:
    """Numbers of clusters by handle and month; dated and undated ones apart."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._shelves: dict[Handle, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))

    def put(self, number: int, profile: Profile) -> None:
        """Put a cluster wherever a report of it may look; putting it again after it has grown adds shelves."""
        months = {month for window in profile.windows for month in _months(window)} or {ALWAYS}
        for handle in (ALL, *_organisations(profile, self._world), *_bare(profile, self._world)):
            for month in months:
                self._shelves[handle, bool(profile.dates)][month].add(number)

    def find(self, profile: Profile) -> list[int]:
        """Return the numbers of the clusters a report may belong to, in order.

        An organisation is looked for by itself and where its state stands alone; a report of states only where one of its states
        stands alone and, near its time, among all.
        """
        organisations = _organisations(profile, self._world)
        homes = {_mark(self._world.unit(party).value) for party in profile.parties if party.value in organisations}
        found: set[int] = set()
        for handle in organisations | homes or {ALL, *_bare(profile, self._world)}:
            for is_dated in (True, False):
                found |= self._near(handle, profile, is_dated=is_dated)
        return sorted(found)

    def _near(self, handle: str, profile: Profile, *, is_dated: bool) -> set[int]:
        shelves = self._shelves.get((handle, is_dated), {})
        if not profile.windows:
            return set().union(*shelves.values())
        months = _near_months(profile, is_dated=is_dated, is_strict=handle == ALL)
        return set().union(*(shelves[month] for month in {ALWAYS, *months} & shelves.keys()))


def _near_months(profile: Profile, *, is_dated: bool, is_strict: bool) -> Iterator[int]:
    """Give the months in which a comparison could come to anything but different."""
    back, ahead = (OFF_DAYS, OFF_DAYS) if profile.dates and is_dated else (AHEAD_DAYS, AHEAD_DAYS)
    if is_strict:
        back = ahead = WINDOW_DAYS
    elif profile.dates and not is_dated:
        ahead = BACK_DAYS
    elif not profile.dates and not profile.is_news:
        back = BACK_DAYS
    for window in profile.windows:
        months = _months(window)
        yield from range(months.start - back // MONTH_DAYS - 1, months.stop + ahead // MONTH_DAYS + 1)


def _months(window: Window) -> range:
    first, last = window
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _organisations(profile: Profile, world: World) -> set[str]:
    return {party.value for party in profile.parties if world.unit(party) != party}


def _bare(profile: Profile, world: World) -> set[str]:
    taken = {world.unit(party) for party in profile.parties if world.unit(party) != party}
    return {_mark(unit.value) for unit in profile.units - taken}


def _mark(unit: str) -> str:
    return f"bare {unit}"
