"""The command `explain`: who was counted in a figure, by which field at which line, and who was not and why.

Of a figure known on two days: who came in, who went out, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.site import read_figures, read_site, site_at
from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.errors import UsageError
from startup_stats.history.comparison import compare
from startup_stats.history.states import state_of
from startup_stats.indicators.dating import Dated, Dating, Undated
from startup_stats.indicators.series import datings
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from startup_stats.commands.site import Site
    from startup_stats.config.settings import Config
    from startup_stats.findings import Location
    from startup_stats.history.comparison import Comparison
    from startup_stats.history.states import State
    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.terms import Method
    from startup_stats.model import Member, Pointer, Product

# In the order in which they are listed.
STATUSES = COUNTED, UNDATED, OTHER_YEAR, NOT_COUNTED = "counted", "undated", "other-year", "not-counted"


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure is asked about: an indicator's, of a year, as of a day."""

    indicator: str
    year: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Row:
    """One product or member: its status in the figure asked for, and what says so."""

    id: str
    status: str
    year: int | None
    date: str | None
    field: str
    location: Location
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A row for each product, or each member, of the figure: those counted first, then the others by status and id."""

    question: Question
    method: Method
    rows: tuple[Row, ...]


def explain(site: Site, question: Question) -> Explained:
    """Say of every product, or member, whether it counts in a figure; raises UsageError for no such indicator."""
    indicator = indicator_of(question.indicator, site.config)
    reading, _ = read_site(site, question.as_of)
    subjects, method = indicator.subject.of(reading.portfolio), site.config.method_of(indicator.id)
    answers = datings(subjects, indicator.by(method), site.config.terms(question.as_of))
    read = partial(site.config.vocabulary.pointer, indicator.subject.id)
    rows = [
        _row(each, Locator(each.path, fields_text(site.source.read(each.path))), answers[each.id], question.year, read)
        for each in subjects
    ]
    return Explained(question, method, tuple(sorted(rows, key=lambda row: (STATUSES.index(row.status), row.id))))


class Span(NamedTuple):
    """From which day's content to which one's, None for the files at hand; whether those are told as of today."""

    known_at: date
    against: date | None = None
    to_today: bool = False


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure, titled, as it was known on a day, and as it is now; the question's day is that of now."""

    question: Question
    span: Span
    method: Method
    title: Text
    comparison: Comparison


def explain_revision(site: Site, question: Question, span: Span) -> Revised:
    """Say who came into a figure and who went out since a day; raises UsageError for no such indicator, and as site_at.

    The earlier figure is as of the day whose content it is read from.
    """
    indicator = indicator_of(question.indicator, site.config)
    later = site if span.against is None else site_at(site, span.against)
    then, now = _state(site_at(site, span.known_at), span.known_at), _state(later, question.as_of)
    comparison = compare(indicator, then, now).of(question.year)
    title = now.terms.fill(indicator.counted)
    return Revised(question, span, now.methods[indicator.id], title, comparison)


def _state(site: Site, as_of: date) -> State:
    return state_of(read_figures(site), site.config, as_of)


def indicator_of(asked: str, config: Config) -> Indicator:
    """Return the indicator of an id; raises UsageError, which names those that the portfolio has."""
    known = config.indicators()
    if asked not in known:
        raise UsageError(_NO_INDICATOR.fill(asked=asked, known=", ".join(known)))
    return known[asked]


def _row(
    record: Product | Member, locator: Locator, dating: Dating, year: int, own: Callable[[Pointer], Pointer]
) -> Row:
    """Return the row of a record, whose own names for our fields are known."""
    pointer, subject = own(dating.pointer), record.id
    location, field = locator.value(pointer), _field(pointer)
    if isinstance(dating, Dated):
        day = dating.date.isoformat() if dating.date else None
        counted = dating.year == year
        reason = dating.note if counted else _ANOTHER_YEAR.fill(year=str(dating.year))
        return Row(subject, COUNTED if counted else OTHER_YEAR, dating.year, day, field, location, reason)
    status = UNDATED if isinstance(dating, Undated) else NOT_COUNTED
    return Row(subject, status, None, None, field, location, dating.reason)


def _field(pointer: Pointer) -> str:
    """Write a pointer as people do: phases[2].start."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in pointer).removeprefix(".")


_ANOTHER_YEAR = Text("compté en {year}", "counted in {year}")
_NO_INDICATOR = Text(
    "« {asked} » n'est pas un indicateur. Indicateurs : {known}.",
    '"{asked}" is no indicator. Indicators: {known}.',
)
