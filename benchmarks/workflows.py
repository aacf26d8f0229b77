"""What README's two workflows take, step by step, on a runner that kept nothing: `make workflows`.

Each run has a new home, a new copy of the project and a new environment, and pip finds nothing that it downloaded
before. `act` runs them on this machine; GitHub is the tests' own, on the loopback, and the site is examples/site. The
probe finds none of that site's names, so that its time is that of starting and of asking in vain.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # the tests' own GitHub and runner
from tests.forge import make_repository, served  # noqa: E402
from tests.workflows import Runner, as_used, commit, copy_of_the_project, git, merge, of_the_readme, ran  # noqa: E402

RUNS = 3
# The one that made this environment: what is installed here is not there.
PYTHON = Path(sys.base_prefix) / "bin" / "python3"
PROBING = ("publish: commit", "probe: true\n          publish: commit")
STEP = re.compile(r"Success - Main (.+) \[((?:\d+m)?[\d.]+(?:m|µ|n)?s)\]$", re.MULTILINE)
UNITS = {"m": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def seconds(told: str) -> float:
    """Read a time as act writes it: 1m2.5s, 14.9s, 34.2ms."""
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+)(\D+)", told))


def steps(said: str) -> dict[str, float]:
    """Return what each step took, of all that a run said."""
    return {name.partition("@")[0]: seconds(told) for name, told in STEP.findall(said)}


def site(folder: Path, workflow: str, name: str) -> Path:
    """Make the example a site of its own with a workflow."""
    shutil.copytree(PROJECT / "examples" / "site", folder, ignore=shutil.ignore_patterns("_data"))
    file = folder / ".github/workflows" / name
    file.parent.mkdir(parents=True)
    file.write_text(workflow, encoding="utf-8")
    return folder


def published(folder: Path, change: tuple[str, str] | None = None) -> str:
    """Run the workflow of the figures on a new repository; return what was said."""
    content = site(folder / "content", of_the_readme()["Statistics"], "stats.yml")
    with served(make_repository(folder / "bare.git", content)) as forge:
        return Runner(forge, folder, copy_of_the_project(folder / "tool"), PYTHON).run(change)


def checked(folder: Path) -> str:
    """Run the check of a pull request that adds a product; return what was said."""
    checkout = site(folder / "site", of_the_readme()["Check"], "check.yml")
    git(checkout, "init", "--quiet", "-b", "main")
    commit(checkout)
    git(checkout, "checkout", "--quiet", "-b", "change")
    products = checkout / "content/_startups"
    shutil.copy(products / "marche-voisin.md", products / "nouveau.md")
    used = as_used(copy_of_the_project(folder / "tool"))
    code, said = ran(checkout, PYTHON, "pull_request", "check.yml", *merge(checkout), *used)
    if code != 0:
        raise SystemExit(said)
    return said


WORKFLOWS = {
    "Statistics": published,
    "Statistics, with probe: true": lambda folder: published(folder, PROBING),
    "Check": checked,
}


def main() -> None:
    """Run each workflow a few times in turn, and print the median of each step and its extremes."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(RUNS):
        for name, run in WORKFLOWS.items():
            with tempfile.TemporaryDirectory() as folder:
                for step, taken in steps(run(Path(folder))).items():
                    times[name, step].append(taken)
    for (name, step), all_taken in times.items():
        spread = f"{min(all_taken):.2f} to {max(all_taken):.2f}"
        print(f"{name:30}{step:52}{statistics.median(all_taken):6.2f} s ({spread})")


if __name__ == "__main__":
    main()
