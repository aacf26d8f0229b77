"""What moved each year's figure since the end of March after it: as the history's file tells it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.schema import validators
from tests.repositories import SITE, history
from tests.sites import record
from tests.test_history import A, B
from tests.test_known_at import product

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")
IN_2020, IN_2021 = ("construction", "2020-03-01"), ("construction", "2021-01-10")
MEMBER = "content/_authors/ada.lovelace.md"


def member(start: str) -> str:
    mission = {"start": date.fromisoformat(start), "end": date(2030, 1, 1), "status": "admin"}
    return record({"fullname": "Ada", "role": "x", "domaine": "Design", "missions": [mission]})


def moved(root: Path, folder: Path, as_of: str = "2021-06-01") -> list[dict[str, Any]]:
    output = folder / "moved.json"
    assert cli.main(["history", str(root), "--as-of", as_of, "-o", str(output), "--causes", "-q", "--no-cache"]) == 0
    document = json.loads(output.read_text())
    assert validators.errors("history", document) == []
    return [row for row in document["moved"] if row["indicator"] in {"product_launch", "agent"}]


def row(came_in: dict[str, Any], went_out: dict[str, Any], indicator: str = "product_launch") -> dict[str, Any]:
    return {
        "indicator": indicator, "year": 2020, "since": "2021-03-31", "came_in": came_in, "went_out": went_out,
    }  # fmt: skip


# files in April 2021, when 2020 was told with A launched in it → what moved 2020
CHANGES: dict[str, tuple[dict[str, str | None], list[dict[str, Any]]]] = {
    "nothing": ({}, []),
    "one more file": ({B: product(IN_2020)}, [row({"created": ["b"]}, {})]),
    "another year": ({A: product(IN_2021)}, [row({}, {"moved": ["a"]})]),
    "a file is gone": ({A: None}, [row({}, {"gone": ["a"]})]),
    "a member, counted": ({MEMBER: member("2020-02-01")}, [row({"created": 1}, {}, "agent")]),
}


@pytest.mark.parametrize(("files", "told"), CHANGES.values(), ids=CHANGES)
def test_what_moved_a_year_is_told_by_cause(tmp_path: Path, files: Any, told: list[dict[str, Any]]) -> None:
    then = {**SITE, A: product(IN_2020), "content/_authors/x.y.md": member("2019-01-01")}
    root = history(tmp_path / "site", [("2021-01-05", then), ("2021-04-10", files)])
    assert moved(root, tmp_path) == told


def test_a_year_whose_reports_are_not_written_yet_has_not_moved(tmp_path: Path) -> None:
    then = {**SITE, A: product(IN_2020)}
    root = history(tmp_path / "site", [("2021-01-05", then), ("2021-02-10", {B: product(IN_2020)})])
    assert moved(root, tmp_path, "2021-03-01") == []


def test_a_history_that_begins_later_tells_nothing_of_what_was_before(tmp_path: Path) -> None:
    root = history(
        tmp_path / "site", [("2021-04-05", {**SITE, A: product(IN_2020)}), ("2021-05-10", {B: product(IN_2020)})]
    )
    assert moved(root, tmp_path) == []


def test_causes_are_told_where_somebody_asked_for_them(tmp_path: Path) -> None:
    """From then on in that file: what is published does not lose them by a run that does not ask."""
    root = history(
        tmp_path / "site", [("2021-01-05", {**SITE, A: product(IN_2020)}), ("2021-04-10", {B: product(IN_2020)})]
    )
    output, kept = tmp_path / "moved.json", []
    for more in ([], ["--causes"], [], ["--update"]):
        arguments = ["history", str(root), "-o", str(output), "-q", "--no-cache", *more]
        assert cli.main(arguments, today=date(2021, 6, 1)) == 0
        rows = json.loads(output.read_text()).get("moved")
        kept.append(
            None if rows is None else [row["indicator"] for row in rows if row["indicator"] == "product_launch"]
        )
    assert kept == [None, *[["product_launch"]] * 3]
