"""What moved each year's figure since its reports were written: who came in and who went out, by cause."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from startup_stats.commands.site import read_figures, site_at
from startup_stats.git.objects import first_parents
from startup_stats.history.comparison import compare
from startup_stats.history.states import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from startup_stats.commands.site import Site
    from startup_stats.git.objects import Commit
    from startup_stats.history.comparison import Comparison, Difference
    from startup_stats.history.states import State

# A year's reports are written until the end of March after it: what is known then is its first figure.
_WRITTEN = (3, 31)


def moves(site: Site, since: date, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield the rows of `moved`, by indicator and year: a year whose first figure lies within the history and moved.

    Products are listed by today's ids, members only counted.
    """
    commits = first_parents(site.folder)
    now = _state(site, as_of, commits)
    days = {year: date(year + 1, *_WRITTEN) for year in range(max(since.year - 1, now.terms.first_year), as_of.year)}
    then = {year: _state(site, day, commits) for year, day in days.items() if since <= day <= as_of}
    for name, indicator in now.indicators.items():
        for year, state in then.items():
            comparison = compare(indicator, state, now).of(year)
            if _is_known(comparison) and (comparison.came_in or comparison.went_out):
                yield {
                    "indicator": name,
                    "year": year,
                    "since": days[year].isoformat(),
                    "came_in": _by_cause(comparison.came_in, listed=indicator.subject.public),
                    "went_out": _by_cause(comparison.went_out, listed=indicator.subject.public),
                }


def _state(site: Site, day: date, commits: Sequence[Commit]) -> State:
    return state_of(read_figures(site_at(site, day, commits)), site.config, day)


def _is_known(comparison: Comparison) -> bool:
    return comparison.then.value is not None and comparison.now.value is not None


def _by_cause(differences: Iterable[Difference], *, listed: bool) -> Mapping[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in differences:
        found[each.cause].append(each.id)
    return {cause: ids if listed else len(ids) for cause, ids in sorted(found.items())}
