"""A pull request's site: as its base configures it, and what is wrong with a configuration that it changes.

Who proposes a change must not choose by it what the change is judged by.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.commands.site import Overrides, Site, configured, open_folder
from startup_stats.config.reading import FILES, parse_config
from startup_stats.config.settings import Config
from startup_stats.errors import ConfigError
from startup_stats.git.changes import file_at, pull_request_base

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.findings import Finding


class Proposal(NamedTuple):
    """A site to be judged, by what it is compared with, if anything.

    `reconfigures`: it changes the configuration, which has these `faults`; it is judged by the one of before.
    """

    site: Site
    base: str | None = None
    reconfigures: bool = False
    faults: tuple[Finding, ...] = ()


def open_at_base(folder: Path, overrides: Overrides, base: str) -> Site:
    """Open a checkout with the configuration of a commit, whatever the checkout's own says.

    One that neither the commit nor the newest holds is the user's own, and is taken. Where the commit's has faults
    itself, the checkout's serves; raises as open_folder then.
    """
    before = _configuration_at(folder, base, overrides)
    if before is None and _configuration_at(folder, "HEAD", overrides) is None:
        return open_folder(folder, overrides)
    return _judging(folder, overrides, before) or open_folder(folder, overrides)


def open_proposal(folder: Path, overrides: Overrides, base_branch: str | None) -> Proposal:
    """Open a checkout, of a pull request to `base_branch` or of none.

    A configuration that the repository does not hold is the workflow's own. Where the base's has faults itself, the new
    one judges. Raises ConfigError for the one that judges, UsageError when one that was asked for is not there.
    """
    if base_branch is None:
        return Proposal(open_folder(folder, overrides))
    base = pull_request_base(folder, base_branch)
    before, now = (_configuration_at(folder, commit, overrides) for commit in (base, "HEAD"))
    if before == now:
        return Proposal(open_folder(folder, overrides), base)
    site = _judging(folder, overrides, before)
    if site is None:
        return Proposal(open_folder(folder, overrides), base)
    return Proposal(site, base, reconfigures=True, faults=_faults(folder, overrides))


def _judging(folder: Path, overrides: Overrides, before: tuple[str, bytes] | None) -> Site | None:
    """Return the site by the configuration of before, if any; None where that has faults."""
    try:
        config = Config() if before is None else parse_config(*before)
    except ConfigError:
        return None
    return configured(folder, config, None if before is None else before[1], overrides)


def _faults(folder: Path, overrides: Overrides) -> tuple[Finding, ...]:
    try:
        open_folder(folder, overrides)
    except ConfigError as error:
        return error.findings
    return ()


def _configuration_at(folder: Path, commit: str, overrides: Overrides) -> tuple[str, bytes] | None:
    """Return the path and the bytes of the configuration that a commit has; None where it has none."""
    asked = overrides.config_file
    for path in FILES if asked is None else (os.path.relpath(asked, folder),):
        content = file_at(folder, commit, path)
        if content is not None:
            return path, content
    return None
