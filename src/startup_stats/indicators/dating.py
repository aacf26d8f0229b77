"""How a definition answers for one product or member: in which year it counts and by which field, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.language import Text

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Pointer


class Dated(NamedTuple):
    """It counts, in `year`, by the date in the field at `pointer`; `note` says why the years differ, if so."""

    year: int
    date: date | None
    pointer: Pointer
    note: Text | None = None


class Undated(NamedTuple):
    """It should count, but the field at `pointer` gives no usable date."""

    reason: Text
    pointer: Pointer


class NotCounted(NamedTuple):
    """It does not count, for a reason found at `pointer`."""

    reason: Text
    pointer: Pointer = ()


Dating = Dated | Undated | NotCounted


def on(day: date, pointer: Pointer) -> Dated:
    """Count in the year of a date."""
    return Dated(day.year, day, pointer)


def by_now(dating: Dating, terms: Terms) -> Dating:
    """Leave out what is dated after the day the figures are of: it has not happened."""
    if isinstance(dating, Dated) and dating.date is not None and dating.date > terms.as_of:
        return NotCounted(PLANNED.fill(day=dating.date), dating.pointer)
    return dating


PLANNED = Text("prévu le {day}, pas encore arrivé", "planned for {day}, not there yet")
