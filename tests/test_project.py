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
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def names(file: str) -> set[str]:
    lines = (PROJECT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    return {line.strip().lower() for line in lines if line and not line.startswith(("#", "-", " "))}


def test_the_locked_requirements_are_those_of_the_package() -> None:
    declared = {re.split(r"[<>=~]", entry)[0].lower() for entry in PYPROJECT["project"]["dependencies"]}
    assert names("runtime.in") == declared
    locked = {line.split("==")[0] for line in names("runtime.txt")}
    assert declared <= locked


def test_a_check_installs_some_of_the_same() -> None:
    assert names("check.in") < names("runtime.in")
    locked, all_locked = ({line.split(maxsplit=1)[0] for line in names(f"{file}.txt")} for file in ("check", "runtime"))
    assert locked < all_locked


@pytest.mark.parametrize("file", ["runtime.txt", "check.txt", "dev.txt"])
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    text = (PROJECT / "requirements" / file).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text):
        if not block.startswith("#"):
            assert re.match(r"[\w.-]+==\S+", block), block
            assert "--hash=sha256:" in block
    assert "://" not in text


def test_every_dependency_has_its_reason() -> None:
    reasons = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for name in names("runtime.in") | names("dev.in"):
        assert f"`{name}`" in reasons, name


def test_the_changelog_knows_this_version() -> None:
    assert f"[{__version__}]" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


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
    assert {"startup_stats/site/_includes/stats/page.html", "startup_stats/site/assets/additional/js/stats.js"} <= held
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
