"""The Action: its step as a function, its files held together, and a workflow that really runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from startup_stats import action
from tests.conftest import PROJECT
from tests.sites import TODAY, write_site

METADATA: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "INPUT_PATH": str(write_site(tmp_path / "site")),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }


def outputs(environment: dict[str, str]) -> dict[str, str]:
    text = Path(environment["GITHUB_OUTPUT"]).read_text(encoding="utf-8")
    return {name: value for name, mark, value in re.findall(r"(.+)<<(\w+)\n(.*)\n\2\n", text) if mark}


def test_a_step(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert action.main(environment, today=TODAY) == 0
    stats = Path(environment["INPUT_PATH"]) / "_data" / "stats.json"
    assert json.loads(stats.read_text())["as_of"] == "2026-08-20"
    assert outputs(environment) == {"changed": "true", "errors": "0", "warnings": "0", "stats-file": str(stats)}
    assert Path(environment["GITHUB_STEP_SUMMARY"]).read_text().startswith("## startup-stats")
    assert "Écrit" in capsys.readouterr().err


def test_a_second_step_changes_nothing(environment: dict[str, str]) -> None:
    action.main(environment, today=TODAY)
    Path(environment["GITHUB_OUTPUT"]).unlink()
    assert action.main(environment, today=date(2026, 8, 21)) == 0
    assert outputs(environment)["changed"] == "false"


def test_inputs_are_the_options(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "c.yml").write_text("first_year: 2019")
    environment |= {"INPUT_CONFIG": str(tmp_path / "c.yml"), "INPUT_AS_OF": "2026-01-01", "INPUT_LANGUAGE": "en"}
    assert action.main(environment, today=TODAY) == 0
    document = json.loads((tmp_path / "site/_data/stats.json").read_text())
    assert (document["as_of"], document["language"]) == ("2026-01-01", "en")
    assert document["indicators"]["end"]["years"][0]["year"] == 2019


def test_outside_of_github(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(environment["INPUT_PATH"])
    assert action.main({}, today=TODAY) == 0
    assert Path("_data/stats.json").exists()


def test_a_linked_data_folder_is_not_written_through(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (Path(environment["INPUT_PATH"]) / "_data").symlink_to(tmp_path / "elsewhere")
    assert action.main(environment, today=TODAY) == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


# input → exit code, words on standard error
MISTAKES = {
    "another publication": ({"INPUT_PUBLISH": "commit"}, 2, "publish: « commit » n'existe pas"),
    "another language": ({"INPUT_LANGUAGE": "de"}, 2, "language: « de » n'existe pas"),
    "no day": ({"INPUT_AS_OF": "hier"}, 2, "« hier » n'est pas un jour"),
    "another severity": ({"INPUT_FAIL_ON": "all"}, 2, "« all » n'est pas une gravité"),
    "no site": ({"INPUT_PATH": "/nowhere/x"}, 3, "n'est ni un dossier"),
    "in English": ({"INPUT_PATH": "/nowhere/x", "INPUT_LANGUAGE": "en"}, 3, "is neither a folder"),
}


@pytest.mark.parametrize(("given", "code", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], given: dict[str, str], code: int, words: str
) -> None:
    assert action.main(environment | given, today=TODAY) == code
    assert words in capsys.readouterr().err


def test_findings_fail_the_step_when_asked_but_the_figures_are_written(environment: dict[str, str]) -> None:
    site = Path(environment["INPUT_PATH"])
    (site / "content/_startups/bad.md").write_text("no fence")
    assert action.main(environment | {"INPUT_FAIL_ON": "error"}, today=TODAY) == 1
    assert outputs(environment)["errors"] == "1"
    assert (site / "_data/stats.json").exists()


def test_no_value_can_forge_an_output(tmp_path: Path) -> None:
    environment = {"GITHUB_OUTPUT": str(tmp_path / "output")}
    environment["INPUT_PATH"] = str(write_site(tmp_path / "a\nerrors<<X\n9\nX\n"))
    assert action.main(environment, today=TODAY) == 0
    lines = Path(environment["GITHUB_OUTPUT"]).read_text().splitlines()
    mark = next(line for line in lines if line.startswith("stats-file<<")).partition("<<")[2]
    assert lines[-1] == mark
    assert "errors<<X" in lines[lines.index(f"stats-file<<{mark}") + 1 : -1]


def test_inputs_in_action_yml_code_and_readme_are_the_same() -> None:
    step = METADATA["runs"]["steps"][-1]
    passed = {name.removeprefix("INPUT_").lower().replace("_", "-"): value for name, value in step["env"].items()}
    assert passed == {name: f"${{{{ inputs.{name} }}}}" for name in METADATA["inputs"]}
    code = (PROJECT / "src/startup_stats/action.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"INPUT_(\w+)"', code)) == {name.removeprefix("INPUT_") for name in step["env"]}


def test_outputs_in_action_yml_and_code_are_the_same(environment: dict[str, str]) -> None:
    action.main(environment, today=TODAY)
    assert set(outputs(environment)) == set(METADATA["outputs"])


def test_nothing_is_interpolated_into_a_script_and_no_action_is_used() -> None:
    for step in METADATA["runs"]["steps"]:
        assert "uses" not in step
        assert "${{" not in step["run"]


def test_a_workflow_really_runs(tmp_path: Path) -> None:
    """The project's own self-test workflow, run by act on this machine, in a clone of what git would commit."""
    repository = tmp_path / "repository"
    files = subprocess.run(
        ["git", "-C", PROJECT, "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in files.stdout.splitlines():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        if (PROJECT / name).exists():
            shutil.copy2(PROJECT / name, repository / name)
    # What a pull request could lay in the workspace to be imported in place of the real module.
    for trap in ("yaml.py", "venv.py", "pip.py", "startup_stats.py", "json.py"):
        (repository / trap).write_text("raise SystemExit('a module of the workspace was imported')\n")
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example"]
    for command in (["init", "--quiet", "-b", "main"], ["add", "."], [*who, "commit", "--quiet", "-m", "all"]):
        subprocess.run(["git", "-C", repository, *command], check=True)
    act = shutil.which("act", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert act, "act is missing: make setup"
    done = subprocess.run(
        [act, "push", "-W", ".github/workflows/self-test.yml", "-P", "ubuntu-latest=-self-hosted"],
        cwd=repository, check=False, capture_output=True, text=True,
        env=os.environ | {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    assert "outputs: changed=true errors=0 warnings=5 stats-file=examples/site/_data/stats.json" in said
    assert "Produits lancés en 2025 : 2." in said, "the job summary"
    assert "again: changed=false" in said
    assert "refused: failure" in said
