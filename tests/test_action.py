"""The Action: its step as a function, its files held together, and a workflow that really runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from startup_stats import action
from startup_stats.action.inputs import Inputs
from tests.conftest import PROJECT
from tests.sites import TODAY, write_site
from tests.workflows import (
    AS_A_STEP,
    METADATA,
    commit,
    copy_of_the_project,
    git,
    install,
    lay_traps,
    merge,
    needed,
    ran,
)


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
    nothing_sent = {"commit-sha": "", "pull-request": "", "unknown": "0", "alarm": "false"}
    counts = {"changed": "true", "errors": "0", "warnings": "0", "stats-file": str(stats)}
    assert outputs(environment) == counts | nothing_sent
    assert Path(environment["GITHUB_STEP_SUMMARY"]).read_text().startswith("## startup-stats")
    assert "Écrit" in capsys.readouterr().err


@pytest.mark.programs
def test_the_program_that_action_yml_runs(environment: dict[str, str]) -> None:
    """As it runs it; of this process's environment it has what the runner would have."""
    command = [sys.executable, "-m", "startup_stats.action"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    assert "Écrit" in done.stderr
    assert outputs(environment)["changed"] == "true"


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


def test_check_judges_the_content(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    environment["INPUT_MODE"] = "check"
    assert action.main(environment, today=TODAY) == 0
    bad = Path(environment["INPUT_PATH"]) / "content/_startups/bad.md"
    bad.write_text("no fence")
    capsys.readouterr()
    assert action.main(environment, today=TODAY) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("::error file=content/_startups/bad.md,line=1,col=1,title=front-matter-missing::")
    assert "content/_startups/bad.md\n  1:1 erreur" in captured.err
    assert "front-matter-missing" in Path(environment["GITHUB_STEP_SUMMARY"]).read_text()
    assert not (Path(environment["INPUT_PATH"]) / "_data").exists()
    assert action.main(environment | {"INPUT_FAIL_ON": "never"}, today=TODAY) == 0
    assert action.main(environment | {"INPUT_AS_OF": "2020-01-01"}, today=TODAY) == 1
    assert "date-in-future" in capsys.readouterr().err


@pytest.mark.parametrize("merged", [True, False], ids=["GitHub's merge", "a branch"])
def test_check_of_a_pull_request_judges_what_it_changes(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], *, merged: bool
) -> None:
    site = Path(environment["INPUT_PATH"])
    (site / "content/_startups/old.md").write_text("no fence")
    git(site, "init", "--quiet", "-b", "main")
    commit(site)
    git(site, "checkout", "--quiet", "-b", "change")
    (site / "content/_startups/new.md").write_text("---\n---\n")
    if merged:
        merge(site)
    else:
        commit(site)
        git(site, "update-ref", "refs/remotes/origin/main", "main")
    environment |= {"INPUT_MODE": "check", "GITHUB_BASE_REF": "main"}
    assert action.main(environment, today=TODAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(",")[0] for line in lines] == [
        "::error file=content/_startups/new.md",
        "::notice title=startup-stats::Défauts dans d'autres fiches",
    ]
    assert "_startups/old.md" in Path(environment["GITHUB_STEP_SUMMARY"]).read_text().replace("\\", "")


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
    value = lines[lines.index(f"stats-file<<{mark}") + 1 : lines.index(mark)]
    assert "errors<<X" in value
    assert len(mark) == 32


def test_inputs_in_action_yml_code_and_readme_are_the_same() -> None:
    (step,) = [step for step in METADATA["runs"]["steps"] if step.get("id") == "run"]
    names = {name: name.removeprefix("INPUT_").lower().replace("_", "-") for name in step["env"]}
    passed = {names[name]: value for name, value in step["env"].items()}
    assert passed == {name: f"${{{{ inputs.{name} }}}}" for name in METADATA["inputs"]}
    read = {entry.name for entry in fields(Inputs) if entry.metadata and entry.metadata["variable"] is None}
    assert {name.replace("_", "-") for name in read} == set(METADATA["inputs"])


def test_outputs_in_action_yml_and_code_are_the_same(environment: dict[str, str]) -> None:
    action.main(environment, today=TODAY)
    assert set(outputs(environment)) == set(METADATA["outputs"])


def test_nothing_is_interpolated_into_a_script_and_no_action_is_used() -> None:
    for step in METADATA["runs"]["steps"]:
        assert "uses" not in step
        assert "${{" not in step["run"]


# what the runner's python3 can't do → the environment it makes instead
RUNNERS = {"its own pip serves": "nothing", "a pip too old, or none": "-I -m pip --python"}


@pytest.mark.parametrize("lacks", RUNNERS.values(), ids=RUNNERS)
def test_the_environment_is_made_with_what_the_runner_has(lacks: str, tmp_path: Path, installed: Path) -> None:
    """Locked, hashed, in the runner's temporary folder, nothing in the caller's Python, nothing of the workspace.

    All that is locked once; the other way of making the environment shows with one package.
    """
    made = installed if lacks == "nothing" else install(tmp_path, lacks, "pyyaml")
    told = subprocess.run(
        [made / "bin" / "python", "-I", "-c", "import sys, yaml; print(sys.prefix, yaml.__file__)"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert all(path.startswith(str(made)) for path in told.stdout.split())
    assert (made / "bin" / "pip").exists() == (lacks != "nothing")


# inputs of the step → what it installs
NEEDS: dict[str, tuple[dict[str, str], str]] = {
    "figures that are written and no more": ({}, "offline.txt"),
    "figures that are published": ({"PUBLISH": "commit"}, "action.txt"),
    "a pull request": ({"PUBLISH": "pull-request"}, "action.txt"),
    "the web asked": ({"PROBE": "true"}, "action.txt"),
    "an issue": ({"TRACKING_ISSUE": "true"}, "action.txt"),
    "an issue an incubator": ({"TRACKING_ISSUE": "incubators"}, "action.txt"),
    "a check": ({"MODE": "check"}, "offline.txt"),
    "a check with inputs of the other mode": ({"MODE": "check", "PUBLISH": "commit", "PROBE": "true"}, "offline.txt"),
    "a check with a comment": ({"MODE": "check", "COMMENT": "always"}, "action.txt"),
    "an input that the program will refuse": ({"PROBE": "yes"}, "action.txt"),
}


@pytest.mark.parametrize(("inputs", "name"), NEEDS.values(), ids=NEEDS)
def test_a_step_installs_what_it_needs(inputs: dict[str, str], name: str, tmp_path: Path) -> None:
    assert needed(tmp_path, **AS_A_STEP | inputs) == name


def test_the_installation_is_told_of_the_inputs() -> None:
    (step,) = [step for step in METADATA["runs"]["steps"] if step["name"].startswith("Install")]
    assert step["env"] == {name: f"${{{{ inputs.{name.lower().replace('_', '-')} }}}}" for name in AS_A_STEP}
    assert {name: METADATA["inputs"][name.lower().replace("_", "-")]["default"] for name in AS_A_STEP} == AS_A_STEP


@pytest.mark.runner
def test_a_step_that_asks_nobody_needs_no_more_than_it_installs(tmp_path: Path) -> None:
    """It finds what is wrong, in all forms, and writes the figures, without what talks to GitHub and to the web."""
    made = install(tmp_path, **AS_A_STEP)
    site = write_site(tmp_path / "site")
    product = site / "content/_startups/voisin.md"
    product.write_text(product.read_text().replace("name: construction", "name: constuction"))
    around = {"PYTHONPATH": str(PROJECT / "src"), "INPUT_PATH": str(site)}
    run = [str(made / "bin/python"), "-P", "-m", "startup_stats.action"]
    check, update = (
        subprocess.run(run, env=around | {"INPUT_MODE": mode}, capture_output=True, text=True, check=False)
        for mode in ("check", "update")
    )
    assert (check.returncode, update.returncode) == (1, 0), check.stderr + update.stderr
    assert "title=value-not-allowed" in check.stdout
    assert (site / "_data/stats.json").exists()
    assert not list(made.glob("lib/python3.*/site-packages/github"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The project in a repository of its own, with traps laid in it."""
    place = copy_of_the_project(tmp_path / "repository")
    lay_traps(place)
    git(place, "init", "--quiet", "-b", "main")
    commit(place)
    return place


def test_a_workflow_really_runs(repository: Path, runner_python: Path) -> None:
    """The project's own self-test workflow."""
    code, said = ran(repository, runner_python, "push", "self-test.yml")
    assert code == 0, said[-4000:]
    assert "outputs: changed=true errors=0 warnings=5 stats-file=examples/site/_data/stats.json" in said
    assert "Produits lancés en 2025 : 2." in said, "the job summary"
    assert "again: changed=false" in said
    assert "refused: failure" in said


@pytest.fixture
def pull_request(repository: Path) -> Path:
    """A repository at the merge of a pull request, as GitHub checks it out; the branch is written by the test."""
    git(repository, "checkout", "--quiet", "-b", "change")
    return repository


def test_a_good_pull_request_passes(pull_request: Path, runner_python: Path) -> None:
    product = pull_request / "examples/site/content/_startups/marche-voisin.md"
    (product.parent / "nouveau.md").write_text(product.read_text())
    code, said = ran(pull_request, runner_python, "pull_request", "check.yml", *merge(pull_request))
    assert code == 0, said[-4000:]
    assert "Erreurs : 0. Avertissements : 0. Notes : 5." in said


def test_a_bad_pull_request_fails_on_the_right_lines(pull_request: Path, runner_python: Path) -> None:
    site = pull_request / "examples/site/content"
    product = site / "_startups/marche-voisin.md"
    lines = product.read_text().splitlines(keepends=True)
    wrong = next(number for number, line in enumerate(lines) if "name: construction" in line)
    lines[wrong] = lines[wrong].replace("construction", "constuction")
    product.write_text("".join(lines))
    (site / "_startups/x.md").symlink_to("/etc/passwd")
    code, said = ran(pull_request, runner_python, "pull_request", "check.yml", *merge(pull_request))
    assert code == 1, said[-4000:]
    column = lines[wrong].index("constuction") + 1
    place = f"file=examples/site/content/_startups/marche-voisin.md,line={wrong + 1},col={column}"
    assert (
        f"::error {place},title=value-not-allowed::« constuction » n'est pas une valeur possible de « name »." in said
    )
    assert "file=examples/site/content/_startups/x.md,line=1,col=1,title=file-is-symlink::" in said
    assert "Erreurs : 2. Avertissements : 0. Notes : 5." in said
    assert "root:" not in said
