"""Hundreds of products at once, and the web at its worst: right verdicts, in time, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import PROJECT
from tests.web import Served
from tests.web.github import GitHub
from tests.web.world import ON_GITHUB, World, make_world, told, write_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONCURRENCY = 32


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[Served]:
    with Served(world.pages) as web:
        yield web


@pytest.fixture
def github(world: World) -> Iterator[GitHub]:
    with GitHub(world.github, {}) as running:
        yield running


def run(folder: Path, **order: Any) -> dict[str, Any]:
    file = folder / "order.json"
    file.write_text(json.dumps({"day": "2026-08-20"} | order))
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.run_probe", str(file)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_six_hundred_products(world: World, served: Served, github: GitHub, tmp_path: Path) -> None:
    site = write_world(tmp_path / "site", world, served.port)
    result = run(tmp_path, site=str(site), api=github.url)
    ledger = site / "_data" / "stats_evidence.json"
    assert dict(told(json.loads(ledger.read_text())["products"])) == world.truth
    assert len(github.queries) <= 4
    assert len(world.github) > 200
    assert ON_GITHUB == 302
    most = served.seen()["most"]
    assert max(most.values()) <= 2
    assert result["megabytes"] <= 200
    print(result["seconds"], world.work / CONCURRENCY, result["megabytes"], sum(result["requests"].values()))
    assert result["seconds"] <= 1.3 * world.work / CONCURRENCY
