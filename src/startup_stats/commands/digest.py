"""The command `digest`: what happened in the portfolio from a day, or a commit, to another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.evidence import ledger_content, parse_ledger
from startup_stats.commands.site import read_figures, require_day, site_at, site_of
from startup_stats.content.days import typed_day
from startup_stats.document.feeds import site_address
from startup_stats.errors import OutsideError, UsageError
from startup_stats.git.checkout import origin
from startup_stats.git.objects import commit_named, day_of, first_parents, is_shallow, last_until
from startup_stats.history import digest as states
from startup_stats.history.news import Span
from startup_stats.history.standards import Judges
from startup_stats.history.states import state_of
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from startup_stats.commands.site import Site
    from startup_stats.git.objects import Commit
    from startup_stats.history.digest import Digest
    from startup_stats.standards.ledger import Ledger
    from startup_stats.vocabulary import Phases

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Question(NamedTuple):
    """From when to when: days (the first and the last that are told), or commits; until now where nothing is said."""

    since: str
    until: str | None = None
    as_of: date | None = None
    incubator: str | None = None


class Point(NamedTuple):
    """A state of a site: its files, the last day whose changes are in it, and its commit where the files are of one."""

    site: Site
    day: date

    @property
    def commit(self) -> str | None:
        """Return the commit's id; None for the files at hand."""
        return self.site.commit


class Told(NamedTuple):
    """A digest, from the first day told to the last, between two commits, and the words for what it names.

    `incubators` are titles by id, `phases` the words of the portfolio; `address` is the site's, or its repository's,
    where one is known. `notes` is what else there is to say.
    """

    first: date
    last: date
    commits: tuple[str | None, str | None]
    digest: Digest
    incubators: Mapping[str, str]
    phases: Phases
    address: str | None
    notes: tuple[Text, ...] = ()


def digest(site: Site, question: Question) -> Told:
    """Tell what happened; raises UsageError for days in the wrong order and no such incubator, OutsideError as site_at.

    Of a day before the first commit, what happened since that commit.
    """
    commits, notes = first_parents(site.folder), list[Text]()
    now = _later(site, question.until, commits)
    then, first = _earlier(site, question.since, commits, notes)
    day = question.as_of or now.day
    require_day(site, day)
    if then.day > now.day or first > now.day:
        raise UsageError(_BACKWARDS.fill(first=first, last=now.day))
    readings = [read_figures(point.site) for point in (then, now)]
    before, after = (state_of(reading, site.config, day) for reading in readings)
    incubators = {each.id: each.title for reading in readings for each in reading.portfolio.incubators}
    judges = Judges(site.config.standard_terms(), _ledger(then.site, notes), _ledger(now.site, notes))
    told = states.digest(before, after, Span(then.day, day), judges)
    if question.incubator is not None:
        told = states.of_incubator(told, _known(question.incubator, incubators, told))
    address = site_address(site.config, origin(site.folder))
    return Told(
        first,
        now.day,
        (then.commit, now.commit),
        told,
        incubators,
        site.config.vocabulary.phases,
        address,
        tuple(notes),
    )


def _earlier(site: Site, since: str, commits: Sequence[Commit], notes: list[Text]) -> tuple[Point, date]:
    """Return the state before the first day that is told, and that day."""
    if not _DAY.fullmatch(since):
        commit = commit_named(site.folder, since)
        return Point(site_of(site, commit.id), day_of(commit)), day_of(commit)
    first = typed_day(since)
    eve = first - timedelta(days=1)
    if last_until(commits, eve) is not None or is_shallow(site.folder):
        return Point(site_at(site, eve, commits), eve), first
    begun = day_of(commits[-1])
    notes.append(_BEGINS.fill(day=begun))
    return Point(site_of(site, commits[-1].id), begun), max(first, begun)


def _later(site: Site, until: str | None, commits: Sequence[Commit]) -> Point:
    if until is None:
        return Point(site, day_of(commits[0]))
    if _DAY.fullmatch(until):
        day = typed_day(until)
        return Point(site_at(site, day, commits), day)
    commit = commit_named(site.folder, until)
    return Point(site_of(site, commit.id), day_of(commit))


def _ledger(site: Site, notes: list[Text]) -> Ledger | None:
    """Return a state's ledger; one that can't be read costs what the web showed, and nothing else."""
    try:
        found = ledger_content(site)
        return None if found is None else parse_ledger(*found)
    except OutsideError as error:
        notes.append(_NO_LEDGER.fill(reason=error.message))
        return None


def _known(incubator: str, incubators: Mapping[str, str], told: Digest) -> str:
    homes = {each for product in told.products.values() for each in product.incubators}
    if incubator not in homes and incubator not in incubators:
        raise UsageError(_NO_INCUBATOR.fill(asked=incubator, known=", ".join(sorted(incubators))))
    return incubator


_BACKWARDS = Text(
    "Rien à raconter du {first} au {last} : --since doit venir avant --until.",
    "Nothing to tell from {first} to {last}: --since has to come before --until.",
)
_BEGINS = Text(
    "L'historique git ne commence que le {day} : voici ce qui a changé depuis son premier commit.",
    "The git history begins on {day} only: this is what changed since its first commit.",
)
_NO_LEDGER = Text(
    "Ce qui a été observé sur le web n'est pas raconté. {reason}", "What was seen on the web is not told. {reason}"
)
_NO_INCUBATOR = Text(
    "« {asked} » n'est l'identifiant d'aucun incubateur. Il y a : {known}.",
    '"{asked}" is the id of no incubator. There are: {known}.',
)
