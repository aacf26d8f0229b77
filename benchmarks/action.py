"""The Action on a runner that kept nothing, beside the installation of the same packages alone.

Both of action.yml's steps run as they stand there, in a new environment, without pip's cache and without bytecode; the
publication goes to the tests' own GitHub on the loopback.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from timing import AS_OF, DATA, Row, Task, compare

from tests.forge import TOKEN, make_repository, served
from tests.publishing import clone
from tests.workflows import AS_A_STEP, METADATA, copy_of_the_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.forge import Forge, Repository

RUNS = 5


@dataclass(frozen=True)
class Runner:
    """A machine that runs the Action's steps on a checkout; what an input says, it says to both steps."""

    folder: Path
    checkout: Path
    inputs: Mapping[str, str]
    environment: Mapping[str, str]

    def task(self, name: str, steps: int, before: Callable[[], object] = lambda: None) -> Task:
        """Return the first one or two steps, with a new folder for what they install."""
        tool = self.folder / "tool"
        scripts = [step["run"] for step in METADATA["runs"]["steps"][:steps]]
        command = "\n".join(f"bash -eo pipefail -c {shlex.quote(script)} || exit" for script in scripts)
        runner = {"RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_ACTION_PATH": str(tool), "PIP_NO_CACHE_DIR": "1"}
        inputs = {f"INPUT_{name}": value for name, value in self.inputs.items()}
        inputs |= {"INPUT_AS_OF": AS_OF, "INPUT_PATH": str(self.checkout)}

        def anew() -> None:
            shutil.rmtree(self.folder / "temp", ignore_errors=True)
            for cache in (tool / "src").rglob("__pycache__"):
                shutil.rmtree(cache)
            before()

        environment = {**runner, **AS_A_STEP, **self.inputs, **inputs, **self.environment}
        return Task(name, ["bash", "-c", command], environment, anew)


def rows() -> Iterator[Row]:
    """Measure the check of the real site, and the publication of its figures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy_of_the_project(folder / "tool")
        check = Runner(folder, DATA / "site", {"MODE": "check"}, {})
        alone = "installing the same packages alone"
        yield compare(check.task("the Action, cold: check", 2), check.task(alone, 1), 1.6, RUNS)
        repository = _repository(folder)
        with served(repository) as forge:
            publish = Runner(folder, clone(forge, folder / "checkout"), {"PUBLISH": "commit"}, _on(forge))
            publication = publish.task("the Action, cold: publication", 2, _reset(repository, publish.checkout))
            yield compare(publication, publish.task(alone, 1), 2.2, RUNS)


def _repository(folder: Path) -> Repository:
    content = shutil.copytree(DATA / "site", folder / "content")
    (content / "_data").mkdir(exist_ok=True)
    (content / "_data/.gitkeep").touch()
    return make_repository(folder / "bare.git", content)


def _on(forge: Forge) -> dict[str, str]:
    github = {"GITHUB_API_URL": forge.url, "GITHUB_REPOSITORY": "o/n", "GITHUB_REF": "refs/heads/main"}
    return {"INPUT_TOKEN": TOKEN, **github}


def _reset(repository: Repository, checkout: Path) -> Callable[[], object]:
    """Return what takes back the last run's commit."""
    first = repository.git("rev-parse", "main")

    def reset() -> None:
        repository.git("update-ref", "refs/heads/main", first)
        for command in (["clean", "-fdxq"], ["reset", "-q", "--hard", first]):
            subprocess.run(["git", "-C", checkout, *command], check=True)

    return reset
