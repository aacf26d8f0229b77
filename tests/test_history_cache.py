"""The cache of `history`: never seen in a result, whatever runs there were, and whatever became of its file."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from startup_stats.content.records import read_record
from startup_stats.history import facts
from tests.repositories import SITE, commit, git, history
from tests.sites import PHASES, record
from tests.test_known_at import edits, product

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")
TODAY = date(2026, 8, 20)
A = "content/_startups/a.md"
LAUNCHED = ("construction", "2020-03-01")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with two commits."""
    return history(tmp_path / "site", [("2021-01-05", SITE), ("2021-02-01", {A: product(LAUNCHED)})])


def printed(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[str, str]:
    """Return what `history` writes, and what it says of it."""
    assert cli.main(["history", str(root), "-o", "-", "--language", "en", *arguments], today=TODAY) == 0
    said = capsys.readouterr()
    return said.out, said.err


def kept(tmp_path: Path) -> Path:
    """Return the one file of the cache."""
    (file,) = (tmp_path / "cache" / "startup-stats" / "history").iterdir()
    return file


def sealed(document: Any) -> str:
    content = json.dumps(document)
    return f"{sha256(content.encode()).hexdigest()}\n{content}"


def test_a_second_run_reads_no_file_again(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, _ = printed(capsys, site)
    asked: list[str] = []

    def read(source: Any, place: Any) -> Any:
        asked.append(place.name)
        return read_record(source, place)

    monkeypatch.setattr(facts, "read_record", read)
    before = kept(tmp_path).stat()
    assert printed(capsys, site) == (fresh, printed(capsys, site, "--no-cache")[1])
    assert len(asked) == 3, "none with the cache, three files without"
    assert kept(tmp_path).stat() == before, "nothing new, nothing written"
    commit(site, "2021-03-01", {A: product(LAUNCHED, title="Autre")})
    printed(capsys, site)
    assert asked[3:] == ["a.md"]


def other_program(document: dict[str, Any]) -> Any:
    return {**document, "program": "another"}


# what is wrong with a whole file → what is said
DOCUMENTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another program": (other_program, "of another version of this program"),
    "a list": (lambda _: [], "was damaged"),
    "no fields": (lambda _: {}, "was damaged"),
    "a fact of no shape": (lambda told: {**told, "facts": [[1, 2]]}, "was damaged"),
    "a number that is no day": (lambda told: {**told, "day": 10**9}, "was damaged"),
    "a text in place of rows": (lambda told: {**told, "rows": "x"}, "was damaged"),
    "moves that do not fit": (lambda told: {**told, "moves": [["a", "b", [1], []]]}, "was damaged"),
    "another commit": (lambda told: {**told, "commit": "0" * 40}, "The git history changed"),
    "another day": (lambda told: {**told, "day": told["day"] - 1}, "The git history changed"),
}


@pytest.mark.parametrize(("change", "said"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_does_not_fit_is_told_and_made_anew(
    change: Callable[[dict[str, Any]], Any], said: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh, quiet = printed(capsys, site)
    whole = kept(tmp_path).read_text()
    kept(tmp_path).write_text(sealed(change(json.loads(whole.partition("\n")[2]))))
    again, told = printed(capsys, site)
    assert again == fresh
    assert said in told
    assert kept(tmp_path).read_text() == whole
    assert printed(capsys, site) == (fresh, quiet)


# bytes of the file → bytes in their place
DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda whole: whole[: len(whole) // 2],
    "one byte": lambda whole: whole[:-9] + b"7" + whole[-8:],
    "no text": lambda _: bytes(range(256)),
    "no JSON, sealed": lambda _: sha256(b"{").hexdigest().encode() + b"\n{",
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_told_and_made_anew(
    damage: Callable[[bytes], bytes], site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh, quiet = printed(capsys, site)
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(damage(whole))
    again, told = printed(capsys, site)
    assert (again, "was damaged" in told) == (fresh, True)
    assert kept(tmp_path).read_bytes() == whole
    assert printed(capsys, site) == (fresh, quiet)


def test_no_cache_writes_nothing(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, site, "--no-cache")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_told(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh, _ = printed(capsys, site, "--no-cache")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "startup-stats").write_text("a file in its place")
    again, told = printed(capsys, site)
    assert again == fresh
    assert "could not be written" in told


def test_a_folder_that_is_read_only_still_gives_what_is_kept(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may write anywhere: what the disk would say is said by the file that is replaced."""
    printed(capsys, site)
    commit(site, "2021-03-01", {A: None})

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    again, told = printed(capsys, site)
    assert "could not be written" in told
    assert again == printed(capsys, site, "--no-cache")[0]
    assert [file.name for file in kept(tmp_path).parent.iterdir()] == [kept(tmp_path).name], "no half file is left"


def test_a_run_of_an_earlier_day_keeps_what_is_later(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It takes what is of its past, and says nothing of a history that would have changed."""
    printed(capsys, site)
    whole = kept(tmp_path).read_text()
    for day in ("2021-01-20", "2021-02-01", "2030-01-01"):
        assert printed(capsys, site, "--as-of", day) == printed(capsys, site, "--as-of", day, "--no-cache")
    assert kept(tmp_path).read_text() == whole


def test_a_folder_that_was_left_is_left_in_what_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Products that moved twice: each is counted where a checkout of that day has them, by other terms too."""
    old, newer, launched = "_startup/b.md", "_startups/b.md", product(LAUNCHED, incubator="port")
    root = history(tmp_path / "moved", [("2020-04-01", {old: launched}), ("2020-06-01", {old: None, newer: launched})])
    commit(root, "2021-01-05", {**SITE, newer: None, "content/_startups/b.md": launched})
    config = tmp_path / "other.yml"
    config.write_text("dinum_launch: { incubators: [port] }\n")
    printed(capsys, root)
    kept_told = printed(capsys, root, "--config", str(config))
    assert kept_told == printed(capsys, root, "--config", str(config), "--no-cache")
    launches = json.loads(kept_told[0])["indicators"]["dinum_launch"]["as_written"]["2020"]
    assert launches == [["2020-04-01", 1]]


def test_other_terms_count_anew_what_was_read(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = printed(capsys, site)
    config = tmp_path / "other.yml"
    config.write_text("dinum_launch: { incubators: [ruche] }\n")
    other, told = printed(capsys, site, "--config", str(config))
    assert other != first
    assert (other, told) == printed(capsys, site, "--config", str(config), "--no-cache")
    assert printed(capsys, site)[0] == first


def test_before_the_first_commit_nothing_is_kept(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["history", str(site), "-o", "-", "--as-of", "2020-01-01"], today=TODAY) == 3
    assert "2020" in capsys.readouterr().err
    assert not (tmp_path / "cache").exists()


def test_a_mission_to_the_end_of_time_ends_never() -> None:
    said = facts.Statement(facts.MemberFacts(((737_000, date.max.toordinal(), "admin"),)), PHASES)
    assert said.days[-1] == date.max


def test_two_runs_at_once(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each writes the whole file or nothing; whoever comes last, the next run takes it."""
    fresh, quiet = printed(capsys, site)
    whole = kept(tmp_path).read_text()
    kept(tmp_path).unlink()
    command = [sys.executable, "-m", "startup_stats", "history", str(site), "-o", "-", "--quiet"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (run.communicate(timeout=60)[0] for run in runs)
    assert first == second != b""
    assert kept(tmp_path).read_text() == whole
    assert printed(capsys, site) == (fresh, quiet)


def _rewritten(root: Path, rng: random.Random) -> None:
    """Take back some commits: the history goes on from an earlier one."""
    back = rng.randint(1, 3)
    if int(git(root, "rev-list", "--count", "HEAD")) > back:
        git(root, "reset", "--quiet", "--hard", f"HEAD~{back}")


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_of_runs_is_seen_in_a_result(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commits of any day, days that grow and shrink, rewritten and shared histories, damage: all as without a cache."""
    rng, names = random.Random(seed), list[str]()  # noqa: S311 - examples, no secrets
    root = history(tmp_path / "site", [("2020-01-01", SITE)])
    day = date(2020, 1, 1)
    for step in range(10):
        for _ in range(rng.randint(0, 3)):
            day += timedelta(rng.choice([0, 0, 1, 20, 200, -30 if step % 4 == 3 else 5]))
            commit(root, day.isoformat(), _with_members(edits(rng, names), rng))
        if rng.random() < 0.2:
            _rewritten(root, rng)
            names[:] = [file.stem for file in sorted((root / "content/_startups").glob("*.md"))][:1]
        if step and rng.random() < 0.15:
            kept(tmp_path).write_bytes(kept(tmp_path).read_bytes()[:-1])
        if rng.random() < 0.2:  # another checkout of the same history, behind it
            shutil.rmtree(tmp_path / "behind", ignore_errors=True)
            git(tmp_path, "clone", "--quiet", str(root), "behind")
            git(tmp_path / "behind", "checkout", "--quiet", git(root, "rev-list", "HEAD").split()[-1])
            printed(capsys, tmp_path / "behind", "--as-of", "2026-01-01")
        asked = (day + timedelta(rng.choice([0, 1, 40, 400, -1, -50]))).isoformat()
        asked = max(asked, "2020-01-02")
        found, _ = printed(capsys, root, "--as-of", asked)
        assert found == printed(capsys, root, "--as-of", asked, "--no-cache")[0], (step, asked)


def _with_members(files: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    missions = []
    for _ in range(rng.randint(0, 2)):
        start = date(2020, 1, 1) + timedelta(rng.randint(0, 900))
        ends = {"end": start + timedelta(rng.randint(0, 300))} if rng.random() < 0.5 else {}
        missions.append({"start": start, **ends, "status": rng.choice(["admin", "service"])})
    return {**files, f"content/_authors/m{rng.randint(0, 3)}.x.md": record({"fullname": "F", "missions": missions})}
