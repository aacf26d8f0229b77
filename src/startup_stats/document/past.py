"""What the history tells of a year's figure: what it was at first, and how often it was revised since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.history import AS_WRITTEN
from startup_stats.indicators.catalogue import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date


class Past(NamedTuple):
    """A stats_history.json, if there is one, as far as it tells of the days up to `as_of` and of what is shown."""

    history: Mapping[str, Any] | None
    as_of: date
    shown: Sequence[str] = tuple(INDICATORS)

    def of(self, indicator: str, year: int) -> dict[str, Any]:
        """Return `first` and `revised` of a year as stats.json holds them; nothing where nobody can know them yet.

        `first` is what was known at the end of March after, when the year's reports are written: None where there was
        no figure then. Each later day on which another one is known is a revision.
        """
        if self.history is None or indicator not in self.history["indicators"]:
            return {}
        day, last_known = f"{year + 1}-03-31", min(self.as_of.isoformat(), self.history["as_of"])
        if day > last_known:
            return {}
        points = self._points(indicator, year)
        first = value = next((known for since, known, *_ in reversed(points) if since <= day), None)
        changed = []
        for since, known, *_ in points:
            if day < since <= last_known and known != value:
                changed.append(since)
                value = known
        return {"first": first, "revised": {"changes": len(changed), "last": changed[-1] if changed else None}}

    def declared(self, standard: str, month: str) -> float | None:
        """Return the percentage of the products concerned that declared a standard at the end of a month (2025-08)."""
        trends = () if self.history is None else self.history["trends"]
        for trend in (trend for trend in trends if trend["id"] == "declared" and month in trend["months"]):
            at = trend["months"].index(month)
            return next((line["values"][at] for line in trend["series"] if line["id"] == standard), None)
        return None

    def moved_since(self, day: date) -> Iterator[dict[str, Any]]:
        """Yield the years of which another figure is known than on a day, by the words of the time."""
        indicators = {} if self.history is None else self.history["indicators"]
        for indicator in (name for name in self.shown if name in indicators):
            for year in sorted(map(int, indicators[indicator][AS_WRITTEN])):
                before, after = (_known(self._points(indicator, year), end) for end in (day, self.as_of))
                if before != after:
                    yield {"indicator": indicator, "year": year, "before": before, "after": after}

    def _points(self, indicator: str, year: int) -> Sequence[Sequence[Any]]:
        points: Sequence[Sequence[Any]] = (self.history or {})["indicators"][indicator][AS_WRITTEN].get(str(year), ())
        return points


def _known(points: Sequence[Sequence[Any]], day: date) -> int | None:
    return next((value for since, value, *_ in reversed(points) if since <= day.isoformat()), None)
