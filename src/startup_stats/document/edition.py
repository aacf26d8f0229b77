"""What moved since an edition: the figures of years that were over in it, beside those of a later stats.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.document.claim import Claim


class Moved(NamedTuple):
    """A figure of a year that was over in the edition, titled, and the one of today; None where there is none."""

    indicator: str
    title: str
    year: int
    before: int | None
    after: int | None


class Since(NamedTuple):
    """What moved until a later document's day; not `counted_alike` where it counts otherwise than the edition did."""

    day: date
    moved: tuple[Moved, ...]
    counted_alike: bool


def since(edition: Claim, today: Claim) -> Since:
    """Compare an edition with a later document; both are as `build` wrote them, whatever their versions.

    Raises KeyError or TypeError where one of them is not.
    """
    return Since(
        today.as_of,
        tuple(
            Moved(name, indicator["title"], year["year"], year["value"], after)
            for name, indicator in edition.document["indicators"].items()
            for year in indicator["years"]
            if year["complete"] and (after := _value(today, name, year["year"])) != year["value"]
        ),
        _counting(edition) == _counting(today),
    )


def _value(claim: Claim, indicator: str, year: int) -> int | None:
    years = claim.document["indicators"].get(indicator, {"years": []})["years"]
    return next((row["value"] for row in years if row["year"] == year), None)


def _counting(claim: Claim) -> tuple[object, ...]:
    return claim.document["definitions_version"], claim.document["source"].get("counting"), dict(claim.methods)
