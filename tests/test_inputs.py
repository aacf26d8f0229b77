"""The Action's inputs: all judged before anything is done, all faults told together."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from startup_stats import action
from startup_stats.action.inputs import Inputs, read_inputs
from startup_stats.errors import UsageError
from startup_stats.publishing.access import BRANCH
from startup_stats.schema import validators
from tests.forge import TOKEN, Forge, make_repository, served
from tests.publishing import clone
from tests.sites import PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

# input or variable → a value that is none, what is said of it
WRONG = {
    "INPUT_MODE": ("probe", "mode: « probe » n'existe pas. Valeurs possibles : update, check."),
    "INPUT_PATH": ("/nowhere/x", "path: « /nowhere/x » n'est pas un dossier"),
    "INPUT_CONFIG": ("no.yml", "config: « no.yml » n'est pas un fichier"),
    "INPUT_LANGUAGE": ("de", "language: « de » n'existe pas. Valeurs possibles : fr, en."),
    "INPUT_AS_OF": ("hier", "as-of: « hier » n'est pas un jour"),
    "INPUT_FAIL_ON": ("errors", "fail-on: « errors » n'existe pas. Valeurs possibles : error, warning, never."),
    "INPUT_PROBE": ("yes", "probe: « yes » n'existe pas. Valeurs possibles : true, false."),
    "INPUT_HISTORY": ("oui", "history: « oui » n'existe pas. Valeurs possibles : true, false."),
    "INPUT_PUBLISH": ("comit", "publish: « comit » n'existe pas. Valeurs possibles : commit, pull-request, none."),
    "INPUT_ACCEPT": ("oui", "accept: « oui » n'existe pas. Valeurs possibles : true, false."),
    "INPUT_BRANCH": ("ma branche", "branch: « ma branche » n'est pas un nom de branche"),
    "INPUT_DRY_RUN": ("no", "dry-run: « no » n'existe pas"),
    "INPUT_TRACKING_ISSUE": (
        "1",
        "tracking-issue: « 1 » n'existe pas. Valeurs possibles : true, false, incubators.",
    ),
    "INPUT_COMMENT": ("yes", "comment: « yes » n'existe pas. Valeurs possibles : never, on-findings, always."),
    "INPUT_TOKEN": ("s3cr3t\nX-Other: header", "token: le jeton contient une espace ou un caractère invisible"),
    "GITHUB_API_URL": ("ftp://api", "GITHUB_API_URL: « ftp://api » n'est pas l'adresse d'une API"),
    "GITHUB_REPOSITORY": ("o/n/x", "GITHUB_REPOSITORY: « o/n/x » n'est pas un dépôt GitHub"),
    "GITHUB_BASE_REF": ("--upload-pack=x", "GITHUB_BASE_REF: « --upload-pack=x » n'est pas un nom de branche"),
}
# Read as they are: a reference says where the step runs, files are the runner's own.
UNJUDGED = {"GITHUB_REF", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"}


@contextmanager
def web(asked: list[str]) -> Iterator[str]:
    """A web that notes what it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def forge(tmp_path: Path, asked: list[str]) -> Iterator[Forge]:
    with web(asked) as address:
        content = PRODUCT.replace("link:", f"stats_url: {address}/stats\nlink:")
        site = write_site(tmp_path / "content", **{"content/_startups/voisin.md": content})
        with served(make_repository(tmp_path / "bare.git", site)) as running:
            yield running


@pytest.fixture
def step(forge: Forge, tmp_path: Path) -> dict[str, str]:
    """All that a step can be asked to do."""
    return {
        "INPUT_PATH": str(clone(forge, tmp_path / "checkout")), "INPUT_PUBLISH": "commit", "INPUT_TOKEN": TOKEN,
        "INPUT_PROBE": "true", "INPUT_HISTORY": "true", "INPUT_TRACKING_ISSUE": "true", "INPUT_COMMENT": "always",
        "GITHUB_REPOSITORY": "o/n", "GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }  # fmt: skip


def everything(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def test_every_input_and_variable_has_its_row() -> None:
    entries = [entry for entry in fields(Inputs) if entry.metadata]
    names = {entry.metadata["variable"] or f"INPUT_{entry.name.upper()}" for entry in entries}
    assert names - UNJUDGED == set(WRONG)


@pytest.mark.parametrize("mode", ["update", "check"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_input_costs_nothing(
    name: str, mode: str, step: dict[str, str], forge: Forge, asked: list[str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Exit code 2, no byte written, no request sent, no probe asked."""
    value, words = WRONG[name]
    before = everything(tmp_path)
    assert action.main(step | {"INPUT_MODE": mode} | {name: value}, today=TODAY) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert TOKEN not in captured.err
    assert "s3cr3t" not in captured.err
    assert everything(tmp_path) == before
    assert (forge.asked, asked) == ([], [])


def test_all_faults_are_told_together(
    step: dict[str, str], forge: Forge, asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(tmp_path)
    assert action.main(step | {name: value for name, (value, _) in WRONG.items()}, today=TODAY) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == len(WRONG)
    for line, (_, words) in zip(told, WRONG.values(), strict=True):
        assert words in line
    assert everything(tmp_path) == before
    assert (forge.asked, asked) == ([], [])


# what is asked, as far as it differs → exit code, what is said; each input alone is good
TOGETHER = {
    "no token to publish with": ({"INPUT_TOKEN": ""}, 2, "Publier demande un jeton"),
    "no token to track with": ({"INPUT_TOKEN": "", "INPUT_PUBLISH": "none"}, 2, "Publier demande un jeton"),
    "a pull request is no branch": (
        {"GITHUB_REF": "refs/pull/7/merge"}, 2, "branch: « refs/pull/7/merge » n'est pas une branche où publier",
    ),
    "a tag is no branch": ({"GITHUB_REF": "refs/tags/v1"}, 2, "branch: « refs/tags/v1 » n'est pas une branche"),
    "the branch of proposals": (
        {"INPUT_BRANCH": "startup-stats/update"}, 2, "« startup-stats/update » est la branche des pull requests",
    ),
    "a day before the series": ({"INPUT_AS_OF": "1999-01-01"}, 2, "Le 1er janvier 1999 précède"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "code", "words"), TOGETHER.values(), ids=TOGETHER)
def test_what_does_not_go_together_costs_nothing_either(
    given: dict[str, str], code: int, words: str, step: dict[str, str], forge: Forge, asked: list[str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = everything(tmp_path)
    assert action.main(step | given, today=TODAY) == code
    assert words in capsys.readouterr().err
    assert everything(tmp_path) == before
    assert (forge.asked, asked) == ([], [])


@pytest.mark.parametrize(
    ("config", "code", "words"),
    [
        ("langage: fr\nfirst_year: x\n", 2, "La configuration a 2 défauts ; rien n'a été fait."),
        ("language: en\nfirst_year: x\n", 2, "The configuration has 1 fault; nothing was done."),
    ],
)
def test_a_wrong_configuration_costs_nothing(
    config: str, code: int, words: str, step: dict[str, str], forge: Forge, asked: list[str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (Path(step["INPUT_PATH"]) / "startup-stats.yml").write_text(config)
    before = everything(tmp_path)
    assert action.main(step, today=TODAY) == code
    assert words in capsys.readouterr().err
    assert everything(tmp_path) == before
    assert (forge.asked, asked) == ([], [])


def test_a_folder_that_cannot_be_made(step: dict[str, str], forge: Forge, asked: list[str]) -> None:
    (Path(step["INPUT_PATH"]) / "_data").write_text("a file")
    assert action.main(step, today=TODAY) == 3
    assert (forge.asked, asked) == ([], [])


def test_in_english(step: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert action.main(step | {"INPUT_LANGUAGE": "en", "INPUT_MODE": "x"}, today=TODAY) == 2
    assert 'mode: there is no "x". Possible values: update, check.' in capsys.readouterr().err


def test_nothing_given_is_the_default() -> None:
    inputs = read_inputs({}, TODAY)
    assert inputs == Inputs(today=TODAY)
    assert (inputs.day, inputs.publishes, inputs.tracks) == (TODAY, False, False)


def test_a_configuration_that_is_there_is_its_path(tmp_path: Path) -> None:
    (tmp_path / "c.yml").write_text("")
    assert read_inputs({"INPUT_CONFIG": str(tmp_path / "c.yml")}, TODAY).config == tmp_path / "c.yml"


def test_no_secret_is_shown() -> None:
    shown = repr(read_inputs({"INPUT_TOKEN": TOKEN, "INPUT_MODE": "check"}, TODAY))
    assert TOKEN not in shown
    assert "mode='check'" in shown


def test_inputs_do_not_change() -> None:
    with pytest.raises(AttributeError):
        read_inputs({}, TODAY).mode = "check"  # type: ignore[misc]


# the reference of a workflow → the pull request that it is of
REFERENCES = {
    "refs/pull/7/merge": 7,
    "refs/pull/12/head": 12,
    "refs/pull/7/merge/x": None,
    "refs/pull/x/merge": None,
    "refs/heads/main": None,
}


@pytest.mark.parametrize(("reference", "number"), REFERENCES.items())
def test_the_pull_request(reference: str, number: int | None) -> None:
    assert read_inputs({"GITHUB_REF": reference}, TODAY).pull_request == number


# variable, value → is it good
VALUES = [
    ("GITHUB_REPOSITORY", "betagouv/beta.gouv.fr", True),
    ("GITHUB_REPOSITORY", "a/.github", True),
    ("GITHUB_REPOSITORY", "a/..", False),
    ("GITHUB_REPOSITORY", "-a/b", False),
    ("GITHUB_REPOSITORY", "a", False),
    ("GITHUB_API_URL", "https://api.github.com", True),
    ("GITHUB_API_URL", "https://forge.example:8443/api/v3/", True),
    ("GITHUB_API_URL", "http://[::1]:8080", True),
    ("GITHUB_API_URL", "https://a b", False),
    ("GITHUB_API_URL", "https://x@y.example", False),
    ("GITHUB_API_URL", "https://x.example/?q", False),
    ("INPUT_BRANCH", "feat/é-1", True),
    ("INPUT_BRANCH", "a..b", False),
    ("INPUT_BRANCH", "a\u202eb", False),
    ("INPUT_BRANCH", "main.lock", False),
    ("INPUT_BRANCH", "x" * 201, False),
    ("INPUT_TOKEN", "ghs_Abc123", True),
    ("INPUT_TOKEN", "é", False),
]


@pytest.mark.parametrize(("name", "value", "good"), VALUES)
def test_values(name: str, value: str, good: bool) -> None:  # noqa: FBT001 - a column
    if good:
        read_inputs({name: value}, TODAY)
    else:
        with pytest.raises(UsageError):
            read_inputs({name: value}, TODAY)


def test_a_branch_is_the_same_here_and_in_the_configuration() -> None:
    described = validators.schema("config")["properties"]["publication"]["properties"]["branch"]
    assert described["pattern"] == BRANCH
    assert described["maxLength"] == 200
