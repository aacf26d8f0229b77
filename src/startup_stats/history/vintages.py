"""Spans → vintages: each figure as it was known on each day, as of that day, by its change points."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.indicators.dating import Dated
from startup_stats.indicators.series import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from startup_stats.history.facts import Statement
    from startup_stats.history.spans import Span, Spans
    from startup_stats.indicators.definition import Definition, Indicator, Subject
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.language import Text

# A figure's value from a day on; None where it can't be had.
Point = tuple[date, int | None]
# How much a count moves on a day.
Moves = dict[date, int]


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
    """The vintages of some spans, each indicator computed when it is asked for."""

    def __init__(self, spans: Spans, days: Days) -> None:
        self._spans = spans
        self._days = days._replace(terms=cache(days.terms))
        self._recorded = cache(lambda subject: _recorded(spans, subject, days))

    def figures(self, indicator: Indicator, method: Method) -> Figures:
        """Compute one indicator's vintages by one method."""
        return _figures(self._spans, self._days, Basis(indicator, method, self._recorded(indicator.subject)))


def _recorded(spans: Spans, subject: Subject, days: Days) -> dict[date, bool]:
    """Return from which day on the content records what figures on products, or on members, rest on."""
    moves: Moves = defaultdict(int)
    for span in (span for of_record in spans[subject.id].values() for span in of_record):
        if subject.is_recorded(span.statement.subject):
            _add(moves, span.first, span.end)
    found = {days.first: False}
    for day, count in timeline(moves):
        if day <= days.last and (count > 0) != next(reversed(found.values())):
            found[day] = count > 0
    return found


def _add(moves: Moves, first: date, end: date) -> None:
    moves[first] += 1
    moves[end] -= 1


def timeline(moves: Moves) -> Iterator[tuple[date, int]]:
    """Yield a count on each day on which it moves, in their order."""
    value = 0
    for day, move in sorted(moves.items()):
        if move:
            value += move
            yield day, value


def _figures(spans: Spans, days: Days, basis: Basis) -> Figures:
    counts = _counts(spans[basis.indicator.subject.id].values(), basis.indicator.by(basis.method), days)
    frame = cache(lambda day: basis.frame(day, days.terms(day)))
    years = {year: tuple(_points(year, counts[year], frame, basis, days)) for year in frame(days.last).years()}
    unrecorded = basis.indicator.subject.unrecorded
    return Figures(years, tuple((day, None if is_so else unrecorded) for day, is_so in basis.recorded.items()))


def _counts(of_records: Iterable[Iterable[Span]], definition: Definition, days: Days) -> dict[int, Moves]:
    """Return how much the count of each year moves on which day."""
    counts: dict[int, Moves] = defaultdict(lambda: defaultdict(int))
    settled: dict[Statement, int | None] = {}
    for span in (span for spans in of_records for span in spans):
        statement = span.statement
        if not statement.days or statement.days[-1] <= span.first:  # it says the same for ever
            if statement not in settled:
                settled[statement] = _year(definition, statement, days.terms(span.first))
            if (year := settled[statement]) is not None:
                _add(counts[year], span.first, span.end)
            continue
        starts = [span.first, *(day for day in statement.days if span.first < day < span.end)]
        for first, end in zip(starts, [*starts[1:], span.end], strict=True):
            if (year := _year(definition, statement, days.terms(first))) is not None:
                _add(counts[year], first, end)
    return counts


def _year(definition: Definition, statement: Statement, terms: Terms) -> int | None:
    dating = definition.date(statement.subject, terms)
    return dating.year if isinstance(dating, Dated) else None


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
