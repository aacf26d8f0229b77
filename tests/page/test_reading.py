"""A reader with a keyboard, a phone, a printer, a theme, a filter."""

from __future__ import annotations

import csv
import io
import struct
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages import (
    accessibility_faults,
    changed,
    click,
    draw_all,
    jekyll,
    judged,
    opened,
    saved,
    served,
    wait_until,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


# how the page is opened: query, width, whether its script runs → what is then done with it, one after the other
STATES: dict[str, tuple[str, int, bool, dict[str, dict[str, str]]]] = {
    "a screen and paper": ("", 1280, True, {
        "light": {}, "dark": {"theme": "dark"}, "dark print": {"media": "print"}, "print": {"theme": "light"},
    }),
    "a phone": ("", 320, True, {"light": {}, "dark": {"theme": "dark"}}),
    "no script": ("", 1280, False, {"light": {}}),
    "tables": ("", 1280, True, {
        "all": {"click": "Tableau"}, "products of a bar": {"then": "#figure-product_launch .stats-open >> nth=-1"},
    }),
    "gaps filtered": ("?verdict=unmet&standard=dashlord&tri=-phase", 1280, True, {"light": {}}),
    "no product left": ("?q=zzzz", 1280, True, {"light": {}}),
}  # fmt: skip


# The figures that were without fault on a wide screen, as the page is opened: what is asked for in the address changes
# few of them.
JUDGED: set[str] = set()

# Clicks on each of some buttons. To go to every one, as a reader does, would take most of the time.
ALL = "(buttons) => { for (const each of buttons) each.click(); return buttons.length; }"

# Shows a page in a theme; returns whether each of its parts is as large as before.
THEMED = """(theme) => {
  const sizes = () => [...document.querySelectorAll("body *")].map((each) => {
    const { width, height } = each.getBoundingClientRect();
    return [each.tagName, width, height].join(" ");
  }).join();
  const before = sizes();
  document.documentElement.dataset.frTheme = theme;
  return sizes() === before;
}"""


@pytest.mark.parametrize(("query", "width", "script", "states"), STATES.values(), ids=STATES)
def test_axe_finds_no_fault(
    browser: Browser, small: str, query: str, width: int, states: dict[str, dict[str, str]], *, script: bool
) -> None:
    # What is clicked on changes a figure or two: the others are not judged again.
    clicked: set[str] = set()
    with opened(browser, small + query, width=width, script=script) as page:
        for name, change in states.items():
            known = JUDGED if not change and script and width == 1280 else None
            is_new = {"theme", "media"}.isdisjoint(change)
            if "theme" in change:
                assert page.evaluate(THEMED, change["theme"]), "a theme changes no more than colours"
            if "media" in change:
                page.emulate_media(media=change["media"])  # type: ignore[arg-type]
            if "click" in change:
                assert page.get_by_role("button", name=change["click"]).evaluate_all(ALL) > 10
            if "then" in change:
                click(page.locator(change["then"]))
            # What axe can't decide is asked of screens alone.
            if "print" in name:
                assert judged(page, sizes=False).faults == [], name
            else:
                assert accessibility_faults(page, clicked if is_new and change else known, sizes=is_new) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def press_until(page: Page, name: str, *, limit: int = 400) -> None:
    """Press Tab until an element of this accessible name has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"Tab never reached {name!r}")


def test_the_keyboard_is_enough(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    year = next(each for each in figures["indicators"]["product_launch"]["years"] if each["value"] > 1)
    title = figures["indicators"]["product_launch"]["title"]
    with opened(browser, small) as page:
        press_until(page, f"Tableau : {title}")
        page.keyboard.press("Enter")
        assert page.locator("#figure-product_launch > .stats-table").is_visible()
        assert not page.locator("#product_launch").is_visible()
        press_until(page, f"{year['value']} : voir la liste, {year['year']}")
        page.keyboard.press("Enter")
        listed = page.locator("#figure-product_launch .stats-picked li")
        titles = {product["id"]: product["title"] for product in figures["products"]}
        assert listed.all_inner_texts() == [titles[name] for name in year["counted"]]
        links = [link.get_attribute("href") for link in listed.locator("a").all()]
        assert links == [product["url"] for name in year["counted"] for product in figures["products"]
                         if product["id"] == name]  # fmt: skip
        page.keyboard.press("Tab")  # from the button into the list, not past it
        assert page.evaluate("document.activeElement.textContent") == titles[year["counted"][0]]
        press_until(page, f"Fermer la liste : {year['year']}", limit=len(year["counted"]))
        page.keyboard.press("Enter")
        assert not page.locator("#figure-product_launch .stats-picked").is_visible()
        assert page.evaluate("document.activeElement.className") == "stats-open"


def test_a_click_on_a_bar_lists_its_products(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    years = figures["indicators"]["product_launch"]["years"]
    index = max(range(len(years)), key=lambda of: years[of]["value"])
    with opened(browser, small) as page:
        draw_all(page)
        page.locator("#product_launch").scroll_into_view_if_needed()
        spot = page.evaluate(
            """([id, index]) => { const chart = startupStats.charts.get(id);
              const of = chart.data.datasets.findIndex((set) => set.label === "Produits");
              const { x, y, base } = chart.getDatasetMeta(of).data[index]; return { x, y: (y + base) / 2 } }""",
            ["product_launch", index],
        )
        page.locator("#product_launch").hover(position=spot)
        page.locator("#product_launch").click(position=spot)
        page.locator("#figure-product_launch .stats-picked li").first.wait_for()  # Chart.js answers in the next frame
        tooltip = page.evaluate("startupStats.charts.get('product_launch').tooltip.afterBody")
        listed = page.locator("#figure-product_launch .stats-picked li").all_inner_texts()
    titles = {product["id"]: product["title"] for product in figures["products"]}
    assert listed == [titles[name] for name in years[index]["counted"]]
    assert tooltip == listed


def test_the_focus_is_never_lost(browser: Browser, small: str) -> None:
    """The list's opener is out of sight when the chart is back: the pressed button has the focus then."""
    with opened(browser, small) as page:
        figure = page.locator("#figure-product_launch")
        click(figure.get_by_role("button", name="Tableau : "))
        figure.locator(".stats-open").first.press("Enter")
        click(figure.get_by_role("button", name="Graphique : "))
        figure.get_by_role("button", name="Fermer la liste : ").press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Graphique : Produits lancés"


def rows_shown(page: Page) -> list[str]:
    """Return the ids of the rows that are seen: what a row gives, or what its address ends with."""
    rows = page.locator("[data-stats-product]:visible")
    told: list[str] = rows.evaluate_all(
        """(rows) => rows.map((row) => row.dataset.statsProduct
          || row.querySelector("a").getAttribute("href").split("/").at(-1).replace(/[.]html$/, ""))"""
    )
    return told


def test_filters_show_what_they_say_and_stand_in_the_address(
    browser: Browser, small: str, figures: dict[str, Any]
) -> None:
    undeclared = [each["id"] for each in figures["products"]
                  if each["standards"].get("dashlord", {}).get("verdict") == "undeclared"]  # fmt: skip
    assert 0 < len(undeclared) < len(figures["products"])
    with opened(browser, small + "?autre=1#produits") as page:
        page.get_by_label("Standard", exact=True).select_option("dashlord")
        page.get_by_label("Verdict").select_option("undeclared")
        wait_until(page, "location.search === '?autre=1&standard=dashlord&verdict=undeclared'")
        assert rows_shown(page) == undeclared
        assert page.locator(".stats-count").inner_text() == f"{len(undeclared)} produits sur {len(figures['products'])}"
        assert page.locator(".stats-gaps thead th:visible").all_inner_texts()[2].startswith("Suivi par Dashlord")
        shared = page.url
    with opened(browser, shared) as page:  # another reader, from the address
        assert rows_shown(page) == undeclared
        page.get_by_label("Nom du produit").fill("MÀREE")
        wait_until(page, "location.search.includes('q=M')")
        found = rows_shown(page)
        assert found == [name for name in undeclared if "maree" in name]
        click(page.get_by_role("button", name="Tout montrer"))
        assert len(rows_shown(page)) == len(figures["products"])
        assert page.url.endswith("?autre=1#produits")
        page.locator("[data-stats-sort=produit] button").press("Enter")
        ascending = rows_shown(page)
        page.locator("[data-stats-sort=produit] button").press("Enter")
        assert rows_shown(page) == ascending[::-1]
        assert page.locator("[data-stats-sort=produit]").get_attribute("aria-sort") == "descending"


def _cell(value: int | None) -> str:
    """What has no value is no number in a spreadsheet."""
    return "" if value is None else str(value)


def test_what_is_shown_can_be_taken_away(browser: Browser, small: str, figures: dict[str, Any]) -> None:
    with opened(browser, small + "?verdict=met&standard=open_source") as page:
        name, content = saved(page, "Télécharger ce qui est montré (CSV)")
        assert (name, content[:3]) == ("produits-et-standards.csv", b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [row["Identifiant"] for row in rows] == rows_shown(page)
        assert {row["Code source ouvert"] for row in rows} == {"respecté"}
        headings = page.locator(".stats-gaps thead th").all_text_contents()
        assert [name for name in rows[0] if name in headings] == headings
        name, content = saved(page, "Données (CSV), à télécharger")
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        years = figures["indicators"]["national_impact"]["years"]
        assert name == "national_impact.csv"
        over = table[0].index("Année terminée")
        assert [[*row[:2], row[over]] for row in table[1:]] == [
            [f"{year['year']}", _cell(year["value"]), "oui" if year["complete"] else "non"] for year in years
        ]
        click(page.get_by_role("button", name="Tableau : Produits à impact national"))
        name, picture = saved(page, "Image (PNG), à télécharger")
        assert (name, picture[:8]) == ("national_impact.png", b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", picture[16:24])
        assert width > 600
        assert height > 300


def test_a_choice_of_theme_outlives_the_system_s(browser: Browser, tmp_path: Path, figures: dict[str, Any]) -> None:
    """Where the DSFR's script runs, it alone says which theme is shown."""
    site = jekyll(tmp_path, figures)
    page_file = site / "stats/index.html"
    page_file.write_text(page_file.read_text().replace('data-fr-theme="light"', 'data-fr-scheme="system"'))
    with served(site) as url, opened(browser, url, color_scheme="light") as page:
        page.evaluate("localStorage.setItem('scheme', 'light')")
        page.reload()
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.dataset.frTheme") == "light"


@pytest.mark.parametrize("width", [390, 1280])
def test_charts_are_as_wide_on_paper_whatever_the_window(browser: Browser, small: str, width: int) -> None:
    measure = """(event) => {
      dispatchEvent(new Event(event));
      return [...startupStats.charts.values()].map(({ canvas }) => canvas.getBoundingClientRect().width);
    }"""
    with opened(browser, small, width=width) as page:
        assert set(page.evaluate(measure, "beforeprint")) == {680}
        assert max(page.evaluate(measure, "afterprint")) < width


def test_who_observes_the_page_sees_one_change_when_it_is_sorted(browser: Browser, small: str) -> None:
    """The DSFR's script looks through each node that is added: 662 rows would hold a phone up for a second."""
    count = """() => {
      globalThis.added = 0;
      const elements = (change) => [...change.addedNodes].filter((node) => node instanceof Element).length;
      new MutationObserver((changes) => changes.forEach((change) => { added += elements(change); }))
        .observe(document.body, { childList: true, subtree: true });
    }"""
    with opened(browser, small) as page:
        page.evaluate(count)
        page.locator("[data-stats-sort=produit] button").press("Enter")
        page.locator("[data-stats-sort=produit][aria-sort=ascending]").wait_for()
        assert page.evaluate("added") == 1


def test_charts_follow_the_theme(browser: Browser, small: str) -> None:
    colour = "startupStats.charts.get('national_impact').options.scales.y.ticks.color"
    with opened(browser, small) as page:
        light = page.evaluate(colour)
        page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
        dark = changed(page, colour, light)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # paper is light
        assert page.evaluate(colour) == light
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert changed(page, colour, light) == dark
        sets = "startupStats.charts.get('product_launch').data.datasets"
        click(page.locator("#figure-product_launch").get_by_role("button", name="Tableau : "))
        page.evaluate("document.documentElement.dataset.frTheme = 'light'")  # drawn while it is put away
        click(page.locator("#figure-product_launch").get_by_role("button", name="Graphique : "))
        assert page.evaluate(f"{sets}.find((set) => set.label === 'objectif initial').pointStyle.width") == 40
