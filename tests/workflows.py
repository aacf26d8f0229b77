"""A workflow's machine: the project as its users get it, the Action's own environment, and `act`, which runs both."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml

from tests.conftest import PROJECT
from tests.forge import TOKEN
from tests.needed import program
from tests.publishing import clone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.forge import Forge
METADATA: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
# What the Action installs: all that any step needs, or some of the same, for one that asks nobody.
REQUIREMENTS = PROJECT / "requirements" / "action.txt"
OFFLINE = REQUIREMENTS.with_name("offline.txt")
# What action.yml tells its installation of a step without inputs.
AS_A_STEP = {"MODE": "update", "COMMENT": "never", "PROBE": "false", "PUBLISH": "none", "TRACKING_ISSUE": "false"}


def git(place: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example"]
    subprocess.run(["git", "-C", place, *who, *arguments], check=True, capture_output=True)


def commit(place: Path) -> None:
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "-m", "content")


def copy_of_the_project(place: Path) -> Path:
    """Copy what git would commit, nothing else."""
    files = subprocess.run(
        ["git", "-C", PROJECT, "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in files.stdout.splitlines():
        if (PROJECT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, place / name)
    return place


def lay_traps(place: Path) -> None:
    """Write what a pull request could lay in the workspace to be imported in place of the real module."""
    place.mkdir(parents=True, exist_ok=True)
    for trap in ("yaml.py", "venv.py", "pip.py", "startup_stats.py", "json.py"):
        (place / trap).write_text("raise SystemExit('a module of the workspace was imported')\n")


def install(folder: Path, lacks: str = "nothing", only: str = "", **inputs: str) -> Path:
    """Run the Action's own installation, in a workspace full of traps; return the environment that it makes.

    The runner's python3 fails at what it `lacks`; of what is locked, `only` one package is installed, or all.
    """
    project = PROJECT
    if only:
        project = folder / "action"
        (project / "requirements").mkdir(parents=True)
        (project / "requirements/action.txt").write_text(_locked(only))
    _install(folder, f'case "$*" in *"{lacks}"*) exit 1;; esac\nexec {sys.executable} "$@"', project, inputs)
    return folder / "temp" / "startup-stats"


def needed(folder: Path, **inputs: str) -> str:
    """Return the name of the requirements that the Action would install."""
    _install(folder, f'echo "$*" >> {folder}/asked', PROJECT, inputs)
    return (folder / "asked").read_text().rpartition("/")[2].strip()


def _install(folder: Path, python3: str, project: Path, inputs: Mapping[str, str]) -> None:
    """Run the installation of action.yml with a python3 of one's own, by default for a step that needs all."""
    python = folder / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(f"#!/bin/sh\n{python3}\n")
    python.chmod(0o755)
    lay_traps(folder / "workspace")
    (script,) = [step["run"] for step in METADATA["runs"]["steps"] if step["name"].startswith("Install")]
    runner = {"PATH": f"{python.parent}:{os.environ['PATH']}", "RUNNER_TEMP": str(folder / "temp")}
    runner |= {"GITHUB_ACTION_PATH": str(project), **AS_A_STEP, "PUBLISH": "commit", **inputs}
    command = ["bash", "-eo", "pipefail", "-c", script]
    subprocess.run(command, check=True, cwd=folder / "workspace", env=os.environ | runner)


def _locked(package: str) -> str:
    """Return what the lock says of one package: its version and its hashes."""
    entries = re.split(r"(?m)^(?=\w)", REQUIREMENTS.read_text(encoding="utf-8"))
    (entry,) = [entry for entry in entries if entry.startswith(f"{package}==")]
    return entry


def make_python(place: Path, environment: Path) -> None:
    """Write a runner's python3 that makes environments itself, and finds installed what was installed once.

    For the same requirements only: others it installs.
    """
    (packages,) = environment.glob("lib/python3.*/site-packages")
    place.write_text(
        f"""\
#!/bin/sh
for last; do :; done
case "$*" in
  "-I -m venv --without-pip "*)
    {sys.executable} "$@" && echo {packages} > "$last/{packages.relative_to(environment)}/installed.pth"
    exit ;;
  "-I -m pip --python "*" --version") exit ;;
  "-I -m pip --python "*" install "*" -r $last")
    cmp --silent {REQUIREMENTS} "$last" && exit
    cmp --silent {OFFLINE} "$last" && exit ;;
esac
exec {sys.executable} "$@"
"""
    )
    place.chmod(0o755)


def act(folder: Path, home: Path, python: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `act` in a checkout, on a machine with this python3 and a home folder of its own."""
    environment = {"HOME": str(home / "home"), "XDG_CACHE_HOME": str(home / "cache")}
    environment["PATH"] = f"{python.parent}:{os.environ['PATH']}"
    return subprocess.Popen(
        [program("act"), *arguments, "-P", "ubuntu-latest=-self-hosted"],
        cwd=folder, env=os.environ | environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def ran(repository: Path, python: Path, event: str, workflow: str, *options: str) -> tuple[int, str]:
    """Run a workflow on this machine as a runner would; return the exit code and all that was said."""
    arguments = [event, "-W", f".github/workflows/{workflow}", *options]
    started = act(repository, repository.parent, python, *arguments)
    said, _ = started.communicate(timeout=300)
    return started.returncode, said


def merge(repository: Path) -> list[str]:
    """Commit the change, merge it into main, and return act's options for a pull request."""
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "meanwhile")
    git(repository, "merge", "--quiet", "--no-ff", "-m", "merge", "change")
    event = repository.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 1, "base": {"ref": "main"}, "head": {"ref": "change"}}}))
    return ["-e", str(event)]


def as_used(tool: Path) -> tuple[str, str]:
    """Return act's options by which a workflow of another repository gets this project."""
    return "--local-repository", f"startup-stats/startup-stats@v0={tool}"


class Runner:
    """Runs a site's stats.yml as a runner would: `act` on this machine, on a checkout of the forge's repository."""

    def __init__(self, forge: Forge, home: Path, tool: Path, python: Path) -> None:
        self.forge, self.home, self.tool, self.python, self.runs = forge, home, tool, python, 0

    def start(self, change: tuple[str, str] | None = None) -> subprocess.Popen[str]:
        """Check the newest commit out and start the schedule's run on it; `change` edits the workflow's text."""
        self.runs += 1
        folder = clone(self.forge, self.home / f"checkout-{self.runs}")
        workflow = folder / ".github/workflows/stats.yml"
        if change:
            workflow.write_text(workflow.read_text().replace(*change))
        return act(
            folder, self.home / f"runner-{self.runs}", self.python, "schedule", "-W", ".github/workflows/stats.yml",
            *as_used(self.tool), "-s", f"GITHUB_TOKEN={TOKEN}",
            "--env", f"GITHUB_API_URL={self.forge.url}", "--env", "GITHUB_REPOSITORY=o/n",
            "--env", "GITHUB_REF=refs/heads/main",
        )  # fmt: skip

    def run(self, change: tuple[str, str] | None = None) -> str:
        """Run it to its good end and return all that was said."""
        started = self.start(change)
        said, _ = started.communicate(timeout=300)
        assert started.returncode == 0, said[-6000:]
        assert TOKEN not in said
        return said


def of_the_readme() -> dict[str, str]:
    """Return the workflows that README.md has its readers copy, by their names."""
    blocks = re.findall(r"(?ms)^```yaml\n(.*?)^```$", (PROJECT / "README.md").read_text(encoding="utf-8"))
    return {yaml.safe_load(block)["name"]: block for block in blocks if "\njobs:\n" in block}
