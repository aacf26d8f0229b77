"""The content's own name: the SWHID of the git tree that holds its folders and nothing else.

It is the same at every commit that leaves the content alone (docs/stats-json.md says how to compute it with git).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from hashlib import sha1
from typing import TYPE_CHECKING

from startup_stats.errors import OutsideError
from startup_stats.git.run import ask_git, begin_git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

_FOLDER_MODE = b"040000"
# What differs from the last commit, files that git leaves alone too; nothing is written, not even what was found out.
_STATUS = ("--no-optional-locks", "status", "--porcelain", "-z", "--no-renames", "--ignored", "-uall", "--")
# A git that names objects by sha256 gives names that are no SWHID of version 1.
_SHA1_CHARACTERS = 40


def content_id(folder: Path, commit: str, folders: Sequence[str]) -> str | None:
    """Return `swh:1:dir:…` of the content that a commit has below some folders; None where git can't say."""
    try:
        return _named(ask_git(_trees(commit, folders), folder))
    except OutsideError:
        return None


@contextmanager
def content_on_disk(folder: Path, folders: Sequence[str]) -> Iterator[Callable[[], str | None]]:
    """Name the content that is checked out, asking git while the files are read: what is given says it in the end.

    It says None unless every file below the folders is as the last commit has it, and there is no other: what was read
    would be no commit's content.
    """
    with (
        begin_git([*_STATUS, *folders], folder) as changed,
        # A letter before each file: H is a plain one; left out of the checkout, or said to be unchanged, are others.
        begin_git(["ls-files", "-z", "-v", "--", *folders], folder) as files,
        begin_git(_trees("HEAD", folders), folder) as trees,
    ):

        def told() -> str | None:
            try:
                is_as_committed = not changed() and all(file[:2] == b"H " for file in files().split(b"\0")[:-1])
                return _named(trees()) if is_as_committed else None
            except OutsideError:
                return None

        yield told


def _trees(commit: str, folders: Sequence[str]) -> list[str]:
    return ["ls-tree", "-d", "-z", "--end-of-options", commit, "--", *folders]


def _named(printed: bytes) -> str | None:
    """Name the tree of the folders that ls-tree printed; None where there is none, or git names by sha256."""
    found = (line.partition(b"\t") for line in printed.split(b"\0") if line)
    trees = {
        os.fsdecode(path): about.split(b" ")[2].decode() for about, _, path in found if about.startswith(_FOLDER_MODE)
    }
    if not trees or any(len(tree) != _SHA1_CHARACTERS for tree in trees.values()):
        return None
    return f"swh:1:dir:{_tree(trees)}"


def _tree(trees: Mapping[str, str]) -> str:
    """Return the id of the tree that has these trees at their paths, hashed as git hashes one."""
    inside: dict[str, dict[str, str]] = {}
    for path, tree in trees.items():
        name, _, rest = path.partition("/")
        inside.setdefault(name, {})[rest] = tree
    # git sorts the name of a folder as if it ended in a slash.
    names = sorted(inside, key=lambda name: os.fsencode(f"{name}/"))
    entries = b"".join(
        b"40000 " + os.fsencode(name) + b"\0" + bytes.fromhex(inside[name].get("") or _tree(inside[name]))
        for name in names
    )
    return sha1(b"tree %d\0" % len(entries) + entries, usedforsecurity=False).hexdigest()
