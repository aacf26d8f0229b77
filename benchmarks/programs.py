"""The commands that read the site as it is, beside a Node script that does the comparable job.

The peer (benchmarks/peers) needs Node 20 and npm: gray-matter reads and zod judges, as a Jekyll site's CI often does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from timing import AS_OF, DATA, HERE, PROGRAM, Row, Task, compare, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = DATA / "site"
MEGABYTES = 200
PEERS = HERE / "peers"


def rows() -> Iterator[Row]:
    """Measure `check`, `build`, three files and what a pull request moves."""
    if not (PEERS / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--prefix", str(PEERS)], check=True)
    node = Task("node: gray-matter and zod", ["node", str(PEERS / "validate.mjs"), str(SITE)])
    check = Task("check", [*PROGRAM, "check", str(SITE), "--as-of", AS_OF])
    with TemporaryDirectory() as folder:
        build = build_of(SITE, Path(folder) / "stats.json")
        yield compare(check, node, 0.5)
        yield compare(Task("check --files, three of them", [*check.command, "--files", *_three_files(SITE)]), node, 0.5)
        yield compare(build, node, 0.7)
        naive = Task("frontmatter.load in a loop", [sys.executable, str(PEERS / "naive.py"), str(SITE)])
        yield compare(build, naive, 1.0)
        yield compare(*_change(SITE, Path(folder) / "changed"), 1.5)
        megabytes = in_turn(build, runs=1)[0].megabytes
    yield Row("build, memory", f"{MEGABYTES} MB", megabytes / MEGABYTES, 1.0, f"{megabytes:.0f} MB")


def build_of(site: Path, output: Path) -> Task:
    """Return the build of a site."""
    return Task("build", [*PROGRAM, "build", str(site), "--as-of", AS_OF, "--quiet", "-o", str(output)])


def _change(site: Path, place: Path) -> tuple[Task, Task]:
    """Return the check of a pull request on three products, which says what they move, beside the same check alone."""
    shutil.copytree(site / "content", place / "content")
    git = ["git", "-C", str(place), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "base"],
        ["update-ref", "refs/remotes/origin/x", "HEAD"],
    ):
        subprocess.run([*git, *command], check=True)
    for name in _three_files(place):
        (place / name).write_text((place / name).read_text().replace("construction", "acceleration"))
    inputs = {"INPUT_MODE": "check", "INPUT_PATH": str(place), "INPUT_FAIL_ON": "never"}
    run = [sys.executable, "-P", "-m", "startup_stats.action"]
    ours = Task("impact of a pull request, with its check", run, {**inputs, "GITHUB_BASE_REF": "x"})
    return ours, Task("the check alone", run, inputs)


def _three_files(site: Path) -> list[str]:
    folder = "content/_startups"
    return [f"{folder}/{file.name}" for file in sorted((site / folder).iterdir())[:3]]
