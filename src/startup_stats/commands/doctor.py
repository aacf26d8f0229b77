"""The command `doctor`: what would keep a site's figures from being right, published or shown; nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.adoption.grounds import survey
from startup_stats.adoption.obstacles import found
from startup_stats.commands.site import open_folder, read_site
from startup_stats.errors import OutsideError, reason
from startup_stats.files import looking
from startup_stats.language import Text

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.adoption.grounds import Grounds
    from startup_stats.adoption.obstacles import Found
    from startup_stats.commands.site import Overrides, Site
    from startup_stats.content.portfolio import Reading


class Diagnosis(NamedTuple):
    """The obstacles that stand there, the worst first, and the workflows that could not be read."""

    obstacles: tuple[Found, ...]
    unread: tuple[str, ...] = ()


def open_own(asked: str, overrides: Overrides) -> Site:
    """Open a site's folder on this machine; raises OutsideError where it can't be read, ConfigError as open_site."""
    folder = Path(asked)
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise OutsideError(_NO_FOLDER.fill(asked=asked, reason=reason(error))) from None
    return open_folder(folder, overrides)


def doctor(site: Site, today: date) -> Diagnosis:
    """Look at a site and say what stands in the way, as of today; raises OutsideError where it can't be read."""
    with looking():
        return diagnosed(looked_at(site, today))


def looked_at(site: Site, today: date) -> Grounds:
    """Read a site's content and look at the rest; raises OutsideError where its folder, or git, can't be read."""
    try:
        content: Reading | Text = read_site(site, today)[0]
    except OutsideError as error:
        content = error.message
    return survey(site.folder, content, today)


def diagnosed(grounds: Grounds) -> Diagnosis:
    """Say what stands in the way of a site that was looked at."""
    return Diagnosis(found(grounds), grounds.workflows.unread)


_NO_FOLDER = Text(
    "« {asked} » n'est pas un dossier qui se lit ({reason}). Donnez le dossier du site, sur ce poste.",
    '"{asked}" is no folder that can be read ({reason}). Give the site\'s folder, on this machine.',
)
