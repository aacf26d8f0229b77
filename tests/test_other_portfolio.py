"""The second example: a portfolio of another shape, by its configuration alone."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.document.overview import chart
from startup_stats.vocabulary import CONFORMITY, VOCABULARY
from tests.conftest import PROJECT
from tests.repositories import git, repository

if TYPE_CHECKING:
    from pathlib import Path

OTHER = PROJECT / "examples" / "other"
pytestmark = pytest.mark.usefixtures("apart")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("other")
    options = ["--as-of", "2026-08-20", "-o", str(made / "stats.json"), "--preview", str(made / "page.html"), "--quiet"]
    assert cli.main(["build", str(OTHER), *options]) == 0
    return made


@pytest.fixture(scope="module")
def document(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    return loaded


def test_it_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(OTHER), "--as-of", "2026-08-20", "--fail-on", "warning"]) == 0
    assert capsys.readouterr().out == "No finding.\n"


# Counted by hand: years 2021 to 2026.
FIGURES = {
    "investigation": [1, 3, 2, 2, 2, 0],
    "product_launch": [1, 3, 1, 2, 2, 0],
    "end": [0, 0, 0, 1, 0, 0],
    "agent": [1, 1, 1, 0, 1, 0],
    "new_member": [2, 2, 1, 1, 1, 0],
}


def test_its_indicators(document: dict[str, Any]) -> None:
    years = {name: each["years"] for name, each in document["indicators"].items()}
    assert {name: [year["value"] for year in of] for name, of in years.items()} == FIGURES
    assert [year["year"] for year in years["end"]] == [2021, 2022, 2023, 2024, 2025, 2026]
    [warm_spaces] = [year["counted"] for year in years["end"] if year["value"]]
    assert warm_spaces == ["warm-spaces"]
    assert "start of the beta phase" in document["indicators"]["product_launch"]["description"]
    assert "(adopted by a department)" in document["indicators"]["end"]["description"]


def test_its_phases(document: dict[str, Any]) -> None:
    rows = [(row["phase"], row["title"], row["value"]) for row in document["phases"]["by_phase"]]
    assert rows == [
        ("discovery", "Discovery", 1),
        ("beta", "Public beta", 3),
        ("live", "Live", 3),
        ("core", "Core service", 1),
        ("adopted", "Adopted by a department", 1),
        ("retired", "Retired", 1),
        ("shelved", "Shelved after discovery", 1),
    ]
    states = {row["state"]: row["value"] for row in document["phases"]["states"]}
    assert states == {"in_progress": 8, "handed_over": 1, "stopped": 2}


COUNTS = ("total", "declared", "met", "unmet", "undeclared", "unknown")
STANDARDS = {
    "open_source": (7, 6, 6, 0, 1, 0),
    "stats_page": (4, 3, 3, 0, 1, 0),
    "accessibility": (5, 5, 3, 2, 0, 0),
}


def test_it_has_three_standards_and_no_others(document: dict[str, Any]) -> None:
    counted = {name: tuple(each[key] for key in COUNTS) for name, each in document["standards"].items()}
    assert counted == STANDARDS
    assert {name for product in document["products"] for name in product["standards"]} == set(STANDARDS)
    assert document["standards"]["accessibility"]["target"] == {
        "share": 100, "by": "2027-12-31", "phases": ["live", "core"], "total": 4, "met": 2,
    }  # fmt: skip
    assert {each["id"] for each in document["key_figures"]} == {"product_launch", "agent", "in_progress", *STANDARDS}


def test_its_people_are_counted_by_what_its_words_mean(document: dict[str, Any]) -> None:
    assert document["members"]["active"]["by_status"] == {"admin": 4, "independent": 1, "service": 1}
    assert document["members"]["active"]["by_domain"] == {"Design": 1, "Engineering": 2, "Product": 2, "Research": 1}


def test_nothing_of_the_first_site_is_in_it(folder: Path, document: dict[str, Any]) -> None:
    """Neither its phases nor what is switched off, in the file and on the page; conformities are ours."""
    told = json.dumps({name: part for name, part in document.items() if name not in ("source", "accessibility")})
    off = ("national_impact", "dinum", 'fast"', "dashlord", "budget_page", "mon_service", "up_to_date")
    page = (folder / "page.html").read_text(encoding="utf-8")
    body = page[page.index("<body") : page.index("<script")]
    phases = {f'"{name}"' for name in VOCABULARY.phases} - {'"investigation"'}
    for word in (*phases, *off, *(f'"{word}"' for word in CONFORMITY)):
        assert word not in told
    for word in ("impact-national", "Dashlord", "DINUM", "FAST", "beta.gouv"):
        assert word not in body


def test_without_what_other_figures_rest_on(tmp_path: Path) -> None:
    """Launches, new members and accessibility switched off: the rest is whole, its page and its summary too."""
    config = (OTHER / "startup-stats.yml").read_text(encoding="utf-8")
    config = config[: config.index("targets:")].replace("  fast: false", "  fast: false\n  product_launch: false")
    config = config.replace("  fast: false", "  fast: false\n  new_member: false\n  investigation: false\n  end: false")
    start, end = config.index("  accessibility:\n    phases"), config.index("  stats_page:")
    path = tmp_path / "config.yml"
    path.write_text(f"{config[:start]}  accessibility: false\n{config[end:]}", encoding="utf-8")
    output = tmp_path / "stats.json"
    options = ["--config", str(path), "--as-of", "2026-08-20", "-o", str(output), "--summary", str(tmp_path / "s.md")]
    assert cli.main(["build", str(OTHER), *options, "--preview", str(tmp_path / "page.html"), "--quiet"]) == 0
    document = json.loads(output.read_text(encoding="utf-8"))
    assert set(document["indicators"]) == {"agent"}
    assert set(document["standards"]) == {"open_source", "stats_page"}
    assert "accessibility" not in document
    assert [row["admin"] for row in document["members"]["new_by_year"]] == [1, 1, 0, 0, 1, 0]


def test_no_chart_of_launches_where_nobody_counts_them() -> None:
    assert chart({"indicators": {}}) == ""


def test_a_file_of_findings_knows_whom_to_tell(tmp_path: Path) -> None:
    """Of a product that can't be read, by the site's own fields."""
    site = tmp_path / "site"
    shutil.copytree(OTHER, site)
    broken = site / "_services/bin-day.md"
    broken.write_text(broken.read_text(encoding="utf-8").replace("stages:", "stages: ["), encoding="utf-8")
    output, listed = tmp_path / "stats.json", tmp_path / "findings.json"
    options = ["--as-of", "2026-08-20", "-o", str(output), "--findings", str(listed), "--quiet", "--accept"]
    assert cli.main(["build", str(site), *options]) in (0, 1)
    told = json.loads(listed.read_text(encoding="utf-8"))
    assert "Bin day" in json.dumps(told)
    assert [(each["id"], each["error"]) for each in told["incubators"] if each["error"]] == [("streets", 1)]


def test_its_history_and_who_was_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = repository(tmp_path / "site")
    shutil.copytree(OTHER, site, dirs_exist_ok=True)
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "-m", "start", at="2026-05-02")
    bin_day = site / "_services/bin-day.md"
    bin_day.write_text(bin_day.read_text(encoding="utf-8").replace("2021-06-14", "2022-01-10"), encoding="utf-8")
    git(site, "commit", "--quiet", "-am", "later", at="2026-07-03")
    output = tmp_path / "history.json"
    assert cli.main(["history", str(site), "--as-of", "2026-08-20", "-o", str(output), "--quiet"]) == 0
    made = json.loads(output.read_text(encoding="utf-8"))
    assert set(made["indicators"]) == set(FIGURES)
    launches = made["indicators"]["product_launch"]["as_written"]
    assert [value for _, value, *_ in launches["2021"]] == [1, 0]
    assert [value for _, value, *_ in launches["2022"]] == [3, 4]
    trends = {trend["id"]: {line["id"] for line in trend["series"]} for trend in made["trends"]}
    assert trends["products_by_phase"] == {
        "discovery", "beta", "live", "core", "adopted", "retired", "shelved",
    }  # fmt: skip
    assert trends["declared"] == set(STANDARDS)
    capsys.readouterr()
    asked = ["explain", "product_launch", "2021", str(site), "--known-at", "2026-06-01", "--format", "json"]
    assert cli.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["then"], told["now"]) == (1, 0)
    assert told["went_out"] == [{"id": "bin-day", "cause": "moved"}]
    assert cli.main(["explain", "national_impact", "2024", str(site)]) == 2
    assert "investigation, product_launch, end, agent, new_member" in capsys.readouterr().err
    assert cli.main(["digest", str(site), "--since", "2026-06-01", "--format", "json"]) == 0
    assert cli.main(["impact", str(site), "--base", "HEAD~1", "--format", "json"]) == 0
