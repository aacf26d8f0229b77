"""The content's SWHID: what git itself gives for the folders, the same until a file changes, null where it lies."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from startup_stats import cli
from startup_stats.errors import OutsideError
from startup_stats.git.content_tree import content_id, content_on_disk
from startup_stats.git.run import begin_git
from tests.conftest import PROJECT
from tests.repositories import SITE, commit, git, history
from tests.sites import PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")
FOLDERS = ("content/_startups", "content/_authors", "content/_incubators", "content/_organisations")


@pytest.fixture(autouse=True)
def outside_of_this_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return history(tmp_path / "site", [("2021-01-05", {**SITE, "content/_phases/x.md": "x", ".gitignore": "*.tmp"})])


def by_git(root: Path, at: str, *folders: str) -> str:
    """The recipe of docs/stats-json.md."""
    index = {**os.environ, "GIT_INDEX_FILE": str(root / ".git/recomputed")}
    listed = subprocess.run(["git", "-C", root, "ls-tree", "-r", at, "--", *folders], check=True, capture_output=True)
    subprocess.run(["git", "-C", root, "update-index", "--index-info"], check=True, input=listed.stdout, env=index)
    done = subprocess.run(["git", "-C", root, "write-tree"], check=True, capture_output=True, text=True, env=index)
    (root / ".git/recomputed").unlink()
    return f"swh:1:dir:{done.stdout.strip()}"


def on_disk(root: Path, *folders: str) -> str | None:
    with content_on_disk(root, folders or FOLDERS) as told:
        return told()


# folders → which of them stand in others, in the recipe as in the code
PLACES = {
    "the four of the site": FOLDERS,
    "one": ("content/_startups",),
    "one at the root": ("people",),
    "one that is not there": ("content/_startups", "nowhere"),
    "of different depths, sorted as git sorts": ("a.b", "a", "a-b", "a0/deep/er"),
}


@pytest.mark.parametrize("folders", PLACES.values(), ids=PLACES)
def test_it_is_the_tree_that_git_writes(folders: tuple[str, ...], site: Path) -> None:
    for folder in ("people", "a.b", "a", "a-b", "a0/deep/er"):
        commit(site, "2021-01-06", {f"{folder}/{folder[0]}.md": folder, f"{folder}/é/x": ""})
    expected = by_git(site, "HEAD", *folders)
    assert (content_id(site, "HEAD", folders), on_disk(site, *folders)) == (expected, expected)


@pytest.mark.parametrize("page", ["stats-json.md", "fr/stats-json.md"])
def test_the_page_s_own_recipe_gives_it(page: str, site: Path) -> None:
    """As it is written, from the site's folder, with the commit in its place."""
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    recipe = text.partition("```sh\n")[2].partition("```")[0].replace("COMMIT", git(site, "rev-parse", "HEAD"))
    done = subprocess.run(["sh", "-ec", recipe], check=True, capture_output=True, text=True, cwd=site)
    assert done.stdout.strip() == on_disk(site)


def test_one_folder_in_another_is_there_once(site: Path) -> None:
    expected = by_git(site, "HEAD", "content")
    assert content_id(site, "HEAD", ["content/_startups", "content", "content/_authors"]) == expected


def test_it_moves_with_the_content_alone(site: Path) -> None:
    first = on_disk(site)
    commit(site, "2021-01-06", {"content/_phases/x.md": "y", "_data/stats.json": "{}"})
    assert on_disk(site) == first
    commit(site, "2021-01-07", {"content/_startups/voisin.md": f"{PRODUCT}."})
    assert on_disk(site) != first
    commit(site, "2021-01-08", {"content/_startups/voisin.md": PRODUCT})
    assert on_disk(site) == first == content_id(site, "HEAD~3", FOLDERS)


def test_a_site_below_the_repository_s_root_is_named_as_if_it_were_one(site: Path, tmp_path: Path) -> None:
    below = {f"docs/site/{path}": content for path, content in SITE.items()}
    root = history(tmp_path / "other", [("2021-01-05", below)])
    assert on_disk(root / "docs/site") == content_id(root / "docs/site", "HEAD", FOLDERS) == on_disk(site)


def changed(root: Path) -> None:
    (root / "content/_startups/voisin.md").write_text("?")


def added(root: Path) -> None:
    changed(root)
    git(root, "add", "--all")


def gone(root: Path) -> None:
    (root / "content/_startups/voisin.md").unlink()


def unknown(root: Path) -> None:
    (root / "content/_startups/new.md").write_text(PRODUCT)


def ignored(root: Path) -> None:
    (root / "content/_startups/new.tmp").write_text(PRODUCT)


def left_out(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", "content/_startups/voisin.md")
    gone(root)


def said_to_be_unchanged(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", "content/_startups/voisin.md")
    changed(root)


def no_git(root: Path) -> None:
    (root / ".git").rename(root / "git")


def no_commit(root: Path) -> None:
    git(root, "symbolic-ref", "HEAD", "refs/heads/none")


def no_folder(root: Path) -> None:
    commit(root, "2021-01-06", dict.fromkeys(SITE, None))


UNNAMED = (changed, added, gone, unknown, ignored, left_out, said_to_be_unchanged, no_git, no_commit, no_folder)


@pytest.mark.parametrize("change", UNNAMED, ids=lambda change: change.__name__)
def test_content_that_no_commit_has_is_not_named(change: Callable[[Path], None], site: Path) -> None:
    change(site)
    assert on_disk(site) is None


def test_elsewhere_anything_may_change(site: Path) -> None:
    before = on_disk(site)
    (site / "content/_phases/x.md").write_text("y")
    (site / "startup-stats.yml").write_text("language: fr\n")
    assert on_disk(site) == before is not None


def test_a_git_that_names_by_sha256_has_no_swhid(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "site")
    commit(tmp_path / "site", "2021-01-05", SITE)
    assert on_disk(tmp_path / "site") is None


def test_without_git_nothing_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert (on_disk(site), content_id(site, "HEAD", FOLDERS)) == (None, None)


def test_git_is_waited_for_so_long(site: Path) -> None:
    alias = ["-c", "alias.wait=!exec sleep 2", "wait"]
    with begin_git(alias, site, seconds=0) as told, pytest.raises(OutsideError, match="did not answer within 0"):
        told()


@pytest.mark.parametrize("known_at", [(), ("--known-at", "2026-08-20")], ids=["on disk", "of a commit"])
def test_build_tells_it(known_at: tuple[str, ...], site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", str(site), "-o", "-", *known_at], today=TODAY) == 0
    assert json.loads(capsys.readouterr().out)["source"]["content"] == by_git(site, "HEAD", *FOLDERS)


def test_a_file_that_does_not_tell_it_is_written_anew(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is of an earlier version, and `publish` would not take it for one of this."""
    written = site / "_data/stats.json"
    written.parent.mkdir()
    cli.main(["build", str(site)], today=TODAY)
    document = json.loads(written.read_text())
    for source in ({name: told for name, told in document["source"].items() if name != "content"}, None):
        written.write_text(json.dumps(document | {"source": source}))
        capsys.readouterr()
        assert cli.main(["build", str(site)], today=TODAY) == 0
        assert f"Écrit : {written}" in capsys.readouterr().err
    assert cli.main(["build", str(site)], today=TODAY) == 0
    assert f"Inchangé : {written}" in capsys.readouterr().err


def test_without_a_repository_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", str(write_site(tmp_path / "site")), "-o", "-"], today=TODAY) == 0
    assert json.loads(capsys.readouterr().out)["source"]["content"] is None
