"""States of the real content compared: who came into a figure since it was published, and that all adds up."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.commands.site import Overrides, open_folder, read_figures, site_at
from startup_stats.history.comparison import compare
from startup_stats.history.states import State, state_of
from startup_stats.indicators.catalogue import INDICATORS
from tests.test_comparison import assert_they_add_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from startup_stats.history.comparison import Difference

pytestmark = pytest.mark.unmeasured


def by_cause(differences: Sequence[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in differences:
        found.setdefault(each["cause"], []).append(each["id"])
    return found


def explained(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert cli.main(["explain", *map(str, arguments), "--format", "json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_launches_of_2020_since_their_publication(capsys: pytest.CaptureFixture[str], real_history: Path) -> None:
    days = ["--known-at", "2021-03-31", "--against", "2026-08-20"]
    answer = explained(capsys, "product_launch", 2020, real_history, *days)
    assert (answer["then"], answer["now"]) == (26, 42)
    came_in, went_out = by_cause(answer["came_in"]), by_cause(answer["went_out"])
    assert {cause: len(ids) for cause, ids in came_in.items()} == {"created": 12, "moved": 6, "dated": 4}
    assert {cause: len(ids) for cause, ids in went_out.items()} == {"gone": 2, "moved": 3, "undated": 1}
    assert "dedale" in came_in["dated"], "its file had no ending then"


def test_the_renaming_of_all_phases(capsys: pytest.CaptureFixture[str], real_history: Path) -> None:
    answer = explained(capsys, "end", 2023, real_history, "--known-at", "2026-05-10", "--against", "2026-05-12")
    assert (answer["then"], answer["now"]) == (3, 19)
    assert {each["cause"] for each in (*answer["came_in"], *answer["went_out"])} == {"reclassified"}


def names(differences: Sequence[Difference]) -> set[str]:
    return {each.id for each in differences}


def test_revisions_add_up_between_any_two_days(real_history: Path) -> None:
    """Of the twenty pairs of five random days, either one first: each day is read once."""
    chance = random.Random(20260820)  # noqa: S311 - the same days each time
    site, first = open_folder(real_history, Overrides()), date(2016, 1, 1)
    known: list[State] = []
    for day in [first + timedelta(chance.randrange((date(2026, 8, 20) - first).days)) for _ in range(5)]:
        past = site_at(site, day)
        known.append(state_of(read_figures(past), past.config, day))
    moved = 0
    for then, now in permutations(known, 2):
        for indicator in INDICATORS.values():
            revisions = compare(indicator, then, now)
            for year in revisions.years():
                compared = revisions.of(year)
                assert_they_add_up(compared)
                assert names(compared.came_in) <= set(compared.now.counted)
                assert not names(compared.went_out) & set(compared.now.counted)
                moved += len(compared.came_in) + len(compared.went_out)
    assert moved > 1000
