"""A release up to where it would be published: the workflow's own steps, and an index on this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
import yaml

from startup_stats import __version__
from tests.conftest import PROJECT
from tests.needed import program
from tests.once import once
from tests.pages import served
from tests.test_project import locked
from tests.workflows import commit, copy_of_the_project, git
from tools import bom, release

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKFLOW: dict[str, Any] = yaml.safe_load((PROJECT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
TAG = f"v{__version__}"
WHEEL = f"startup_stats-{__version__}-py3-none-any.whl"
SAID = f"startup-stats, version {__version__}\n"
REFUSE = "Refuse other bytes than those that were judged"


def run(job: str, name: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the workflow in a folder, as a runner does."""
    (step,) = [step for step in WORKFLOW["jobs"][job]["steps"] if step.get("name") == name]
    temp = folder.parent / "temp"
    temp.mkdir(exist_ok=True)
    kept = {"TAG": TAG, "RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(temp / "output")}
    kept |= {
        "GITHUB_STEP_SUMMARY": str(temp / "summary"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        check=False, capture_output=True, text=True, env=os.environ | kept | variables,
        cwd=folder / step.get("working-directory", "."),
    )  # fmt: skip


def tagged(folder: Path) -> Path:
    """Return a checkout of the project with its version's day and tag, as if it were to be released."""
    origin, place = folder / "origin.git", copy_of_the_project(folder / "checkout")
    changelog = place / "CHANGELOG.md"
    text = re.sub(r"(?m)^## \[Unreleased\]\n", "", changelog.read_text(encoding="utf-8"))
    dated = re.sub(rf"(?m)^## \[{re.escape(__version__)}\] - .*", f"## [{__version__}] - 2026-09-01", text)
    changelog.write_text(dated, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", origin], check=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", place], check=True)
    commit(place)
    git(place, "tag", TAG)
    git(place, "remote", "add", "origin", str(origin))
    git(place, "push", "--quiet", "--tags", "origin", "main")
    return place


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the checkout in which the workflow built, judged and said what it would publish."""

    def make(folder: Path) -> None:
        checkout = tagged(folder)
        for name in (
            "Stand on main",
            "Build here and elsewhere",
            "Judge what was built",
            "Show what would be published",
        ):
            done = run("build", name, checkout)
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    return once(tmp_path_factory, "release", make) / "checkout"


def before(job: str) -> set[str]:
    """Return the jobs that have ended well when this one starts."""
    needs = WORKFLOW["jobs"][job].get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*map(before, direct))


def test_started_by_hand_it_publishes_nothing_and_the_line_moves_last() -> None:
    jobs = WORKFLOW["jobs"]
    writers = {job for job, told in jobs.items() if set(told["permissions"].values()) != {"read"}}
    assert writers == {"attest", "pypi", "github", "pages", "line"}
    assert jobs["attest"]["if"] == "github.event_name == 'push'"
    assert all(job == "attest" or "attest" in before(job) for job in writers)
    assert not [job for job in writers - {"attest"} if "if" in jobs[job]], (
        "an if of its own would run after a skipped job"
    )
    assert before("line") == jobs.keys() - {"line"}
    assert WORKFLOW["permissions"] == {}


def test_what_would_be_published(built: Path) -> None:
    """Both packages, built twice to the same bytes; the summary has the changelog's section and the sums."""
    assert {file.name for file in (built / "dist").iterdir()} == {WHEEL, f"startup_stats-{__version__}.tar.gz"}
    summary = (built.parent / "temp/summary").read_text(encoding="utf-8")
    changelog = (built / "CHANGELOG.md").read_text(encoding="utf-8")
    assert summary.startswith(f"# {TAG}\n")
    assert release.notes(changelog, __version__) in summary
    assert all(f"    {line}\n" in summary for line in release.sums(built / "dist").splitlines())
    assert release.sums(built / "dist") in (built.parent / "temp/output").read_text()


def tampered(source: Path, target: Path) -> Path:
    """Copy a wheel with one more byte in one file, all else as it was."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as made:
        for member in given.infolist():
            more = b"\n" if member.filename == "startup_stats/__main__.py" else b""
            made.writestr(member, given.read(member) + more)
    return target


@pytest.fixture
def index(tmp_path: Path, built: Path) -> Iterator[tuple[Path, str]]:
    """Give a package index on this machine: its folder of the project's files, and its address."""
    place = tmp_path / "index/simple/startup-stats"
    place.mkdir(parents=True)
    for file in (built / "dist").iterdir():
        (place / file.name).write_bytes(file.read_bytes())
    with served(tmp_path / "index") as url:
        yield place, urljoin(url, "/simple/")


def install(built: Path, address: str, target: Path) -> subprocess.CompletedProcess[str]:
    """Install the release with pip, from an index, by the hashes of its sums."""
    hashes = " ".join(f"--hash=sha256:{line.split()[0]}" for line in release.sums(built / "dist").splitlines())
    wanted = target.with_suffix(".txt")
    wanted.write_text(f"startup-stats=={__version__} {hashes}\n")
    return subprocess.run(
        [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--no-cache-dir",
         "--no-deps", "--only-binary", ":all:", "--require-hashes", "--index-url", address, "--target", target,
         "-r", wanted],
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_it_installs_from_an_index_and_works(built: Path, index: tuple[Path, str], tmp_path: Path) -> None:
    done = install(built, index[1], tmp_path / "target")
    assert done.returncode == 0, done.stderr
    environment = {"PYTHONPATH": str(tmp_path / "target"), "PATH": os.environ["PATH"]}
    where = "import startup_stats; print(startup_stats.__file__)"
    for arguments, said in {
        ("-c", where): str(tmp_path / "target/startup_stats/__init__.py"),
        ("-m", "startup_stats", "--version"): SAID,
        ("-m", "startup_stats", "check", str(PROJECT / "examples/site"), "--fail-on", "never"): "",
    }.items():
        asked = subprocess.run(
            [sys.executable, "-P", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
        )
        assert said in asked.stdout


def test_a_tampered_wheel_is_refused_by_whoever_gets_it(built: Path, index: tuple[Path, str], tmp_path: Path) -> None:
    """By pip, by its hash; by each job that publishes, by its sum; by the release's own judge, by its RECORD too."""
    place, address = index
    tampered(built / "dist" / WHEEL, place / WHEEL)
    done = install(built, address, tmp_path / "target")
    assert done.returncode != 0
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "target").exists()
    changelog = (built / "CHANGELOG.md").read_text(encoding="utf-8")
    with pytest.raises(release.RefusedError, match=r"__main__\.py is not what its RECORD says") as refused:
        release.check(TAG, place, release.sums(built / "dist"), changelog)
    assert f"{WHEEL}: its sha256 is" in str(refused.value)


@pytest.mark.parametrize("job", ["attest", "pypi", "github"])
def test_each_job_that_publishes_looks_at_the_sums_first(built: Path, index: tuple[Path, str], job: str) -> None:
    place, _ = index
    steps = [step.get("name") or step.get("uses", "").partition("@")[0] for step in WORKFLOW["jobs"][job]["steps"]]
    assert steps[:2] == ["actions/download-artifact", REFUSE]
    packages = place.rename(place.with_name("packages"))
    sums = release.sums(built / "dist").rstrip()
    assert run(job, REFUSE, packages.parent, SUMS=sums).returncode == 0
    tampered(built / "dist" / WHEEL, packages / WHEEL)
    refused = run(job, REFUSE, packages.parent, SUMS=sums)
    assert refused.returncode != 0
    assert f"{WHEEL}: FAILED" in refused.stdout


def test_a_commit_that_is_not_on_main_is_no_release(tmp_path: Path) -> None:
    for place in (tmp_path / "origin", tmp_path / "checkout"):
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", place], check=True)
    git(tmp_path / "origin", "commit", "--quiet", "--allow-empty", "-m", "one")
    checkout = tmp_path / "checkout"
    git(checkout, "pull", "--quiet", str(tmp_path / "origin"), "main")
    git(checkout, "fetch", "--quiet", str(tmp_path / "origin"), "main:refs/remotes/origin/main")
    assert run("build", "Stand on main", checkout).returncode == 0
    git(checkout, "commit", "--quiet", "--allow-empty", "-m", "two")
    refused = run("build", "Stand on main", checkout)
    assert refused.returncode == 1
    assert f"{TAG} is on a commit that is not on main" in refused.stdout


LINES = {
    "the first": (["v0.1.0"], "v0.1.0", "v0.1.0"),
    "a newer one": (["v0.1.0", "v0.2.0"], "v0.2.0", "v0.2.0"),
    "ten is more than nine": (["v0.9.0", "v0.10.0"], "v0.10.0", "v0.10.0"),
    "a correction of an older one": (["v0.2.0", "v0.1.1"], "v0.1.1", "v0.2.0"),
    "another line": (["v0.2.0", "v1.0.0"], "v1.0.0", "v1.0.0"),
}


@pytest.mark.parametrize(("tags", "released", "expected"), LINES.values(), ids=LINES)
def test_the_line_s_tag_follows_its_newest_release(
    tmp_path: Path, tags: list[str], released: str, expected: str
) -> None:
    origin, place = tmp_path / "origin.git", tmp_path / "checkout"
    subprocess.run(["git", "init", "--quiet", "--bare", origin], check=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", place], check=True)
    git(place, "remote", "add", "origin", str(origin))
    for tag in tags:
        git(place, "commit", "--quiet", "--allow-empty", "-m", tag)
        git(place, "tag", "-a", "-m", tag, tag)
    line = released.partition(".")[0]
    git(place, "push", "--quiet", "--tags", "origin", f"{tags[0]}^{{commit}}:refs/tags/{line}")
    done = run("line", "Move v0, or whichever line it is", place, TAG=released)
    assert done.returncode == 0, done.stderr
    said = subprocess.run(
        ["git", "-C", origin, "rev-parse", line, f"{expected}^{{commit}}"], check=True, capture_output=True
    )
    assert len(set(said.stdout.split())) == 1


def test_the_bill_of_materials_is_the_lock() -> None:
    """What is installed here as it is locked: the same names and versions, by another way."""
    made = bom.bom(bom.installed(Path(sysconfig.get_path("purelib"))), {}, datetime.fromtimestamp(0, UTC))
    assert made["metadata"]["component"]["purl"] == f"pkg:pypi/startup-stats@{__version__}"
    found = {each["purl"].removeprefix("pkg:pypi/").replace("@", "==") for each in made["components"]}
    assert found <= locked("runtime.txt")
    left_out = {pin.split("==")[0] for pin in locked("runtime.txt")} - {pin.split("==")[0] for pin in found}
    assert left_out <= {"colorama", "typing-extensions", "importlib-resources", "tzdata"}, "needed elsewhere alone"


@pytest.mark.runner
def test_uvx_runs_the_wheel(built: Path) -> None:
    """Its dependencies come from the registry, as for whoever tries it."""
    command = [program("uvx"), "--quiet", "--python", sys.executable, "--from", str(built / "dist" / WHEEL)]
    done = subprocess.run([*command, "startup-stats", "--version"], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, SAID), done.stderr


@pytest.mark.runner
@pytest.mark.long
def test_it_is_installed_with_its_lock_tried_and_listed(built: Path) -> None:
    """The workflow's two steps that ask the registry for all that is locked."""
    for name in ("Install it as a user would, and ask it", "Say what it is made of"):
        done = run("build", name, built)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    made = json.loads((built / "papers/startup-stats.cdx.json").read_text(encoding="utf-8"))
    found = {each["purl"].removeprefix("pkg:pypi/").replace("@", "==") for each in made["components"]}
    assert found <= locked("runtime.txt")
    assert made["metadata"]["component"]["licenses"] == [{"expression": "MIT"}]
