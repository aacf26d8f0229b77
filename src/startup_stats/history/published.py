"""Published figures: the days and the methods that give them again, or that nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.labels import BESIDE, METHODS
from startup_stats.history.spans import DAY
from startup_stats.indicators.catalogue import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.config.settings import Figure, References
    from startup_stats.history.vintages import Figures, Point, Vintages


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
        (name, beside): vintages.figures(INDICATORS[name]._replace(programme=definition), "programme", beside)
        for (name, beside), definition in BESIDE.items()
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
