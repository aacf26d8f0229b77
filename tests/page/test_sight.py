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
