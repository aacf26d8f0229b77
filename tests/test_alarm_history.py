"""The guard on the real content and its history: it rings when it must, and only then."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats.commands.build import BuildOptions, build
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.config.settings import Config
from startup_stats.content.portfolio import Reading, make_portfolio
from startup_stats.content.source import FolderSource
from startup_stats.document.guard import compare
from startup_stats.document.whole import Inputs, make_document
from startup_stats.git.checkout import SourceInfo
from startup_stats.schema import validators
from tests.sites import FOLDERS, KEEP, TODAY, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from startup_stats.commands.build import Built
    from startup_stats.content.records import Record
    from startup_stats.document.guard import Account

# The members' space renamed all phases at once.
RENAMING = "5399cd342"
CONFIG = Config()

pytestmark = pytest.mark.unmeasured


def built(site: Path, output: Path, as_of: date = TODAY) -> Built:
    return build(open_folder(site, Overrides()), BuildOptions(as_of, as_of_is_explicit=True, output=output))


@pytest.fixture
def copy(real_site: Path, computed: Path, tmp_path: Path) -> Path:
    """The real content, whose figures were computed."""
    shutil.copytree(real_site / "content", tmp_path / "site" / "content")
    shutil.copyfile(computed / "plain.json", tmp_path / "stats.json")
    return tmp_path / "site"


def test_a_slip_in_every_product_rings(copy: Path, tmp_path: Path) -> None:
    before = (tmp_path / "stats.json").read_bytes()
    for file in (copy / FOLDERS["product"]).iterdir():
        file.write_bytes(re.sub(rb"(?m)^phases:", b"phase:", file.read_bytes()))
    outcome = built(copy, tmp_path / "stats.json")
    assert outcome.refusal is not None
    assert (tmp_path / "stats.json").read_bytes() == before
    told = [sentence.fr for sentence in outcome.account.alarm]
    assert told[-1].startswith("Produits qui ont une phase : 662 → 0. Sortis : ")
    assert any(sentence.startswith("Produits lancés 2023 : ") for sentence in told)


def test_half_of_the_members_gone_rings(copy: Path, tmp_path: Path) -> None:
    for file in sorted((copy / FOLDERS["member"]).iterdir())[::2]:
        file.unlink()
    account = built(copy, tmp_path / "stats.json").account
    told = [sentence.fr for sentence in account.alarm]
    assert told[-1] == "Membres lus : 3\u202f484 → 1\u202f742. 1\u202f742 de moins."
    assert any(sentence.startswith("Nouveaux membres 2023 : ") for sentence in told)
    assert not [sentence for sentence in told if "Sortis" in sentence]


def git(history: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", history, *arguments], check=True, capture_output=True).stdout


def unpack(history: Path, commit: str, place: Path, paths: Iterable[str] = ("content",)) -> Path:
    """Write a commit's files, all of them or some, into an empty folder."""
    shutil.rmtree(place, ignore_errors=True)
    for folder in FOLDERS.values():
        (place / folder).mkdir(parents=True)
    archive = git(history, "archive", commit, *paths)
    subprocess.run(["tar", "-x", "-C", place], check=True, input=archive)
    return place


def test_the_renaming_of_all_phases_rings(history: Path, tmp_path: Path) -> None:
    """Both states as of its own day; what moved is counted here a second time, from the documents themselves."""
    day = date(2026, 5, 11)
    before = built(unpack(history, f"{RENAMING}^", tmp_path / "site"), tmp_path / "stats.json", day)
    after = built(unpack(history, RENAMING, tmp_path / "site"), tmp_path / "stats.json", day)
    assert after.refusal is not None
    was, now = (ends(each.document)[2023] for each in (before, after))
    assert abs(len(now) - len(was)) >= 3
    (told,) = [each for each in after.account.alarm if each.fr.startswith("Produits abandonnés 2023 : ")]
    assert told.fr.startswith(f"Produits abandonnés 2023 : {len(was)} → {len(now)}. Entrés : ")
    assert f"({min(now - was)})" in told.fr


def ends(document: Any) -> dict[int, set[str]]:
    return {row["year"]: set(row["counted"]) for row in document["indicators"]["end"]["years"]}


class Replayed:
    """The content at one commit after another: only what a commit changed is read again."""

    def __init__(self, history: Path, commit: str, place: Path) -> None:
        self.history, self.place, self.at = history, place, commit
        self.read: dict[str, tuple[Record, Any]] = {}
        self._read(["content"])

    def go_to(self, commit: str) -> None:
        listed = git(self.history, "diff", "--name-only", "--no-renames", "-z", self.at, commit, "--", "content")
        paths = listed.decode().split("\0")[:-1]
        there = git(self.history, "ls-tree", "-r", "-z", "--name-only", commit, "content").decode().split("\0")[:-1]
        self.at = commit
        for path in paths:
            self.read.pop(path, None)
        self._read(sorted({*paths} & {*there}))

    def _read(self, paths: list[str]) -> None:
        if paths:
            source = FolderSource(unpack(self.history, self.at, self.place, paths))
            for collection, folder in FOLDERS.items():
                for record in records(source, collection, folder):
                    self.read[record.path] = record, KEEP(record)

    def document(self, as_of: date) -> Any:
        """Compute what `build` computes; what is wrong with the files moves no figure and is not looked for."""
        read = sorted(self.read.values(), key=lambda one: one[0].id)
        by_collection = {
            name: tuple(record for record, _ in read if record.collection == name) for name in FOLDERS
        }  # fmt: skip
        reading = Reading(by_collection, make_portfolio([model for _, model in read]))
        return make_document(Inputs(reading, ()), CONFIG, CONFIG.terms(as_of), SourceInfo())

    def moved_by(self, commit: str, as_of: date) -> Account:
        """Return the guard's account of one commit, both states as of one day."""
        self.go_to(f"{commit}^")
        before = self.document(as_of)
        self.go_to(commit)
        return compare(before, self.document(as_of), CONFIG.guard)


@pytest.mark.parametrize("count", [4, pytest.param(60, marks=pytest.mark.long)])
def test_no_other_of_the_last_commits_to_products_rings(
    count: int, history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two documents for each, of files that are read once; whether they are valid is asked of the last alone."""
    monkeypatch.setattr(validators, "errors", lambda *_: [])
    listed = git(history, "log", f"-{count}", "--format=%H %cs", "main", "--", FOLDERS["product"]).decode().splitlines()
    commits = [line.split() for line in reversed(listed)]
    assert len(commits) == count
    replayed = Replayed(history, f"{commits[0][0]}^", tmp_path / "changed")
    accounts = {commit: replayed.moved_by(commit, date.fromisoformat(day)) for commit, day in commits}
    ringing = [commit[: len(RENAMING)] for commit, account in accounts.items() if account.alerts]
    assert ringing == [commit[: len(RENAMING)] for commit, _ in commits if commit.startswith(RENAMING)]
    assert bool(ringing) == (count == 60)
    assert not [commit for commit, account in accounts.items() if account.notes]
    monkeypatch.undo()
    day = date.fromisoformat(commits[-1][1])
    whole = built(unpack(history, commits[-1][0], tmp_path / "site"), tmp_path / "stats.json", day).document
    last = replayed.document(day)
    assert {key: last[key] for key in ("indicators", "products", "members")} == {
        key: whole[key] for key in ("indicators", "products", "members")
    }  # fmt: skip
