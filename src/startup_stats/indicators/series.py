"""Series: the observations of an indicator, one a year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.indicators.dating import Dated, Dating, Undated
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from startup_stats.indicators.definition import Definition, Indicator
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


class Observation(NamedTuple):
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


class Series(NamedTuple):
    """All years; ids without a usable date; ids dated outside the years that have a figure, each with its year."""

    observations: tuple[Observation, ...]
    undated: tuple[str, ...]
    outside: tuple[tuple[str, int], ...]


class Frame(NamedTuple):
    """What an indicator's years are computed in; not `is_recorded` where the content records none of them yet."""

    indicator: Indicator
    method: Method
    terms: Terms
    is_recorded: bool = True

    def years(self) -> range:
        """Return the years listed: from the first to that of `as_of`.

        By the method `site` to the next one, all with a number, as the site's script draws them.
        """
        return range(self.terms.first_year, self.terms.as_of.year + (2 if self.method == "site" else 1))

    def observation(self, year: int, counted: Iterable[str]) -> Observation:
        """Return the observation of a year, of which these are counted."""
        ids = tuple(sorted(counted))
        complete = year < self.indicator.by(self.method).open_from(self.terms)
        reason = self.valueless(year, len(ids))
        return Observation(year, ids if reason is None else (), complete, reason)

    def valueless(self, year: int, counted: int) -> Text | None:
        """Say why a year can't have a figure, of which so many are counted; None where it can."""
        indicator, method, terms = self.indicator, self.method, self.terms
        if not self.is_recorded:
            return indicator.subject.unrecorded
        if method != "programme":
            return None
        first_year, note = terms.coverage(indicator.id, indicator.first_year, indicator.note)
        if first_year is not None and year < first_year:
            return note or NOT_COVERED
        by_cohort = indicator.by(method).by_cohort
        return NOT_EVALUATED if by_cohort and terms.is_unevaluated(year) and not counted else None


def series(portfolio: Portfolio, indicator: Indicator, method: Method, terms: Terms) -> Series:
    """Compute the series of an indicator; without figures where the content does not record any yet."""
    subjects = indicator.subject.of(portfolio)
    is_recorded = any(map(indicator.subject.is_recorded, subjects))
    return series_of(subjects, Frame(indicator, method, terms, is_recorded))


def series_of(subjects: Iterable[Product | Member], frame: Frame) -> Series:
    """Compute the series of some products or members."""
    answers = datings(subjects, frame.indicator.by(frame.method), frame.terms)
    years = by_year(answers)
    observations = [frame.observation(year, years.get(year, ())) for year in frame.years()]
    counted = {observation.year for observation in observations if observation.value is not None}
    return Series(
        tuple(observations),
        tuple(sorted(subject for subject, dating in answers.items() if isinstance(dating, Undated))),
        tuple(sorted((subject, year) for year in years if year not in counted for subject in years[year])),
    )


def datings(subjects: Iterable[Product | Member], definition: Definition, terms: Terms) -> dict[str, Dating]:
    """Return the answer of a definition for each product or member, by id."""
    return {subject.id: definition.date(subject, terms) for subject in subjects}


def by_year(answers: Mapping[str, Dating]) -> dict[int, list[str]]:
    """Return the ids of those that count in each year, be it one that has no figure."""
    found: dict[int, list[str]] = defaultdict(list)
    for subject, dating in answers.items():
        if isinstance(dating, Dated):
            found[dating.year].append(subject)
    return found


NOT_COVERED = Text("Les fiches ne couvrent pas cette année.", "Files do not cover this year.")
NOT_EVALUATED = Text("Pas encore évaluée.", "Not evaluated yet.")
