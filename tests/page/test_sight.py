"""Who sees little, or few colours, or can't bear what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import click, draw_all, opened, plain, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# canvas id → each figure written on it: [words, colour, whether on a patch], in the order of the bars
WRITTEN = """(id) => {
  const written = [];
  const { fillText, fillRect } = CanvasRenderingContext2D.prototype;
  let patch = false;
  CanvasRenderingContext2D.prototype.fillRect = function (...place) {
    patch = true;
    return fillRect.apply(this, place);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (this.font.startsWith("bold")) written.push([text, this.fillStyle, patch]);
    patch = false;
    return fillText.call(this, text, ...place);
  };
  startupStats.charts.get(id).draw();
  Object.assign(CanvasRenderingContext2D.prototype, { fillText, fillRect });
  return written;
}"""


@pytest.mark.parametrize(("theme", "ink"), [("light", "#ffffff"), ("dark", "#000000")])
def test_figures_stand_straight_on_one_colour_and_on_a_patch_on_a_texture(
    browser: Browser, small: str, theme: str, ink: str
) -> None:
    with opened(browser, small) as page:
        draw_all(page)
        page.evaluate("(theme) => { document.documentElement.dataset.frTheme = theme }", theme)
        text = page.locator(".stats-page").evaluate(
            "(page) => getComputedStyle(page).getPropertyValue('--stats-text').trim()"
        )
        drawn = "[...startupStats.charts.values()].every((chart) => chart.options.scales.x.ticks.color === "
        wait_until(page, f"{drawn}'{text}')")
        *years, this_year = page.evaluate(WRITTEN, "product_launch")
        assert {(colour, patch) for words, colour, patch in years if words != "0"} == {(ink, False)}
        assert {colour for _, colour, _ in [*page.evaluate(WRITTEN, "phases"), this_year]} == {text}
        assert not any(patch for _, _, patch in page.evaluate(WRITTEN, "phases"))
        dashlord = page.evaluate(WRITTEN, "standard-dashlord")
        assert {(colour, patch) for _, colour, patch in dashlord} == {(ink, False), (text, True)}


# each text drawn on a canvas, with its colour
TEXTS = """() => {
  const colours = new Set();
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (!this.font.startsWith("bold")) colours.add(this.fillStyle);
    return fillText.call(this, text, ...place);
  };
  startupStats.charts.get("product_launch").draw();
  CanvasRenderingContext2D.prototype.fillText = fillText;
  return [...colours];
}"""
PAINTED = {"light": (["rgb(255, 255, 255)"], ["#3a3a3a"]), "dark": (["rgb(22, 22, 22)"], ["#cecece"])}
STYLE = "(element, names) => names.map((name) => getComputedStyle(element)[name])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_outlines_and_grounds(browser: Browser, small: str, scheme: str) -> None:
    """A chart is painted with its own ground, whatever the page's is forced to; all else takes the reader's colours."""
    with opened(browser, small, forced_colors="active", color_scheme=scheme) as page:
        draw_all(page)
        text, ground = page.locator("body").evaluate(STYLE, ["color", "backgroundColor"])
        theme = page.evaluate("document.documentElement.dataset.frTheme")
        box = page.locator("#figure-product_launch .stats-canvas")
        assert (box.evaluate(STYLE, ["backgroundColor"]), page.evaluate(TEXTS)) == PAINTED[theme]
        cell = page.locator("#figure-standards-overview td").first
        assert cell.evaluate(STYLE, ["color", "borderBottomStyle", "backgroundColor"]) == [text, "solid", ground]
        button = page.get_by_role("button", name="Graphique : Produits lancés", exact=True)
        assert button.evaluate(STYLE, ["outlineStyle", "outlineWidth"]) == ["solid", "2px"]
        arrow = page.get_by_role("button", name="Données (CSV), à télécharger").first
        assert arrow.evaluate("(of) => getComputedStyle(of, '::before').backgroundColor").endswith(", 0)")
        tile = page.locator(".stats-tile").first
        assert tile.evaluate(STYLE, ["borderLeftStyle", "borderLeftColor"]) == ["solid", text]
        source = page.locator(".stats-source a").first
        assert source.evaluate(STYLE, ["textDecorationLine"]) == ["underline"]


FRAMES = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame(); // Chart.js answers a pointer in the next one
  await frame();
  const seen = new Set();
  for (let of = 0; of < 5; of += 1) {
    seen.add(document.getElementById("product_launch").toDataURL());
    await frame();
  }
  return [seen.size, document.getAnimations().length];
}"""


def test_nothing_moves_for_who_can_t_bear_it(browser: Browser, small: str) -> None:
    with opened(browser, small, reduced_motion="reduce") as page:
        figure = page.locator("#figure-product_launch")
        figure.scroll_into_view_if_needed()
        draw_all(page)
        assert page.evaluate(FRAMES) == [1, 0]
        blank = page.locator("#product_launch").evaluate("(canvas) => canvas.toDataURL()")
        spot = page.evaluate(
            """() => { const { x, y, base } = startupStats.charts.get("product_launch").getDatasetMeta(0).data[0];
              return { x, y: (y + base) / 2 }; }"""
        )
        page.locator("#product_launch").hover(position=spot)
        assert page.evaluate(FRAMES) == [1, 0]
        assert page.locator("#product_launch").evaluate("(canvas) => canvas.toDataURL()") != blank  # its tooltip
        for name in ("Tableau : ", "Graphique : "):
            click(figure.get_by_role("button", name=name))
            assert page.evaluate(FRAMES) == [1, 0]
        click(figure.get_by_text("Citer, reprendre"))
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


TILES = """(tiles) => {
  const list = tiles.getBoundingClientRect();
  const rows = new Map();
  for (const tile of tiles.children) {
    const { top, left, right } = tile.getBoundingClientRect();
    rows.set(Math.round(top), [...(rows.get(Math.round(top)) ?? []), [left - list.left, right - list.left]]);
  }
  const figures = [...tiles.querySelectorAll(".stats-tile > a b")].map((figure) => figure.getBoundingClientRect().top);
  return { width: list.width, rows: [...rows.values()], figures };
}"""


ONE_TILE_FEWER = """(tiles) => {
  tiles.firstElementChild.remove();
  tiles.className = tiles.className.replace(/\\d+/, (there) => there - 1);
}"""


def test_tiles_fill_their_rows_at_every_width(browser: Browser, small: str) -> None:
    """However many there are: the figures of those beside each other stand on one line."""
    with opened(browser, small) as page:
        tiles = page.locator(".stats-tiles")
        for gone in range(4):
            if gone:
                tiles.evaluate(ONE_TILE_FEWER)
            for width in (360, 640, 800, 1280, 1600):
                page.set_viewport_size({"width": width, "height": 900})
                laid, where = tiles.evaluate(TILES), f"{gone} fewer, {width} pixels"
                for row in laid["rows"]:
                    assert row[0][0] == pytest.approx(0, abs=1), where
                    assert row[-1][1] == pytest.approx(laid["width"], abs=1), where
                    assert len({round(right - left) for left, right in row}) == 1, where
                beside = len(laid["rows"][0])
                assert max(laid["figures"][:beside]) - min(laid["figures"][:beside]) < 1, where


def test_the_overview_fits_a_phone_and_stays_a_table(browser: Browser, small: str) -> None:
    with opened(browser, small, width=360) as page:
        box = page.locator("#figure-standards-overview .stats-table")
        assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")
        table = box.get_by_role("table")
        headings = table.get_by_role("columnheader").all_text_contents()
        row = table.get_by_role("row").nth(1)
        cells = row.get_by_role("cell")
        assert (headings[0], row.get_by_role("rowheader").count()) == ("Standard", 1)
        assert cells.count() == len(headings) - 1
        label = "(cell) => getComputedStyle(cell, '::before').content"
        assert [cell.evaluate(label).split('"')[1] for cell in cells.all()] == headings[1:]
        widths = cells.evaluate_all("(cells) => cells.map((cell) => cell.scrollWidth <= cell.clientWidth)")
        assert all(widths)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert cells.first.evaluate(label) == "none"


def test_a_tint_means_one_thing(browser: Browser, small: str) -> None:
    """Shares of products that meet a standard, a phase's weight, a count: each by its colour, said in its caption."""
    tinted = {
        "standards-overview": "plus la part est grande", "standards-by-incubator": "plus la part est grande",
        "incubators-by-phase": "plus la phase pèse", "launches-by-incubator": "plus il y a eu de lancements",
    }  # fmt: skip
    with opened(browser, small) as page:
        colours = {}
        for name, words in tinted.items():
            table = page.locator(f"#figure-{name} table")
            assert f"Plus une case est teintée, {words}" in plain(table.locator("caption"))
            colours[name] = table.evaluate("(table) => getComputedStyle(table).getPropertyValue('--stats-heat')")
    assert colours["standards-overview"] == colours["standards-by-incubator"]
    assert len(set(colours.values())) == 3


def test_headings_are_told_apart(browser: Browser, small: str) -> None:
    with opened(browser, small) as page:
        headings = page.locator("h1, h2, h3").all_text_contents()
    assert len(set(headings)) == len(headings) > 20
