"""What stats.json tells of a figure's past: the first one, and the revisions since, from the history's file."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.commands.build import BuildOptions, build
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.config.settings import Config
from startup_stats.document.past import Past
from startup_stats.document.whole import counting_digest
from startup_stats.schema import validators
from tests.documents import history
from tests.sites import TODAY, write_site
from tests.workflows import commit, git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOTHING: dict[str, Any] = {}


def told(first: int | None, changes: int = 0, last: str | None = None) -> dict[str, Any]:
    return {"first": first, "revised": {"changes": changes, "last": last}}


# change points of 2020 → what stats.json says of it as of 2026-08-20
POINTS: dict[str, tuple[list[list[Any]], dict[str, Any]]] = {
    "never revised": ([["2020-01-10", 1], ["2020-06-01", 2]], told(2)),
    "revised": ([["2020-06-01", 2], ["2021-05-01", 3], ["2022-01-01", 4]], told(2, 2, "2022-01-01")),
    "on the last day of March": ([["2020-06-01", 2], ["2021-03-31", 3]], told(3)),
    "on the first of April": ([["2020-06-01", 2], ["2021-04-01", 3]], told(2, 1, "2021-04-01")),
    "there and back": ([["2020-06-01", 2], ["2021-05-01", 3], ["2021-05-02", 2]], told(2, 2, "2021-05-02")),
    "a break alone is no revision": ([["2020-06-01", 2], ["2021-05-01", 2, "b"]], told(2)),
    "a break that moves it": ([["2020-06-01", 2], ["2021-05-01", 3, "b"]], told(2, 1, "2021-05-01")),
    "not available then": ([["2020-01-01", None], ["2022-07-24", 3]], told(None, 1, "2022-07-24")),
    "not even listed then": ([["2022-07-24", 3], ["2022-07-25", 4]], told(None, 2, "2022-07-25")),
    "never available": ([["2022-01-01", None]], told(None)),
    "no more available": ([["2020-01-01", 3], ["2022-01-01", None]], told(3, 1, "2022-01-01")),
    "0 is a figure": ([["2020-01-01", 0]], told(0)),
    "after the day the figures are of": ([["2020-06-01", 2], ["2026-08-21", 3]], told(2)),
}


@pytest.mark.parametrize(("points", "expected"), POINTS.values(), ids=POINTS)
def test_points(points: list[list[Any]], expected: dict[str, Any]) -> None:
    document = history({"end": {2020: points}}, as_of="2027-01-01")
    assert Past(document, TODAY).of("end", 2020) == expected


# the day of the figures, the last one that the history knows → what is told of 2020, known as 2 since that year
DAYS = {
    "31 March is to come": ("2021-03-30", "2027-01-01", NOTHING),
    "31 March is today": ("2021-03-31", "2027-01-01", told(2)),
    "the history ends before": ("2026-08-20", "2021-03-30", NOTHING),
    "the history ends on that day": ("2026-08-20", "2021-03-31", told(2)),
}


@pytest.mark.parametrize(("as_of", "until", "expected"), DAYS.values(), ids=DAYS)
def test_days(as_of: str, until: str, expected: dict[str, Any]) -> None:
    document = history({"end": {2020: [["2020-06-01", 2]]}}, as_of=until)
    assert Past(document, date.fromisoformat(as_of)).of("end", 2020) == expected


def test_what_a_history_does_not_tell_is_not_told() -> None:
    document = history({"end": {2020: [["2020-06-01", 2]]}})
    assert Past(None, TODAY).of("end", 2020) == NOTHING
    assert Past(document, TODAY).of("agent", 2020) == NOTHING, "an indicator that it does not know"
    assert Past(document, TODAY).of("end", 2019) == told(None), "a year that it does not know"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = write_site(tmp_path / "site")
    (made / "_data").mkdir()
    return made


def lay(site: Path) -> Path:
    """Write the site's history, of its launches in 2020: 0 at the end of March after, then 1."""
    known = history({"product_launch": {2020: [["2020-06-01", 0], ["2022-02-02", 1]]}})
    file = site / "_data/stats_history.json"
    file.write_text(json.dumps(known))
    return file


def built(site: Path, *options: str) -> dict[str, Any]:
    assert cli.main(["build", str(site), "--quiet", *options], today=TODAY) == 0
    document: dict[str, Any] = json.loads((site / "_data/stats.json").read_text())
    return document


def row(document: Mapping[str, Any], year: int = 2020) -> dict[str, Any]:
    (found,) = [each for each in document["indicators"]["product_launch"]["years"] if each["year"] == year]
    return {key: found[key] for key in ("value", "first", "revised") if key in found}


def test_build_reads_the_site_s_history(site: Path) -> None:
    file = lay(site)
    document = built(site)
    assert row(document) == {"value": 1} | told(0, 1, "2022-02-02")
    assert row(document, 2026) == {"value": 0}, "31 March 2027 is to come"
    assert document["source"]["history"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert not validators.errors("stats", document)


def test_without_a_history_nothing_is_told_of_it(site: Path) -> None:
    document = built(site)
    assert row(document) == {"value": 1}
    assert document["source"]["history"] is None


@pytest.mark.parametrize("linked", ["_data", "_data/stats_history.json"])
def test_a_history_behind_a_link_is_not_read(site: Path, tmp_path: Path, linked: str) -> None:
    lay(site)
    (site / linked).rename(tmp_path / "elsewhere")
    (site / linked).symlink_to(tmp_path / "elsewhere")
    opened = open_folder(site, Overrides())
    document = build(opened, BuildOptions(TODAY, as_of_is_explicit=True, output=None)).document
    assert document["source"]["history"] is None
    assert row(document) == {"value": 1}


def test_a_day_before_is_built_without_a_history(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was known then holds no history of what came later."""
    lay(site)
    git(site, "init", "--quiet", "-b", "main")
    commit(site)
    today = datetime.now(UTC).date()
    assert cli.main(["build", str(site), "--known-at", today.isoformat(), "--quiet"], today=today) == 0
    assert json.loads(capsys.readouterr().out)["source"]["history"] is None


# what stands in the history's place → words
SPOILT = {
    "no JSON": "<<<<<<< HEAD\n",
    "a list": "[]",
    "another document": '{"schema_version": 1}',
    "another version": json.dumps(history({}) | {"schema_version": 99}),
}


@pytest.mark.parametrize("content", SPOILT.values(), ids=SPOILT)
def test_a_history_of_another_shape_is_refused(site: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "_data/stats_history.json").write_text(content)
    assert cli.main(["build", str(site)], today=TODAY) == 3
    said = capsys.readouterr().err
    assert "stats_history.json n'est pas un historique que cet outil a écrit : reprenez sa dernière version" in said
    assert not (site / "_data/stats.json").exists()


def test_a_history_that_cannot_be_read_is_refused(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lay(site)
    read = type(file).read_bytes

    def refused(path: Path) -> bytes:
        if path == file:
            raise PermissionError(13, "x")
        return read(path)

    monkeypatch.setattr(type(file), "read_bytes", refused)
    assert cli.main(["build", str(site)], today=TODAY) == 3
    assert "stats_history.json ne peut pas être lu (l'accès est refusé)." in capsys.readouterr().err


def test_a_history_that_counts_otherwise_is_left_out_and_that_is_said(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(site)
    (site / "startup-stats.yml").write_text("method: site\n")
    assert cli.main(["build", str(site)], today=TODAY) == 0
    assert "L'historique compte autrement que la configuration d'aujourd'hui" in capsys.readouterr().err
    document = json.loads((site / "_data/stats.json").read_text())
    assert row(document) == {"value": 1}
    assert document["source"]["history"] is not None, "it was read all the same"


def test_the_history_s_counting_is_the_configuration_s() -> None:
    assert history({})["source"]["counting"] == counting_digest(Config())
    assert not validators.errors("history", history({"end": {2020: [["2020-01-01", 1, "b"]]}}))
