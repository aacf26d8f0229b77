"""The published figures of beta.gouv.fr: what is told of them is what the real history gives."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.config.reading import parse_config
from startup_stats.language import say
from tests.conftest import PROJECT, REAL_CONFIG
from tests.published import PUBLISHED, published_json

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unmeasured

KEPT: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["published"]
FIGURES = {
    (name, year, figure.value, figure.source): figure
    for (name, year), told in parse_config(str(REAL_CONFIG), REAL_CONFIG.read_bytes()).references.items()
    for figure in told.published
}


def test_what_is_kept_is_what_the_configuration_gives() -> None:
    assert [(each["indicator"], each["year"], each["value"], each["source"]) for each in KEPT] == list(FIGURES)


@pytest.mark.parametrize("given", KEPT, ids=lambda each: f"{each['indicator']} {each['year']}")
def test_a_method_and_a_day_that_are_named_give_the_figure(given: dict[str, Any]) -> None:
    """Without a method it is another count, which stats.json has beside the indicators; the note says which."""
    figure = FIGURES[given["indicator"], given["year"], given["value"], given["source"]]
    assert not figure.method or figure.known_at
    if figure.known_at:
        methods = {each["method"] for each in given["reproduced"] if is_on(figure.known_at, each)}
        assert (figure.method or "members.new_by_year.admin") in methods
        assert figure.method or figure.note


def is_on(day: str, stretch: dict[str, str | None]) -> bool:
    return str(stretch["from"]) <= str(day) <= (stretch["to"] or "9999")


def test_what_is_kept_is_what_the_real_history_gives(real_past: Path) -> None:
    made = published_json(real_past)
    assert PUBLISHED.read_text(encoding="utf-8") == made, "run: .venv/bin/python -m tests.write_published, make docs"


@pytest.mark.parametrize(("page", "language"), [("docs/revisions.md", "en"), ("docs/fr/revisions.md", "fr")])
def test_the_example_that_is_told_is_true(real_past: Path, page: str, language: Any) -> None:
    """The launches of 2020, in the table of the page that explains revisions."""
    document = json.loads(real_past.read_text(encoding="utf-8"))
    points = document["indicators"]["product_launch"]["as_written"]["2020"]
    rows = re.findall(r"^\| (\d.*?\d{4}) \| (\d+) \|", (PROJECT / page).read_text(encoding="utf-8"), re.MULTILINE)
    days = ["2020-08-27", "2020-12-28", "2021-03-31", "2021-07-15", "2022-03-10", "2024-09-21", "2026-08-20"]
    known = [[value for since, value, *_ in points if since <= day][-1] for day in days]
    assert rows == [
        (say(date.fromisoformat(day), language), str(value)) for day, value in zip(days, known, strict=True)
    ]
