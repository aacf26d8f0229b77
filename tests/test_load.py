"""Hundreds of products at once, and the web at its worst: right verdicts, in time, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import PROJECT
from tests.web import TOKEN, Reply, Served
from tests.web.github import GitHub
from tests.web.probes import finished, run, start
from tests.web.world import World, make_world, told, write_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Time counts here: measuring coverage would double the work of the processor.
pytestmark = pytest.mark.unmeasured


@pytest.fixture(scope="module")
def small() -> World:
    """As many ways to fail as among 120 of six hundred, and half as many pages between them."""
    return make_world(60, failing=5)


@pytest.fixture
def github(small: World) -> Iterator[GitHub]:
    with GitHub(small.github, {}) as running:
        yield running


@pytest.fixture
def served(small: World) -> Iterator[Served]:
    with Served(small.pages) as web:
        yield web


@pytest.fixture
def order(small: World, served: Served, github: GitHub, tmp_path: Path) -> dict[str, Any]:
    site = write_world(tmp_path / "site", small, served.port, "probing: {max_unknown: 100}\n")
    return {"site": str(site), "api": github.url}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "site" / "_data" / "stats_evidence.json"


def test_four_machines_find_what_one_does(small: World, order: dict[str, Any], ledger: Path, tmp_path: Path) -> None:
    """The commands are the workflow's own; only where names lead differs, since this web is on loopback."""
    run(tmp_path, **order)
    alone = ledger.read_bytes()
    ledger.unlink()
    jobs = yaml.safe_load((PROJECT / ".github" / "workflows" / "probe-matrix.yml").read_text(encoding="utf-8"))["jobs"]
    shards = jobs["shard"]["strategy"]["matrix"]["shard"]
    environment = os.environ | _stand_in(tmp_path) | {"SITE": order["site"], "GITHUB_API_URL": order["api"]}
    environment |= {"GITHUB_TOKEN": TOKEN}
    machines = [_shell(_script(jobs["shard"]), tmp_path, environment | {"SHARD": shard}) for shard in shards]
    said = [machine.communicate(timeout=120)[1] for machine in machines]
    assert [machine.returncode for machine in machines] == [0] * 4, said
    sizes = [len(json.loads((tmp_path / "parts" / f"part-{n}.json").read_text())["products"]) for n in range(1, 5)]
    assert sum(sizes) == len(small.files) + 1
    assert min(sizes) > 8
    merging = _shell(_script(jobs["merge"]), tmp_path, environment)
    assert merging.wait() == 0, merging.communicate()
    merging.communicate()
    assert ledger.read_bytes() == alone


def _script(job: dict[str, Any]) -> str:
    """Return the step of a job that runs the tool."""
    script: str = next(step["run"] for step in job["steps"] if "startup-stats probe" in step.get("run", ""))
    return script


def _shell(script: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment
    )


def _stand_in(folder: Path) -> dict[str, str]:
    """Put a `startup-stats` on the PATH that is the program, with names that lead to loopback."""
    program = folder / "bin" / "startup-stats"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={PROJECT} exec {sys.executable} -m tests.web.program "$@"\n')
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:{os.environ['PATH']}"}


def test_states_settle_and_stand(
    small: World, served: Served, order: dict[str, Any], ledger: Path, tmp_path: Path, github: GitHub
) -> None:
    """The second run confirms what is broken, the third changes nothing, and an outage after them nothing either."""
    run(tmp_path, **order)
    run(tmp_path, **order | {"day": "2026-08-21"})
    settled = ledger.read_bytes()
    held = json.loads(settled)["products"]
    assert not any("pending" in entry for standards in held.values() for entry in standards.values())
    assert dict(told(held)) == small.truth
    assert run(tmp_path, **order | {"day": "2026-08-22"})["changed"] is False
    assert ledger.read_bytes() == settled
    half = {place: Reply(way="reset") if n % 2 else page for n, (place, page) in enumerate(small.pages.items())}
    with Served(half) as web:
        # The addresses stay the same for the ledger: only the web behind them changes.
        before = settled.replace(f":{served.port}/".encode(), f":{web.port}/".encode())
        site = write_world(tmp_path / "site", small, web.port, "probing: {max_unknown: 100}\n")
        ledger.write_bytes(before)
        after = run(tmp_path, site=str(site), api=github.url, day="2026-08-23")
        assert after["changed"] is False
        assert sum(after["unknown"].values()) > 0.4 * after["answers"] / 2
        assert ledger.read_bytes() == before
        write_world(site, small, web.port)
        refused = run(tmp_path, site=str(site), api=github.url, day="2026-08-23")
    assert "le site a coupé la connexion" in refused["refused"]
    assert ledger.read_bytes() == before


def _half_way(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    while int(process.stderr.readline()) < 75:
        pass


def test_stopped_half_way_it_keeps_what_it_knows(order: dict[str, Any], ledger: Path, tmp_path: Path) -> None:
    stopped = start(tmp_path, **order)
    _half_way(stopped)
    stopped.send_signal(signal.SIGTERM)
    result = finished(stopped)
    held = dict(told(json.loads(ledger.read_text())["products"]))
    assert result["interrupted"] is True
    assert 75 <= result["answers"] < 200
    assert len(held) == result["answers"]


def test_killed_half_way_it_loses_nothing(order: dict[str, Any], ledger: Path, tmp_path: Path) -> None:
    run(tmp_path, **order)
    before = ledger.read_bytes()
    killed = start(tmp_path, **order | {"day": "2026-08-21"})
    _half_way(killed)
    killed.kill()
    killed.communicate()
    assert ledger.read_bytes() == before
    assert [file.name for file in ledger.parent.iterdir()] == [ledger.name]
