"""Take the picture of the README again: python -m tests.write_picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from startup_stats import cli
from tests.conftest import PROJECT
from tests.pages import chromium, jekyll, opened, served


def main() -> None:
    """Build the fictive example's page and keep what a reader sees of one of its figures."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        stats = root / "stats.json"
        cli.main(["build", str(PROJECT / "examples/site"), "--as-of", "2026-08-20", "-o", str(stats), "--quiet"])
        (root / "site").mkdir()
        site = jekyll(root / "site", stats.read_text(encoding="utf-8"))
        with sync_playwright() as playwright, served(site) as url:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            with opened(browser, url, width=960, device_scale_factor=0.9) as page:
                page.locator("#figure-product_launch").screenshot(path=PROJECT / "docs/page.png")


if __name__ == "__main__":
    main()
