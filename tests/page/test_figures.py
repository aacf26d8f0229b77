"""What the page shows is what the file says, on the fictive figures and on the real ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages import (
    OLD_CANVASES,
    draw_all,
    opened,
    plain,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def document(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def drawn(browser: Browser, address: str) -> Iterator[Page]:
    """A page with all its charts drawn, for tests that only look at it."""
    with opened(browser, address) as page:
        draw_all(page)
        yield page


def test_every_chart_is_drawn_with_the_figures_of_the_file(drawn: Page, document: dict[str, Any]) -> None:
    charts = draw_all(drawn)
    assert set(charts) >= OLD_CANVASES
    for name, indicator in document["indicators"].items():
        if name == "new_member" or not any(year["value"] for year in indicator["years"]):
            continue
        years = indicator["years"]
        assert charts[name]["labels"] == [str(year["year"]) for year in years]
        sets = charts[name]["sets"]
        assert sets[indicator["unit"]]["data"] == [year["value"] for year in years]
        for bar, year in zip(sets[indicator["unit"]]["sizes"], years, strict=True):
            assert (bar > 0) == ((year["value"] or 0) > 0)
        published = [(year.get("published") or {}).get("value") for year in years]
        assert sets.get("chiffre publié", {"data": [None] * len(years)})["data"] == published
        targets = [year.get("target") or {"revised": None, "initial": None} for year in years]
        wanted = [each["initial"] if each["revised"] is None else each["revised"] for each in targets]
        assert sets.get("objectif", {"data": [None] * len(years)})["data"] == wanted


def test_standards_people_and_incubators_are_those_of_the_file(drawn: Page, document: dict[str, Any]) -> None:
    charts = draw_all(drawn)
    for name, standard in document["standards"].items():
        rows = [row for row in standard["by_phase"] if row["applies"] and row["total"]]
        sets = charts[f"standard-{name}"]["sets"]
        assert sets["respecté"]["data"] == [row["met"] for row in rows]
        assert sets["non respecté"]["data"] == [row["unmet"] for row in rows]
        assert sets["non renseigné"]["data"] == [row["undeclared"] for row in rows]
        assert charts[f"standard-{name}"]["labels"] == [
            f"{phase['title']} ({row['total']})"
            for row in rows
            for phase in document["phases"]["by_phase"]
            if phase["phase"] == row["phase"]
        ]
    status = {"agents publics": "admin", "indépendants": "independent", "prestataires": "service"}
    for label, key in status.items():
        assert charts["new_member"]["sets"][label]["data"] == [row[key] for row in document["members"]["new_by_year"]]
    by_phase = document["phases"]["by_phase"]
    assert charts["phases"]["sets"]["produits"]["data"] == [row["value"] for row in by_phase]
    incubators = sorted(document["incubators"], key=lambda each: -each["total"])
    shown = charts["incubators-by-phase"]
    assert shown["labels"] == [each["title"] for each in incubators if each["total"]]
    for phase in by_phase:
        if phase["title"] in shown["sets"]:
            expected = [each["by_phase"].get(phase["phase"], 0) for each in incubators if each["total"]]
            assert shown["sets"][phase["title"]]["data"] == expected


def test_without_javascript_every_figure_is_a_table_with_its_alternative(
    browser: Browser, address: str, document: dict[str, Any]
) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        for name, indicator in document["indicators"].items():
            if name == "new_member":
                continue
            figure = page.locator(f"#figure-{name}")
            assert plain(figure.locator(".stats-alternative")) == plain(indicator["alternative"])
            cells = figure.locator("tbody tr td:first-of-type").all_text_contents()
            shown = [None if cell == "–" else int(cell.replace("\u202f", "")) for cell in cells]
            assert shown == [year["value"] for year in indicator["years"]]
            figure.scroll_into_view_if_needed()
            figure.locator("table").wait_for()  # visible
            assert not figure.locator("canvas").is_visible()
            assert "20 août 2026" in plain(figure.locator(".stats-source"))
        for name, standard in document["standards"].items():
            total = page.locator(f"#figure-standard-{name} tfoot td").all_text_contents()
            counted = [standard[key] for key in ("total", "declared", "met", "unmet", "undeclared", "unknown")]
            assert [int(text) for text in total[:6]] == counted
            assert total[6].replace("\u00a0", " ") == f"{_per_cent(standard)} %"
        assert page.locator("[data-stats-product]").count() == len(document["products"])
        assert not page.locator("form").is_visible()


def _per_cent(standard: dict[str, Any]) -> int:
    return int((200 * standard["met"] + standard["total"]) // (2 * standard["total"]))


def test_the_preview_is_the_same_page(browser: Browser, folder: Path, drawn: Page) -> None:
    with opened(browser, (folder / "preview.html").as_uri()) as page:
        assert set(draw_all(page)) >= OLD_CANVASES
        assert words_of(page) == words_of(drawn)
        assert page.locator("html").get_attribute("data-fr-theme") == "light"


WRITTEN = """() => {
  const written = {};
  const { fillText } = CanvasRenderingContext2D.prototype;
  let id;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (this.font.startsWith("bold")) (written[id] ??= []).push(text);
    return fillText.call(this, text, ...place);
  };
  for (const [name, chart] of startupStats.charts) { id = name; chart.draw(); }
  CanvasRenderingContext2D.prototype.fillText = fillText;
  return written;
}"""


def test_figures_are_read_without_hovering(drawn: Page, document: dict[str, Any]) -> None:
    written = drawn.evaluate(WRITTEN)
    launched = [f"{year['value']}" for year in document["indicators"]["product_launch"]["years"] if year["value"]]
    assert written["product_launch"] == launched
    assert written["phases"] == [f"{row['value']}" for row in document["phases"]["by_phase"] if row["value"]]
    met = [row["met"] for row in document["standards"]["open_source"]["by_phase"] if row["applies"] and row["met"]]
    assert written["standard-open_source"][: len(met)] == [f"{count}" for count in met]
