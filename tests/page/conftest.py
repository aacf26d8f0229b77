"""The statistics page in a real browser, built by real Jekyll."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from startup_stats import cli
from tests.conftest import REAL_CONFIG
from tests.once import once
from tests.pages import UNTIMED, chromium, jekyll, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


DAY = "2026-08-20"


def built(site: Path, folder: Path, *options: str) -> dict[str, Any]:
    output = folder / "stats.json"
    arguments = ["build", str(site), "--as-of", DAY, "-o", str(output), "--quiet", *options]
    assert cli.main([*arguments, "--preview", str(folder / "preview.html")]) == 0
    document: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")  # its threads end with it: the reader forks only where there are none
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with playwright.chromium.launch(executable_path=chromium(), args=UNTIMED) as launched:
        yield launched


@pytest.fixture(scope="session")
def fictive(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    def make(folder: Path) -> None:
        (folder / "kit").mkdir()
        jekyll(folder / "kit", built(example, folder))

    return once(tmp_path_factory, "fictive", make)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, real_site: Path, real_past: Path) -> Path:
    def make(folder: Path) -> None:
        """Build it with its history: the site's own folder is only read, so its content is copied beside one."""
        (folder / "kit").mkdir()
        shutil.copytree(real_site / "content", folder / "site/content")
        (folder / "site/_data").mkdir()
        shutil.copyfile(real_past, folder / "site/_data/stats_history.json")
        document = built(folder / "site", folder, "--config", str(REAL_CONFIG))
        jekyll(folder / "kit", document, json.loads(real_past.read_text(encoding="utf-8")))

    return once(tmp_path_factory, "real", make)


@pytest.fixture(scope="module", params=["fictive", "real"])
def folder(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder / "kit/_site") as url:
        yield url


@pytest.fixture
def small(fictive: Path) -> Iterator[str]:
    with served(fictive / "kit/_site") as url:
        yield url


@pytest.fixture
def figures(fictive: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((fictive / "stats.json").read_text(encoding="utf-8"))
    return loaded
