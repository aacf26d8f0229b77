"""A site opened and read: what every command on content starts from."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.config.reading import find_config, parse_config
from startup_stats.config.settings import Config
from startup_stats.content.collections import folders_of
from startup_stats.content.source import FolderSource
from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.files import make_folder
from startup_stats.git.checkout import open_checkout
from startup_stats.git.objects import TreeSource, first_parents, last_until
from startup_stats.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from startup_stats.content.portfolio import Reading
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.git.objects import Commit
    from startup_stats.indicators.terms import Method

STATS_FILE = Path("_data/stats.json")


class Site(NamedTuple):
    """A checkout opened: where it is, what it is configured to be and by which bytes, its files and their folders.

    The files are those of a `commit`, where one was asked for; else those that are checked out.
    """

    folder: Path
    is_local: bool
    config: Config
    source: Source
    folders: Mapping[str, str]
    configuration: bytes | None = None
    commit: str | None = None

    @property
    def prefix(self) -> str:
        """Return the way from the working folder to a site below it, ending in « / »; else nothing."""
        shown = self.folder.as_posix()
        return "" if self.folder.is_absolute() or shown == "." or ".." in self.folder.parts else f"{shown}/"


class Overrides(NamedTuple):
    """What the command line says in place of the site's own configuration; None leaves that."""

    config_file: Path | None = None
    method: Method | None = None
    language: Language | None = None


def open_site(asked: str, overrides: Overrides, cache: Path, *, with_history: bool = False) -> Site:
    """Open PATH with its configuration, as the command line changes it.

    A repository or a bundle is fetched below `cache` first, one commit of it or its whole history. Raises OutsideError
    when there is no such thing, UsageError and ConfigError for the configuration.
    """
    path, folders = Path(asked), every_folder(Config())
    folder = open_checkout(asked, path, cache, folders, with_history=with_history)
    site = open_folder(folder, overrides, is_local=folder == path)
    if not site.is_local and not set(every_folder(site.config)) <= set(folders):
        open_checkout(asked, path, cache, every_folder(site.config), with_history=with_history)
        site = open_folder(folder, overrides, is_local=False)
    return site


def every_folder(config: Config) -> tuple[str, ...]:
    """Return the folders of content, now and before, in no order that says anything."""
    return tuple(sorted({folder for layout in config.layouts() for folder in layout.values()}))


def open_folder(folder: Path, overrides: Overrides, *, is_local: bool = True) -> Site:
    """Open a folder with its configuration, as the command line changes it; raises UsageError and ConfigError."""
    config, content = (
        find_config(FolderSource(folder)) if overrides.config_file is None else _read_config(overrides.config_file)
    )
    return configured(folder, config, content, overrides, is_local=is_local)


def configured(
    folder: Path, config: Config, content: bytes | None, overrides: Overrides, *, is_local: bool = True
) -> Site:
    """Return the site of a folder by a configuration, of these bytes, as the command line changes it."""
    if overrides.method is not None:
        config = config._replace(method=overrides.method, methods={})
    if overrides.language is not None:
        config = config._replace(language=overrides.language)
    source = FolderSource(folder)
    return Site(folder, is_local, config, source, folders_of(source, config.layouts()), content)


def site_at(site: Site, day: date, commits: Sequence[Commit] | None = None) -> Site:
    """Return a site as it was known at the end of a day (UTC): the files of the last first-parent commit until then.

    The configuration stays today's. Whoever asks for several days gives the `commits`, the newest first. Raises
    OutsideError where there is no such commit, or git can't be read.
    """
    commit = last_until(first_parents(site.folder) if commits is None else commits, day)
    if commit is None:
        raise OutsideError(_NOT_THERE_YET.fill(day=day, folder=site.folder))
    return site_of(site, commit.id)


def site_of(site: Site, commit: str) -> Site:
    """Return a site with the files of a commit; raises OutsideError where git does not have them."""
    source = TreeSource(site.folder, commit, every_folder(site.config))
    folders = folders_of(source, site.config.layouts())
    return site._replace(source=source, folders=folders, commit=commit)


def default_output(site: Site) -> Path | None:
    """Return _data/stats.json of a local site; None, standard output, where there is no site to write to.

    Raises OutsideError when _data or the file is a link: the content must not choose where a file is written.
    """
    output = _own_output(site)
    return output if site.is_local and output.parent.is_dir() else None


def make_output(site: Site, name: Path = STATS_FILE) -> Path:
    """Return a file of a site's _data, which is made where it is missing; raises as default_output."""
    output = _own_output(site, name)
    make_folder(output.parent)
    return output


def _own_output(site: Site, name: Path = STATS_FILE) -> Path:
    output = site.folder / name
    for place in (output.parent, output):
        if place.is_symlink():
            raise OutsideError(_LINKED_DATA.fill(place=place))
    return output


def require_day(site: Site, as_of: date) -> None:
    """Raise UsageError for a day before the series."""
    if as_of.year < site.config.first_year:
        raise UsageError(_TOO_EARLY.fill(day=as_of, year=str(site.config.first_year)))


def read_site(site: Site, as_of: date) -> tuple[Reading, tuple[Finding, ...]]:
    """Read all content and tell what is wrong with it, by file and place."""
    from startup_stats.checks.engine import read_and_check
    from startup_stats.content.portfolio import Reading, make_portfolio, modelled

    vocabulary = site.config.vocabulary
    keep = partial(modelled, vocabulary=vocabulary)
    checked = read_and_check(site.source, site.folders, as_of, vocabulary, keep)
    return Reading(checked.records, make_portfolio(checked.kept)), checked.findings


def read_figures(site: Site) -> Reading:
    """Read all content as read_site does, and check none of it: for figures that go without their findings."""
    from startup_stats.checks.engine import read_unchecked
    from startup_stats.content.portfolio import Reading, make_portfolio, modelled

    read = read_unchecked(site.source, site.folders, partial(modelled, vocabulary=site.config.vocabulary))
    return Reading(read.records, make_portfolio(read.kept))


def _read_config(path: Path) -> tuple[Config, bytes]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(_NO_CONFIG.fill(path=path, reason=reason(error))) from None
    return parse_config(str(path), content), content


_TOO_EARLY = Text(
    "Le {day} précède la première année des séries ({year}) : changez --as-of, ou first_year dans la configuration.",
    "{day} is before the first year of the series ({year}): change --as-of, or first_year in the configuration.",
)
_LINKED_DATA = Text(
    "« {place} » est un lien symbolique : rien n'y est écrit. Mettez le vrai dossier ou fichier à cette place, ou "
    "donnez -o.",
    '"{place}" is a symbolic link: nothing is written there. Put the real folder or file in its place, or give -o.',
)
_NOT_THERE_YET = Text(
    "Le {day}, le dépôt de « {folder} » n'avait pas encore de commit, ou ce checkout ne remonte pas si loin. Donnez un "
    "jour plus tardif, ou récupérez l'historique entier : « fetch-depth: 0 », ou « git fetch --unshallow ».",
    'On {day} the repository of "{folder}" had no commit yet, or this checkout does not go back so far. Give a later '
    'day, or fetch the whole history: "fetch-depth: 0", or "git fetch --unshallow".',
)
_NO_CONFIG = Text(
    "La configuration {path} ne peut pas être lue ({reason}).",
    "The configuration {path} can't be read ({reason}).",
)
