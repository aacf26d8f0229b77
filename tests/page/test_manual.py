"""The documentation as its readers have it: a site built strictly, searched, that loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest

from startup_stats.checks.rules import RULES
from tests.conftest import PROJECT
from tests.once import once
from tests.pages import opened, served, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

# The theme has lines of script and style in its pages; the search makes a function of its language's plural.
POLICY = "default-src 'self' data:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
IDS = [rule.id for rule in RULES]


def build(source: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """Build as `make manual` does, which its own line is held to below."""
    places = ["-c", str(PROJECT / "docs"), "-d", str(place / "doctrees"), str(source), str(place / "site")]
    command = [sys.executable, "-m", "sphinx", "--fresh-env", "--fail-on-warning", "--quiet", *places]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        done = build(PROJECT, folder)
        assert (done.returncode, done.stderr) == (0, "")

    return once(tmp_path_factory, "manual", make) / "site"


def test_make_manual_is_strict_too() -> None:
    (line,) = re.findall(r"(?m)^\t.* -m sphinx (.*)$", (PROJECT / "Makefile").read_text(encoding="utf-8"))
    assert line.startswith("--fresh-env --fail-on-warning --quiet -c docs ")


FAULTS = {
    "a page": "[x](nowhere.md)",
    "a section": "[x](autre.md#nowhere)",
    "a file": "[x](../../.github/nowhere.yml)",
    "a picture": "![x](nowhere.png)",
}


def test_what_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    """One build for all: each fault is told, and a page that no list names."""
    pages = {"README": "", "CONTRIBUTING": "", "SECURITY": "", "CHANGELOG": "", "site/README": "", "docs/cli": ""}
    pages |= {"docs/fr/index": "\n- [Autre](autre.md)\n", "docs/fr/autre": "\n\n".join(FAULTS.values())}
    for name, text in {**pages, "docs/fr/seule": ""}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    done = build(tmp_path, tmp_path / "built")
    assert done.returncode != 0
    told = done.stderr.splitlines()
    assert len([line for line in told if "autre.md" in line and "nowhere" in line]) == len(FAULTS), told
    assert len([line for line in told if "seule.md" in line]) == 1, told
    assert len(told) == len(FAULTS) + 1, told


def test_the_home_is_french_and_every_page_is_there(manual: Path) -> None:
    home = (manual / "docs/fr/index.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="fr"' in home
    assert "docs/fr/index.html" in (manual / "index.html").read_text(encoding="utf-8")
    documents = [*(PROJECT / "docs").glob("*.md"), *(PROJECT / "docs/fr").glob("*.md")]  # not a page of one site
    sources = [*PROJECT.glob("*.md"), *documents, PROJECT / "site/README.md"]
    built = {str(page.relative_to(manual)) for page in manual.rglob("*.html")}
    assert {str(page.relative_to(PROJECT).with_suffix(".html")) for page in sources} <= built


def test_nothing_is_loaded_from_elsewhere(manual: Path) -> None:
    """Whatever a browser loads by itself; a link that a reader follows may lead anywhere."""
    loads = re.compile(
        r"<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=[\"'](?:https?:)?//[^\"']*|url\(.?(?:https?:)?//|@import"
    )
    for file in manual.rglob("*"):
        if file.suffix in {".html", ".css"}:
            found = loads.findall(file.read_text(encoding="utf-8"))
            assert [each for each in found if 'rel="canonical"' not in each] == [], file


def test_the_index_holds_the_row_of_each_rule_in_both_languages(manual: Path) -> None:
    text = (manual / "searchindex.js").read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    for rule in IDS:
        found = {(index["docnames"][page], anchor) for page, anchor, _ in index["indexentries"][rule]}
        assert {("docs/fr/regles", rule), ("docs/rules", rule)} <= found


def test_a_search_for_each_rule_finds_its_row_first(manual: Path, browser: Browser) -> None:
    """By the page's own search, asked for every id; then as a reader does it, from the home to the row."""
    with served(manual, POLICY) as url, opened(browser, urljoin(url, "/search.html")) as page:
        wait_until(page, "typeof Search !== 'undefined' && Search.hasIndex()")
        firsts = page.evaluate(
            """(ids) => ids.map((id) => Search._performSearch(...Search._parseQuery(id)).slice(-2))
                           .map((found) => found.map(([page, , anchor]) => page + anchor))""",
            IDS,
        )
        for rule, first in zip(IDS, firsts, strict=True):
            assert set(first) == {f"docs/fr/regles#{rule}", f"docs/rules#{rule}"}
        page.goto(urljoin(url, "/"))
        page.get_by_placeholder("Recherche").fill(IDS[0])
        page.keyboard.press("Enter")
        page.locator("#search-results li a").first.click()
        page.wait_for_url(f"**/*#{IDS[0]}")
        assert page.locator(f"tr#{IDS[0]}").is_visible()
