"""Speed and memory of `history` on the real history, beside one `build` of its newest commit: `make bench`.

All run in turn, so that a busy machine slows all; a ratio is that of the medians. Needs the bundle of the real
content's history (see tests/conftest.py), or its path as argument.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import ENVIRONMENT, HERE, PROGRAM, measured

from startup_stats.config.settings import Config
from startup_stats.git.objects import changes, first_parents
from startup_stats.history.reconstruction import Beside, reconstruction
from startup_stats.history.versions import read_versions

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
AS_OF = "2026-08-20"
MEGABYTES = 200
DATA = Path(os.environ.get("STARTUP_STATS_DATA", HERE.parent.parent / "shared" / "data"))
# name → how many times a build it may take
LIMITS = {
    "history, no cache": 8.0,
    "history, cached": 2.0,
    "history --update, one commit": 1.5,
    "explain --known-at": 3.0,
    "explain --known-at --against": 3.0,
}


class Task(NamedTuple):
    """A command, with the folder of its caches, and what is done before each run of it."""

    command: list[str]
    cache: Path
    before: Callable[[], object]


def measure(task: Task) -> tuple[float, float]:
    """Run a command once, with caches of its own; return what bench.measured() does."""
    task.before()
    return measured(task.command, {**ENVIRONMENT, "XDG_CACHE_HOME": str(task.cache)})


def tasks(folder: Path, site: Path) -> dict[str, Task]:
    """Return what is measured, `build` first."""
    config = HERE.parent / "docs" / "beta.gouv.fr" / "startup-stats.yml"
    more = ["--config", str(config), "--as-of", AS_OF, "--quiet", "-o"]
    cache, output, earlier = folder / "cache", folder / "history.json", folder / "earlier.json"
    later = _with_a_commit(site, folder / "later")
    history = [*PROGRAM, "history", str(site), *more]
    explain = [*PROGRAM, "explain", "product_launch", "2020", str(site), "--known-at", "2021-03-31"]

    def as_the_day_before() -> None:
        shutil.rmtree(folder / "copy", ignore_errors=True)
        shutil.copytree(cache, folder / "copy")
        shutil.copy(earlier, output)

    first = Task([*history, str(earlier)], cache, lambda: None)
    measure(first)
    remove = output.unlink
    return {
        "build": Task([*PROGRAM, "build", str(site), *more, str(output)], cache, lambda: remove(missing_ok=True)),
        "history, no cache": Task([*history, str(output), "--no-cache"], cache, lambda: remove(missing_ok=True)),
        "history, cached": Task([*history, str(output)], cache, lambda: remove(missing_ok=True)),
        "history --update, one commit": Task(
            [*PROGRAM, "history", str(later), *more, str(output), "--update"], folder / "copy", as_the_day_before
        ),
        "explain --known-at": Task(explain, cache, lambda: None),
        "explain --known-at --against": Task([*explain, "--against", "2024-01-01"], cache, lambda: None),
    }


def _with_a_commit(site: Path, later: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(site), str(later)], check=True)
    file = min((later / "content" / "_startups").glob("*.md"))
    file.write_text(f"{file.read_text(encoding='utf-8')}\nA line.\n", encoding="utf-8")
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example"]
    at = {"GIT_COMMITTER_DATE": f"{AS_OF}T23:00:00+00:00"}
    command = ["git", "-C", str(later), *author, "commit", "--quiet", "--all", "-m", "A line"]
    subprocess.run(command, check=True, env={**os.environ, **at})
    return later


def where_time_goes(site: Path) -> str:
    """Say how long git, the reading of files and the dating of what they say take, each in turn and once."""
    config, until = Config(), date.fromisoformat(AS_OF)
    folders = sorted({layout[name] for layout in config.layouts() for name in ("product", "member") if name in layout})
    times = [time.perf_counter()]
    commits = first_parents(site)
    changes(site, commits, folders)
    times.append(time.perf_counter())
    versions = read_versions(site, config.layouts(), until, commits)
    times.append(time.perf_counter())
    if versions is not None:
        reconstruction(versions, config, until, Beside({}, {}, {}))
    times.append(time.perf_counter())
    git, both, dating = (end - start for start, end in pairwise(times))
    return f"of these: git {git:.1f} s, reading {max(0.0, both - git):.1f} s, dating {dating:.1f} s"


def main() -> int:
    """Run all; exit with 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", nargs="?", type=Path, default=DATA / "content-history.bundle")
    bundle: Path = parser.parse_args().bundle
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = folder / "site"
        subprocess.run(["git", "clone", "--quiet", "--branch", "main", str(bundle), str(site)], check=True)
        found = {task: list[tuple[float, float]]() for task in ("build", *LIMITS)}
        every = tasks(folder, site)
        for _ in range(RUNS):
            for task, runs in found.items():
                runs.append(measure(every[task]))
        held = [_told(task, runs, found["build"]) for task, runs in found.items()]
        print(where_time_goes(site))
    return 0 if all(held) else 1


def _told(task: str, runs: list[tuple[float, float]], build: list[tuple[float, float]]) -> bool:
    seconds, memory = statistics.median(each for each, _ in runs), max(each for _, each in runs)
    ratio, limit = seconds / statistics.median(each for each, _ in build), LIMITS.get(task)
    holds = memory <= MEGABYTES and (limit is None or ratio <= limit)
    said = "" if limit is None else f", {ratio:.2f} × build (at most {limit})"
    print(f"{task:30} median {seconds:.2f} s{said}, peak {memory:.0f} MB: {'yes' if holds else 'NO'}")
    return holds


if __name__ == "__main__":
    sys.exit(main())
