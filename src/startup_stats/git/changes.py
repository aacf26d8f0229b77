"""Which files a change touches, asked of git."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from startup_stats.content.records import printable
from startup_stats.errors import OutsideError
from startup_stats.git.run import ask_git, run_git
from startup_stats.language import Text

if TYPE_CHECKING:
    from pathlib import Path


def changed_files(folder: Path, base: str) -> frozenset[str]:
    """Return the paths that differ between a folder and where its branch left `base`, deleted and new ones too.

    Paths are as records name them. Raises OutsideError when git does not know the base or the common commit.
    """
    try:
        run_git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"], folder)
        fork = run_git(["merge-base", "--", base, "HEAD"], folder)
    except OutsideError:
        raise OutsideError(_NO_BASE.fill(base=base)) from None
    changed = ask_git(["diff", "--name-only", "-z", "--no-renames", "--relative", fork, "--"], folder)
    added = ask_git(["ls-files", "--others", "--exclude-standard", "-z"], folder)
    return frozenset(shown_path(os.fsdecode(name)) for name in (changed + added).split(b"\0") if name)


def pull_request_base(folder: Path, base_branch: str) -> str:
    """Return what a pull request's checkout is to be compared with.

    GitHub checks out the merge of the pull request into its base: the base is its first parent. Elsewhere
    the branch it goes to stands for it.
    """
    try:
        run_git(["rev-parse", "--verify", "--quiet", "HEAD^2"], folder)
    except OutsideError:
        return f"origin/{base_branch}"
    return "HEAD^1"


def shown_path(path: str) -> str:
    """Return a path as records name it."""
    return printable(path.removeprefix("./"))


_NO_BASE = Text(
    "git ne trouve pas « {base} » ou l'ancêtre commun avec cette branche. Récupérez plus d'historique : "
    "« fetch-depth: 2 » dans actions/checkout pour une pull request, ou « git fetch --unshallow ».",
    'git finds neither "{base}" nor the commit it has in common with this branch. Fetch more history: '
    '"fetch-depth: 2" in actions/checkout for a pull request, or "git fetch --unshallow".',
)
