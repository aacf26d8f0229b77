"""The files that a site is to have, each with its text, and whether the way to it is free."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Literal, NamedTuple

from startup_stats.adoption.first_configuration import first_configuration
from startup_stats.adoption.first_workflows import first_workflows
from startup_stats.adoption.grounds import DATA
from startup_stats.adoption.site_files import read_text
from startup_stats.adoption.workflows import FOLDER
from startup_stats.config.reading import FILES
from startup_stats.content.source import FolderSource
from startup_stats.errors import OutsideError
from startup_stats.kit import PAGE, kit_files
from startup_stats.language import Text, lines
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from startup_stats.adoption.grounds import Grounds
    from startup_stats.config.settings import Config
    from startup_stats.content.portfolio import Reading

# What becomes of a file: written where there is none, or over another; there already, or another that stays.
State = Literal["written", "replaced", "same", "left"]
KEEP = f"{DATA}/.gitkeep"
CONFIGURATION = FILES[1]


class File(NamedTuple):
    """A file to be there: at which path below which folder, `prefix` from the repository's top, with which text."""

    root: Path
    prefix: str
    path: str
    text: str

    @property
    def place(self) -> Path:
        """Return where it is on the disk."""
        return self.root / self.path

    def state(self, *, force: bool) -> State:
        """Say what becomes of it; the page is the site's own once it is there."""
        if not self.place.exists():
            return "written"
        if read_text(FolderSource(self.root), self.path) == self.text:
            return "same"
        return "replaced" if force and self.path != PAGE else "left"


class Files(NamedTuple):
    """What is to be there, and the paths, from the repository's top, of what the site has in place of ours."""

    planned: tuple[File, ...]
    there: tuple[str, ...]


def plan(grounds: Grounds, config: Config, folders: Mapping[str, str], reading: Reading) -> Files:
    """Say which files a site is to have; raises OutsideError where a workflow could not name the site.

    `folders` are where the content lies, of each collection its own: where the configuration says, or said once.
    """
    there = dict(_there(grounds))
    texts = {KEEP: ""} if _needs_keeping(grounds.folder / DATA) else {}
    texts |= kit_files(config.language)
    texts[CONFIGURATION] = first_configuration(config.folders, grounds.jekyll, reading, grounds.today)
    workflows = first_workflows(grounds.prefix, folders.values())
    planned = [File(grounds.folder, grounds.prefix, path, text) for path, text in texts.items() if path not in there]
    planned += [
        File(grounds.top, "", f"{FOLDER}/{name}", text)
        for name, text in workflows.items()
        if f"{FOLDER}/{name}" not in there
    ]
    return Files(tuple(planned), tuple(there.values()))


def _needs_keeping(data: Path) -> bool:
    """Say whether a folder would be lost in git without a file to keep it."""
    return not data.is_dir() or {place.name for place in data.iterdir()} <= {".gitkeep"}


def _there(grounds: Grounds) -> Iterator[tuple[str, str]]:
    """Yield the path of a file of ours, and that of what the site has already in its place."""
    if grounds.page not in {None, PAGE}:
        yield PAGE, f"{grounds.prefix}{grounds.page}"
    source = FolderSource(grounds.folder)
    own = next((path for path in FILES if source.exists(path)), None)
    if own is not None:
        yield CONFIGURATION, f"{grounds.prefix}{own}"
    for use in grounds.workflows.uses:
        is_of_here = posixpath.normpath(use.inputs.get("path", ".")) == posixpath.normpath(grounds.prefix or ".")
        ours = f"{FOLDER}/{'stats-check.yml' if use.is_check else 'stats.yml'}"
        if is_of_here and use.file != ours:
            yield ours, use.file


def require_way(files: Sequence[File]) -> None:
    """Raise OutsideError with all that is in the way of files: links, which could lead out of the site, and others."""
    found = dict.fromkeys(each for file in files for each in _in_the_way(file))
    if found:
        raise OutsideError(lines([*(text.fill(path=plain(path)) for path, text in found), _NOTHING_WRITTEN]))


def _in_the_way(file: File) -> Iterator[tuple[str, Text]]:
    steps = file.path.split("/")
    for end in range(1, len(steps) + 1):
        path = "/".join(steps[:end])
        place, is_last = file.root / path, end == len(steps)
        if place.is_symlink():
            yield file.prefix + path, _LINK
        elif place.exists() and place.is_dir() == is_last:
            yield file.prefix + path, _FOLDER if is_last else _FILE
        else:
            continue
        return


_LINK = Text(
    "« {path} » est un lien symbolique : mettez le vrai fichier ou dossier à cette place.",
    '"{path}" is a symbolic link: put the real file or folder in its place.',
)
_FOLDER = Text(
    "« {path} » est un dossier, là où un fichier doit être : renommez-le.",
    '"{path}" is a folder where a file has to be: rename it.',
)
_FILE = Text(
    "« {path} » est un fichier, là où un dossier doit être : renommez-le.",
    '"{path}" is a file where a folder has to be: rename it.',
)
_NOTHING_WRITTEN = Text("Rien n'a été écrit.", "Nothing was written.")
