"""The project's own files held together, and the wheel as a user installs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from startup_stats import __version__
from startup_stats.kit import kit_files, workflow_files
from tests.conftest import PROJECT
from tools.mutants import JUDGES, judges_of

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def names(file: str) -> set[str]:
    """Return the names in a file of requirements, and in those that it names."""
    lines = (PROJECT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    others = [names(line.removeprefix("-r ")) for line in lines if line.startswith("-r ")]
    own = {re.split("[ <;]", line.lower())[0] for line in lines if line and not line.startswith(("#", "-", " "))}
    return own.union(*others)


def locked(file: str) -> set[str]:
    """Return the versions that a lock holds, without the systems that each is for."""
    return {line.split(maxsplit=1)[0] for line in names(file)}


def test_the_locked_requirements_are_those_of_the_package() -> None:
    declared = {re.split(r"[<>=~]", entry)[0].lower() for entry in PYPROJECT["project"]["dependencies"]}
    assert names("runtime.in") == declared
    assert declared <= {version.split("==")[0] for version in locked("runtime.txt")}


def test_the_action_installs_some_of_the_same() -> None:
    assert names("offline.in") < names("action.in") < names("runtime.in")
    assert locked("offline.txt") < locked("action.txt") < locked("runtime.txt")


def test_a_release_is_built_with_what_the_tests_build_with() -> None:
    assert names("release.in") < names("dev.in")
    assert locked("release.txt") < locked("dev.txt")


# What the Action does not install → who imports it: the command line, its bar, its `build --preview`.
AT_A_TERMINAL = {"click": "cli/", "rich": "reports/progress.py", "liquid": "writers/liquid.py"}


def test_the_action_imports_nothing_that_only_a_terminal_needs() -> None:
    left_out = names("runtime.in") - names("action.in")
    assert left_out == {"python-liquid" if name == "liquid" else name for name in AT_A_TERMINAL}
    source = PROJECT / "src" / "startup_stats"
    for file in source.rglob("*.py"):
        imported = set(re.findall(r"(?m)^ *(?:from|import) (click|rich|liquid)\b", file.read_text(encoding="utf-8")))
        place = file.relative_to(source).as_posix()
        assert all(place.startswith(AT_A_TERMINAL[name]) for name in imported), place
    for file in (source / "action").iterdir():
        assert file.is_dir() or not re.search(r"preview|import shown", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "file",
    ["runtime.txt", "action.txt", "offline.txt", "dev.txt", "release.txt", "fuzz.txt", "mutation.txt", "audit.txt"],
)
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    text = (PROJECT / "requirements" / file).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text):
        if not block.startswith("#"):
            assert re.match(r"[\w.-]+==\S+", block), block
            assert "--hash=sha256:" in block
    assert "://" not in text


def test_every_dependency_has_its_reason() -> None:
    reasons = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for name in names("runtime.in") | names("dev.in") | names("fuzz.in") | names("mutation.in") | names("audit.in"):
        assert f"`{name}`" in reasons, name


def test_who_judges_mutants_is_there() -> None:
    assert all((PROJECT / file).is_file() for room in JUDGES for file in judges_of(room))
    assert all((PROJECT / "src/startup_stats" / room).exists() for room in JUDGES)


def test_the_changelog_knows_this_version() -> None:
    assert f"[{__version__}]" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def said_versions(text: str) -> set[str]:
    """Return what a text says to be this program's version: « startup-stats 1.2.3 », `startup-stats==1.2`, `@v1`."""
    return set(re.findall(r"startup[-_]stats(?:/startup[-_]stats)?(?:, version)?(?:==|[-@ ])v?(\d+(?:\.\d+)*)\b", text))


VERSIONS = {
    "a requirement": ("pip install startup-stats==0.3.1", {"0.3.1"}),
    "a range, which holds on": ('pipx install "startup-stats>=0.1,<1"', set()),
    "an action": ("uses: startup-stats/startup-stats@v0", {"0"}),
    "words": ("startup-stats 1.2.3, startup-stats, version 1.2.4", {"1.2.3", "1.2.4"}),
    "a file": ("startup_stats-0.1.0-py3-none-any.whl", {"0.1.0"}),
    "none": ("startup-stats build --as-of 2026-08-20; startup-stats@main", set()),
}


@pytest.mark.parametrize(("text", "expected"), VERSIONS.values(), ids=VERSIONS)
def test_a_version_is_seen_where_one_is_said(text: str, expected: set[str]) -> None:
    assert said_versions(text) == expected


def test_the_version_stands_in_one_place() -> None:
    """Elsewhere there is at most the start of it, as the tag of its line has it: a release edits no other file."""
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "src/startup_stats/__init__.py"
    assert "version" not in PYPROJECT["project"]
    assert "version" not in json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    files = [*PROJECT.glob("*.*"), *(PROJECT / "docs").rglob("*.*"), *(PROJECT / ".github").rglob("*.yml")]
    read = [file for file in files if file.suffix in {".md", ".yml", ".yaml", ".toml", ".cff", ".py"}]
    assert len(read) > 40
    for file in read:
        text = file.read_text(encoding="utf-8")
        for said in said_versions(text) if file.name != "CHANGELOG.md" else ():
            assert said.count(".") < 2, file
            assert f"{__version__}.".startswith(f"{said}."), file
        assert file.suffix != ".cff" or not re.search(r"(?m)^version:", text), file


def test_the_wheel_holds_the_schemas_and_works_alone(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, PROJECT],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    assert "startup_stats/py.typed" in held
    assert {f"startup_stats/schemas/{file.name}" for file in (PROJECT / "schemas").iterdir()} <= held
    assert {f"startup_stats/site/{path}" for path in kit_files()} <= held
    assert {f"startup_stats/workflows/{name}" for name in workflow_files()} <= held
    assert not [name for name in held if name.startswith(("tests", "docs", "examples"))]
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); import startup_stats; "
        f"assert startup_stats.__file__.startswith({str(tmp_path)!r}); "
        "from startup_stats import cli; sys.exit(cli.main(sys.argv[1:]))"
    )
    site = PROJECT / "examples" / "site"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "build", site, "-o", "-", "--quiet", "--preview", "page.html"],
        check=True, capture_output=True, text=True, cwd=tmp_path, env={},
    )  # fmt: skip
    assert json.loads(done.stdout)["generator"] == f"startup-stats {__version__}"
    assert "Produits lancés" in (tmp_path / "page.html").read_text(encoding="utf-8")
