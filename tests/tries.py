"""Promises of time, on a machine that does other things too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def tries(measure: Callable[[], float], most: float, times: int) -> list[float]:
    """Measure until the promise is kept, so many times at most; return what was measured, the last one perhaps good.

    Whatever else the machine does can only add to the time: the first good one says what it takes.
    """
    measured: list[float] = []
    while len(measured) < times and not any(each <= most for each in measured):
        measured.append(measure())
    return measured
