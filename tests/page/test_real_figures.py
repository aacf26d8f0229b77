"""The page with all real figures: long tables, long titles, many bars."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT
from tests.pages import (
    OLD_CANVASES,
    accessibility_faults,
    changed,
    click,
    draw_all,
    jekyll,
    lay_out_all,
    opened,
    served,
    wait_until,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.mark.parametrize("script", [True, False])
def test_axe_finds_no_fault_on_the_real_figures(browser: Browser, real: Path, *, script: bool) -> None:
    with served(real / "kit/_site") as url, opened(browser, url, script=script) as page:
        assert accessibility_faults(page) == []


def test_a_target_or_a_published_figure_lists_nothing(browser: Browser, real: Path) -> None:
    """Behind « objectif : 50 » stand no 42 products."""
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        draw_all(page)
        page.locator("#product_launch").scroll_into_view_if_needed()
        spots = page.evaluate(
            """() => { const chart = startupStats.charts.get("product_launch");
              const marks = ["initial", "révisé", "initial et révisé, égaux"].map((each) => `objectif ${each}`);
              const drawn = new Set(chart.data.datasets.map((set) => set.label));
              return [...marks, "chiffre publié"].filter((label) => drawn.has(label)).flatMap((label) => {
                const of = chart.data.datasets.findIndex((set) => set.label === label);
                return chart.getDatasetMeta(of).data.filter((mark) => !mark.skip).map(({ x, y }) => ({ x, y }));
              }); }"""
        )
        assert len(spots) > 5
        for spot in spots:
            page.locator("#product_launch").click(position=spot)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            assert page.locator("#product_launch").evaluate("(canvas) => canvas.style.cursor") == ""
        assert not page.locator("#figure-product_launch .stats-picked").is_visible()


def test_a_tooltip_stays_within_a_phone_s_chart(browser: Browser, real: Path) -> None:
    with served(real / "kit/_site") as url, opened(browser, url, width=390) as page:
        draw_all(page)
        larger = page.evaluate(
            """() => [...startupStats.charts].flatMap(([id, chart]) => chart.data.datasets.flatMap((set, of) =>
              set.data.map((_, index) => {
                chart.tooltip.setActiveElements([{ datasetIndex: of, index }], { x: 9, y: 9 });
                const { tooltip } = chart;
                return [id, of, index, tooltip.width > chart.width, tooltip.height > chart.height];
              }))).filter(([, , , tooWide, tooHigh]) => tooWide || tooHigh)"""
        )
    assert larger == []


def test_the_table_s_rows_come_in_pieces_and_all_of_them(browser: Browser, real: Path) -> None:
    count = "document.querySelectorAll('[data-stats-product]').length"
    document = json.loads((real / "stats.json").read_text(encoding="utf-8"))
    closed = sum(not product["standards"] for product in document["products"])
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        lay_out_all(page)  # or what is clicked goes down while figures above it take their height
        by_title = page.locator(".stats-gaps tbody th a").all_text_contents()
        assert page.evaluate(count) == len(document["products"])
        press = "document.querySelector('[data-stats-sort=produit] button').click()"
        assert 0 < page.evaluate(f"{press}, {count}") < len(document["products"])  # the first are there at once
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all are on paper
        assert page.evaluate(count) == len(document["products"])
        assert sorted(page.locator(".stats-gaps tbody th a").all_text_contents()) == sorted(by_title)
        page.get_by_label("Standard", exact=True).select_option("dashlord")
        page.get_by_label("Verdict").select_option("not-applicable")
        wait_until(page, "location.search.includes('verdict=not-applicable')")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(count) == closed
        spans = "[...document.querySelectorAll('.stats-gaps tbody td')].map((cell) => cell.colSpan)"
        assert set(page.evaluate(spans)) == {1}
        click(page.get_by_role("button", name="Tout montrer"))
        wait_until(page, "!location.search.includes('verdict')")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(count) == len(document["products"])


def test_what_was_asked_for_begins_with_its_first_row(browser: Browser, real: Path) -> None:
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        box = page.locator(".stats-table--gaps")
        lay_out_all(page)
        for act in (
            lambda: page.locator("[data-stats-sort=produit] button").press("Enter"),
            lambda: page.get_by_label("Verdict").select_option("unmet"),
        ):
            box.evaluate("(box) => { box.scrollTop = 20000 }")
            assert box.evaluate("(box) => box.scrollTop") > 0
            address = page.url
            act()
            changed(page, "location.href", address)
            assert box.evaluate("(box) => box.scrollTop") == 0


def test_the_page_stays_light_on_the_real_figures(real: Path) -> None:
    """All that is sent, with sixty months of trends; the preview is one file of it."""
    kit = real / "kit/_site/assets/additional"
    parts = (kit / "js/stats.js", kit / "style/stats.css", real / "kit/_site/stats/index.html")
    assert sum(len(gzip.compress(part.read_bytes())) for part in parts) <= 150_000
    assert len(gzip.compress((real / "preview.html").read_bytes())) <= 150_000
    assert (real / "stats.json").stat().st_size < 400_000


ANCHORS = [
    "snin",
    "launching",
    "standards-qualite",
    "opensource",
    "stats",
    "dashlord",
    "a11y",
    "administration",
    "network",
]


def test_the_first_site_s_page_is_whole(real: Path, browser: Browser, tmp_path: Path) -> None:
    figures = (real / "stats.json").read_text(encoding="utf-8")
    history = json.loads((real / "site/_data/stats_history.json").read_text(encoding="utf-8"))
    with (
        served(jekyll(tmp_path, figures, history, PROJECT / "docs/beta.gouv.fr/stats.md")) as url,
        opened(browser, url) as page,
    ):
        assert set(draw_all(page)) >= OLD_CANVASES
        assert [name for name in ANCHORS if page.locator(f"[id='{name}']").count() != 1] == []
        levels = page.locator("h1, h2, h3, h4").evaluate_all("(all) => all.map((each) => Number(each.tagName[1]))")
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert levels.count(1) == 1
        headings = page.locator("h1, h2, h3, h4").all_text_contents()
        assert [each for each in headings if headings.count(each) > 1] == []
        assert page.locator("[data-stats-product]").count() == len(json.loads(figures)["products"])
        assert accessibility_faults(page) == []


def test_the_page_is_printed_on_fewer_than_twenty_sheets(real: Path, browser: Browser) -> None:
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) < 20


# Milliseconds, as the page's script has them.
STILL = 2_500


def test_a_picture_of_the_whole_page_has_no_blank_figure(real: Path, browser: Browser) -> None:
    """Nobody scrolled: what is far is drawn once nothing has stirred for a while, all of it in the end."""
    drawn = "startupStats.charts.size === document.querySelectorAll('.stats-canvas:not([hidden])').length"
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        assert not page.evaluate(drawn)
        page.evaluate("globalThis.stirring = setInterval(() => dispatchEvent(new Event('scroll')), 50)")
        page.wait_for_timeout(STILL * 1.5)
        assert not page.evaluate(drawn)
        page.evaluate("clearInterval(stirring)")
        wait_until(page, drawn)
        assert page.evaluate("startupStats.charts.size") > 10


def test_a_figure_s_address_is_copied(real: Path, browser: Browser) -> None:
    with (
        served(real / "kit/_site") as url,
        opened(browser, url, permissions=["clipboard-read", "clipboard-write"]) as page,
    ):
        click(page.get_by_role("button", name="Copier le lien : Produits lancés", exact=True))
        assert page.url == f"{url}#figure-product_launch"
        assert page.evaluate("navigator.clipboard.readText()") == page.url
