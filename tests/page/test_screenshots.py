"""What the page looks like, kept for whoever reviews a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import PROJECT
from tests.pages import (
    draw_all,
    lay_out_all,
    opened,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


SCREENSHOTS = PROJECT / "build/screenshots"


def keep(page: Page, folder: Path, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    file = SCREENSHOTS / f"{'real' if 'real' in folder.name else 'example'}-{name}.png"
    lay_out_all(page)
    page.screenshot(path=file, full_page=True, timeout=60_000)
    assert file.stat().st_size > 50_000


def test_screenshots_are_kept(browser: Browser, address: str, folder: Path) -> None:
    for name, width in {"desktop": 1280, "phone": 390}.items():
        with opened(browser, address, width=width) as page:
            draw_all(page)
            keep(page, folder, name)
            if name == "desktop":
                page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
                draw_all(page)
                keep(page, folder, "dark")
    with opened(browser, address, script=False) as page:
        keep(page, folder, "no-javascript")
