"""Series: the observations of an indicator, one a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.indicators.dating import Dated, Dating, Undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from startup_stats.indicators.definition import Definition, Indicator
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


@dataclass(frozen=True, slots=True)
class Observation:
    """The figure of one year: `counted` are the ids behind it; not `complete` while the year can still change."""

    year: int
    counted: tuple[str, ...]
    complete: bool

    @property
    def value(self) -> int:
        """Return the figure."""
        return len(self.counted)


@dataclass(frozen=True, slots=True)
class Series:
    """All years from the first to that of `as_of`; ids without a usable date; ids dated outside those years."""

    observations: tuple[Observation, ...]
    undated: tuple[str, ...]
    outside: tuple[str, ...]


def series(portfolio: Portfolio, indicator: Indicator, method: Method, terms: Terms) -> Series:
    """Compute the series of an indicator."""
    return series_of(indicator.subject.of(portfolio), indicator.by(method), terms)


def series_of(subjects: Iterable[Product | Member], definition: Definition, terms: Terms) -> Series:
    """Compute the series of some products or members."""
    return _by_year(datings(subjects, definition, terms), terms, definition.open_from(terms))


def datings(subjects: Iterable[Product | Member], definition: Definition, terms: Terms) -> dict[str, Dating]:
    """Return the answer of a definition for each product or member, by id."""
    return {subject.id: definition.date(subject, terms) for subject in subjects}


def _by_year(answers: Mapping[str, Dating], terms: Terms, open_from: int) -> Series:
    """Put the answers by year; the years before `open_from` are complete, nothing can be added to them."""
    by_year: dict[int, list[str]] = defaultdict(list)
    for subject, dating in answers.items():
        if isinstance(dating, Dated):
            by_year[dating.year].append(subject)
    years = range(terms.first_year, terms.as_of.year + 1)
    return Series(
        tuple(Observation(year, tuple(sorted(by_year[year])), year < open_from) for year in years),
        tuple(sorted(subject for subject, dating in answers.items() if isinstance(dating, Undated))),
        tuple(sorted(subject for year in by_year if year not in years for subject in by_year[year])),
    )
