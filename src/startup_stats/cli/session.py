"""What a command line is run with: the clock, the environment, a voice; and the site that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.commands.site import Overrides, Site
    from startup_stats.exits import Voice


@dataclass(frozen=True, slots=True)
class GitHub:
    """What the environment says of GitHub: by which token, at which API, of which repository and reference."""

    token: str | None = field(repr=False)
    api: str
    repository: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """The clock, the environment and the voice, handed to the commands from the edge."""

    today: date
    environment: Mapping[str, str] = field(repr=False)
    voice: Voice

    def open_site(self, given: Mapping[str, Any], *, with_history: bool = False) -> Site:
        """Open the site that the command line names; from here on its language is spoken."""
        from startup_stats.commands.site import open_site

        cache = cache_folder(self.environment)
        site = open_site(given["path"], overrides(given), cache, with_history=with_history)
        self.voice.configured = site.config.language
        return site

    def known_site(self, given: Mapping[str, Any]) -> Site:
        """Open the site that the command line names, as it was known on the day that it names, if any."""
        from startup_stats.commands.site import site_at

        site = self.open_site(given, with_history=given["known_at"] is not None)
        return site if given["known_at"] is None else site_at(site, given["known_at"])

    def as_of(self, given: Mapping[str, Any]) -> date:
        """Return the day that the command line asks for, else the one whose content is read, else today."""
        day: date = given["as_of"] or given.get("known_at") or self.today
        return day

    def github(self) -> GitHub:
        """Read what the environment says of GitHub; raises UsageError with all that is wrong."""
        from startup_stats.errors import Faults
        from startup_stats.publishing.access import GITHUB_API, api_address, repository_name, token_text

        environment, faults = self.environment, Faults()
        name = "GITHUB_TOKEN" if environment.get("GITHUB_TOKEN") else "GH_TOKEN"
        found = GitHub(
            faults.read(name, environment.get(name), token_text, None),
            faults.read("GITHUB_API_URL", environment.get("GITHUB_API_URL"), api_address, GITHUB_API),
            faults.read("GITHUB_REPOSITORY", environment.get("GITHUB_REPOSITORY"), repository_name, None),
            environment.get("GITHUB_REF") or None,
        )
        faults.tell()
        return found


def overrides(given: Mapping[str, Any]) -> Overrides:
    """Return what the command line says in place of the configuration."""
    from startup_stats.commands.site import Overrides

    return Overrides(given["config_file"], given["method"], given["language"])


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return where fetched repositories are kept (XDG Base Directory Specification)."""
    base = environment.get("XDG_CACHE_HOME") or f"{environment.get('HOME', '/tmp')}/.cache"  # noqa: S108
    return Path(base) / "startup-stats"
