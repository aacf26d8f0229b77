"""The files under /stats/data/, as real Jekyll writes them from the site's own data."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.document.tables import KIT_TABLES, to_tables
from tests.pages import jekyll

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "=cmd()", "+33", "-x", "@x", "a;b", 'say "x"', "two\nlines", "\ttab", "\n=1", "\r=1", "cr\rlf\r\nend",
    "🦑 & <b>", "{{ site.title }}", "'=1", '"', "é, è", " =1 ",
]  # fmt: skip

HISTORY: dict[str, Any] = {
    "trends": [],
    "breaks": [],
    "indicators": {
        "end": {
            "as_written": {"2024": [["2025-01-01", 3], ["2025-03-01", None, "b"]], "2025": []},
            "as_counted_today": {"2024": [["2025-01-01", 0]]},
        },
        "agent": {"as_written": {"2024": [["2024-02-29", 1234567, "b"]]}, "as_counted_today": {}},
    },
}


@pytest.fixture
def hostile(figures: dict[str, Any]) -> dict[str, Any]:
    """Titles, notes, sources and addresses are other people's text."""
    figures["licence"] = {"name": 'Licence "à moi"', "url": "https://licence.example/?a=1&b=2"}
    for number, each in enumerate(figures["products"]):
        each["title"] = HOSTILE[number % len(HOSTILE)]
    for titled in (figures["indicators"].values(), figures["standards"].values(), figures["incubators"]):
        for number, each in enumerate(titled):
            each["title"] = HOSTILE[number % len(HOSTILE)]
    for indicator in figures["indicators"].values():
        for year, text in zip(indicator["years"], HOSTILE, strict=False):
            other = {"value": 1, "method": "site", "known_at": "2026-01-01", "source": text, "note": text}
            year["note"] = text
            year["target"] = {"initial": 0, "revised": None, "source": text, "others": [other]}
            year["published"] = other | {"others": [other | {"value": 0, "known_at": None, "note": None}]}
    return figures


def test_the_files_hold_what_the_site_s_data_hold(tmp_path: Path, hostile: dict[str, Any]) -> None:
    data = jekyll(tmp_path, hostile, HISTORY) / "stats/data"
    assert json.loads((data / "stats.json").read_bytes()) == hostile
    assert json.loads((data / "stats_history.json").read_bytes()) == HISTORY
    expected = to_tables(hostile)
    for name in KIT_TABLES.keys() - {"history.csv"}:
        assert _rows(data / name) == _parsed(expected[name]), name
        assert len(_rows(data / name)) > 1, name
    points = [
        [indicator, year, view.replace("_", "-"), day, "" if value is None else f"{value}", f"{bool(broken)}".lower()]
        for indicator, views in sorted(HISTORY["indicators"].items())
        for view, years in views.items()
        for year, changes in years.items()
        for day, value, *broken in changes
    ]  # fmt: skip
    assert _rows(data / "history.csv")[1:] == points
    package = json.loads((data / "datapackage.json").read_bytes())
    assert {resource["path"] for resource in package["resources"]} == set(KIT_TABLES)
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert _rows(data / resource["path"])[0] == fields
        assert resource["dialect"]["delimiter"] == ";"
    assert package["licenses"] == [{"title": 'Licence "à moi"', "path": "https://licence.example/?a=1&b=2"}]


def _rows(file: Path) -> list[list[str]]:
    return _parsed(file.read_bytes().decode("utf-8"))


def _parsed(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True))


def test_the_page_links_the_files_that_are_there(tmp_path: Path, hostile: dict[str, Any]) -> None:
    site = jekyll(tmp_path, hostile, HISTORY)
    page = (site / "stats/index.html").read_text(encoding="utf-8")
    linked = {name for name in _names(site) if f'<a href="/stats/data/{name}">' in page}
    assert linked == _names(site)
    assert {"stats.json", "stats_history.json", "datapackage.json", *KIT_TABLES} == linked


def _names(site: Path) -> set[str]:
    return {file.name for file in (site / "stats/data").iterdir()}


@pytest.mark.parametrize("history", [None, {}, {"trends": [], "breaks": []}], ids=["none", "empty", "no changes"])
def test_without_a_history_its_table_is_empty(tmp_path: Path, figures: dict[str, Any], history: Any) -> None:
    site = jekyll(tmp_path, figures, history)
    assert len(_rows(site / "stats/data/history.csv")) == 1
    page = (site / "stats/index.html").read_text(encoding="utf-8")
    assert "/stats/data/stats.json" in page
    assert ("/stats/data/history.csv" in page) == bool(history)


def test_without_figures_the_site_is_built_all_the_same(tmp_path: Path) -> None:
    data = jekyll(tmp_path, None) / "stats/data"
    for name, table in KIT_TABLES.items():
        assert _rows(data / name) == [[column.name for column in table.columns]]
    json.loads((data / "datapackage.json").read_bytes())
    assert json.loads((data / "stats.json").read_bytes()) is None
