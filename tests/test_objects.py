"""What git's objects hold, without a checkout: held to what a checkout of the same commit shows."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from startup_stats.content.faults import Unreadable
from startup_stats.content.source import MAX_FILE_BYTES, FolderSource
from startup_stats.errors import OutsideError
from startup_stats.git import objects, run
from startup_stats.git.objects import Commit, TreeSource, changes, first_parents, last_until
from tests.repositories import commit, git, history, repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")
BELOW = ("content/_startups", "_startups")


def changed(root: Path) -> list[list[tuple[str, str]]]:
    """Return what each commit changed, the oldest first: paths, each with what became of it."""
    commits = first_parents(root)
    found = changes(root, commits, BELOW)
    return [
        [(entry.path, "gone" if entry.is_gone else entry.mode) for entry in found.get(each.id, [])]
        for each in reversed(commits)
    ]


# commits → what each changed below the folders asked for
CHANGES = {
    "a first commit adds all of it": (
        [("2020-01-01", {"content/_startups/a.md": "a", "other/b.md": "b"})],
        [[("content/_startups/a.md", "100644")]],
    ),
    "edited, then removed": (
        [
            ("2020-01-01", {"content/_startups/a.md": "a"}),
            ("2020-01-02", {"content/_startups/a.md": "b"}),
            ("2020-01-03", {"content/_startups/a.md": None}),
        ],
        [[("content/_startups/a.md", mode)] for mode in ("100644", "100644", "gone")],
    ),
    "a renaming is one gone and one that came": (
        [
            ("2020-01-01", {"_startups/a.md": "a"}),
            ("2020-01-02", {"_startups/a.md": None, "content/_startups/a.md": "a"}),
        ],
        [[("_startups/a.md", "100644")], [("_startups/a.md", "gone"), ("content/_startups/a.md", "100644")]],
    ),
    "a commit that touches something else": (
        [("2020-01-01", {"content/_startups/a.md": "a"}), ("2020-01-02", {"content/_startup.md": "b"})],
        [[("content/_startups/a.md", "100644")], []],
    ),
    "names with spaces, quotes, accents, a line's end": (
        [("2020-01-01", {'content/_startups/é "a"\n.md': "a"})],
        [[('content/_startups/é "a"\n.md', "100644")]],
    ),
    "a name that is no UTF-8": (
        [("2020-01-01", {os.fsdecode(b"content/_startups/\xe9.md"): "a"})],
        [[("content/_startups/\udce9.md", "100644")]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("commits", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_commits_changed(commits: list[tuple[str, dict[str, str]]], expected: object, tmp_path: Path) -> None:
    assert changed(history(tmp_path, commits)) == expected


def test_a_merge_changes_what_its_first_parent_had_not(tmp_path: Path) -> None:
    root = history(tmp_path, [("2020-01-01", {"content/_startups/a.md": "a"})])
    git(root, "checkout", "--quiet", "-b", "other")
    commit(root, "2020-01-02", {"content/_startups/b.md": "b"})
    git(root, "checkout", "--quiet", "main")
    commit(root, "2020-01-03", {"content/_startups/c.md": "c"})
    git(root, "merge", "--quiet", "--no-edit", "other", at="2020-01-04")
    git(root, "merge", "--quiet", "--no-ff", "--strategy=ours", "--no-edit", "main~1", at="2020-01-05")
    assert changed(root) == [
        [("content/_startups/a.md", "100644")],
        [("content/_startups/c.md", "100644")],
        [("content/_startups/b.md", "100644")],
    ]


def test_a_link_and_another_repository_are_told_by_their_mode(tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2020-01-01", {"content/_startups/a.md": "a"})])
    (root / "content/_startups/link.md").symlink_to("a.md")
    inner = history(root / "content/_startups/module.md", [("2020-01-01", {"x": "x"})])
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "both")
    assert changed(root)[-1] == [("content/_startups/link.md", "120000"), ("content/_startups/module.md", "160000")]
    entries = objects.tree(root, "HEAD", BELOW)
    assert {entry.path: entry.is_file for entry in entries} == {
        "content/_startups/a.md": True, "content/_startups/link.md": False, "content/_startups/module.md": False,
    }  # fmt: skip
    shutil.rmtree(inner)


def test_a_site_below_the_repository_s_root_has_its_own_paths(tmp_path: Path) -> None:
    root = history(tmp_path, [("2020-01-01", {"www/content/_startups/a.md": "a", "content/_startups/b.md": "b"})])
    assert changed(root / "www") == [[("content/_startups/a.md", "100644")]]
    assert TreeSource(root / "www", "HEAD", BELOW).files("content/_startups") == ["a.md"]


def objects_of(root: Path, names: list[str]) -> None:
    """Take objects away, as a clone that was filtered lacks them."""
    for name in names:
        (root / ".git/objects" / name[:2] / name[2:]).unlink()


def test_objects_beside_the_content_do_not_matter(tmp_path: Path) -> None:
    root = history(
        tmp_path,
        [
            ("2020-01-01", {"content/_startups/a.md": "a", "images/big/x.bin": "x"}),
            ("2020-01-02", {"content/_startups/a.md": "b", "images/big/x.bin": "y"}),
        ],
    )
    expected = changed(root)
    objects_of(
        root, [git(root, "rev-parse", name) for name in ("HEAD:images/big", "HEAD~:images", "HEAD:images/big/x.bin")]
    )
    assert changed(root) == expected
    assert TreeSource(root, "HEAD", BELOW).read("content/_startups/a.md") == b"b"


def test_objects_of_the_content_that_are_missing_are_told(tmp_path: Path) -> None:
    root = history(tmp_path, [("2020-01-01", {"content/_startups/a.md": "a"})])
    objects_of(root, [git(root, "rev-parse", "HEAD:content/_startups/a.md")])
    with pytest.raises(OutsideError, match="lacks one of the content's files"):
        TreeSource(root, "HEAD", BELOW)
    objects_of(root, [git(root, "rev-parse", "HEAD:content")])
    with pytest.raises(OutsideError, match="lacks the folders of commit"):
        TreeSource(root, "HEAD", BELOW)
    with pytest.raises(OutsideError, match="git failed"):
        changed(root)


def test_a_folder_without_history_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="does not give the history"):
        first_parents(tmp_path)
    with pytest.raises(OutsideError, match="does not give the history"):
        first_parents(repository(tmp_path / "empty"))


def test_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = history(tmp_path, [("2020-01-01", {"content/_startups/a.md": "a"})])
    commits = first_parents(root)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutsideError, match="git is not installed"):
        changes(root, commits, BELOW)


def test_git_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(OutsideError, match="did not answer within"):
        run.ask_git_together(["status"], tmp_path, [b"", b""], seconds=1)


def test_a_tree_is_what_a_checkout_of_it_is(tmp_path: Path) -> None:
    """The same names, the same bytes, the same faults."""
    root = history(
        tmp_path / "site",
        [
            (
                "2020-01-01",
                {
                    "content/_startups/a.md": "a",
                    "content/_startups/empty.md": b"",
                    "content/_startups/deep/er/b.md": b"\xff\x00",
                    "content/_startups/folder.md/c.txt": "c",
                    "content/_startups/big.md": b"x" * (MAX_FILE_BYTES + 1),
                    os.fsdecode(b"content/_startups/\xe9.md"): "a",
                },
            )
        ],
    )
    (root / "content/_startups/link.md").symlink_to("a.md")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "link")
    on_disk, in_git = FolderSource(root), TreeSource(root, "HEAD", BELOW)
    names = on_disk.files("content/_startups")
    assert in_git.files("content/_startups") == names
    for name in names:
        assert read(in_git, f"content/_startups/{name}") == read(on_disk, f"content/_startups/{name}"), name
    for path in ("content/_startups", "content/_startups/a.md", "content", "content/_start", "nowhere"):
        assert in_git.exists(path) == on_disk.exists(path), path
    with pytest.raises(OutsideError, match="has no folder"):
        in_git.files("nowhere")


def read(source: FolderSource | TreeSource, path: str) -> object:
    try:
        return source.read(path)
    except Unreadable as reason:
        return reason.fault.rule.id


def test_another_repository_inside_is_no_file(tmp_path: Path) -> None:
    root = history(tmp_path / "site", [("2020-01-01", {"content/_startups/a.md": "a"})])
    history(root / "content/_startups/module.md", [("2020-01-01", {"x": "x"})])
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "module")
    assert read(TreeSource(root, "HEAD", BELOW), "content/_startups/module.md") == "not-a-file"


def commits(*times: str) -> list[Commit]:
    """Commits of some times, the newest first."""
    return [Commit(str(n), int(datetime.fromisoformat(each).timestamp()), None) for n, each in enumerate(times)]


# times, the newest commit first; the day → which of them is the last until its end
LAST = {
    "the day itself, to its last second": (["2021-04-01T00:00:00+00:00", "2021-03-31T23:59:59+00:00"], 1),
    "in UTC, whatever the author's zone": (["2021-04-01T01:30:00+02:00", "2021-03-31T12:00:00+00:00"], 0),
    "of times that run backwards the one that stands last": (["2021-03-01T00:00:00+00:00", "2021-06-01T00:00:00"], 0),
    "none so old": (["2021-04-02T00:00:00+00:00"], None),
}  # fmt: skip


@pytest.mark.parametrize(("times", "expected"), LAST.values(), ids=LAST)
def test_the_last_commit_of_a_day(times: list[str], expected: int | None) -> None:
    found = last_until(commits(*times), date(2021, 3, 31))
    assert (None if found is None else int(found.id)) == expected


def test_a_file_of_a_commit_is_no_link(tmp_path: Path) -> None:
    root = history(tmp_path, [("2020-01-01", {"_data/a.json": "{}"})])
    (root / "_data/link.json").symlink_to("a.json")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "link")
    found = [objects.regular_file(root, "HEAD", f"_data/{name}.json") for name in ("a", "link", "none")]
    assert found == [b"{}", None, None]
    assert objects.regular_file(root, "HEAD", "_data") is None
