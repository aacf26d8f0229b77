"""Published figures: the days and the methods that give them again, or that nothing does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, get_args

from startup_stats.history.spans import DAY
from startup_stats.indicators.catalogue import AGENT, INDICATORS
from startup_stats.indicators.definition import Definition
from startup_stats.indicators.people import agent_at_arrival
from startup_stats.indicators.terms import Method
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.config.settings import Figure, References
    from startup_stats.history.vintages import Figures, Point, Vintages

METHODS: tuple[Method, ...] = get_args(Method)
# What stats.json counts beside its indicators, and a document printed as one of them.
_BESIDE: Mapping[tuple[str, str], Definition] = {
    (AGENT.id, "members.new_by_year.admin"): Definition(
        Text("Nouveaux membres arrivés comme agents publics", "New members who arrived as public agents"),
        agent_at_arrival,
    )
}


class Reproduction(NamedTuple):
    """A method, and the days from which to which it gives a figure; no last day where it still does."""

    method: str
    first: date
    last: date | None


class Publication(NamedTuple):
    """A figure that a document gives, and what gives it again."""

    indicator: str
    year: int
    figure: Figure
    reproduced: tuple[Reproduction, ...]


def publications(references: Mapping[tuple[str, int], References], vintages: Vintages) -> tuple[Publication, ...]:
    """Return every published figure of a configuration, by indicator and year, with what gives it again."""
    of_published = {name for (name, _), told in references.items() if told.published}
    tried: dict[tuple[str, str], Figures] = {
        (name, method): vintages.figures(INDICATORS[name], method) for name in of_published for method in METHODS
    }
    tried |= {
        (name, method): vintages.figures(replace(INDICATORS[name], programme=definition), "programme")
        for (name, method), definition in _BESIDE.items()
    }
    return tuple(
        Publication(indicator, year, figure, tuple(_reproductions(indicator, year, figure.value, tried)))
        for (indicator, year), told in sorted(references.items())
        for figure in told.published
    )


def _reproductions(
    indicator: str, year: int, value: int, figures: Mapping[tuple[str, str], Figures]
) -> Iterator[Reproduction]:
    for (name, method), computed in figures.items():
        if name == indicator:
            for first, last in _days_of(value, computed.years.get(year, ())):
                yield Reproduction(method, first, last)


def _days_of(value: int, points: tuple[Point, ...]) -> Iterator[tuple[date, date | None]]:
    """Yield the stretches of days on which a figure had a value."""
    ends = [*(day for day, _ in points[1:]), None]
    for (day, known), end in zip(points, ends, strict=True):
        if known == value:
            yield day, None if end is None else end - DAY
