"""A bare git repository, read and written by git's own plumbing, as GitHub's git data API needs it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# GitHub commits in the name of the token's owner when a commit has no author.
_BOT = {
    "GIT_AUTHOR_NAME": "github-actions[bot]",
    "GIT_AUTHOR_EMAIL": "bot@corail.example",
    "GIT_COMMITTER_NAME": "GitHub",
    "GIT_COMMITTER_EMAIL": "noreply@corail.example",
}


@dataclass(frozen=True)
class Repository:
    """A bare repository at `folder`."""

    folder: Path

    def git(self, *arguments: str, give: bytes | None = None, index: str | None = None) -> str:
        """Run git; raises CalledProcessError where it refuses."""
        done = subprocess.run(
            ["git", "-C", self.folder, *arguments], check=True, capture_output=True, input=give,
            env=os.environ | _BOT | ({"GIT_INDEX_FILE": index} if index else {}),
        )  # fmt: skip
        return done.stdout.decode().strip()

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch is at, from where git keeps it as long as nobody packs: each step asks."""
        try:
            return (self.folder / "refs/heads" / branch).read_text(encoding="ascii").strip()
        except (FileNotFoundError, IsADirectoryError):
            return None

    def is_commit(self, sha: str) -> bool:
        return self._asked("cat-file", "-t", sha) == "commit"

    def file(self, ref: str, path: str) -> tuple[str, bytes] | None:
        """Return a file's blob and content at a branch or commit."""
        sha = self._asked("rev-parse", "--verify", "--quiet", f"{ref}:{path}")
        if sha is None:
            return None
        return sha, subprocess.run(
            ["git", "-C", self.folder, "cat-file", "blob", sha], check=True, capture_output=True
        ).stdout

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", give=content)

    def tree(self, base: str | None, entries: Sequence[Mapping[str, str]]) -> str:
        """Write a tree: the base with the entries' blobs set in."""
        index = str(self.folder / f"index.{os.urandom(6).hex()}")
        self.git("read-tree", base or "--empty", index=index)
        for entry in entries:
            sha = entry["sha"] if "sha" in entry else self.blob(entry["content"].encode())
            self.git("update-index", "--add", "--cacheinfo", f"{entry['mode']},{sha},{entry['path']}", index=index)
        return self.git("write-tree", index=index)

    def commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        with_parents = [argument for parent in parents for argument in ("-p", parent)]
        return self.git("commit-tree", tree, *with_parents, give=message.encode())

    def move(self, branch: str, sha: str, *, force: bool = False) -> bool:
        """Set a branch; refuse what is no fast-forward."""
        old = self.head(branch)
        if old and not force and self._asked("merge-base", "--is-ancestor", old, sha) is None:
            return False
        self.git("update-ref", f"refs/heads/{branch}", sha, *([old] if old else []))
        return True

    def delete(self, branch: str) -> None:
        self.git("update-ref", "-d", f"refs/heads/{branch}")

    def change(self, branch: str, files: Mapping[str, str], message: str = "change") -> str:
        """Commit to a branch, as somebody else would."""
        parent = self.head(branch)
        entries = [
            {"mode": "100644", "path": path, "sha": self.blob(text.encode())} for path, text in files.items()
        ]  # fmt: skip
        tree = self.tree(f"{parent}^{{tree}}" if parent else None, entries)
        commit = self.commit(tree, [parent] if parent else [], message)
        assert self.move(branch, commit)
        return commit

    def messages(self, branch: str = "main") -> list[str]:
        """Return the first lines of a branch's commits, the newest first."""
        return self.git("log", "--format=%s", f"refs/heads/{branch}").splitlines()

    def state(self) -> str:
        """Return all branches and their commits."""
        return self.git("for-each-ref", "--format=%(refname) %(objectname)")

    def _asked(self, *arguments: str) -> str | None:
        done = subprocess.run(["git", "-C", self.folder, *arguments], check=False, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None


def make_repository(folder: Path, content: Path) -> Repository:
    """Make a repository whose branch main holds a folder's content as its first commit."""
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", folder], check=True, capture_output=True)
    made = Repository(folder)
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write("[http]\n\treceivepack = false\n[uploadpack]\n\tallowFilter = true\n")
    index = str(folder / "first.index")
    subprocess.run(
        ["git", "--git-dir", folder, "--work-tree", content.resolve(), "add", "--all", "--force", "."],
        check=True, capture_output=True, cwd=content, env=os.environ | {"GIT_INDEX_FILE": index},
    )  # fmt: skip
    made.move("main", made.commit(made.git("write-tree", index=index), [], "Content"))
    return made
