"""What the history tells of a year's figure: what it was at first, and how often it was revised since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.history import AS_WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Past(NamedTuple):
    """A stats_history.json, if there is one, as far as it tells of the days up to `as_of`."""

    history: Mapping[str, Any] | None
    as_of: date

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
        points = self.history["indicators"][indicator][AS_WRITTEN].get(str(year), ())
        first = value = next((known for since, known, *_ in reversed(points) if since <= day), None)
        changed = []
        for since, known, *_ in points:
            if day < since <= last_known and known != value:
                changed.append(since)
                value = known
        return {"first": first, "revised": {"changes": len(changed), "last": changed[-1] if changed else None}}
