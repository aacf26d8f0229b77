"""`build --known-at`: what a checkout of that day, and a build of it, would give."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.commands.build import BuildOptions, build
from startup_stats.commands.site import Overrides, open_folder, site_at
from startup_stats.git.objects import first_parents, last_until
from startup_stats.writers.json import to_rows
from tests.conftest import REAL_CONFIG
from tests.repositories import SITE, commit, git, history
from tests.sites import INCUBATOR, MEMBER, PRODUCT, record

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")
TODAY = date(2026, 8, 20)


def product(*phases: tuple[str, str], **fields: Any) -> str:
    """A product's file."""
    told = [{"name": name, "start": date.fromisoformat(start)} for name, start in phases]
    basic = {"title": "P", "mission": "M", "incubator": "ruche", "contact": "p@p.example"}
    return record({**basic, "phases": told, **fields})


def main(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments), today=TODAY)
    told = capsys.readouterr()
    return code, told.out, told.err


def launches(document: dict[str, Any], year: int) -> int | None:
    years = document["indicators"]["product_launch"]["years"]
    found: int | None = next(row["value"] for row in years if row["year"] == year)
    return found


def test_a_day_s_figures_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that is there stays, however far the figures are from its own."""
    later = product(("construction", "2020-03-01"))
    root = history(
        tmp_path / "site",
        [("2021-01-05", SITE), ("2021-04-01", {"content/_startups/later.md": later, "_data/stats.json": "{}"})],
    )
    code, out, err = main(capsys, "build", str(root), "--known-at", "2021-03-31", "--language", "en")
    document = json.loads(out)
    assert (code, launches(document, 2020), document["as_of"]) == (0, 1, "2021-03-31")
    assert document["source"]["commit"] == git(root, "rev-parse", "HEAD~")
    assert (root / "_data/stats.json").read_text() == "{}"
    assert "compared" not in err
    code, out, _ = main(capsys, "build", str(root), "--known-at", "2021-04-01", "--as-of", "2020-02-01")
    assert (code, launches(json.loads(out), 2020), json.loads(out)["as_of"]) == (0, 0, "2020-02-01")


def test_they_are_written_where_asked_and_ring_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = {f"content/_startups/p{n}.md": product(("construction", "2020-03-01")) for n in range(20)}
    root = history(tmp_path / "site", [("2021-01-05", SITE), ("2021-04-01", many)])
    output = tmp_path / "stats.json"
    assert main(capsys, "build", str(root), "-o", str(output))[0] == 0
    code, _, _ = main(capsys, "build", str(root), "-o", str(output), "--known-at", "2021-03-31")
    assert (code, launches(json.loads(output.read_text()), 2020)) == (0, 1)


# what the repository holds, the day → a part of what is told
REFUSED = {
    "before its first commit": ([("2021-01-05", SITE)], "2021-01-04", "had no commit yet"),
    "without the folders of the content": ([("2021-01-05", {"x": "x"})], "2021-01-05", "has no folder"),
    "before the series": ([("2012-01-05", SITE)], "2012-02-01", "is before the first year"),
}


@pytest.mark.parametrize(("commits", "day", "told"), REFUSED.values(), ids=REFUSED)
def test_a_day_that_can_t_be_had(
    commits: list[tuple[str, dict[str, Any]]], day: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = history(tmp_path / "site", commits)
    code, out, err = main(capsys, "build", str(root), "--known-at", day, "--language", "en")
    assert (code in (2, 3), out) == (True, "")
    assert told in err


def test_without_git_there_is_no_past(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = main(capsys, "build", str(tmp_path), "--known-at", "2021-03-31")
    assert (code, out) == (3, "")
    assert "git ne donne pas l'historique" in err


def test_a_bundle_and_an_address_have_their_past(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = product(("construction", "2020-03-01"))
    root = history(tmp_path / "site", [("2021-01-05", SITE), ("2021-04-01", {"content/_startups/later.md": later})])
    git(root, "bundle", "create", "--quiet", str(tmp_path / "site.bundle"), "HEAD")
    for path in (str(tmp_path / "site.bundle"), f"file://{root}"):
        assert main(capsys, "build", path, "-o", "-")[0] == 0  # shallow, where it is an address
        code, out, _ = main(capsys, "build", path, "--known-at", "2021-03-31")
        assert (code, launches(json.loads(out), 2020)) == (0, 1)


def test_the_ledger_is_the_commit_s_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As on a checkout: one that is a link is none, and one that is no ledger is told."""
    empty = '{"products": {}, "schema_version": 1}'
    root = history(tmp_path / "site", [("2021-01-05", SITE), ("2021-01-06", {"_data/stats_evidence.json": empty})])
    (root / "_data/stats_evidence.json").unlink()
    (root / "_data/stats_evidence.json").symlink_to("../x.json")
    commit(root, "2021-01-07", {"x.json": empty})
    (root / "_data/stats_evidence.json").unlink()
    commit(root, "2021-01-08", {"_data/stats_evidence.json": "?"})
    digests = []
    for day in ("2021-01-05", "2021-01-06", "2021-01-07"):
        _, out, _ = main(capsys, "build", str(root), "--known-at", day)
        digests.append(json.loads(out)["source"]["ledger"] is not None)
    assert digests == [False, True, False]
    code, _, err = main(capsys, "build", str(root), "--known-at", "2021-01-08")
    assert (code, "n'est pas du JSON" in err) == (3, True)


# files of a time → what the document tells: records by collection, launches of 2020 and their reason
ERAS = {
    "2016, products alone": (
        {"_startups/a.md": "---\ntitle: A\nstatus: alpha\n---\n"},
        ({"product": 1, "member": 0, "incubator": 0, "organisation": 0}, None),
    ),
    "2018, three folders": (
        {
            "_startup/a.md": "---\ntitle: A\n---\n",
            "_author/b.md": "---\nfullname: B\n---\n",
            "_authors/b.md": "---\nfullname: B\n---\n",
            "_authors/c.md": "---\nfullname: C\n---\n",
            "_incubator/d.md": INCUBATOR,
        },
        ({"product": 1, "member": 2, "incubator": 1, "organisation": 0}, None),
    ),
    "today's folders beside older ones": (
        {**SITE, "_startup/a.md": PRODUCT, "_startup/b.md": PRODUCT},
        ({"product": 1, "member": 1, "incubator": 1, "organisation": 1}, 1),
    ),
}


@pytest.mark.parametrize(("files", "expected"), ERAS.values(), ids=ERAS)
def test_folders_of_each_time(
    files: dict[str, Any],
    expected: tuple[dict[str, int], int | None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A checkout of that time is read in the same way."""
    root = history(tmp_path / "site", [("2021-01-05", files)])
    _, known, _ = main(capsys, "build", str(root), "--known-at", "2021-01-05")
    _, checked_out, _ = main(capsys, "build", str(root), "-o", "-", "--as-of", "2021-01-05")
    assert known == checked_out
    document = json.loads(known)
    assert (document["coverage"]["records"], launches(document, 2020)) == expected


def test_a_layout_of_the_configuration_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = "history:\n  layouts:\n    - products: old/products\n      members: old/people\n"
    root = history(
        tmp_path / "site",
        [
            ("2021-01-05", {"old/products/a.md": PRODUCT, "old/people/b.md": MEMBER, "_startup/c.md": PRODUCT}),
            ("2021-01-06", {"startup-stats.yml": config}),
        ],
    )
    code, out, _ = main(capsys, "build", str(root), "--known-at", "2021-01-05")
    assert (code, [product["id"] for product in json.loads(out)["products"]]) == (0, ["a"])


def without_source(document: Any) -> str:
    return to_rows({key: value for key, value in document.items() if key != "source"})


def edits(rng: random.Random, names: list[str]) -> dict[str, str | bytes | None]:
    """Some changes to a site's files: added, renamed, moved, broken, mended, removed; products and members."""
    words = ["investigation", "construction", "alumni", "success", "abandon", "transfere", "?"]
    changed: dict[str, str | bytes | None] = {}
    for _ in range(rng.randint(1, 4)):
        folder = rng.choice(["content/_startups", "content/_startups/deep", "content/_authors"])
        name = f"{folder}/{rng.choice('abcd')}{rng.choice(['.md', '.md', '', '.txt'])}"
        days = [f"20{rng.randint(19, 22)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}" for _ in range(3)]
        if name in names and rng.random() < 0.2:
            changed[name] = None
        elif rng.random() < 0.15:
            changed[name] = rng.choice([b"no fence", b"---\na: [\n---\n", b"\xff", b"---\npublished: false\n---\n"])
        elif "authors" in folder:
            missions = [{"start": date.fromisoformat(days[0]), "end": None, "status": rng.choice(["admin", "service"])}]
            changed[name] = record({"fullname": "F", "role": "R", "domaine": "Design", "missions": missions})
        else:
            phases = [(rng.choice(words), days[0]), (rng.choice(words), days[1])]
            events = [{"name": rng.choice(["end", "national_impact"]), "date": date.fromisoformat(days[2])}]
            changed[name] = product(*phases, events=events, redirect_from=[f"/startups/{rng.choice('abcd')}"])
    for name, content in changed.items():
        if content is not None and name not in names:
            names.append(name)
        elif content is None:
            names.remove(name)
    return changed


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(6))
def test_a_past_day_is_a_checkout_and_a_build(seed: int, tmp_path: Path) -> None:
    """On generated histories, byte for byte but for `source`."""
    rng, names = random.Random(seed), list[str]()  # noqa: S311 - examples, no secrets
    root = history(tmp_path / "site", [("2020-01-01", SITE)])
    days = [date(2020, 1, 1)]
    for _ in range(8):
        days.append(days[-1] + timedelta(rng.randint(0, 90)))
        commit(root, days[-1].isoformat(), edits(rng, names))
    site = open_folder(root, Overrides())
    for day in (*days, days[-1] + timedelta(30)):
        known = build(site_at(site, day), BuildOptions(day, as_of_is_explicit=True, output=None, guarded=False))
        found = last_until(first_parents(root, "main"), day)
        assert found is not None
        git(root, "checkout", "--quiet", found.id)
        there = build(open_folder(root, Overrides()), BuildOptions(day, as_of_is_explicit=True, output=None))
        git(root, "checkout", "--quiet", "main")
        assert without_source(known.document) == without_source(there.document)


@pytest.mark.unmeasured
@pytest.mark.parametrize("days", [1, pytest.param(40, marks=pytest.mark.long)])
def test_past_days_of_the_real_content(days: int, real_history: Path, tmp_path: Path) -> None:
    """The same, on the first site's ten years: each a commit, built from git and from a checkout of it."""
    rng = random.Random(17)  # noqa: S311 - as above
    overrides = Overrides(REAL_CONFIG)
    site = open_folder(real_history, overrides)
    commits = first_parents(real_history)
    place = tmp_path / "checkout"
    git(real_history, "worktree", "add", "--quiet", "--detach", str(place), commits[0].id)
    try:
        for picked in sorted(rng.sample(range(len(commits)), days)):
            day = datetime.fromtimestamp(commits[picked].time, UTC).date()
            last = last_until(commits, day)
            assert last is not None
            git(place, "checkout", "--quiet", "--force", last.id)
            known = build(site_at(site, day), BuildOptions(day, as_of_is_explicit=True, output=None, guarded=False))
            there = build(open_folder(place, overrides), BuildOptions(day, as_of_is_explicit=True, output=None))
            assert without_source(known.document) == without_source(there.document), day
    finally:
        git(real_history, "worktree", "remove", "--force", str(place))
