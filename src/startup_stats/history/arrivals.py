"""Members come and gone between two states, by status: counts, and nothing else of anybody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.indicators.people import current_mission
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from startup_stats.history.news import Span
    from startup_stats.history.states import State
    from startup_stats.model import Mission, Portfolio


class Arrivals(NamedTuple):
    """How many members had no mission at first and have one in the end, and the other way round, by status.

    `at_term`: of those gone, how many left on the day that their mission was to end from the start. `changed`: how
    many have another status now.
    """

    came: Mapping[str, int]
    gone: Mapping[str, int]
    at_term: int
    changed: int


def arrivals(then: State, now: State, span: Span) -> Arrivals | None:
    """Compare the missions of the first day with those of the last; None where nobody's file says anything new.

    Each day is looked up in the content of then, and of now: an end that comes as was written is a departure too.
    """
    if _written(then.portfolio) == _written(now.portfolio):
        return None
    unread = then.unread.get("member", frozenset()) | now.unread.get("member", frozenset())
    before, after = _missions(then.portfolio, span.since, unread), _missions(now.portfolio, span.until, unread)
    gone = {name: mission for name, mission in before.items() if name not in after}
    both = before.keys() & after.keys()
    found = Arrivals(
        _by_status(mission for name, mission in after.items() if name not in before),
        _by_status(gone.values()),
        sum(mission.end is not None and mission.end < span.until for mission in gone.values()),
        sum(before[name].status != after[name].status for name in both),
    )
    return found if any((*found.came.values(), *found.gone.values(), found.changed)) else None


def _written(portfolio: Portfolio) -> dict[str, tuple[Mission, ...]]:
    return {member.id: member.missions for member in portfolio.members}


def _missions(portfolio: Portfolio, day: date, unread: AbstractSet[str]) -> dict[str, Mission]:
    """Return the mission of each member who has one on a day, by one of the three statuses."""
    found = {each.id: current_mission(each, day) for each in portfolio.members if each.id not in unread}
    return {name: mission for name, mission in found.items() if mission is not None and mission.status in STATUSES}


def _by_status(missions: Iterable[Mission]) -> dict[str, int]:
    counts = Counter(mission.status for mission in missions)
    return {status: counts[status] for status in STATUSES}
