"""The comparison of two states: who was counted then, who is now, and each difference with its cause.

Then + came in − went out = now, for every indicator and year: a year without a figure counts nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.causes import cause_of, mirrored
from startup_stats.history.identity import followed
from startup_stats.history.states import answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.history.causes import Cause
    from startup_stats.history.states import Answers, State
    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.series import Observation


class Difference(NamedTuple):
    """A record that counts in one of two states, by today's id, and why not in the other."""

    id: str
    cause: Cause


class Comparison(NamedTuple):
    """The figure of one year in two states, and who came in and went out, each sorted by id."""

    then: Observation
    now: Observation
    came_in: tuple[Difference, ...]
    went_out: tuple[Difference, ...]


class Revisions(NamedTuple):
    """An indicator in two states: what it answers in each, and who of one is who of the other, both ways."""

    then: Answers
    now: Answers
    later: Mapping[str, str]
    earlier: Mapping[str, str]

    def years(self) -> range:
        """Return the years that either state has."""
        both = (self.then.frame.years(), self.now.frame.years())
        return range(min(years.start for years in both), max(years.stop for years in both))

    def of(self, year: int) -> Comparison:
        """Compare the figure of a year."""
        then, now = self.then.observation(year), self.now.observation(year)
        came_in = _differences(self.now, now, self.then, then, self.earlier)
        went_out = _differences(self.then, then, self.now, now, self.later)
        return Comparison(
            then,
            now,
            tuple(came_in),
            tuple(sorted(Difference(self.later.get(name, name), mirrored(cause)) for name, cause in went_out)),
        )


def compare(indicator: Indicator, then: State, now: State) -> Revisions:
    """Compare an indicator in two states; both are dated here, once for all years."""
    old = answers(indicator, then)
    new = answers(indicator, now, old)
    later = followed(old.records, new.records)
    return Revisions(old, new, later, {there: here for here, there in later.items()})


def _differences(
    here: Answers, figure: Observation, there: Answers, other_figure: Observation, same: Mapping[str, str]
) -> Iterator[Difference]:
    """Return who counts in a figure here and not in that of the same year there, by the ids of here."""
    counted = set(other_figure.counted)
    for name in figure.counted:
        other = same.get(name)
        if other not in counted:
            left = None if other is None else there.records[other]
            yield Difference(name, cause_of(here.records[name], left, here, there, figure.year))
