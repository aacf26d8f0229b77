"""The page answers at once, with all real figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import ARGUMENTS, chromium, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

pytestmark = pytest.mark.alone
# Whatever else the machine does can only add to the time: of so many tries the first good one says what it takes.
TRIES = 4


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """As fast as the readers' own."""
    with playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as launched:
        yield launched


def test_a_sort_answers_at_once(browser: Browser, real: Path) -> None:
    """INP's limit is 200 ms: one try must hold it."""
    watch = """() => {
      globalThis.longest = 0;
      new PerformanceObserver((tasks) => {
        longest = Math.max(longest, ...tasks.getEntries().map((task) => task.duration));
      }).observe({ type: "longtask" });
    }"""
    with served(real / "kit/_site") as url, opened(browser, url) as page:
        page.evaluate(watch)
        longest: list[float] = []
        while len(longest) < TRIES and not any(each <= 200 for each in longest):
            page.evaluate("globalThis.longest = 0")
            page.locator("[data-stats-sort=produit] button").click()
            page.wait_for_timeout(700)
            longest.append(page.evaluate("longest"))
        assert min(longest) <= 200, longest


def test_the_first_chart_is_there_when_the_page_is(real: Path, browser: Browser) -> None:
    """One visit must hold the 300 ms after the page's load."""
    waits: list[float] = []
    while len(waits) < TRIES and not any(each <= 300 for each in waits):
        with served(real / "kit/_site") as url, opened(browser, url) as page:
            first, load = page.evaluate(
                """() => [performance.getEntriesByName("stats-first-chart")[0].startTime,
                  performance.getEntriesByType("navigation")[0].loadEventStart]"""
            )
            waits.append(first - load)
    assert min(waits) <= 300, waits
