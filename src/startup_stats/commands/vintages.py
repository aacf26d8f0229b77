"""The command `vintages`: a figure as it was known on each day, from the site's history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.explain import indicator_of
from startup_stats.commands.history_file import HISTORY_FILE, read_history
from startup_stats.document.revisions import VIEWS, breaks_of, revisions
from startup_stats.document.whole import counting_digest
from startup_stats.errors import OutsideError, UsageError
from startup_stats.language import Text

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.document.revisions import View, Year


class Question(NamedTuple):
    """Which figure is asked about: an indicator's, of a year or of all, in which view; and in which file, if any."""

    indicator: str
    year: int | None
    view: View
    history: Path | None = None


class Vintages(NamedTuple):
    """A figure's years as they were known on the days from `since` to `as_of`, and the breaks of the indicator.

    In the view that was asked for; where no word of a phase has a part in the indicator, both are one, `is_one_view`.
    `is_shallow`: the history did not go further back. `is_outdated`: it was computed by another configuration than the
    site's.
    """

    question: Question
    title: Text
    since: date
    as_of: date
    years: tuple[Year, ...]
    breaks: tuple[tuple[date, str], ...]
    is_one_view: bool
    is_shallow: bool
    is_outdated: bool


def vintages(site: Site, question: Question) -> Vintages:
    """Return a figure as known on each day.

    Raises OutsideError where there is no history, or a file of another shape, UsageError where it has no such figure.
    """
    indicator = indicator_of(question.indicator, site.config)
    path = question.history or site.folder / HISTORY_FILE
    history = read_history(path)
    if history is None:
        raise OutsideError(_NO_HISTORY.fill(path=path, site=site.folder))
    of_indicator = [year for year in revisions(history, site.config) if year.indicator == indicator.id]
    is_one_view = {year.view for year in of_indicator} == {VIEWS[0]}
    view = VIEWS[0] if is_one_view else question.view
    as_of, source = date.fromisoformat(history["as_of"]), history["source"]
    return Vintages(
        question,
        site.config.terms(as_of).fill(indicator.title),
        date.fromisoformat(source["since"]),
        as_of,
        _asked([year for year in of_indicator if year.view == view], question, path),
        tuple((date.fromisoformat(each["day"]), each["reason"]) for each in breaks_of(history, indicator.id)),
        is_one_view=is_one_view,
        is_shallow=source["shallow"],
        is_outdated=source["counting"] != counting_digest(site.config),
    )


def _asked(years: list[Year], question: Question, path: Path) -> tuple[Year, ...]:
    """Return the years that are asked for; raises UsageError where there is none."""
    if not years:
        raise UsageError(_NOT_IN_IT.fill(path=path, asked=question.indicator))
    if question.year is None:
        return tuple(years)
    found = tuple(year for year in years if year.year == question.year)
    if not found:
        first, last = str(years[0].year), str(years[-1].year)
        raise UsageError(_NO_YEAR.fill(path=path, year=str(question.year), first=first, last=last))
    return found


_NO_HISTORY = Text(
    "Il n'y a pas d'historique : {path} n'existe pas. Calculez-le d'abord avec « startup-stats history {site} », ou "
    "donnez --history FICHIER.",
    'There is no history: {path} does not exist. Compute it first with "startup-stats history {site}", or give '
    "--history FILE.",
)
_NOT_IN_IT = Text(
    "{path} n'a pas de chiffre de l'indicateur « {asked} » : calculez l'historique à nouveau avec « startup-stats "
    "history ».",
    '{path} has no figure of the indicator "{asked}": compute the history again with "startup-stats history".',
)
_NO_YEAR = Text(
    "{path} n'a pas de chiffre de {year} : donnez une année de {first} à {last}.",
    "{path} has no figure of {year}: give a year from {first} to {last}.",
)
