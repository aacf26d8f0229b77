"""Spans → vintages: each figure as it was known on each day, as of that day, by its change points."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.labels import RECORDED, name_of
from startup_stats.history.tally import timeline
from startup_stats.indicators.series import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from startup_stats.history.tally import Moves, Tally
    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.language import Text

# A figure's value from a day on; None where it can't be had.
Point = tuple[date, int | None]


class Figures(NamedTuple):
    """An indicator by one method: the change points of each year, and from when there are none at all, with the reason.

    Where that reason is None, there are some from that day on.
    """

    years: Mapping[int, tuple[Point, ...]]
    reasons: tuple[tuple[date, Text | None], ...]


class Days(NamedTuple):
    """The days that vintages are of: all from `first` to `last`; and the terms of one."""

    first: date
    last: date
    terms: Callable[[date], Terms]


class Basis(NamedTuple):
    """What is computed: an indicator by a method, and from which days on the content records it, or no more."""

    indicator: Indicator
    method: Method
    recorded: dict[date, bool]

    def frame(self, day: date, terms: Terms) -> Frame:
        """Return what the years of a day are computed in."""
        is_recorded = next((self.recorded[since] for since in reversed(self.recorded) if since <= day), False)
        return Frame(self.indicator, self.method, terms, is_recorded)


class Vintages:
    """The vintages of what was counted, each indicator made when it is asked for."""

    def __init__(self, counted: Tally, days: Days) -> None:
        self._counted, self._days = counted, days._replace(terms=cache(days.terms))

    def figures(self, indicator: Indicator, method: Method, name: str | None = None) -> Figures:
        """Return one indicator's vintages by one method, counted under a name of their own if one is given."""
        days, counted = self._days, self._counted
        basis = Basis(indicator, method, _recorded(counted.get((RECORDED, indicator.subject.id), {}), days))
        frame = cache(lambda day: basis.frame(day, days.terms(day)))
        name = name_of(indicator.id, name or method)
        years = {
            year: tuple(_points(year, counted.get((name, str(year)), {}), frame, basis, days))
            for year in frame(days.last).years()
        }
        unrecorded = indicator.subject.unrecorded
        return Figures(years, tuple((day, None if is_so else unrecorded) for day, is_so in basis.recorded.items()))


def _recorded(moves: Moves, days: Days) -> dict[date, bool]:
    """Return from which day on the content records what figures on products, or on members, rest on."""
    found = {days.first: False}
    for day, count in timeline(moves):
        if day <= days.last and (count > 0) != next(reversed(found.values())):
            found[day] = count > 0
    return found


def _points(year: int, moves: Moves, frame: Callable[[date], Frame], basis: Basis, days: Days) -> Iterator[Point]:
    """Yield the change points of a year: where its count moves, a calendar year begins, or files begin to record it."""
    counts = dict(timeline(moves))
    begins = [date(other, 1, 1) for other in range(days.first.year, days.last.year + 1)]
    value, last, is_listed = 0, None, False
    for day in sorted({*counts, *basis.recorded, *begins}):
        value = counts.get(day, value)
        if not days.first <= day <= days.last or year not in frame(day).years():
            continue
        known = value if frame(day).valueless(year, value) is None else None
        if not is_listed or known != last:
            yield day, known
        is_listed, last = True, known
