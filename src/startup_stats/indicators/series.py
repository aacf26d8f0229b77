"""Series: the observations of an indicator, one a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.indicators.dating import Dated, Dating, Undated
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.indicators.definition import Definition, Indicator
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


@dataclass(frozen=True, slots=True)
class Observation:
    """The figure of one year: `counted` are the ids behind it; not `complete` while the year is not over.

    Without a value, `reason` says why there can be none; it is never 0 then.
    """

    year: int
    counted: tuple[str, ...]
    complete: bool
    reason: Text | None = None

    @property
    def value(self) -> int | None:
        """Return the figure; None where there can be none."""
        return len(self.counted) if self.reason is None else None


@dataclass(frozen=True, slots=True)
class Series:
    """All years; ids without a usable date; ids dated outside the years that have a figure, each with its year."""

    observations: tuple[Observation, ...]
    undated: tuple[str, ...]
    outside: tuple[tuple[str, int], ...]


def series(portfolio: Portfolio, indicator: Indicator, method: Method, terms: Terms) -> Series:
    """Compute the series of an indicator."""
    return series_of(indicator.subject.of(portfolio), indicator, method, terms)


def series_of(subjects: Iterable[Product | Member], indicator: Indicator, method: Method, terms: Terms) -> Series:
    """Compute the series of some products or members.

    Years run from the first one to that of `as_of`; by the method `site` to the next one, all with a number, as the
    site's script draws them.
    """
    answers = datings(subjects, indicator.by(method), terms)
    by_year: dict[int, list[str]] = defaultdict(list)
    for subject, dating in answers.items():
        if isinstance(dating, Dated):
            by_year[dating.year].append(subject)
    observations = [_observation(year, by_year[year], indicator, method, terms) for year in _years(method, terms)]
    counted = {observation.year for observation in observations if observation.value is not None}
    return Series(
        tuple(observations),
        tuple(sorted(subject for subject, dating in answers.items() if isinstance(dating, Undated))),
        tuple(sorted((subject, year) for year in by_year if year not in counted for subject in by_year[year])),
    )


def datings(subjects: Iterable[Product | Member], definition: Definition, terms: Terms) -> dict[str, Dating]:
    """Return the answer of a definition for each product or member, by id."""
    return {subject.id: definition.date(subject, terms) for subject in subjects}


def _years(method: Method, terms: Terms) -> range:
    return range(terms.first_year, terms.as_of.year + (2 if method == "site" else 1))


def _observation(year: int, counted: list[str], indicator: Indicator, method: Method, terms: Terms) -> Observation:
    definition = indicator.by(method)
    complete, reason = year < definition.open_from(terms), None
    if method == "programme":
        first_year, note = terms.coverage(indicator.id, indicator.first_year, indicator.note)
        if first_year is not None and year < first_year:
            return Observation(year, (), complete, note or NOT_COVERED)
        reason = NOT_EVALUATED if definition.by_cohort and terms.is_unevaluated(year) and not counted else None
    return Observation(year, tuple(sorted(counted)), complete, reason)


NOT_COVERED = Text("Les fiches ne couvrent pas cette année.", "Files do not cover this year.")
NOT_EVALUATED = Text("Pas encore évaluée.", "Not evaluated yet.")
