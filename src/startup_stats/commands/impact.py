"""The command `impact`: which figures a change moves, from a commit to the checked-out files, and by which records."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.checks.engine import read_unchecked
from startup_stats.commands.proposal import open_at_base
from startup_stats.commands.site import every_folder, open_site, read_figures, require_day
from startup_stats.content.collections import folders_of
from startup_stats.content.portfolio import Reading, make_portfolio, modelled
from startup_stats.document.guard import NO_EARLIER_FILE, compare_states
from startup_stats.document.state import state_of
from startup_stats.git.changes import change_since, later_day
from startup_stats.git.objects import TreeSource
from startup_stats.history import states
from startup_stats.history.figures import moved, revisions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.commands.site import Overrides, Site
    from startup_stats.content.portfolio import Modelled
    from startup_stats.content.records import Record
    from startup_stats.document.guard import Account
    from startup_stats.git.changes import Change
    from startup_stats.history.figures import Figure


class Impact(NamedTuple):
    """What a change moves, as of a day: figures, the titles of products by their ids, and the guard's account."""

    as_of: date
    figures: tuple[Figure, ...] = ()
    titles: Mapping[str, str] = {}
    account: Account = NO_EARLIER_FILE


def open_changed(asked: str, overrides: Overrides, cache: Path, base: str) -> Site:
    """Open PATH with the configuration of its base: who changes it does not choose what the change is judged by."""
    folder = Path(asked)
    if not folder.is_dir():
        folder = open_site(asked, overrides, cache, with_history=True).folder
    return open_at_base(folder, overrides, base)


def impact(site: Site, base: str, as_of: date | None) -> Impact:
    """Say which figures differ between a commit and the checked-out files; raises as change_since and impact_of."""
    change = change_since(site.folder, base, site.folders.values())
    return impact_of(site, change, read_figures(site), as_of)


def impact_of(site: Site, change: Change, reading: Reading, as_of: date | None) -> Impact:
    """Say which figures a change to the files that were read moves, from its commit to them, both as of one day.

    That is the day of the later commit where none is given, so that the calendar moves nothing. Raises UsageError for
    a day before the series, OutsideError where the commit can't be read.
    """
    day = as_of or later_day(site.folder, change.commit)
    require_day(site, day)
    earlier = _reading_at(site, change, reading)
    then, now = (states.state_of(each, site.config, day) for each in (earlier, reading))
    compared = revisions(then, now)
    figures = moved(compared, now, site.config.standard_terms())
    before = state_of(then, {name: each.then for name, each in compared.items()}, site.config.language)
    after = state_of(now, {name: each.now for name, each in compared.items()}, site.config.language)
    titles = {**before.products, **after.products}
    return Impact(day, figures, titles, compare_states(before, after, site.config.guard))


def _reading_at(site: Site, change: Change, reading: Reading) -> Reading:
    """Read the content of a change's commit: of what did not change since, what was read of the files holds."""
    records = {record.path: record for read in reading.records.values() for record in read}
    portfolio = reading.portfolio
    models: tuple[Modelled, ...] = (
        *portfolio.products, *portfolio.members, *portfolio.incubators, *portfolio.organisations,
    )  # fmt: skip
    known: dict[str, tuple[Record, Modelled | None]] = {
        model.path: (records[model.path], model) for model in models if model.path not in change.files
    }
    source = TreeSource(site.folder, change.commit, every_folder(site.config), known)
    keep = partial(modelled, vocabulary=site.config.vocabulary)
    read = read_unchecked(source, folders_of(source, site.config.layouts()), keep, known)
    return Reading(read.records, make_portfolio(read.kept))
