"""Speed and memory of whole processes, beside peers that do the comparable job: `make bench`.

Each pair runs in turn, so that a busy machine slows both; the ratio is that of the medians. Needs Node 20
and npm for the peer of benchmarks/peers, and the real content (see tests/conftest.py) or a folder as argument.
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
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS = 11
PROGRAM = [str(Path(sys.executable).with_name("startup-stats"))]
# Bytecode is cached, as it is once the program is installed; without hash seeds that change the work.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Contender:
    """A command to time."""

    name: str
    command: list[str]


def measure(contender: Contender) -> tuple[float, float]:
    """Run a command once; return seconds of wall time and its peak memory in MB."""
    return measured(contender.command, ENVIRONMENT)


def measured(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command once; return seconds of wall time, and the peak memory of its largest process in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = f"failed with {process.returncode}: {' '.join(command)}"
        raise SystemExit(message)
    return seconds, usage.ru_maxrss / 1024


def compare(ours: Contender, peer: Contender, limit: float | None) -> bool:
    """Run a pair in turn and print the medians, the ratio and the limit; return whether it holds."""
    for contender in (ours, peer):
        measure(contender)  # the disk's cache and the bytecode, for both
    times: dict[str, list[float]] = {ours.name: [], peer.name: []}
    memory = {ours.name: 0.0, peer.name: 0.0}
    for _ in range(RUNS):
        for contender in (ours, peer):
            seconds, megabytes = measure(contender)
            times[contender.name].append(seconds)
            memory[contender.name] = max(memory[contender.name], megabytes)
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, measured in times.items():
        spread = f"{min(measured):.2f} to {max(measured):.2f}"
        print(f"{name:32} median {medians[name]:.3f} s ({spread}), peak {memory[name]:.0f} MB")
    ratio = medians[ours.name] / medians[peer.name]
    holds = limit is None or ratio <= limit
    print(f"  ratio {ratio:.2f}" + ("" if limit is None else f", at most {limit}: {'yes' if holds else 'NO'}") + "\n")
    return holds


def contenders(site: Path, output: Path) -> list[tuple[Contender, Contender, float | None]]:
    """Return the pairs: ours, the peer, and the ratio that must hold."""
    build = Contender("build", [*PROGRAM, "build", str(site), "--as-of", "2026-08-20", "--quiet", "-o", str(output)])
    node = Contender("node: gray-matter and zod", ["node", str(HERE / "peers" / "validate.mjs"), str(site)])
    naive = Contender("frontmatter.load in a loop", [sys.executable, str(HERE / "peers" / "naive.py"), str(site)])
    check = Contender("check", [*PROGRAM, "check", str(site), "--as-of", "2026-08-20"])
    three = Contender("check --files, three of them", [*check.command, "--files", *_three_files(site)])
    return [(build, node, 0.9), (check, node, 0.6), (three, node, 0.5), (build, naive, None)]


def _change(site: Path, place: Path) -> tuple[Contender, Contender]:
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
    step = ["env", "INPUT_MODE=check", f"INPUT_PATH={place}", "INPUT_FAIL_ON=never"]
    run = [sys.executable, "-P", "-m", "startup_stats.action"]
    ours = Contender("check that says what moves", [*step, "GITHUB_BASE_REF=x", *run])
    return ours, Contender("check alone", [*step, *run])


def _three_files(site: Path) -> list[str]:
    folder = "content/_startups"
    return [f"{folder}/{file.name}" for file in sorted((site / folder).iterdir())[:3]]


def main() -> int:
    """Run all pairs; exit with 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=HERE.parent.parent / "shared" / "data" / "site")
    site: Path = parser.parse_args().site
    peers = HERE / "peers"
    if not (peers / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--prefix", str(peers)], check=True)
    with tempfile.TemporaryDirectory() as folder:
        held = [compare(*pair) for pair in contenders(site, Path(folder) / "stats.json")]
        held.append(compare(*_change(site, Path(folder) / "changed"), 1.5))
        held.append(_memory(site, Path(folder) / "stats.json"))
    return 0 if all(held) else 1


def _memory(site: Path, output: Path, limit: float = 200) -> bool:
    (build, _, _), *_ = contenders(site, output)
    _, megabytes = measure(build)
    print(f"build: peak memory {megabytes:.0f} MB, at most {limit:.0f}: {'yes' if megabytes <= limit else 'NO'}")
    return megabytes <= limit


if __name__ == "__main__":
    sys.exit(main())
