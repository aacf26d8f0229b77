"""What the page leads with: key figures against a year before, what products are today, what moved lately."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from startup_stats.document.changes import same_figures
from startup_stats.document.key_figures import lead_sections, state_of, states_section
from startup_stats.document.past import Past
from startup_stats.model import Product
from tests.documents import history, indicator, people
from tests.sites import PHASES, phase

DAY = date(2026, 8, 20)
STATES = {
    "investigation": "in_progress", "construction": "in_progress", "acceleration": "in_progress",
    "consolidation": "in_progress", "perennisation": "in_progress", "success": "handed_over",
    "transfer": "handed_over", "transfere": "handed_over", "opere": "handed_over", "alumni": "stopped",
    "death": "stopped", "abandon": "stopped", "abandon-investigation": "stopped",
}  # fmt: skip


def test_every_phase_is_one_of_three_states() -> None:
    assert {name: state_of(kind) for name, kind in PHASES.items()} == STATES


def test_states_add_up_to_the_portfolio() -> None:
    rows: list[dict[str, Any]] = [{"phase": name, "value": number} for number, name in enumerate(PHASES)]
    states = states_section(rows, PHASES, "fr")
    assert sum(row["value"] for row in states) == sum(row["value"] for row in rows)
    assert [row["title"] for row in states] == ["en cours", "transférés ou opérés", "arrêtés"]


def product(*phases: tuple[str, date | None]) -> Product:
    made = tuple(phase(name, start, None, place) for place, (name, start) in enumerate(phases))
    return Product("a", "a.md", "A", (), made, (), None)


BEFORE, AFTER = date(2025, 8, 20), date(2025, 8, 21)
# phases → was it in progress a year before 2026-08-20
LIVES: dict[str, tuple[list[tuple[str, date | None]], bool]] = {
    "begun that day": ([("construction", BEFORE)], True),
    "begun a day later": ([("construction", AFTER)], False),
    "stopped since": ([("construction", BEFORE), ("abandon", AFTER)], True),
    "stopped then": ([("construction", None), ("abandon", BEFORE)], False),
    "handed over then": ([("acceleration", None), ("opere", BEFORE)], False),
    "in no known phase": ([("chantier", BEFORE)], False),
    "in none": ([], False),
}


def standard(met: int, total: int, declared: int | None = None, *, verified: bool = False) -> dict[str, Any]:
    return {
        "title": "Standard", "met": met, "total": total, "declared": met if declared is None else declared,
        "verified": verified,
    }  # fmt: skip


def lead(past: Past | None = None, products: tuple[Product, ...] = (), **changes: Any) -> dict[str, Any]:
    nothing = indicator({}, unit="produits")
    document = {
        "indicators": {"national_impact": nothing, "product_launch": nothing, "agent": nothing},
        "phases": {"states": [{"state": "in_progress", "title": "en cours", "value": 5}]},
        "standards": {},
    } | changes
    return lead_sections(document, products, past or Past(None, DAY), "fr")


def key(name: str, made: dict[str, Any]) -> dict[str, Any] | None:
    return next((each for each in made["key_figures"] if each["id"] == name), None)


@pytest.mark.parametrize(("phases", "was"), LIVES.values(), ids=LIVES)
def test_products_of_a_year_before_are_counted_by_today_s_files(phases: list[Any], *, was: bool) -> None:
    told = key("in_progress", lead(products=(product(*phases),)))
    assert told is not None
    assert (told["value"], told["change"], told["against"]) == (5, 5 - was, "2025-08-20")


def test_a_year_before_29_february_is_the_28th() -> None:
    told = key("in_progress", lead(Past(None, date(2024, 2, 29))))
    assert told is not None
    assert told["against"] == "2023-02-28"


# years of an indicator → year, value, change
YEARS: dict[str, tuple[Any, tuple[int, int, int | None] | None]] = {
    "the last that is over": ({2024: (3, ""), 2025: (5, ""), 2026: (9, "", False)}, (2025, 5, 2)),
    "the last that has a figure": ({2023: (1, ""), 2024: (3, ""), 2025: (None, "")}, (2024, 3, 2)),
    "none the year before": ({2023: (4, ""), 2024: (None, ""), 2025: (5, "")}, (2025, 5, None)),
    "the first": ({2025: (5, "")}, (2025, 5, None)),
    "none": ({2025: (None, ""), 2026: (1, "", False)}, None),
}


@pytest.mark.parametrize(("years", "told"), YEARS.values(), ids=YEARS)
def test_an_indicator_leads_with_its_last_figure(years: Any, told: tuple[int, int, int | None] | None) -> None:
    changed = indicator(years, unit="produits")
    given = lead(indicators={"national_impact": changed, "product_launch": changed, "agent": people({}, unit="p")})
    made = key("national_impact", given)
    assert (made and (made["year"], made["value"], made["change"])) == told
    if made is not None:
        assert ("against" in made) == (made["change"] is not None)


TREND = {"id": "declared", "months": ["2025-07", "2025-08"], "series": [
    {"id": "open_source", "title": "x", "values": [10.0, 59.6]},
    {"id": "dashlord", "title": "x", "values": [1.0, None]},
    {"id": "accessibility", "title": "x", "values": [50.0, 50.0]},
]}  # fmt: skip
# standard, how it stands, the history's trends → the change
SHARES: dict[str, tuple[str, dict[str, Any], list[Any], int | None]] = {
    "as declared": ("open_source", standard(5, 8), [TREND], 3),
    "without a history": ("open_source", standard(5, 8), [], None),
    "not known then": ("dashlord", standard(5, 8), [TREND], None),
    "not in the history": ("budget_page", standard(5, 8), [TREND], None),
    "a month that is not there": ("open_source", standard(5, 8), [{**TREND, "months": ["2025-06", "2025-07"]}], None),
    "seen on the web": ("open_source", standard(5, 8, verified=True), [TREND], None),
    "fewer than declare it": ("open_source", standard(5, 8, 6), [TREND], None),
    "declared by a status": ("accessibility", standard(5, 8), [TREND], None),
}


@pytest.mark.parametrize(("name", "stands", "trends", "change"), SHARES.values(), ids=SHARES)
def test_a_share_is_compared_with_what_is_like_it(
    name: str, stands: dict[str, Any], trends: list[Any], change: int | None
) -> None:
    past = Past(history({}, trends=trends), DAY) if trends else Past(None, DAY)
    made = key(name, lead(past, standards={name: stands}))
    assert made is not None
    assert (made["value"], made["change"], made["unit"]) == (63, change, "%")


def test_a_standard_that_concerns_nobody_has_no_share() -> None:
    assert key("dashlord", lead(standards={"dashlord": standard(0, 0)})) is None


# change points → what is told of the month before 2026-08-20, that is since 2026-07-20
MOVED: dict[str, tuple[list[list[Any]], list[tuple[int | None, int | None]]]] = {
    "moved since": ([["2025-01-01", 1], ["2026-08-01", 2]], [(1, 2)]),
    "on the day itself": ([["2025-01-01", 1], ["2026-07-20", 2]], []),
    "the day after": ([["2026-07-21", 2]], [(None, 2)]),
    "there and back": ([["2025-01-01", 1], ["2026-08-01", 2], ["2026-08-02", 1]], []),
    "after the day of the figures": ([["2025-01-01", 1], ["2026-08-21", 2]], []),
}


@pytest.mark.parametrize(("points", "moved"), MOVED.values(), ids=MOVED)
def test_what_moved_in_the_last_month_is_told(points: list[list[Any]], moved: list[Any]) -> None:
    recent = lead(Past(history({"end": {2025: points}}), DAY))["recent"]
    assert recent["since"] == "2026-07-20"
    assert recent["moved"] == [{"indicator": "end", "year": 2025, "before": a, "after": b} for a, b in moved]


def test_without_a_history_nothing_is_told_of_the_last_month() -> None:
    assert "recent" not in lead()


def test_another_day_alone_is_no_other_figure() -> None:
    """A year before moves with the calendar: that is no reason to publish."""
    old = {"as_of": "2026-08-19", "source": {"commit": "a"}, "key_figures": [{"change": 1}], "recent": {"since": "x"}}
    new = {"as_of": "2026-08-20", "source": {"commit": "b"}, "key_figures": [{"change": 2}]}
    assert same_figures(old, new)
