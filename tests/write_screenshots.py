"""Keep what the page looks like, for whoever reviews a change: python -m tests.write_screenshots (make screenshots)."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from startup_stats import cli
from tests.conftest import PROJECT, REAL_CONFIG, REAL_DATA
from tests.pages import ARGUMENTS, chromium, draw_all, jekyll, lay_out_all, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLACE = PROJECT / "build/screenshots"
REAL = REAL_DATA / "site"


def keep(page: Page, file: Path) -> None:
    """Keep all of a page in a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lay_out_all(page)
    page.screenshot(path=file, full_page=True, timeout=60_000)


def keep_all(browser: Browser, address: str, name: str) -> None:
    """Keep a page as it is on a screen, in the dark, on a phone and without JavaScript."""
    for width_name, width in {"desktop": 1280, "phone": 390}.items():
        with opened(browser, address, width=width) as page:
            draw_all(page)
            keep(page, PLACE / f"{name}-{width_name}.png")
            if width_name == "desktop":
                page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
                draw_all(page)
                keep(page, PLACE / f"{name}-dark.png")
    with opened(browser, address, script=False) as page:
        keep(page, PLACE / f"{name}-no-javascript.png")


def main() -> None:
    """Keep the fictive example's page, and that of the real content where it lies beside the project."""
    sites: dict[str, list[str]] = {"example": [str(PROJECT / "examples/site")]}
    if REAL.is_dir():
        sites["real"] = [str(REAL), "--config", str(REAL_CONFIG)]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, arguments in sites.items():
            root = Path(temporary) / name
            root.mkdir()
            stats = root / "stats.json"
            cli.main(["build", *arguments, "--as-of", "2026-08-20", "-o", str(stats), "--quiet"])
            (root / "kit").mkdir()
            with served(jekyll(root / "kit", json.loads(stats.read_text(encoding="utf-8")))) as address:
                keep_all(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main()
