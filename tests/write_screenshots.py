"""Keep what the page looks like, for whoever reviews a change: python -m tests.write_screenshots (make screenshots)."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from startup_stats import cli
from tests.conftest import PROJECT, REAL_CONFIG, REAL_DATA
from tests.pages import ARGUMENTS, chromium, draw_all, jekyll, judged, lay_out_all, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.pages import Judged

PLACE = PROJECT / "build/screenshots"
REAL = REAL_DATA / "site"
DAY = "2026-08-20"


def keep(page: Page, file: Path) -> None:
    """Keep all of a page in a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lay_out_all(page)
    page.screenshot(path=file, full_page=True, timeout=60_000)


def keep_all(browser: Browser, address: str, name: str) -> None:
    """Keep a page as it is on a screen, in the dark, on a phone, in forced colours, without JavaScript and on paper.

    Beside each stands what axe-core says of it.
    """
    for kind, (width, options) in SCREENS.items():
        with opened(browser, address, width=width, **options) as page:
            if options.get("java_script_enabled", True):
                if kind == "dark":
                    page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
                draw_all(page)
                _tell(f"{name}-{kind}", judged(page))
            keep(page, PLACE / f"{name}-{kind}.png")
            if kind == "desktop":
                page.pdf(path=PLACE / f"{name}-print.pdf", format="A4", prefer_css_page_size=True)


SCREENS: dict[str, tuple[int, dict[str, Any]]] = {
    "desktop": (1280, {}),
    "dark": (1280, {}),
    "phone": (360, {}),
    "forced-colours": (1280, {"forced_colors": "active", "color_scheme": "dark"}),
    "no-javascript": (1280, {"java_script_enabled": False}),
}


def _tell(name: str, said: Judged) -> None:
    of_rules = Counter(each.partition(":")[0] for each in [*said.faults, *said.undecided])
    rules = ", ".join(f"{rule} {count}" for rule, count in of_rules.items())
    faults, undecided = len(said.faults), len(said.undecided)
    told = f"{name}: {said.passed} rules hold, {faults} faults, {undecided} undecided"
    print(f"{told} ({rules})" if rules else told)  # noqa: T201 - for who runs it


def _site(root: Path, arguments: list[str], *, is_real: bool) -> Path:
    """Build the figures, of the real content with their history and as the first site's own page, and the kit."""
    stats, history, page = root / "stats.json", None, None
    (root / "kit").mkdir()
    site, *options = arguments
    options += ["--as-of", DAY, "--quiet"]
    if is_real:  # the content is only read: beside a copy of it there is room for its history
        shutil.copytree(Path(site) / "content", root / "site/content")
        past, page = root / "site/_data/stats_history.json", PROJECT / "docs/beta.gouv.fr/stats.md"
        past.parent.mkdir()
        site, bundle = str(root / "site"), str(REAL_DATA / "content-history.bundle")
        cli.main(["history", bundle, *options, "-o", str(past), "--no-cache"])
        history = json.loads(past.read_text(encoding="utf-8"))
    cli.main(["build", site, *options, "-o", str(stats)])
    return jekyll(root / "kit", json.loads(stats.read_text(encoding="utf-8")), history, page)


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
            with served(_site(root, arguments, is_real=name == "real")) as address:
                keep_all(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main()
