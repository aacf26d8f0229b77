"""Documents as small as the guard can read, for tables of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.config.settings import Config
from startup_stats.document.whole import counting_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

Year = tuple[int | None, str] | tuple[int | None, str, bool]


def indicator(years: Mapping[int, Year], title: str = "Abandons", **changes: Any) -> dict[str, Any]:
    """Make an indicator of products: year → figure, the letters of the products counted, complete unless told."""
    rows = [
        {"year": year, "value": value, "complete": not complete or complete[0], "counted": list(counted)}
        for year, (value, counted, *complete) in years.items()
    ]
    told = {"title": title, "description": "Des mots.", "method": "programme", "subject": "product", "years": rows}
    return told | changes


def people(years: dict[int, int], **changes: Any) -> dict[str, Any]:
    """Make an indicator of members, which has counts only."""
    return indicator({year: (value, "") for year, value in years.items()}, "Agents", subject="member", **changes)


def document(products: str = "abcdefghij", without_phase: str = "", members: int = 100, **changes: Any) -> Any:
    """Make a document: the letters of its products, of those without a phase, the number of members."""
    listed = [
        {"id": each, "title": f"Produit {each.upper()}", "phase": None if each in without_phase else "construction"}
        for each in products
    ]
    return {
        "definitions_version": 1,
        "source": {"counting": "a" * 64},
        "products": listed,
        "phases": {"without_phase": list(without_phase)},
        "members": {"total": members},
        "indicators": {"end": indicator({2023: (3, "abc"), 2024: (1, "d", False)})},
    } | changes


def history(
    figures: Mapping[str, Mapping[int, list[list[Any]]]], as_of: str = "2026-08-20", **changes: Any
) -> dict[str, Any]:
    """Make a stats_history.json: indicator → year → change points, as written then and as counted today."""
    years = {name: {str(year): points for year, points in of.items()} for name, of in figures.items()}
    return {
        "schema_version": 1,
        "generator": "startup-stats",
        "as_of": as_of,
        "language": "fr",
        "source": {
            "repository": None, "commit": "a" * 40, "since": "2018-01-01", "shallow": False,
            "counting": counting_digest(Config()),
        },
        "indicators": {name: {"as_written": of, "as_counted_today": of} for name, of in years.items()},
        "words": {"commit": "a" * 40, "own": 0, "by_rule": 0},
        "unavailable": [], "breaks": [], "published": [], "trends": [], "restatements": [],
    } | changes  # fmt: skip
