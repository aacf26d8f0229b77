"""Hundreds of products at once are probed in the time that the web takes, and in no more than is given."""

from __future__ import annotations

import json
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.tries import tries
from tests.web import Reply, Served
from tests.web.github import GitHub
from tests.web.probes import run
from tests.web.world import World, make_world, told, write_world

if TYPE_CHECKING:
    from pathlib import Path

# As many at once as the configuration says where it says nothing.
CONCURRENCY = 32

# Measuring coverage would double the work of the processor.
pytestmark = [pytest.mark.alone, pytest.mark.unmeasured]


def test_six_hundred_products(tmp_path: Path) -> None:
    """Every verdict is right, in 1.3 times what the pages alone take, on little memory and four calls to GitHub."""
    world = make_world()
    assert sum("github.com" in lines for lines in world.files.values()) == 302
    folders = (tmp_path / str(number) for number in count())
    ratios = tries(lambda: _probed(next(folders), world) / (world.work / CONCURRENCY), 1.3, times=3)
    assert min(ratios) <= 1.3, ratios


def _probed(folder: Path, world: World) -> float:
    """Probe a world, hold what came of it to the truth, and return the seconds it took."""
    with Served(world.pages) as served, GitHub(world.github, {}) as github:
        site = write_world(folder / "site", world, served.port)
        result = run(folder, site=str(site), api=github.url, hasty=True)
        most = served.seen()["most"]
    held = json.loads((site / "_data" / "stats_evidence.json").read_text())["products"]
    assert dict(told(held)) == world.truth
    assert len(github.queries) <= 4
    assert max(most.values()) == 2
    assert max(result["requests"].values()) <= 6
    assert result["megabytes"] <= 200
    return float(result["seconds"])


def test_it_ends_within_its_budget(tmp_path: Path) -> None:
    """Every page hangs: what is left when the time is up is unknown, and nobody waits for it."""
    world = make_world(60, failing=5)
    with Served(dict.fromkeys(world.pages, Reply(way="hang"))) as web, GitHub(world.github, {}) as github:
        site = write_world(tmp_path / "site", world, web.port, "probing: {max_unknown: 100, budget: 1}\n")
        started = time.monotonic()
        result = run(tmp_path, site=str(site), api=github.url)
    assert result["seconds"] < 2
    assert time.monotonic() - started < 6
    assert result["unknown"]["budget"] > 50
    assert (site / "_data" / "stats_evidence.json").is_file()
