"""Git repositories of our own, with a history: each commit is a day and what it changes."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.sites import INCUBATOR, MEMBER, ORGANISATION, PRODUCT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# One record a collection.
SITE: dict[str, str | bytes | None] = {
    "content/_startups/voisin.md": PRODUCT,
    "content/_authors/ana.corail.md": MEMBER,
    "content/_incubators/ruche.md": INCUBATOR,
    "content/_organisations/marees.md": ORGANISATION,
}
# Nobody's configuration but the tests' (tests/gitconfig), and a known author.
NOBODY = {
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@corail.example",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@corail.example",
}


def git(folder: Path, *arguments: str, at: str = "2026-08-20") -> str:
    """Run git in a folder, at noon of a day (UTC) or at a given time; what it prints."""
    when = at if "T" in at else f"{at}T12:00:00+00:00"
    environment = {**os.environ, **NOBODY, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, text=True, env=environment, errors="replace"
    )
    return done.stdout.strip()


def repository(root: Path) -> Path:
    """Make an empty repository."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


def commit(root: Path, day: str, files: Mapping[str, str | bytes | None]) -> str:
    """Commit what is written to some paths, or removed from them; the commit's id."""
    for path, content in files.items():
        place = root / path
        if content is None:
            place.unlink()
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(root, "add", "--all")
    told = git(root, "-c", "core.abbrev=40", "commit", "--allow-empty", "-m", day, at=day)
    return told.partition("]")[0].split()[-1]  # [main 40 digits], or [main (root-commit) 40 digits]


def history(root: Path, commits: Sequence[tuple[str, Mapping[str, str | bytes | None]]]) -> Path:
    """Make a repository of these commits, in their order."""
    repository(root)
    for day, files in commits:
        commit(root, day, files)
    return root
