"""Which files a change touches, asked of git."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.records import printable
from startup_stats.errors import OutsideError, UsageError
from startup_stats.git.run import NoRepositoryError, ask_git, run_git
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path


class Change(NamedTuple):
    """What a folder has changed since a commit: the paths that differ, as records name them, gone and new ones too."""

    commit: str
    files: frozenset[str]


def change_since(folder: Path, base: str, content: Iterable[str]) -> Change:
    """Return what differs between a folder and a commit; raises as change_of_branch."""
    _require_followed(folder, base, content)
    return _changed_since(folder, _commit(folder, base))


def change_of_branch(folder: Path, base: str, content: Iterable[str]) -> Change:
    """Return what differs between a folder and where its branch left `base`; `content` are folders below it.

    Their files have to be among those that the repository follows: raises UsageError for a range of commits,
    OutsideError when git does not know the base or the common commit, or does not follow the files.
    """
    _require_followed(folder, base, content)
    _commit(folder, base)
    try:
        return _changed_since(folder, run_git(["merge-base", "--", base, "HEAD"], folder))
    except OutsideError:
        raise OutsideError(_NO_BASE.fill(base=base)) from None


def later_day(folder: Path, commit: str) -> date:
    """Return the day of the later of a commit and the one that is checked out (UTC)."""
    asked = ["log", "--no-walk", "--format=%ct", "--end-of-options", commit, "HEAD", "--"]
    return datetime.fromtimestamp(max(map(int, run_git(asked, folder).split())), UTC).date()


def _commit(folder: Path, name: str) -> str:
    try:
        return run_git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"], folder)
    except OutsideError:
        raise OutsideError(_NO_BASE.fill(base=name)) from None


def _changed_since(folder: Path, commit: str) -> Change:
    changed = ask_git(["diff", "--name-only", "-z", "--no-renames", "--relative", commit, "--"], folder)
    added = ask_git(["ls-files", "--others", "--exclude-standard", "-z"], folder)
    files = frozenset(shown_path(os.fsdecode(name)) for name in (changed + added).split(b"\0") if name)
    return Change(commit, files)


def _require_followed(folder: Path, base: str, content: Iterable[str]) -> None:
    """Raise for a range of commits, and for folders whose files this repository does not follow."""
    if ".." in base:  # no name of git's holds two dots
        raise UsageError(_A_RANGE.fill(base=base, start=base.partition("..")[0] or "main"))
    root = _root(folder)
    for below in content:
        if (folder / below).is_dir() and _root(folder / below) != root:
            raise OutsideError(_SUBMODULE.fill(folder=below))


def _root(folder: Path) -> bytes:
    """Return where the repository that follows a folder begins; raises OutsideError where none does."""
    try:
        return ask_git(["rev-parse", "--show-toplevel"], folder)
    except NoRepositoryError:
        raise OutsideError(_NO_REPOSITORY.fill(folder=folder)) from None


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


def file_at(folder: Path, commit: str, path: str) -> bytes | None:
    """Return a file below a folder as a commit has it; None where it has none, or git does not know the commit."""
    try:
        return ask_git(["cat-file", "blob", f"{commit}:./{path}"], folder)
    except OutsideError:
        return None


def was_followed(folder: Path, paths: Iterable[str]) -> bool:
    """Say whether git knows, or knew, one of these paths below a folder, as far back as the checkout goes."""
    try:
        return run_git(["--literal-pathspecs", "rev-list", "-1", "--full-history", "HEAD", "--", *paths], folder) != ""
    except OutsideError:
        return False


def shown_path(path: str) -> str:
    """Return a path as records name it."""
    return printable(path.removeprefix("./"))


_NO_BASE = Text(
    "git ne trouve pas « {base} » ou l'ancêtre commun avec cette branche. Récupérez plus d'historique : "
    "« fetch-depth: 2 » dans actions/checkout pour une pull request, ou « git fetch --unshallow ».",
    'git finds neither "{base}" nor the commit it has in common with this branch. Fetch more history: '
    '"fetch-depth: 2" in actions/checkout for a pull request, or "git fetch --unshallow".',
)
_A_RANGE = Text(
    "« {base} » est un intervalle de commits : donnez seulement le point de départ, par exemple « {start} ».",
    '"{base}" is a range of commits: give where it starts alone, for example "{start}".',
)
_NO_REPOSITORY = Text(
    "« {folder} » n'est pas dans un dépôt git : ce qui a changé ne peut pas être connu. Dans un workflow, placez "
    "actions/checkout avant cette étape ; pour vérifier sans git, laissez « --changed-from » ou nommez les fiches par "
    "« --files ».",
    '"{folder}" is in no git repository: what changed can\'t be known. In a workflow, put actions/checkout before this '
    'step; to check without git, leave "--changed-from" out, or name the files by "--files".',
)
_SUBMODULE = Text(
    "« {folder} » est dans un sous-module git (ou un autre dépôt), dont ce dépôt ne suit pas les fichiers : ce qui y a "
    "changé ne peut pas être connu d'ici. Nommez les fiches par « --files », ou vérifiez tout sans « --changed-from ».",
    '"{folder}" is in a git submodule (or another repository), whose files this repository does not follow: what '
    'changed there can\'t be known from here. Name the files by "--files", or check all without "--changed-from".',
)
