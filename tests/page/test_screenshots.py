"""What the page looks like can be kept (make screenshots keeps all of it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pages import draw_all, opened
from tests.write_screenshots import keep

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_a_screenshot_is_kept(browser: Browser, small: str, tmp_path: Path) -> None:
    """Of a page with its charts, which a blank one is far lighter than."""
    with opened(browser, small, width=390) as page:
        draw_all(page)
        keep(page, tmp_path / "kept/example.png")
    assert (tmp_path / "kept/example.png").stat().st_size > 50_000
