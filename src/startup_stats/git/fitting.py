"""A file found by its sha256: as a commit has it, or one of those after it that touched its path."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from startup_stats.git.objects import blobs
from startup_stats.git.run import FETCH_SECONDS, ask_git, run_git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# A ledger that changes every day is looked for through three years.
MOST_VERSIONS = 1000
_AT_ONCE = 20


def fitting(folder: Path, commit: str, tips: Sequence[str], paths: Sequence[str], digest: str) -> bytes | None:
    """Return the bytes of the version of a file that has this sha256, None where no version is known that does.

    Versions are those at some paths below the folder, of a commit, then of those up to `tips` that came after it, the
    oldest first: what is computed is published soon. Raises OutsideError when git lacks one of them.
    """
    wanted = list(_versions(folder, [commit, *_touching(folder, commit, tips, paths)], paths))
    for start in range(0, len(wanted), _AT_ONCE):
        for content in blobs(folder, wanted[start : start + _AT_ONCE]).values():
            if sha256(content).hexdigest() == digest:
                return content
    return None


def _touching(folder: Path, commit: str, tips: Sequence[str], paths: Sequence[str]) -> list[str]:
    """List the commits after one that touched some paths, the oldest first."""
    arguments = ["log", "--reverse", "--format=%H", *tips, f"^{commit}", "--", *paths]
    return run_git(arguments, folder, seconds=FETCH_SECONDS).split()[:MOST_VERSIONS]


def _versions(folder: Path, commits: Sequence[str], paths: Sequence[str]) -> Iterator[str]:
    """Yield the blobs that some commits have at some paths, each once."""
    asked = "\n".join(f"{commit}:./{path}" for commit in commits for path in paths)
    printed = ask_git(["cat-file", "--batch-check"], folder, seconds=FETCH_SECONDS, told=asked.encode())
    told = (line.split(b" ") for line in printed.splitlines())
    yield from dict.fromkeys(words[0].decode() for words in told if words[1:2] == [b"blob"])
