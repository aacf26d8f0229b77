"""A site in a checkout, its GitHub, and a clock that does not wait."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from startup_stats.commands.build import BuildOptions
from startup_stats.commands.build import build as build_site
from startup_stats.commands.publish import PublishOptions, publish
from startup_stats.commands.site import Overrides, Site, open_folder
from startup_stats.publishing.access import Access
from startup_stats.publishing.client import Client, Clock, Limits
from tests.forge import TOKEN
from tests.sites import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from startup_stats.commands.publish import Published
    from tests.forge import Forge

STATS = "_data/stats.json"


@dataclass
class Waited:
    """A clock whose sleeps take no time and are kept."""

    time: float = 1_000_000.0
    sleeps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep, lambda: 0.5)


def limits(**changes: Any) -> Limits:
    return Limits(**{"answer": 5, "spacing": 0, **changes})


def client(forge: Forge, waited: Waited | None = None, token: str | None = TOKEN, **changes: Any) -> Client:
    return Client(Access("o/n", token, forge.url), (waited or Waited()).clock, limits(**changes))


def clone(forge: Forge, folder: Path) -> Path:
    """Check the repository out, as a workflow does: by a token that is not kept."""
    subprocess.run(["git", "clone", "--quiet", forge.git.folder, folder], check=True, capture_output=True)
    subprocess.run(
        ["git", "-C", folder, "remote", "set-url", "origin", f"{forge.url}/o/n.git"], check=True, capture_output=True
    )
    return folder


def build(folder: Path, as_of: Any = TODAY) -> Site:
    site = open_folder(folder, Overrides())
    (folder / "_data").mkdir(exist_ok=True)
    build_site(site, BuildOptions(as_of, as_of_is_explicit=False, output=folder / STATS))
    return site


def run(
    forge: Forge,
    folder: Path,
    waited: Waited | None = None,
    as_of: Any = TODAY,
    bounds: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Published:
    """Build and publish, as the Action does."""
    clock = waited or Waited()
    site = build(folder, as_of)
    given = {"mode": "commit", "branch": "main", "as_of": as_of, "as_of_is_explicit": False, **changes}
    with client(forge, clock, **(bounds or {})) as asked:
        return publish(site, PublishOptions(overrides=Overrides(), **given), asked, clock.clock)
