"""What git's objects hold: the first-parent commits, what each changed, the tree and the files of one.

No checkout is made; the content stays where it is.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content import reading_rules as rules
from startup_stats.content.documents import SUFFIX
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.content.source import MAX_FILE_BYTES
from startup_stats.errors import OutsideError
from startup_stats.git.run import FETCH_SECONDS, ask_git, ask_git_together, run_git
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

_SYMLINK, _SUBMODULE = "120000", "160000"


class Commit(NamedTuple):
    """A first-parent commit: when it was made, in seconds since 1970, and what it is compared with."""

    id: str
    time: int
    parent: str | None


class Entry(NamedTuple):
    """A file of a tree, or what became of it: its path as the file system names it, its mode and its object."""

    path: str
    mode: str
    blob: str

    @property
    def is_gone(self) -> bool:
        """Say whether a change removed it."""
        return self.mode == "000000"

    @property
    def is_file(self) -> bool:
        """Say whether it holds bytes of its own: it is neither a link nor another repository."""
        return self.mode not in (_SYMLINK, _SUBMODULE)


def first_parents(folder: Path, tip: str = "HEAD") -> list[Commit]:
    """List the first-parent commits up to one, the newest first; raises OutsideError where git knows none."""
    arguments = ["rev-list", "--first-parent", "--parents", "--timestamp", "--end-of-options", tip, "--"]
    try:
        printed = run_git(arguments, folder, seconds=FETCH_SECONDS)
    except OutsideError as error:
        raise OutsideError(_NO_HISTORY.fill(folder=folder, reason=error.message)) from None
    return [_commit(*line.split()) for line in printed.splitlines()]


def _commit(made: str, commit: str, *parents: str) -> Commit:
    return Commit(commit, int(made), parents[0] if parents else None)


def last_until(commits: Sequence[Commit], day: date) -> Commit | None:
    """Return the last commit not later than the end of a day (UTC), of some that come the newest first."""
    end = datetime.combine(day, time.max, UTC).timestamp()
    return next((commit for commit in commits if commit.time <= end), None)


def commit_named(folder: Path, name: str) -> Commit:
    """Return the commit that a branch, a tag or an id names; raises OutsideError where git knows none."""
    arguments = ["rev-list", "--max-count=1", "--parents", "--timestamp", "--end-of-options", name, "--"]
    try:
        printed = run_git(arguments, folder)
    except OutsideError:
        printed = ""
    if not printed or ".." in name:  # of a range git would take one end
        raise OutsideError(_NO_COMMIT.fill(name=name, folder=folder))
    return _commit(*printed.split())


def day_of(commit: Commit) -> date:
    """Return the day on which a commit was made (UTC)."""
    return datetime.fromtimestamp(commit.time, UTC).date()


def is_shallow(folder: Path) -> bool:
    """Say whether a checkout lacks the commits before some day."""
    return run_git(["rev-parse", "--is-shallow-repository"], folder) == "true"


def changes(folder: Path, commits: Sequence[Commit], below: Sequence[str]) -> dict[str, list[Entry]]:
    """Return what each commit changed below some folders, by its id; two halves of them side by side.

    All paths are asked for and sorted out here, in a third of the time that git takes to match them; only where it
    lacks trees beside the content is it asked for the content's alone.
    """
    third = (len(commits) + 2) // 3  # newer trees are larger: the newest third takes as long as what is before
    halves = [half for half in (commits[:third], commits[third:]) if half]
    told = ["".join(f"{commit.id} {commit.parent or ''}\n" for commit in half).encode() for half in halves]
    compare = ["diff-tree", "--stdin", "-r", "-z", "--raw", "--root", "--no-renames", "--no-abbrev", "--relative", "--"]
    try:
        printed = ask_git_together(compare, folder, told, seconds=FETCH_SECONDS)
    except OutsideError:
        printed = ask_git_together([*compare, *below], folder, told, seconds=FETCH_SECONDS)
    prefixes = tuple(f"{place}/".encode() for place in below)
    return {commit: entries for half in printed for commit, entries in _changed(half, prefixes)}


def _changed(printed: bytes, prefixes: tuple[bytes, ...]) -> Iterator[tuple[str, list[Entry]]]:
    """Read what diff-tree prints: a commit's id, then for each file a line of modes and objects, and its path."""
    commit, entries = "", list[Entry]()
    words = iter(printed.split(b"\0"))
    for word in words:
        if not word.startswith(b":"):
            if entries:
                yield commit, entries
            commit, entries = word.decode(), []
            continue
        path = next(words)
        if path.startswith(prefixes):
            _, mode, _, blob, _ = word.decode().split(" ")
            entries.append(Entry(os.fsdecode(path), mode, blob))


def tree(folder: Path, commit: str, below: Iterable[str]) -> list[Entry]:
    """List the files that a commit has below some folders; raises OutsideError where git does not have its trees."""
    try:
        printed = ask_git(["ls-tree", "-r", "-z", "--end-of-options", commit, "--", *below], folder)
    except OutsideError as error:
        raise OutsideError(_NO_TREE.fill(commit=commit[:12], reason=error.message)) from None
    found = (entry.partition(b"\t") for entry in printed.split(b"\0") if entry)
    return [
        Entry(os.fsdecode(path), mode, blob) for about, _, path in found for mode, _, blob in [about.decode().split()]
    ]


def blobs(folder: Path, wanted: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of blobs by their ids; raises OutsideError where the repository lacks one of them."""
    printed = ask_git(
        ["cat-file", "--batch", "--buffer"], folder, seconds=FETCH_SECONDS, told="\n".join(wanted).encode()
    )
    found, start = {}, 0
    for blob in wanted:
        end = printed.index(b"\n", start)
        about = printed[start:end].split(b" ")
        if len(about) != 3:  # noqa: PLR2004 - id, type, size; else « missing »
            raise OutsideError(_MISSING.fill(blob=blob[:12]))
        start = end + 1 + int(about[2])
        found[blob] = printed[end + 1 : start]
        start += 1
    return found


def regular_file(folder: Path, commit: str, path: str) -> bytes | None:
    """Return the bytes of a file that a commit has; None where it has none, or a link in its place."""
    entries = tree(folder, commit, [path])
    if [entry.path for entry in entries] != [path] or not entries[0].is_file:
        return None
    return blobs(folder, [entries[0].blob])[entries[0].blob]


class TreeSource:
    """A site's files as a commit has them, all read at once: what a checkout of it would be.

    Files that are `known` are listed, and nobody may read them.
    """

    def __init__(self, folder: Path, commit: str, paths: Sequence[str], known: Container[str] = ()) -> None:
        entries = tree(folder, commit, paths)
        files = {entry.blob for entry in entries if entry.is_file and entry.path not in known}
        self._blobs = blobs(folder, sorted(files)) if files else {}
        self._entries: Mapping[str, Entry] = {entry.path: entry for entry in entries}

    def files(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder, sorted; raises OutsideError when there is no such folder."""
        start = f"{folder}/"
        found = {path.removeprefix(start) for path in self._entries if path.startswith(start)}
        if not found:
            raise OutsideError(_NO_FOLDER.fill(folder=folder))
        return sorted(found | _named_folders(found))

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""
        return path in self._entries or any(each.startswith(f"{path}/") for each in self._entries)

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raises Unreadable as a checkout does."""
        entry = self._entries.get(path)
        if entry is None or entry.mode == _SUBMODULE:
            raise Unreadable(Fault(rules.NOT_A_FILE))
        return readable(entry, self._blobs.get(entry.blob, b""))


def readable(entry: Entry, content: bytes) -> bytes:
    """Return the bytes of a file as a checkout would hand them over; raises Unreadable for a link and what is large."""
    if entry.mode == _SYMLINK:
        raise Unreadable(Fault(rules.SYMLINK))
    if entry.mode == _SUBMODULE:
        raise Unreadable(Fault(rules.NOT_A_FILE))
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(Fault(rules.TOO_LARGE, values={"limit": MAX_FILE_BYTES}))
    return content


def _named_folders(paths: Iterable[str]) -> set[str]:
    """Return the folders whose names end as a record's: a checkout lists them too."""
    parts = (path.split("/")[:-1] for path in paths if "/" in path)
    return {"/".join(part[: depth + 1]) for part in parts for depth, name in enumerate(part) if name.endswith(SUFFIX)}


_NO_HISTORY = Text(
    "git ne donne pas l'historique de « {folder} » ({reason}) Placez-vous dans un dépôt git qui a un commit.",
    'git does not give the history of "{folder}" ({reason}) Take a git repository that has a commit.',
)
_NO_COMMIT = Text(
    "git ne connaît pas « {name} » dans « {folder} » : donnez un jour (aaaa-mm-jj), une branche, une étiquette ou un "
    "commit qui y est, ou récupérez l'historique entier : « git fetch --unshallow ».",
    'git does not know "{name}" in "{folder}": give a day (yyyy-mm-dd), a branch, a tag or a commit that is there, or '
    'fetch the whole history: "git fetch --unshallow".',
)
_NO_TREE = Text(
    "git n'a pas les dossiers du commit {commit} ({reason}) Récupérez l'historique entier : « git fetch --unshallow ».",
    'git lacks the folders of commit {commit} ({reason}) Fetch the whole history: "git fetch --unshallow".',
)
_MISSING = Text(
    "Le dépôt n'a pas un des fichiers du contenu ({blob}) : récupérez l'historique entier, sans filtre "
    "(« git fetch --refetch --no-filter »).",
    "The repository lacks one of the content's files ({blob}): fetch the whole history, without a filter (\"git fetch "
    '--refetch --no-filter").',
)
_NO_FOLDER = Text(
    "Le commit demandé n'a pas de dossier « {folder} » : donnez un autre jour, ou son dossier d'alors par "
    "« history.layouts » dans startup-stats.yml.",
    'The commit asked for has no folder "{folder}": give another day, or its folder of then by "history.layouts" in '
    "startup-stats.yml.",
)
