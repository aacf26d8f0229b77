"""The command `init`: what a site needs, written where nothing is, and what is left to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.adoption.first_configuration import guess_folders
from startup_stats.adoption.first_files import KEEP, File, State, plan, require_way
from startup_stats.adoption.steps import steps
from startup_stats.adoption.workflows import FOLDER, uses_of
from startup_stats.commands.doctor import Diagnosis, diagnosed, looked_at
from startup_stats.commands.site import Overrides, configured, open_folder
from startup_stats.content.collections import COLLECTIONS, NONE, OPTIONAL
from startup_stats.errors import OutsideError
from startup_stats.files import looking, make_folder, write_if_changed
from startup_stats.kit import PAGE, kit_files
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from startup_stats.adoption.grounds import Grounds
    from startup_stats.commands.site import Site


class InitOptions(NamedTuple):
    """How to write: over files that differ, or not at all."""

    force: bool = False
    dry_run: bool = False


class Initialised(NamedTuple):
    """What became of each file, by its path from the repository's top, and what the site has in place of others.

    Then what is in the way still, and what is left to do.
    """

    files: tuple[tuple[str, State], ...]
    there: tuple[str, ...]
    diagnosis: Diagnosis
    steps: tuple[Text, ...]


def init(site: Site, options: InitOptions, today: date) -> Initialised:
    """Write what a site needs, each file whole, and say what is left to do.

    Raises OutsideError, having written nothing, where the content can't be read or something stands in the way of a
    file: a link, a file in place of a folder.
    """
    with looking():
        return _init(_with_folders(site), options, today)


def _init(site: Site, options: InitOptions, today: date) -> Initialised:
    grounds = looked_at(site, today)
    if isinstance(grounds.content, Text):
        raise OutsideError(grounds.content)
    files = plan(grounds, site.config, site.folders, grounds.content)
    require_way(files.planned)
    states = [(file, file.state(force=options.force)) for file in files.planned]
    fresh = [file for file, state in states if state in {"written", "replaced"}]
    if options.dry_run:
        after = _as_if(grounds, fresh)
    else:
        for file in fresh:
            make_folder(file.place.parent)
            write_if_changed(file.place, file.text)
        after = looked_at(open_folder(site.folder, Overrides()), today)
    told = tuple((f"{file.prefix}{file.path}", state) for file, state in states)
    return Initialised(told, files.there, diagnosed(after), tuple(steps(after, site.config)))


def _with_folders(site: Site) -> Site:
    """Return a site with the folders of its content, looked for where they are not where its configuration says."""
    needed = [site.folders[name] for name in COLLECTIONS if name not in OPTIONAL]
    if site.configuration is not None or all(folder != NONE and site.source.exists(folder) for folder in needed):
        return site
    config = site.config._replace(folders=guess_folders(site.folder, site.source))
    return configured(site.folder, config, None, Overrides())


def _as_if(grounds: Grounds, fresh: Sequence[File]) -> Grounds:
    """Return the grounds as they will be once these files are written."""
    paths, kit = {file.path for file in fresh}, kit_files().keys() - {PAGE}
    uses = [use for use in grounds.workflows.uses if use.file not in paths]
    for file in fresh:
        uses += uses_of(file.path, file.text) if file.path.startswith(f"{FOLDER}/") else ()
    return replace(
        grounds,
        data="folder" if KEEP in paths else grounds.data,
        page=PAGE if PAGE in paths else grounds.page,
        kit={**grounds.kit, **dict.fromkeys(kit & paths, True)},
        workflows=grounds.workflows._replace(uses=tuple(uses)),
    )
