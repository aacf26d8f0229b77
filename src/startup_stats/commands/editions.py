"""Editions: copies of stats.json that were sent to somebody, each written once and never again."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from startup_stats.commands.site import STATS_FILE
from startup_stats.errors import OutsideError, UsageError
from startup_stats.language import Text

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.commands.site import Site

# Jekyll names data by its file, and drops dots from that name.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def edition_path(site: Site, name: str) -> Path:
    """Return where an edition is to be written.

    Raises UsageError for a name that is none or is taken, and for a site that is not on this machine; OutsideError when
    a folder on the way is a link: the content must not choose where a file is written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(_NO_NAME.fill(name=name))
    if not site.is_local:
        raise UsageError(_NOT_LOCAL)
    path = _folder(site) / f"{name}.json"
    for place in takewhile(lambda place: place != site.folder, (path, *path.parents)):
        if place.is_symlink():
            raise OutsideError(_LINKED.fill(place=place))
    if path.exists():
        raise UsageError(_TAKEN.fill(path=path))
    return path


def require_no_edition(site: Site, output: Path | None) -> None:
    """Raise UsageError where a file to write is an edition that is there; the site's own stats.json never is one."""
    if output is None or not output.exists() or output.resolve() == (site.folder / STATS_FILE).resolve():
        return
    if output.resolve().is_relative_to(_folder(site).resolve()):
        raise UsageError(_TAKEN.fill(path=output))


def _folder(site: Site) -> Path:
    return site.folder / site.config.publication.editions


_NO_NAME = Text(
    "« {name} » n'est pas un nom d'édition : des lettres minuscules sans accent, des chiffres, « - » et « _ », par "
    "exemple 2026-03.",
    '"{name}" is no name of an edition: small letters without accents, digits, "-" and "_", for example 2026-03.',
)
_NOT_LOCAL = Text(
    "Une édition s'écrit dans un dossier de cette machine : donnez un checkout du site.",
    "An edition is written into a folder of this machine: give a checkout of the site.",
)
_LINKED = Text(
    "« {place} » est un lien symbolique : rien n'y est écrit. Mettez le vrai dossier ou fichier à cette place.",
    '"{place}" is a symbolic link: nothing is written there. Put the real folder or file in its place.',
)
_TAKEN = Text(
    "L'édition {path} est déjà là, et une édition n'est jamais réécrite : rien n'a été fait. Donnez-lui un autre nom.",
    "The edition {path} is there already, and no edition is ever written again: nothing was done. Give another name.",
)
