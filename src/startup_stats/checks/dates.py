"""Dates that contradict each other or the calendar of a product's life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.checks.context import Broken, Subject, mappings
from startup_stats.content.days import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


# After these nothing follows: the product, or its investigation, was given up.
CLOSING = ("abandon", "abandon-investigation")


def phase_ends(subject: Subject) -> Iterator[Broken]:
    """Find phases that end before or on the day they start."""
    yield from _ends("phases", subject.data)


def mission_ends(subject: Subject) -> Iterator[Broken]:
    """Find missions that end before or on the day they start."""
    yield from _ends("missions", subject.data)


def _ends(field: str, data: dict[str, Any]) -> Iterator[Broken]:
    for index, period in mappings(data.get(field)):
        start, end = period.get("start"), period.get("end")
        # Days written as they should be are in order as texts too; only what is not is looked at closely.
        if not isinstance(start, str) or not isinstance(end, str) or start < end:
            continue
        first, last = read_date(start), read_date(end)
        if first is not None and last is not None and last <= first:
            yield Broken((field, index, "end"), {"start": first, "end": last})


def phase_twice(subject: Subject) -> Iterator[Broken]:
    """Find phases that a product names twice."""
    seen: set[Any] = set()
    for index, phase in mappings(subject.data.get("phases")):
        name = phase.get("name")
        if isinstance(name, str) and name in seen:
            yield Broken(("phases", index, "name"), {"phase": name})
        seen.add(name if isinstance(name, str) else None)


def phases_out_of_order(subject: Subject) -> Iterator[Broken]:
    """Find phases listed after one that starts later."""
    latest: date | None = None
    for index, phase in mappings(subject.data.get("phases")):
        start = read_date(phase.get("start"))
        if start is None:
            continue
        if latest is not None and start < latest:
            yield Broken(("phases", index, "start"), {"start": start, "latest": latest})
        latest = max(start, latest or start)


def phase_after_closing(subject: Subject) -> Iterator[Broken]:
    """Find phases that start after the product was given up."""
    phases = [(index, phase, read_date(phase.get("start"))) for index, phase in mappings(subject.data.get("phases"))]
    closed = [(start, phase["name"]) for _, phase, start in phases if start and phase.get("name") in CLOSING]
    for index, phase, start in phases:
        before = [name for day, name in closed if start and day < start]
        if before:
            yield Broken(("phases", index, "start"), {"phase": phase.get("name"), "closing": before[0]})


def future_dates(subject: Subject) -> Iterator[Broken]:
    """Find phases and events dated after the day of the check."""
    for field, key in (("phases", "start"), ("events", "date")):
        for index, item in mappings(subject.data.get(field)):
            day = read_date(item.get(key))
            if day is not None and day > subject.context.as_of:
                yield Broken((field, index, key), {"day": day, "name": item.get("name")})
