"""The page of a portfolio of another shape, in English, by real Jekyll in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT
from tests.once import once
from tests.page.conftest import built
from tests.pages import draw_all, jekyll, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    def make(folder: Path) -> None:
        (folder / "kit").mkdir()
        jekyll(folder / "kit", built(PROJECT / "examples/other", folder), language="en")

    with (
        served(once(tmp_path_factory, "other", make) / "kit/_site") as address,
        opened(browser, address) as page,
    ):
        yield page


def test_its_charts_are_drawn(page: Page) -> None:
    charts = draw_all(page)
    assert set(charts) >= {"product_launch", "investigation", "end", "agent", "phases", "standard-open_source"}
    assert not {"national_impact", "fast", "dinum_launch", "standard-dashlord"} & set(charts)
    assert charts["product_launch"]["sets"]["Products"]["data"] == [1, 3, 1, 2, 2, 0]
    assert charts["product_launch"]["sets"]["initial target"]["data"] == [None, None, None, None, 2, None]
    assert charts["phases"]["labels"][:2] == ["Discovery", "Public beta"]


def test_it_speaks_english(page: Page) -> None:
    said = page.locator("[data-stats-page]").inner_text()
    for words in ("Quality standards", "Download what is shown (CSV)", "Copy the link", "11 products of 11"):
        assert words in said
    for words in ("Télécharger", "Copier", "produit", "Année", "Aucun"):
        assert words not in said
