"""How everything here is timed: whole processes, two of them in turn, and the ratio of their medians.

A busy machine slows both, so that a ratio holds where seconds do not. Each pair gives a `Row` of the table that
benchmarks/README.md keeps.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
sys.path.insert(0, str(PROJECT))  # the tests' own web, runner, server and browser
DATA = Path(os.environ.get("STARTUP_STATS_DATA") or PROJECT.parent / "shared" / "data")
REAL_CONFIG = PROJECT / "docs/beta.gouv.fr/startup-stats.yml"
AS_OF = "2026-08-20"
RUNS = 7
PROGRAM = [str(Path(sys.executable).with_name("startup-stats"))]
# Bytecode is cached, as it is once the program is installed.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Row:
    """What was measured beside what: a ratio, and what it is made of."""

    what: str
    beside: str
    ratio: float
    at_most: float
    figures: str

    @property
    def holds(self) -> bool:
        """Say whether the promise is kept."""
        return self.ratio <= self.at_most


@dataclass(frozen=True)
class Task:
    """A command, with what it finds in its environment and what is done before each run of it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None

    def run(self) -> tuple[float, float]:
        """Run it once; return seconds of wall time, and the peak memory of its largest process in MB."""
        self.before()
        started = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**ENVIRONMENT, **self.environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            message = f"failed with {process.returncode}: {' '.join(self.command)}"
            raise SystemExit(message)
        return seconds, usage.ru_maxrss / 1024


@dataclass(frozen=True)
class Measure:
    """What the runs of a task took: seconds, and the most memory in MB."""

    seconds: tuple[float, ...]
    megabytes: float

    @property
    def median(self) -> float:
        """Return the middle of the times."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        spread = f"{min(self.seconds):.2f} to {max(self.seconds):.2f}"
        return f"{self.median:.2f} s ({spread}), {self.megabytes:.0f} MB"


def in_turn(*tasks: Task, runs: int = RUNS) -> list[Measure]:
    """Run tasks in turn, after one run of each for the disk's cache and the bytecode; return what each took."""
    for task in tasks:
        task.run()
    taken: list[list[tuple[float, float]]] = [[] for _ in tasks]
    for _ in range(runs):
        for task, so_far in zip(tasks, taken, strict=True):
            so_far.append(task.run())
    return [Measure(tuple(each for each, _ in some), max(each for _, each in some)) for some in taken]


def compare(ours: Task, peer: Task, at_most: float, runs: int = RUNS) -> Row:
    """Return the row of a pair that ran in turn."""
    mine, theirs = in_turn(ours, peer, runs=runs)
    return Row(ours.name, peer.name, mine.median / theirs.median, at_most, f"{mine} · {theirs}")
