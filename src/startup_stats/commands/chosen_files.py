"""The files that `check --files` names: each found in the site, however it is written, or said not to be there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.errors import UsageError
from startup_stats.git.changes import shown_path, was_followed
from startup_stats.language import Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from startup_stats.commands.site import Site

# So many names make a sentence.
_MOST_TOLD = 5


class ChosenFiles(NamedTuple):
    """The paths that names stand for, as findings tell them, and what to say of names that fit no file."""

    paths: tuple[str, ...]
    note: Text | None = None


def chosen_files(site: Site, names: Sequence[str]) -> ChosenFiles:
    """Return the files that are named from the site's folder, else from the working folder or from the root.

    A file that is gone may be named: what points to it is judged. Raises UsageError when no name fits a file that is
    there or that git knew: nothing would be judged, and all would seem well.
    """
    there, gone = dict[str, str](), dict[str, list[str]]()
    for name in names:
        places = _places(site, name)
        found = next((place for place in places if _is_file(site, place)), None)
        if found is None:
            gone[name] = places
        else:
            there[name] = found
    missing = [place for places in gone.values() for place in places if not os.path.lexists(site.folder / place)]
    if gone and not there and not (missing and was_followed(site.folder, missing)):
        raise UsageError(_told(_NOTHING, gone))
    paths = tuple(shown_path(path) for path in (*there.values(), *missing))
    return ChosenFiles(paths, _told(_GONE, gone) if gone else None)


def _places(site: Site, name: str) -> list[str]:
    """Return where in the site a name may lead to, as paths from its folder: read from there, and from here."""
    # A file that is a link stays itself; the folders on the way to it may be written in several ways.
    asked, root = Path(name), os.path.realpath(site.folder)
    from_here = os.path.relpath(Path(os.path.realpath(asked.parent), asked.name), root)
    both = [from_here] if asked.is_absolute() else [os.path.normpath(name), from_here]
    return list(dict.fromkeys(place for place in both if place.partition("/")[0] != ".."))


def _is_file(site: Site, place: str) -> bool:
    path = site.folder / place
    return os.path.lexists(path) and not path.is_dir()


def _told(sentence: Text, names: Iterable[str]) -> Text:
    told = [_NAME.fill(name=shown_path(name)) for name in names]
    more = [_MORE.fill(count=len(told) - _MOST_TOLD)] if len(told) > _MOST_TOLD else []
    return sentence.fill(names=listed([*told[:_MOST_TOLD], *more]))


_NAME = Text("« {name} »", '"{name}"')
_MORE = Text("{count} de plus", "{count} more")
_GONE = Text(
    "Pas de tel fichier dans ce site : {names}. Seul ce qui y renvoie est jugé.",
    "No such file in this site: {names}. Only what points to it is judged.",
)
_NOTHING = Text(
    "Pas de tel fichier dans ce site : {names}. Rien n'a été vérifié : donnez des chemins depuis le dossier du site ou "
    "depuis le dossier courant.",
    "No such file in this site: {names}. Nothing was checked: give paths from the site's folder or from the working "
    "folder.",
)
