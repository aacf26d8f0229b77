"""Where a checkout's files come from: a folder here; a commit of a git repository is another such source.

A source lists names and hands over bytes, nothing more, so that the reader knows no path on disk.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from startup_stats.content import reading_rules as rules
from startup_stats.content.documents import SUFFIX
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.errors import OutsideError, reason
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# The largest real product file is under 20 KB; more than this is an accident or an attack.
MAX_FILE_BYTES = 1024 * 1024


class Bytes(Protocol):
    """What hands over the bytes of files."""

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raises Unreadable with the reason."""
        ...


class Source(Bytes, Protocol):
    """A checkout's content, at one moment."""

    def files(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder, sorted; raises OutsideError when there is no such folder."""
        ...

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""
        ...


class FolderSource:
    """A checkout in a folder. Links are not followed, neither a file's nor a collection's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prefix = f"{root}/"  # joined thousands of times

    def files(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder, sorted by character so that no file system decides.

        A link counts as a file, and so does a folder whose name ends as a record's: neither is gone into in silence.
        """
        place = self._root / folder
        try:
            if place.resolve() != self._root.resolve() / PurePosixPath(folder):
                raise OutsideError(_LINKED_FOLDER.fill(folder=folder))
            return sorted(_walk(str(place)))
        except OSError as error:
            raise OutsideError(_NO_FOLDER.fill(folder=folder, root=self._root, reason=reason(error))) from None

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path, be it a link to nowhere."""
        return os.path.lexists(self._root / path)

    def read(self, path: str) -> bytes:
        """Return a file's bytes, without following a link, waiting on a pipe, or reading past the limit."""
        try:
            handle = os.open(self._prefix + path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            is_link = (self._root / path).is_symlink()
            fault = Fault(rules.SYMLINK) if is_link else Fault(rules.UNREADABLE, values={"reason": reason(error)})
            raise Unreadable(fault) from None
        try:
            return _read_whole(handle)
        finally:
            os.close(handle)


def _walk(root: str) -> Iterator[str]:
    """Yield the paths of the files below a folder, from there; links are not followed."""
    left = [""]
    while left:
        above = left.pop()
        with os.scandir(f"{root}/{above}") as entries:
            for entry in entries:
                path = f"{above}{entry.name}"
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder:
                    left.append(f"{path}/")
                if not is_folder or path.endswith(SUFFIX):
                    yield path


def _read_whole(handle: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(Fault(rules.NOT_A_FILE))
    if status.st_size > MAX_FILE_BYTES:
        raise Unreadable(Fault(rules.TOO_LARGE, values={"limit": MAX_FILE_BYTES}))
    return os.read(handle, status.st_size)


_NO_FOLDER = Text(
    "Le dossier « {folder} » ne peut pas être lu dans « {root} » ({reason}). "
    "Donnez le dossier du site, ou corrigez « paths » dans startup-stats.yml.",
    'The folder "{folder}" can\'t be read in "{root}" ({reason}). '
    'Give the site\'s folder, or correct "paths" in startup-stats.yml.',
)
_LINKED_FOLDER = Text(
    "Le dossier « {folder} » passe par un lien symbolique : il n'est pas lu. Mettez le vrai dossier à cette place.",
    'The folder "{folder}" goes through a symbolic link: it is not read. Put the real folder in its place.',
)
