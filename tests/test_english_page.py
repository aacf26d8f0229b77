"""The page's kit in English: every word of its table is in the kit, and nothing French is left on a page."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.kit import PAGE, kit_files, read_kit
from startup_stats.writers.preview import to_preview
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

WORDS: dict[str, dict[str, str]] = json.loads((PROJECT / "site/english.json").read_text(encoding="utf-8"))
FRENCH = kit_files()
FRAME = (PROJECT / "site/preview.html").read_text(encoding="utf-8")
TEMPLATES = "".join(text for path, text in FRENCH.items() if not path.endswith(".js")) + FRAME
SCRIPT = FRENCH["assets/additional/js/stats.js"]


@pytest.mark.parametrize("part", WORDS)
def test_every_word_is_one_of_the_kit_s(part: str) -> None:
    """A text of the page that changes is to be changed here too."""
    kit = SCRIPT if part == "script" else TEMPLATES
    assert [french for french in WORDS[part] if french not in kit] == [], "the kit has these words no more"


# What only French has: its letters, its quotation marks, its small words.
_FRENCH = re.compile(
    r"[àâçéèêëîïôùûœ«»]|\b(?:des|les|par|une|du|aux|est|sont|sur|selon|depuis|aucune?|produits?|fiches?)\b"
)


def told(page: str) -> list[str]:
    """Return all that a page says: its texts, and those of attributes."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page[page.index("<title") :], flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder|data-stats-word|content)="([^"]*)"', body)
    return [html.unescape(text).strip() for text in (*re.split(r"<[^>]*>", body), *attributes) if text.strip()]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    output = tmp_path_factory.mktemp("english") / "stats.json"
    options = ["--as-of", "2026-08-20", "-o", str(output), "--quiet"]
    assert cli.main(["build", str(PROJECT / "examples/other"), *options]) == 0
    loaded: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.usefixtures("apart")
def test_nothing_french_is_left_on_an_english_page(document: dict[str, Any]) -> None:
    page = to_preview(document, read_kit("en"))
    assert '<html lang="en"' in page
    assert [text for text in told(page) if _FRENCH.search(text)] == []
    assert "Figures as of 20 August 2026, computed from the files of 11 products" in re.sub(r"\s+", " ", page)
    assert {"Statistics", "On this page", "Not declared", "6 of 7", "(not over)"} <= {
        part for text in told(page) for part in (text, text[-10:])
    }


def test_where_figures_are_missing_it_is_said_in_english() -> None:
    assert [text for text in told(to_preview({}, read_kit("en"))) if _FRENCH.search(text)] == []


def test_the_kit_s_texts_and_its_script_agree() -> None:
    """The script looks for words that the templates write."""
    english = kit_files("en")
    script = english["assets/additional/js/stats.js"]
    templates = "".join(text for path, text in english.items() if path.endswith(".html"))
    for word in ("Year", "Month", "not applicable"):
        assert f'"{word}"' in script
        assert f">{word}<" in templates
    months = re.findall(r"January[ ,].*?December", script + templates)
    assert {tuple(re.split("[ ,]", each)) for each in months} == {tuple(re.split("[ ,]", months[0]))}
    assert english[PAGE].startswith("---\ntitle: Statistics\n")
    assert set(english) == set(FRENCH)


def test_in_french_the_kit_is_as_it_is_written() -> None:
    for path, text in FRENCH.items():
        assert text == (PROJECT / "site" / path).read_text(encoding="utf-8")


@pytest.mark.usefixtures("apart")
def test_a_site_is_given_the_kit_of_its_language(tmp_path: Path, example: Path) -> None:
    import shutil

    site = tmp_path / "site"
    shutil.copytree(example, site)
    config = site / "startup-stats.yml"
    config.write_text(f"language: en\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
    assert cli.main(["init", str(site)]) in (0, 1)
    assert (site / "_includes/stats/summary.html").read_text(encoding="utf-8") == kit_files("en")[
        "_includes/stats/summary.html"
    ]
