"""What `init` did, or would do, and what is left to do."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.language import Text, same
from startup_stats.reports.doctor import told
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.adoption.first_files import State
    from startup_stats.commands.init import Initialised
    from startup_stats.language import Language


def initialised_text(done: Initialised, language: Language, *, dry_run: bool) -> str:
    """Say what became of each file, then the obstacles that are left, then what a person has to do."""
    return "".join(f"{text.said(language)}\n" for text in _lines(done, dry_run=dry_run))


def _lines(done: Initialised, *, dry_run: bool) -> Iterator[Text]:
    said = {**_SAID, **_WOULD} if dry_run else _SAID
    for state, words in said.items():
        paths = [path for path, became in done.files if became == state]
        if paths:
            yield words
            yield from _listed(paths) if state in _BY_FOLDER else map(_path, paths)
    for path in done.there:
        yield _THERE.fill(path=plain(path))
    if not any(state in {"written", "replaced"} for _, state in done.files):
        yield _NOTHING
    yield _OBSTACLES if done.diagnosis.obstacles else _NO_OBSTACLE
    yield from told(done.diagnosis)
    yield _LEFT
    for step in done.steps:
        yield Text(f"- {step.fr}", f"- {step.en}")


def _listed(paths: list[str]) -> Iterator[Text]:
    """Name files, and of many in one folder the folder."""
    for folder, files in groupby(paths, lambda path: path.rpartition("/")[0]):
        names = list(files)
        if len(names) > _FEW:
            yield _IN_FOLDER.fill(folder=plain(folder), count=len(names))
        else:
            yield from map(_path, names)


def _path(path: str) -> Text:
    return same(f"  {plain(path)}")


# Of what was written over or left, everyone wants to know each; of the rest, where it is.
_BY_FOLDER = ("written", "same")
_FEW = 3
_IN_FOLDER = Text("  {folder}/ ({count} fichiers)", "  {folder}/ ({count} files)")
_SAID: Mapping[State, Text] = MappingProxyType(
    {
        "written": Text("Écrit :", "Written:"),
        "replaced": Text("Remplacé :", "Replaced:"),
        "same": Text("Déjà tel quel :", "The same already:"),
        "left": Text(
            "Différent, laissé tel quel (--force le remplace, sauf la page) :",
            "Different, left as it is (--force replaces it, but not the page):",
        ),
    }
)
_WOULD: Mapping[State, Text] = MappingProxyType(
    {
        "written": Text("Serait écrit :", "Would be written:"),
        "replaced": Text("Serait remplacé :", "Would be replaced:"),
    }
)
_THERE = Text("Le site a déjà {path} : rien n'y est ajouté.", "The site has {path} already: nothing is added to it.")
_NOTHING = Text("Rien à écrire.", "Nothing to write.")
_OBSTACLES = Text("\nCe qui fait encore obstacle :", "\nWhat is in the way still:")
_NO_OBSTACLE = Text("\nAucun obstacle.", "\nNo obstacle.")
_LEFT = Text("\nReste à faire :", "\nLeft to do:")
