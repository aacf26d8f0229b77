"""Who sees little, or few colours, or can't bear what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import draw_all, opened, wait_until

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
            figure.get_by_role("button", name=name).click()
            assert page.evaluate(FRAMES) == [1, 0]
        figure.get_by_text("Citer, reprendre").click()
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
