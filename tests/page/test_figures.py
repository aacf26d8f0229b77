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
        assert sets[indicator["unit"].capitalize()]["data"] == [year["value"] for year in years]
        for bar, year in zip(sets[indicator["unit"].capitalize()]["sizes"], years, strict=True):
            assert (bar > 0) == ((year["value"] or 0) > 0)
        targets = [year.get("target") or {} for year in years]
        same = [target.get("initial") == target.get("revised") for target in targets]
        marks = {
            "chiffre publié": [(year.get("published") or {}).get("value") for year in years],
            "objectif initial": [None if eq else of.get("initial") for of, eq in zip(targets, same, strict=True)],
            "objectif révisé": [None if eq else of.get("revised") for of, eq in zip(targets, same, strict=True)],
            "objectif initial et révisé, égaux": [
                of.get("initial") if eq else None for of, eq in zip(targets, same, strict=True)
            ],
        }
        for label, values in marks.items():
            assert sets.get(label, {"data": [None] * len(years)})["data"] == values


def test_standards_people_and_incubators_are_those_of_the_file(drawn: Page, document: dict[str, Any]) -> None:
    charts = draw_all(drawn)
    for name, standard in document["standards"].items():
        if name == "accessibility":
            continue
        rows = [row for row in standard["by_phase"] if row["applies"] and row["total"]]
        sets = charts[f"standard-{name}"]["sets"]
        by = "" if standard["verified"] else " d'après les fiches"
        assert sets[f"respecté{by}"]["data"] == [row["met"] for row in rows]
        assert sets[f"non respecté{by}"]["data"] == [row["unmet"] for row in rows]
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
    applies = {row["phase"] for row in document["standards"]["accessibility"]["by_phase"] if row["applies"]}
    statuses = [row for row in document["accessibility"]["by_phase"] if row["phase"] in applies]
    for conformity in ("totalement conforme", "partiellement conforme", "non conforme", "non renseigné"):
        shown = charts["standard-accessibility"]["sets"][conformity]["data"]
        assert shown == [row[conformity] for row in statuses if row["total"]]
    assert "accessibility-by-phase" not in charts  # one figure, not two


HEAT = """(id) => Object.fromEntries([...document.querySelectorAll(`#figure-${id} tbody tr`)].map((row) => {
  const [first, ...others] = [...row.cells].map((cell) => cell.textContent.trim());
  return [row.dataset.statsKey ?? first, others];
}))"""


def test_tables_with_heat_say_what_the_file_says(drawn: Page, document: dict[str, Any]) -> None:
    phases = [row["phase"] for row in document["phases"]["by_phase"]]
    years = [str(year["year"]) for year in document["indicators"]["product_launch"]["years"]]
    hosted, launched = (drawn.evaluate(HEAT, name) for name in ("incubators-by-phase", "launches-by-incubator"))
    for each in document["incubators"]:
        counts = [str(each["by_phase"].get(phase, 0)) for phase in phases]
        assert hosted[each["incubator"]] == [str(each["total"]), *counts]
        assert launched[each["incubator"]] == [str(each["launched_by_year"].get(year, 0)) for year in years]
    overview = {
        name: [plain(cell) for cell in cells] for name, cells in drawn.evaluate(HEAT, "standards-overview").items()
    }
    for standard in document["standards"].values():
        row = overview[standard["title"]]
        assert row[0] == f"{_per_cent(standard)} %{standard['met']} sur {standard['total']}"
        applying = [part for part in standard["by_phase"] if part["applies"] and part["total"]]
        assert [cell for cell in row[1:] if cell != "–"] == [
            f"{_per_cent(part)} %{part['met']} sur {part['total']}" for part in applying
        ]


def test_names_on_the_page_are_unique(drawn: Page, document: dict[str, Any]) -> None:
    """Two names cut to the same words would be one: on the axes, in the tables, in the choices."""
    for labels in drawn.evaluate(
        """() => [...startupStats.charts.values()].map((chart) => {
          const axis = chart.scales[chart.options.indexAxis];
          return axis.ticks.map((tick) => [tick.label].flat().join(" "));
        })"""
    ):
        assert len(labels) == len(set(labels))
    titles = sorted(each["title"] for each in document["incubators"])
    assert sorted(drawn.locator("#figure-incubators-by-phase tbody th").all_text_contents()) == titles
    assert sorted(drawn.locator("#stats-incubateur option").all_text_contents()[1:]) == titles
    assert len(titles) == len(set(titles))


def test_a_figure_s_name_is_its_caption(drawn: Page) -> None:
    figures = drawn.locator("figure").evaluate_all(
        """(all) => all.map((each) =>
          [each.getAttribute("role"), each.ariaLabel, each.querySelector("figcaption").textContent])"""
    )
    assert len(figures) > 15
    for role, name, caption in figures:
        assert (role, plain(name)) == ("figure", plain(caption))


def test_the_lead_is_that_of_the_file(drawn: Page, document: dict[str, Any]) -> None:
    tiles = [plain(tile) for tile in drawn.locator(".stats-tile").all_text_contents()]
    for key, tile in zip([key for key in document["key_figures"] if key["unit"] != "%"], tiles, strict=False):
        change = key["change"]
        said = "comme " if change == 0 else f"{'+' if change > 0 else '−'}{abs(change)} par rapport à "
        assert tile.startswith(key["title"])
        assert f"{key['value']} " in tile
        assert said in tile
    links = drawn.locator(".stats-tile a").evaluate_all("(all) => all.map((each) => each.hash.slice(1))")
    assert all(drawn.locator(f"[id='{name}']").count() == 1 for name in links)
    assert len(links) >= 8
    lead = plain(drawn.locator(".fr-text--lead"))
    for state in document["phases"]["states"]:
        assert f"{state['value']} {state['title']}" in lead


def test_without_javascript_every_figure_is_a_table_with_its_alternative(
    browser: Browser, address: str, document: dict[str, Any]
) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        for name, indicator in document["indicators"].items():
            if name == "new_member":
                continue
            figure = page.locator(f"#figure-{name}")
            assert plain(figure.locator(".stats-alternative")) == plain(indicator["alternative"])
            cells = figure.locator("table").first.locator("tbody tr td:first-of-type").all_text_contents()
            shown = [None if cell == "–" else int(cell.replace(" ", "")) for cell in map(plain, cells)]
            assert shown == [year["value"] for year in indicator["years"]]
            figure.scroll_into_view_if_needed()
            figure.locator("table").first.wait_for()  # visible
            assert not figure.locator("canvas").is_visible()
            assert "20 août 2026" in plain(figure.locator(".stats-source"))
        for name, standard in document["standards"].items():
            total = page.locator(f"#figure-standard-{name} tfoot td").all_text_contents()
            assert plain(total[-1]) == f"{_per_cent(standard)} %"
            if name == "accessibility":
                continue
            counted = [standard[key] for key in ("total", "declared", "met", "unmet", "undeclared", "unknown")]
            assert [int(text) for text in total[:6]] == counted
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
    for name in ("product_launch", "national_impact"):  # zero is zero, and no figure is none
        years = document["indicators"][name]["years"]
        told = ["–" if year["value"] is None else f"{year['value']}" for year in years]
        assert [text for text in written[name] if text in told] == written[name]
        assert written[name].count("–") == told.count("–")
    assert written["phases"] == [f"{row['value']}" for row in document["phases"]["by_phase"] if row["value"]]
    met = [row for row in document["standards"]["open_source"]["by_phase"] if row["applies"] and row["met"]]
    assert [plain(text) for text in written["standard-open_source"][: len(met)]] == [
        f"{_per_cent(row)} %" for row in met
    ]
