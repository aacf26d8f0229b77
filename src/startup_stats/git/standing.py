"""Where a folder stands in git: whose top it is below, on which branch, how far back its history goes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.errors import OutsideError
from startup_stats.git.run import NoRepositoryError, run_git

if TYPE_CHECKING:
    from pathlib import Path

# Of the calendar; a commit may say that it was made later.
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


class Standing(NamedTuple):
    """A repository: its top, the branch checked out (None for a commit alone) and the one it is known by elsewhere.

    `last_commit` is the day (UTC) of the last commit, None where there is none yet.
    """

    top: Path
    branch: str | None
    default_branch: str | None
    is_shallow: bool
    last_commit: date | None


def find_standing(folder: Path) -> Standing | None:
    """Say where a folder stands; None where it is in no repository. Raises OutsideError where git can't say."""
    try:
        # The way up to the top, and not the top itself, whose name may be in no encoding.
        is_shallow, _, up = run_git(["rev-parse", "--is-shallow-repository", "--show-cdup"], folder).partition("\n")
    except NoRepositoryError:
        return None
    elsewhere = _asked(folder, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    last = _asked(folder, "log", "-1", "--format=%ct")
    return Standing(
        folder.resolve() / up,
        _asked(folder, "symbolic-ref", "--quiet", "--short", "HEAD"),
        elsewhere.removeprefix("origin/") if elsewhere else None,
        is_shallow == "true",
        datetime.fromtimestamp(min(int(last), _LAST_SECOND), UTC).date() if last else None,
    )


def has_history(folder: Path, path: str) -> bool:
    """Say whether a commit of the branch has the file at this path."""
    return _asked(folder, "log", "-1", "--format=%H", "--", path) is not None


def _asked(folder: Path, *question: str) -> str | None:
    """Return what git answers; None where it has no answer."""
    try:
        return run_git(question, folder) or None
    except OutsideError:
        return None
