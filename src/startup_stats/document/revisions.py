"""A history read: each figure on the days it changed; provisional, revised, at a break, or not to be had."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.series import Frame
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from startup_stats.config.settings import Config

View = Literal["as-written", "as-counted-today"]
VIEWS: tuple[View, ...] = get_args(View)
# Files of a year are completed until then: what is known of it on this day of the next one is its first full figure.
_COMPLETED = (3, 31)


class Known(NamedTuple):
    """A figure from a day on: its value, and how much that is more than before, where both are known.

    `provisional`: the year, or its evaluation, was not over on that day. `revised`: it differs from the first figure of
    the whole year; None where that is not known. `reason`: why there is no figure, or why it counts otherwise from then
    on.
    """

    day: date
    value: int | None
    change: int | None = None
    provisional: bool = False
    revised: bool | None = None
    broken: bool = False
    reason: str | None = None


class Year(NamedTuple):
    """The figure of a year in one view: all its changes, the oldest first.

    `over` is the first day on which the year, or its evaluation, was over; `first` the figure known on `first_day`,
    the end of March after it, or `over` where that is later: None where it is not known, or that day is still to come.
    """

    indicator: str
    view: View
    year: int
    over: date
    first_day: date
    first: int | None
    points: tuple[Known, ...]

    @property
    def today(self) -> Known:
        """Return the figure as it is known on the last day of the history."""
        return self.points[-1]

    @property
    def revised_on(self) -> tuple[date, ...]:
        """Return the days after `first_day` on which another figure became known, the first one at all included."""
        values = [None, *(point.value for point in self.points[:-1])]
        moved = [point.day for before, point in zip(values, self.points, strict=True) if point.value != before]
        return tuple(day for day in moved if day > self.first_day)


def revisions(history: Mapping[str, Any], config: Config) -> Iterator[Year]:
    """Yield every year of every indicator of a history, in both views; a view without figures has no years."""
    for name in (name for name in config.indicators() if name in history["indicators"]):
        for view in VIEWS:
            for year, points in sorted(history["indicators"][name][view.replace("-", "_")].items()):
                yield _year(history, config, (name, view, int(year)), points)


def _year(
    history: Mapping[str, Any], config: Config, which: tuple[str, View, int], points: Sequence[Sequence[Any]]
) -> Year:
    name, _, year = which
    over = _over(name, year, config)
    first_day = max(date(year + 1, *_COMPLETED), over)
    is_come = first_day.isoformat() <= history["as_of"]
    known = [value for day, value, *_ in points if day <= first_day.isoformat()] if is_come else []
    first = known[-1] if known else None
    reason = _reasons(history, config, name, year)
    told = [_known(point, reason, over) for point in points]
    changed = [
        point._replace(
            change=_more(before.value if before else None, point.value),
            revised=None if first is None or point.value is None else point.day > first_day and point.value != first,
        )
        for before, point in zip([None, *told[:-1]], told, strict=True)
    ]
    return Year(*which, over, first_day, first, tuple(changed))


def _over(name: str, year: int, config: Config) -> date:
    """Return the first day on which nothing can be added any more to a year by its own calendar."""
    definition = INDICATORS[name].by(config.method_of(name))
    months = (date(year + 1, month, 1) for month in range(1, 13))
    return next((day for day in months if definition.open_from(config.terms(day)) > year), date(year + 2, 1, 1))


def _known(point: Sequence[Any], reason: Callable[[str, int | None], str | None], over: date) -> Known:
    day, value, *flags = point
    when = date.fromisoformat(day)
    return Known(when, value, provisional=when < over, broken=bool(flags), reason=reason(day, value))


def _more(before: int | None, value: int | None) -> int | None:
    return None if before is None or value is None else value - before


def _reasons(
    history: Mapping[str, Any], config: Config, name: str, year: int
) -> Callable[[str, int | None], str | None]:
    """Return what says, of a figure from a day on, why there is none, or why it counts otherwise."""
    breaks = {each["day"]: each["reason"] for each in reversed(breaks_of(history, name))}

    def reason(day: str, value: int | None) -> str | None:
        return breaks.get(day) if value is not None else _why_none(history, config, (name, year, day))

    return reason


def breaks_of(history: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the breaks in an indicator's figures; of several on a day, those that were declared first."""
    of_indicator = [each for each in history["breaks"] if name in each["indicators"]]
    return sorted(of_indicator, key=lambda each: (each["day"], each["records"] is not None))


def _why_none(history: Mapping[str, Any], config: Config, which: tuple[str, int, str]) -> str:
    name, year, day = which
    for each in history["unavailable"]:
        if each["indicator"] == name and (each["from"] or "") <= day <= each["to"]:
            return str(each["reason"])
    terms = config.terms(date.fromisoformat(day))
    reason = Frame(INDICATORS[name], config.method_of(name), terms).valueless(year, 0)
    return (reason or COUNTED_OTHERWISE).said(config.language)


COUNTED_OTHERWISE = Text(
    "La configuration a changé depuis que l'historique a été calculé : relancez « startup-stats history ».",
    'The configuration changed since the history was computed: run "startup-stats history" again.',
)
