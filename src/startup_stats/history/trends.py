"""Trends: where the portfolio stood at the end of each month that is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.labels import (
    ACTIVE,
    CONFORMITY,
    DECLARED,
    INCUBATOR,
    PHASE,
    RECORDED,
    STARTED,
    declared_in,
)
from startup_stats.history.spans import DAY
from startup_stats.history.tally import at
from startup_stats.indicators.definition import MEMBERS
from startup_stats.language import Text, same
from startup_stats.standards.catalogue import ACCESSIBILITY, STANDARDS
from startup_stats.standards.definition import NOT_TOLD
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from startup_stats.history.tally import Tally
    from startup_stats.history.vintages import Days
    from startup_stats.standards.definition import StandardTerms
    from startup_stats.vocabulary import Phases


# What a month counted, None where its files tell nothing of it yet.
_Counted = Mapping[str, float | None] | None


class Line(NamedTuple):
    """One line of a trend: a value a month, None where none can be had."""

    id: str
    title: Text
    values: tuple[float | None, ...]


class Trend(NamedTuple):
    """A trend: its months (as 2026-08), and its lines."""

    id: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]


class Months:
    """The ends of the months that are over, and how many counted then under each label."""

    def __init__(self, counted: Tally, days: Days) -> None:
        self.ends = month_ends(days)
        of: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for (name, item), moves in counted.items():
            of[name][item] = at(moves, self.ends)
        self._of = of

    def counts(self, name: str) -> list[dict[str, int]]:
        """Return the counts of each month that are not 0, by what is counted."""
        of = self._of.get(name, {})
        return [
            {item: values[month] for item, values in of.items() if values[month]} for month in range(len(self.ends))
        ]


def trends(
    counted: Tally,
    days: Days,
    standards: Mapping[str, StandardTerms],
    seen: Mapping[date, _Counted],
    titles: Mapping[str, str],
) -> list[Trend]:
    """Compute all trends; `seen` are the observed shares by month's end, `titles` the incubators' by their ids."""
    months, phases = Months(counted, days), days.terms(days.last).vocabulary.phases
    titles_of = {name: kind.title for name, kind in phases.items()}
    names = tuple(f"{end:%Y-%m}" for end in months.ends)
    incubators, words_of = months.counts(INCUBATOR), {name: STANDARDS[name].title for name in standards}
    return [
        _trend(name, names, of_months, words)
        for name, of_months, words in (
            ("products_by_phase", [month or None for month in months.counts(PHASE)], titles_of),
            ("declared", _declared(months, standards, phases), words_of),
            ("observed", [seen.get(end) for end in months.ends], words_of),
            (ACCESSIBILITY.id, _conformity(months), {name: same(name) for name in _STATUSES}),
            ("active_members", _active(months), STATUSES),
            ("products_by_incubator", [month or None for month in incubators], _named(incubators, titles)),
        )
        if name != ACCESSIBILITY.id or name in standards
    ]


def month_ends(days: Days) -> list[date]:
    """Return the last days of the months that are over."""
    years = range(days.first.year, days.last.year + 1)
    firsts = [date(year + month // 12, month % 12 + 1, 1) for year in years for month in range(1, 13)]
    return [first - DAY for first in firsts if days.first <= first - DAY <= days.last]


def _trend(name: str, months: tuple[str, ...], counted: Sequence[_Counted], words: Mapping[str, Text]) -> Trend:
    """Return a trend from the first month of which something is known."""
    first = next((number for number, month in enumerate(counted) if month is not None), len(months))
    return Trend(name, months[first:], tuple(_lines(counted[first:], words)))


def _lines(months: Sequence[_Counted], words: Mapping[str, Text]) -> Iterator[Line]:
    """Yield a line for each name that some month counted, in the order of the words."""
    for name, title in words.items():
        values = tuple(None if month is None else month.get(name, 0) for month in months)
        if any(values):
            yield Line(name, title, values)


def _declared(months: Months, standards: Mapping[str, StandardTerms], known: Phases) -> list[_Counted]:
    """Return the share of each standard in percent, of the products to which it applies."""
    in_phase = {phase: months.counts(declared_in(phase)) for phase in known}
    applies = {
        name: [phase for phase, kind in known.items() if terms.applies_in(kind)] for name, terms in standards.items()
    }
    found: list[_Counted] = []
    for number, (started, declared) in enumerate(zip(months.counts(STARTED), months.counts(DECLARED), strict=True)):
        shares: dict[str, float | None] = {}
        for name, phases in applies.items():
            applying = sum(started.get(phase, 0) for phase in phases)
            if name not in declared:
                shares[name] = None
            elif applying:
                declaring = sum(in_phase[phase][number].get(name, 0) for phase in phases)
                shares[name] = round(100 * declaring / applying, 1)
        found.append(shares)
    return found


_STATUSES = (*ACCESSIBILITY.statuses, NOT_TOLD)


def _conformity(months: Months) -> list[_Counted]:
    return [month if month.keys() - {NOT_TOLD} else None for month in months.counts(CONFORMITY)]


def _active(months: Months) -> list[_Counted]:
    recorded = months.counts(RECORDED)
    return [month if MEMBERS.id in of else None for month, of in zip(months.counts(ACTIVE), recorded, strict=True)]


def _named(months: Iterable[Mapping[str, int]], titles: Mapping[str, str]) -> dict[str, Text]:
    return {name: same(titles.get(name, name)) for name in sorted({name for month in months for name in month})}
