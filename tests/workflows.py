"""A workflow's machine: the project as its users get it, the Action's own environment, and `act`, which runs both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml

from tests.conftest import PROJECT
from tests.needed import program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
