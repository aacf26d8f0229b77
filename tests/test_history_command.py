"""The command `history`: what it writes, keeps, refuses, and says."""

from __future__ import annotations

import difflib
import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import cli
from tests.repositories import SITE, commit, git, history, repository
from tests.test_history import A, B, points
from tests.test_known_at import product

if TYPE_CHECKING:
    from pathlib import Path

    Said = tuple[int, str, str]

pytestmark = pytest.mark.usefixtures("apart")
TODAY = date(2021, 4, 20)
CONSTRUCTION = ("construction", "2020-03-01")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a folder _data and three months of history."""
    files = {**SITE, "_data/x.json": "{}"}
    return history(tmp_path / "site", [("2021-01-05", files), ("2021-02-03", {A: product(CONSTRUCTION)})])


class Program:
    """The program, and what it says."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object, today: date = TODAY) -> Said:
        code = cli.main(["history", *map(str, arguments)], today=today)
        told = self._capsys.readouterr()
        return code, told.out, told.err


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(capsys)


def file_of(site: Path) -> Path:
    return site / "_data/stats_history.json"


def document(site: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file_of(site).read_text())
    return read


def test_it_is_written_beside_stats_json_and_said(site: Path, program: Program) -> None:
    code, out, err = program(site)
    assert (code, out) == (0, "")
    changes = sum(len(of) for views in document(site)["indicators"].values() for of in views["as_written"].values())
    assert err == (
        "Historique lu depuis le 5 janvier 2021 : 3 fiches de produits et de membres, "
        f"{changes} changements de chiffres.\nÉcrit : {file_of(site)}\n"
    )
    assert program(site, "--quiet") == (0, "", "")


def test_the_same_again_writes_nothing(site: Path, program: Program) -> None:
    """Nor does another day, or another commit, that moves no figure; a day that is asked for is written."""
    program(site)
    before = file_of(site).read_bytes()
    commit(site, "2021-04-19", {"content/_startups/voisin.md": None, B: str(SITE["content/_startups/voisin.md"])})
    for today in (TODAY, date(2021, 4, 21)):
        assert f"Inchangé : {file_of(site)}" in program(site, today=today)[2]
    assert file_of(site).read_bytes() == before
    program(site, "--as-of", "2021-04-21")
    assert document(site)["as_of"] == "2021-04-21"
    again = file_of(site).read_bytes()
    program(site, "--as-of", "2021-04-21", "--no-cache")
    assert file_of(site).read_bytes() == again


def test_a_new_month_changes_only_its_own_lines(site: Path, program: Program) -> None:
    program(site)
    before = file_of(site).read_text().splitlines()
    commit(site, "2021-05-02", {B: product(CONSTRUCTION)})
    program(site, today=date(2021, 5, 3))
    views = [line for line in difflib.ndiff(before, file_of(site).read_text().splitlines()) if line[:2] in ("+ ", "- ")]
    written = [line for line in views if line.startswith(('- ["', '- ,["', '+ ["', '+ ,["'))]
    assert written
    assert {line for line in written if "2021-05-" not in line} == set()
    assert [line[0] for line in written] == ["+"] * len(written)


def test_without_a_folder_it_goes_to_standard_output(tmp_path: Path, program: Program) -> None:
    root = history(tmp_path / "bare", [("2021-01-05", SITE)])
    code, out, err = program(root)
    assert (code, points(json.loads(out), "product_launch", 2020)) == (0, [["2021-01-05", 1]])
    assert "Aucun fichier écrit" in err
    assert program(root, "-o", "-")[1] == out


def test_english(site: Path, program: Program) -> None:
    _, _, err = program(site, "--language", "en")
    assert "History read since 5 January 2021" in err


def rewritten(site: Path, *changes: tuple[str, dict[str, Any]]) -> None:
    """Make another history of the site, from its first commit on."""
    git(site, "reset", "--quiet", "--hard", "HEAD~")
    for day, files in changes:
        commit(site, day, files)


def test_months_that_are_over_are_not_rewritten(site: Path, program: Program) -> None:
    """Of a history that was rewritten the file keeps what it said, until somebody says why not."""
    program(site)
    before = file_of(site).read_bytes()
    rewritten(site, ("2021-02-10", {A: product(CONSTRUCTION)}), ("2021-04-10", {B: product(CONSTRUCTION)}))
    code, out, err = program(site)
    assert (code, out, file_of(site).read_bytes()) == (3, "", before)
    assert "des chiffres de mois passés n'y seraient plus les mêmes (" in err
    assert "product_launch 2020" in err

    code, _, err = program(site, "--update")
    assert code == 0
    assert "Les mois passés restent tels quels dans le fichier" in err
    assert points(document(site), "product_launch", 2020) == [["2021-01-05", 1], ["2021-02-03", 2], ["2021-04-10", 3]]
    assert document(site)["restatements"] == []

    code, _, err = program(site, "--restate", "historique réécrit", "--language", "en")
    assert (code, "Months that are over were written anew" in err) == (0, True)
    assert points(document(site), "product_launch", 2020) == [["2021-01-05", 1], ["2021-02-10", 2], ["2021-04-10", 3]]
    assert document(site)["restatements"] == [{"day": "2021-04-20", "reason": "historique réécrit"}]
    program(site, "--as-of", "2021-04-21")
    assert document(site)["restatements"] == [{"day": "2021-04-20", "reason": "historique réécrit"}]


# what the history is rewritten to after its first commit → launches of 2020 after --update, by a file of 20 April
BROUGHT_UP_TO_DATE: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[list[Any]]]] = {
    "what is gone from it is gone this month": ([], [["2021-01-05", 1], ["2021-02-03", 2], ["2021-04-01", 1]]),
    "what was known later stays known since then": (
        [("2021-03-03", {A: product(CONSTRUCTION)})],
        [["2021-01-05", 1], ["2021-02-03", 2]],
    ),
    "it changes on the first day of the month": (
        [("2021-04-01", {A: product(CONSTRUCTION), B: product(CONSTRUCTION)})],
        [["2021-01-05", 1], ["2021-02-03", 2], ["2021-04-01", 3]],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROUGHT_UP_TO_DATE.values(), ids=BROUGHT_UP_TO_DATE)
def test_the_month_that_runs_says_what_git_says_now(
    changes: list[tuple[str, dict[str, Any]]], expected: list[list[Any]], site: Path, program: Program
) -> None:
    program(site)
    rewritten(site, *changes)
    assert program(site, "--update")[0] == 0
    assert points(document(site), "product_launch", 2020) == expected


def test_a_clock_that_goes_back_takes_nothing_away(site: Path, program: Program) -> None:
    program(site)
    before = file_of(site).read_bytes()
    code, _, err = program(site, "--update", "--as-of", "2021-02-20")
    assert (code, file_of(site).read_bytes(), "Inchangé" in err) == (0, before, True)


def test_a_figure_that_a_clone_can_not_see_stays_in_the_file(site: Path, tmp_path: Path, program: Program) -> None:
    """A clone of the last commit alone, of this month: what was known before stays, up to its own first day."""
    commit(site, "2021-04-10", {B: product(CONSTRUCTION)})
    program(site)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{site}", str(tmp_path / "clone"))
    file = file_of(site)
    assert program(tmp_path / "clone", "-o", str(file), "--update")[0] == 0
    assert points(document(site), "product_launch", 2020) == [["2021-01-05", 1], ["2021-02-03", 2], ["2021-04-10", 3]]


def test_a_year_that_is_no_longer_counted_stays_in_the_file(site: Path, program: Program) -> None:
    program(site)
    before = points(document(site), "product_launch", 2013)
    (site / "startup-stats.yml").write_text("first_year: 2015\n")
    assert program(site, "--update")[0] == 0
    assert points(document(site), "product_launch", 2013) == before


def test_the_month_that_runs_may_still_change(site: Path, program: Program) -> None:
    commit(site, "2021-04-10", {B: product(CONSTRUCTION)})
    program(site)
    rewritten(site, ("2021-04-12", {B: product(CONSTRUCTION)}))
    assert program(site)[0] == 0
    assert points(document(site), "product_launch", 2020)[-1] == ["2021-04-12", 3]


# what stands in the file's place → what is said
FOREIGN = {
    "no JSON": "{",
    "another document": '{"schema_version": 1}',
    "nothing": "",
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_shape_is_told(content: str, site: Path, program: Program) -> None:
    file_of(site).write_text(content)
    code, _, err = program(site)
    assert (code, file_of(site).read_text()) == (3, content)
    assert "n'est pas un historique que cet outil a écrit" in err


def test_a_shallow_clone_gives_what_it_can(site: Path, tmp_path: Path, program: Program) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{site}", str(tmp_path / "clone"))
    code, _, err = program(tmp_path / "clone")
    assert (code, "Ce checkout ne remonte qu'au 3 février 2021" in err) == (0, True)
    read = document(tmp_path / "clone")
    assert (points(read, "product_launch", 2020), read["source"]["shallow"]) == ([["2021-02-03", 2]], True)
    assert read["unavailable"][0] == {
        "indicator": "investigation", "from": None, "to": "2021-02-02",
        "reason": ("Ce checkout ne contient pas l'historique d'avant : récupérez-le entier (« fetch-depth: 0 »)."),
    }  # fmt: skip


def test_a_bundle_and_an_address_are_fetched_whole(site: Path, tmp_path: Path, program: Program) -> None:
    git(site, "bundle", "create", "--quiet", str(tmp_path / "site.bundle"), "HEAD")
    for path in (tmp_path / "site.bundle", f"file://{site}"):
        code, out, _ = program(path)
        assert (code, points(json.loads(out), "product_launch", 2020)[0]) == (0, ["2021-01-05", 1])


def test_what_can_t_be_read(tmp_path: Path, program: Program) -> None:
    """No git, no commit, none so old."""
    assert program(tmp_path)[0] == 3
    code, _, err = program(repository(tmp_path / "empty"))
    assert (code, "git ne donne pas l'historique" in err) == (3, True)
    root = history(tmp_path / "site", [("2021-01-05", SITE)])
    code, _, err = program(root, "--as-of", "2021-01-04")
    assert (code, "n'avait pas encore de commit" in err) == (3, True)


def test_odd_files_do_not_matter(tmp_path: Path, program: Program) -> None:
    """A link, another repository inside, a name that is no UTF-8: none is a product, and none stops the others."""
    odd = {os.fsdecode(b"content/_startups/\xe9.md"): product(CONSTRUCTION), "_data/x": "x"}
    root = history(tmp_path / "site", [("2021-01-05", {**SITE, **odd})])
    (root / "content/_startups/link.md").symlink_to("voisin.md")
    history(root / "content/_startups/module.md", [("2021-01-05", {"x": "x"})])
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "odd", at="2021-01-06")
    assert program(root)[0] == 0
    assert points(document(root), "product_launch", 2020) == [["2021-01-05", 1]]


def without(root: Path, name: str) -> None:
    found = git(root, "rev-parse", name)
    (root / ".git/objects" / found[:2] / found[2:]).unlink()


def test_objects_that_are_missing(tmp_path: Path, program: Program) -> None:
    """Outside of the content they do not matter; inside, a sentence says what to do."""
    files = {**SITE, "images/a/b.bin": "x"}
    root = history(tmp_path / "site", [("2021-01-05", files), ("2021-02-01", {A: "?", "images/a/b.bin": "y"})])
    for name in ("HEAD~:images/a/b.bin", "HEAD~:images/a"):
        without(root, name)
    assert program(root, "-o", "-", "--no-cache")[0] == 0
    without(root, f"HEAD:{A}")
    code, out, err = program(root, "-o", "-", "--no-cache")
    assert (code, out, "n'a pas un des fichiers du contenu" in err) == (3, "", True)


def test_incubators_without_a_folder_or_a_title(tmp_path: Path, program: Program) -> None:
    """A trend says an incubator's id where nobody gives its title."""
    files = {"_startups/a.md": product(CONSTRUCTION)}
    root = history(tmp_path / "old", [("2021-01-05", files)])
    _, out, _ = program(root)
    named = next(trend for trend in json.loads(out)["trends"] if trend["id"] == "products_by_incubator")
    assert [(each["id"], each["title"]) for each in named["series"]] == [("ruche", "ruche")]
