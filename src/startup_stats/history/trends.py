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
    from collections.abc import Container, Iterable, Iterator, Sequence

    from startup_stats.history.tally import Tally
    from startup_stats.history.vintages import Days
    from startup_stats.standards.definition import StandardTerms
    from startup_stats.vocabulary import Phases


BY_PHASE = "products_by_phase"


class Share(NamedTuple):
    """How many of how many."""

    part: int
    total: int

    @property
    def percent(self) -> float:
        """The share in percent, to one decimal."""
        return round(100 * self.part / self.total, 1)


# What a month counted, None where its files tell nothing of it yet.
_Counted = Mapping[str, int | Share | None] | None


class Line(NamedTuple):
    """One line of a trend: a count or a share a month, None where none can be had."""

    id: str
    title: Text
    values: tuple[int | Share | None, ...]


class Trend(NamedTuple):
    """A trend: its months (as 2026-08), and its lines."""

    id: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]


class Incubators(NamedTuple):
    """Today's titles of incubators by their ids, and the last id of each that was renamed."""

    titles: Mapping[str, str]
    renamed: Mapping[str, str]


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
    incubators: Incubators,
) -> list[Trend]:
    """Compute all trends; `seen` are the observed shares by month's end."""
    months, phases = Months(counted, days), days.terms(days.last).vocabulary.phases
    titles_of = {name: kind.title for name, kind in phases.items()}
    names = tuple(f"{end:%Y-%m}" for end in months.ends)
    under_last_names = [_joined(month, incubators.renamed) for month in months.counts(INCUBATOR)]
    words_of = {name: STANDARDS[name].title for name in standards}
    return [
        _trend(name, names, of_months, words)
        for name, of_months, words in (
            (BY_PHASE, [month or None for month in months.counts(PHASE)], titles_of),
            ("declared", _declared(months, standards, phases), words_of),
            ("observed", [seen.get(end) for end in months.ends], words_of),
            (ACCESSIBILITY.id, _conformity(months), {name: same(name) for name in _STATUSES}),
            ("active_members", _active(months), STATUSES),
            (
                "products_by_incubator",
                [month or None for month in under_last_names],
                _named(under_last_names, incubators.titles),
            ),
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
        if any(value.part if isinstance(value, Share) else value for value in values):
            yield Line(name, title, values)


def _declared(months: Months, standards: Mapping[str, StandardTerms], known: Phases) -> list[_Counted]:
    """Return the share of each standard of the products to which it applies."""
    in_phase = {phase: months.counts(declared_in(phase)) for phase in known}
    applies = {
        name: [phase for phase, kind in known.items() if terms.applies_in(kind)] for name, terms in standards.items()
    }
    found: list[_Counted] = []
    for number, (started, declared) in enumerate(zip(months.counts(STARTED), months.counts(DECLARED), strict=True)):
        shares: dict[str, Share | None] = {}
        for name, phases in applies.items():
            applying = sum(started.get(phase, 0) for phase in phases)
            if name not in declared:
                shares[name] = None
            elif applying:
                declaring = sum(in_phase[phase][number].get(name, 0) for phase in phases)
                shares[name] = Share(declaring, applying)
        found.append(shares)
    return found


_STATUSES = (*ACCESSIBILITY.statuses, NOT_TOLD)


def _conformity(months: Months) -> list[_Counted]:
    return [month if month.keys() - {NOT_TOLD} else None for month in months.counts(CONFORMITY)]


def _active(months: Months) -> list[_Counted]:
    recorded = months.counts(RECORDED)
    return [month if MEMBERS.id in of else None for month, of in zip(months.counts(ACTIVE), recorded, strict=True)]


def _joined(month: Mapping[str, int], renamed: Mapping[str, str]) -> dict[str, int]:
    joined: dict[str, int] = defaultdict(int)
    for name, count in month.items():
        joined[renamed.get(name, name)] += count
    return joined


def _named(months: Iterable[Mapping[str, int]], titles: Mapping[str, str]) -> dict[str, Text]:
    return {name: same(titles.get(name, name)) for name in sorted({name for month in months for name in month})}


def in_use(trend: Trend, renamings: Iterable[date]) -> Trend:
    """Leave out the months in which a word was not in use: before a renaming brought it, or after one took it."""
    months = {f"{day:%Y-%m}" for day in renamings}
    return trend._replace(
        lines=tuple(line._replace(values=_of_use(line, trend.months, months)) for line in trend.lines)
    )


def _of_use(line: Line, months: Sequence[str], renamings: Container[str]) -> tuple[int | Share | None, ...]:
    counted = [month for month, value in enumerate(line.values) if value]
    first, end = counted[0], counted[-1] + 1
    before = [None] * first if months[first] in renamings else line.values[:first]
    after = [None] * (len(months) - end) if end < len(months) and months[end] in renamings else line.values[end:]
    return (*before, *line.values[first:end], *after)
