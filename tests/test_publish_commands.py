"""Publishing from the command line, from the Action's step, and from workflows that really run."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import action, cli
from startup_stats.commands import site as commands
from startup_stats.document.changes import MOST_CHANGES, bounded, changes, commit_message, subject
from startup_stats.git.run import run_git
from startup_stats.writers.mermaid import bar_chart
from tests.conftest import PROJECT
from tests.forge import ALWAYS, TOKEN, Trouble, make_repository, secondary_limit, served
from tests.publishing import STATS, build, clone, limits
from tests.sites import PRODUCT, TODAY, write_site
from tests.workflows import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forge import Forge

SECOND = PRODUCT.replace("Marché voisin", "Marée basse")
WRONG = PRODUCT.replace("name: construction", "name: constuction")


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    with served(make_repository(tmp_path / "bare.git", write_site(tmp_path / "content"))) as running:
        yield running


@pytest.fixture
def checkout(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout on a machine whose environment leads to the forge."""
    monkeypatch.setattr("startup_stats.publishing.client.LIMITS", limits())
    for name in ("GITHUB_REF", "GH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_API_URL", forge.url)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/n")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    return clone(forge, tmp_path / "checkout")


def publish(*arguments: object) -> int:
    return cli.main(["publish", *map(str, arguments)], today=TODAY)


def test_publish_by_hand(forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(checkout)
    assert publish(checkout) == 0
    commit = forge.git.head("main")
    assert f"Publié par le commit {commit} : _data/stats.json" in capsys.readouterr().err
    assert publish(checkout) == 0
    assert "Rien à publier" in capsys.readouterr().err


def test_a_dry_run_by_hand_needs_no_token(
    forge: Forge, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    build(checkout)
    assert publish(checkout, "--dry-run", "--branch", "main") == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"--- a/{STATS}\n+++ b/{STATS}\n")
    assert "Essai : rien n'a été envoyé." in told.err
    assert forge.writes == []


# arguments after the site's folder, environment → exit code, words
BY_HAND: dict[str, tuple[list[str], dict[str, str], int, str]] = {
    "no publication": (["--mode", "none"], {}, 0, "rien n'est publié"),
    "no token": ([], {"GITHUB_TOKEN": ""}, 2, "Publier demande un jeton"),
    "a branch that is not there": (["--branch", "nothing"], {}, 3, "ne trouve pas la branche"),
    "another mode": (["--mode", "push"], {}, 2, "--mode"),
    "a pull request's merge": ([], {"GITHUB_REF": "refs/pull/1/merge"}, 2, "n'est pas une branche"),
    "the pull requests' own branch": (["--branch", "startup-stats/update"], {}, 2, "publication.branch"),
}


@pytest.mark.parametrize(("arguments", "environment", "code", "words"), BY_HAND.values(), ids=BY_HAND)
def test_by_hand(
    arguments: list[str],
    environment: dict[str, str],
    code: int,
    words: str,
    forge: Forge,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build(checkout)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = forge.git.state()
    assert publish(checkout, *arguments) == code
    assert words in capsys.readouterr().err
    assert forge.git.state() == before


# what somebody left in place of a file → words
SPOILT: dict[str, tuple[str, bytes, int, str]] = {
    "no JSON": ("stats.json", b"<<<<<<< HEAD\n", 2, "relancez cette commande"),
    "no text": ("stats.json", b"\xff\xfe", 2, "relancez cette commande"),
    "a list": ("stats.json", b"[]", 2, "relancez cette commande"),
    "another document": ("stats.json", b'{"language": "fr"}', 2, "relancez cette commande"),
    "findings that are none": ("stats_findings.json", b"{}", 2, "refaites-le par --findings"),
    "a ledger that is none": ("stats_evidence.json", b"\xff", 3, "n'est pas du JSON"),
}


@pytest.mark.parametrize(("name", "content", "code", "words"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_is_not_published(
    name: str, content: bytes, code: int, words: str, forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(checkout)
    (checkout / "_data" / name).write_bytes(content)
    before = forge.git.state()
    assert publish(checkout) == code
    assert words in capsys.readouterr().err
    assert forge.git.state() == before


def test_a_remote_repository_is_not_published(
    forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    run_git(["bundle", "create", "--quiet", str(tmp_path / "x.bundle"), "main"], checkout)
    assert publish(tmp_path / "x.bundle") == 2
    assert "donnez le dossier d'un checkout" in capsys.readouterr().err
    assert forge.asked == []


@pytest.fixture
def step(checkout: Path, tmp_path: Path, forge: Forge) -> dict[str, str]:
    """The environment of the Action's step."""
    return {
        "INPUT_PATH": str(checkout), "INPUT_PUBLISH": "commit", "INPUT_TOKEN": TOKEN, "GITHUB_REPOSITORY": "o/n",
        "GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main", "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }  # fmt: skip


def outputs(step: dict[str, str]) -> dict[str, str]:
    lines = Path(step["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines()
    return {
        line.partition("<<")[0]: lines[number + 1] for number, line in enumerate(lines) if "<<" in line
    }  # fmt: skip


def summary(step: dict[str, str]) -> str:
    return Path(step["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def test_the_step_publishes_and_says_what_moved(
    forge: Forge, step: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert action.main(step, today=TODAY) == 0
    told = outputs(step)
    assert (told["changed"], told["commit-sha"]) == ("true", forge.git.head("main"))
    assert "Publié par le commit" in capsys.readouterr().err
    for part in (
        "### Depuis le dernier fichier",
        "première publication",
        "```mermaid\nxychart-beta",
        "### Publication",
    ):
        assert part in summary(step)


def test_the_step_proposes(forge: Forge, step: dict[str, str]) -> None:
    assert action.main(step | {"INPUT_PUBLISH": "pull-request"}, today=TODAY) == 0
    assert outputs(step)["pull-request"].endswith("/o/n/pull/1")
    assert forge.git.head("main") != outputs(step)["commit-sha"] == forge.git.head("startup-stats/update")


def test_the_step_with_nothing_to_publish(forge: Forge, step: dict[str, str], checkout: Path) -> None:
    action.main(step, today=TODAY)
    run_git(["fetch", "--quiet", "origin", "main"], checkout)
    run_git(["reset", "--quiet", "--hard", "FETCH_HEAD"], checkout)
    Path(step["GITHUB_OUTPUT"]).unlink()
    forge.asked.clear()
    assert action.main(step, today=TODAY) == 0
    assert (outputs(step)["changed"], outputs(step)["commit-sha"], forge.writes) == ("false", "", [])


def test_the_steps_dry_run_forges_no_command(
    forge: Forge, step: dict[str, str], checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of a file that looks like a workflow command stays a line of a file."""
    product = checkout / "content/_startups/voisin.md"
    product.write_text(PRODUCT.replace("Marché voisin", '"::error::forged"'))
    assert action.main(step | {"INPUT_DRY_RUN": "true", "INPUT_TOKEN": ""}, today=TODAY) == 0
    said = capsys.readouterr()
    assert not [line for line in (said.out + said.err).splitlines() if line.lstrip().startswith("::")]
    assert "│ +" in said.err
    assert (forge.writes, outputs(step)["changed"]) == ([], "true")


def test_errors_are_tracked_in_one_issue(forge: Forge, step: dict[str, str], checkout: Path) -> None:
    tracked = step | {"INPUT_TRACKING_ISSUE": "true"}
    product = checkout / "content/_startups/voisin.md"
    product.write_text(WRONG)
    assert action.main(tracked, today=TODAY) == 0
    assert "constuction" in forge.hub.issues[1]["body"]
    product.write_text(PRODUCT)
    assert action.main(tracked, today=TODAY) == 0
    assert forge.hub.issues[1]["state"] == "closed"
    forge.asked.clear()
    assert action.main(tracked | {"INPUT_PUBLISH": "none"}, today=TODAY) == 0
    assert forge.writes == []


def test_a_publication_that_fails_is_told_everywhere(
    forge: Forge, step: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """In the log, in the summary, in the issue; the outputs and the exit code say so too, and no token shows."""
    forge.hub.protected = ("main",)
    assert action.main(step | {"INPUT_TRACKING_ISSUE": "true"}, today=TODAY) == 3
    said = capsys.readouterr()
    for place in (said.err, summary(step), forge.hub.issues[1]["body"]):
        assert "publish: pull-request" in place.replace("\\", "")
    assert "### La publication a échoué" in summary(step)
    assert outputs(step)["commit-sha"] == ""
    assert TOKEN not in said.out + said.err + summary(step)


def test_an_issue_that_may_not_be_written_fails_the_step(
    forge: Forge, step: dict[str, str], checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures are published all the same; of two failures the first is told."""
    forge.hub.may_write = ("contents",)
    (checkout / "content/_startups/voisin.md").write_text(WRONG)
    assert action.main(step | {"INPUT_TRACKING_ISSUE": "true"}, today=TODAY) == 3
    assert "issues: write" in capsys.readouterr().err
    assert forge.git.file("main", STATS) is not None
    forge.hub.may_write = ()
    run_git(["checkout", "--quiet", "."], checkout)
    shutil.rmtree(checkout / "_data")
    forge.git.change("main", {STATS: "{}"})
    (checkout / "content/_startups/voisin.md").write_text(WRONG)
    assert action.main(step | {"INPUT_TRACKING_ISSUE": "true"}, today=TODAY) == 3
    assert "contents: write" in capsys.readouterr().err


# inputs → words on standard error
MISUSED = {
    "a word that is no truth": ({"INPUT_DRY_RUN": "yes"}, "dry-run: « yes » n'existe pas. Valeurs possibles : true"),
    "nor this one": ({"INPUT_PROBE": "1"}, "probe: « 1 » n'existe pas"),
    "no token": ({"INPUT_TOKEN": ""}, "Publier demande un jeton"),
    "no token to track": ({"INPUT_PUBLISH": "none", "INPUT_TRACKING_ISSUE": "true", "INPUT_TOKEN": ""}, "un jeton"),
}


@pytest.mark.parametrize(("inputs", "words"), MISUSED.values(), ids=MISUSED)
def test_misused_inputs(
    inputs: dict[str, str], words: str, step: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert action.main(step | inputs, today=TODAY) == 2
    assert words in capsys.readouterr().err


LEDGER = "_data/stats_evidence.json"


def test_what_the_web_contradicts_stands_in_the_summary(step: dict[str, str], checkout: Path) -> None:
    product = PRODUCT.replace("link:", "accessibility_status: totalement conforme\nlink:")
    (checkout / "content/_startups/voisin.md").write_text(product)
    seen = {"state": "ok", "reason": "mention", "since": "2026-08-01", "subject": "https://voisin.example"}
    (checkout / "_data").mkdir()
    ledger = {"schema_version": 1, "products": {"voisin": {"accessibility": seen | {"status": "non conforme"}}}}
    (checkout / LEDGER).write_text(json.dumps(ledger))
    assert action.main(step, today=TODAY) == 0
    assert "### Ce que le web contredit" in summary(step)
    assert "content/\\_startups/voisin.md" in summary(step)


def document(**changes: Any) -> dict[str, Any]:
    years = [{"year": 2025, "value": 6, "complete": True}, {"year": 2026, "value": 0, "complete": False}]
    return {
        "language": "fr",
        "coverage": {"records": dict.fromkeys(("product", "member", "incubator", "organisation"), 3)},
        "indicators": {"end": {"title": "Abandons", "years": years}},
        "phases": {"by_phase": [{"phase": "acceleration", "title": "Accélération", "value": 2}]},
        "standards": {"accessibility": {"title": "Accessibilité", "met": 2, "unmet": 5, "unknown": 1}},
    } | changes


NO_FIGURE = "aucun chiffre n'a bougé, le détail a changé"
# what the old file said → what moved
MOVED: dict[str, tuple[Any, list[str]]] = {
    "no file": (None, ["première publication"]),
    "no document": ([1], ["première publication"]),
    "the same": (document(), [NO_FIGURE]),
    "an indicator": (
        document(indicators={"end": {"years": [{"year": 2025, "value": 5}, {"year": 2026, "value": 0}]}}),
        ["Abandons 2025 : 5 → 6"],
    ),
    "a year more": (document(indicators={"end": {"years": [{"year": 2026, "value": 0}]}}), ["Abandons 2025 : 0 → 6"]),
    "verdicts": (
        document(standards={"accessibility": {"met": 0, "unmet": 6, "unknown": 2}}),
        ["Accessibilité : +2 conformes, -1 non conforme, -1 inconnu"],
    ),
    "a phase": (document(phases={"by_phase": [{"phase": "acceleration", "value": 4}]}), ["Accélération : 4 → 2"]),
    "records": (document(coverage={"records": {"member": 2}}), ["Membres : 2 → 3"]),
    "an old file of any shape": (
        document(indicators=3, standards={"accessibility": []}, phases={"by_phase": ["x", {"phase": []}]}, coverage=0),
        ["Abandons 2025 : 0 → 6"],
    ),
    "truth for a number": (document(coverage={"records": {"member": True}}), [NO_FIGURE]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "moved"), MOVED.values(), ids=MOVED)
def test_what_moved_in_words(old: Any, moved: list[str]) -> None:
    assert changes(old, document()) == moved


def test_a_subject_is_short_and_a_list_bounded() -> None:
    lines = [f"chiffre {number:02} : 10 → 11" for number in range(60)]
    assert subject(lines[:2], "fr") == "Statistiques : chiffre 00 : 10 → 11 ; chiffre 01 : 10 → 11"
    assert subject(lines, "fr").endswith(" (+57)")
    assert len(subject(lines, "fr")) <= 100
    assert subject(["x" * 200, "y"], "en") == "Statistics: 2 figures moved"
    assert len(bounded(lines, "fr")) == MOST_CHANGES + 1
    assert bounded(lines, "fr")[-1] == "- … et 20 de plus"


@pytest.mark.parametrize(
    ("language", "first", "more"),
    [("fr", "Statistiques : 2 chiffres", "Au "), ("en", "Statistics: 2 figures", "As of ")],
)
def test_a_message_is_in_the_language_of_the_figures(language: str, first: str, more: str) -> None:
    years = [{"year": year, "value": 1} for year in (2024, 2025)]
    end = {"title": "x" * 100, "years": years}
    source = {"repository": None, "commit": None}
    new = document(language=language, indicators={"end": end}, source=source, as_of="2026-08-20", generator="s 1")
    message = commit_message(document(indicators={}), new)
    assert message.startswith(first)
    assert message.count("\n- xxx") == len(years)
    assert message.splitlines()[-1].startswith(more)


def test_a_chart_that_github_draws() -> None:
    """A title can't end its quotes, its line or its block."""
    drawn = bar_chart('Produits "lancés"\n```\nfin', {"2025": 6, "2026*": 0})
    assert drawn.splitlines() == [
        "```mermaid", "xychart-beta", '    title "Produits ″lancés″ ′′′ fin"', '    x-axis ["2025", "2026*"]',
        "    bar [6, 0]", "```",
    ]  # fmt: skip


@pytest.fixture
def example_forge(tmp_path: Path) -> Iterator[Forge]:
    """GitHub with the example's site and the workflow to copy."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "examples" / "site", content, ignore=shutil.ignore_patterns("_data"))
    _copy_workflow(content)
    with served(make_repository(tmp_path / "bare.git", content)) as running:
        yield running


def _copy_workflow(content: Path) -> None:
    (content / ".github" / "workflows").mkdir(parents=True)
    shutil.copy(PROJECT / ".github/workflows/examples/stats.yml", content / ".github/workflows/stats.yml")


BY_PULL_REQUEST = ("publish: commit", "publish: pull-request")


def now() -> date:
    """The runner's own day."""
    return date.today()  # noqa: DTZ011 - as the step takes it


def _step(forge: Forge, folder: Path, **inputs: str) -> dict[str, str]:
    """What the workflow gives to its step, on a new checkout."""
    around = {"GITHUB_REPOSITORY": "o/n", "GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main"}
    given = {"INPUT_PATH": str(clone(forge, folder)), "INPUT_PUBLISH": "commit", "INPUT_TOKEN": TOKEN}
    return given | inputs | around


def test_the_scheduled_workflow(
    example_forge: Forge, tmp_path: Path, tool: Path, runner_python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first commit, then nothing; a changed product, one commit; two runs at once, and the history is a line."""
    runner, git = Runner(example_forge, tmp_path, tool, runner_python), example_forge.git
    said = runner.run()
    assert "Publié par le commit" in said
    assert git.messages() == ["Statistiques : première publication", "Content"]
    state = git.state()
    assert action.main(_step(example_forge, tmp_path / "again"), today=now()) == 0
    assert "Rien à publier" in capsys.readouterr().err
    assert git.state() == state
    git.change("main", {"content/_startups/basse.md": _another(git)})
    runs = [runner.start(), runner.start()]
    ends = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], ends
    assert len(git.messages()) == 4
    assert git.messages()[0].startswith("Statistiques : Produits : ")
    assert git.git("rev-list", "--count", "--merges", "main") == "0"


def _another(git: Any) -> str:
    product: str = git.file("main", "content/_startups/marche-voisin.md")[1].decode()
    return product.replace("title: ", "title: Autre ", 1)


def test_the_scheduled_workflow_on_a_protected_branch(
    example_forge: Forge, tmp_path: Path, tool: Path, runner_python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One pull request, updated by the next run, closed once it is moot."""
    example_forge.hub.protected = ("main",)
    runner, git = Runner(example_forge, tmp_path, tool, runner_python), example_forge.git
    assert "Pull request à jour" in runner.run(BY_PULL_REQUEST)
    git.change("main", {"content/_startups/basse.md": _another(git)})
    proposal = {"INPUT_PUBLISH": "pull-request"}
    assert action.main(_step(example_forge, tmp_path / "next", **proposal), today=now()) == 0
    assert [pull["state"] for pull in example_forge.hub.pulls.values()] == ["open"]
    git.git("update-ref", "refs/heads/main", _merged(git))
    capsys.readouterr()
    assert action.main(_step(example_forge, tmp_path / "last", **proposal), today=now()) == 0
    assert "Pull request fermée" in capsys.readouterr().err
    assert [pull["state"] for pull in example_forge.hub.pulls.values()] == ["closed"]


def _merged(git: Any) -> str:
    """Commit the proposal's files to main, by squash, and say nothing to GitHub."""
    commit: str = git.commit(
        git.git("rev-parse", "refs/heads/startup-stats/update^{tree}"), [git.head("main")], "Squash"
    )
    return commit


@pytest.mark.unmeasured
def test_the_real_content_is_published(real_site: Path, tmp_path: Path) -> None:
    """On all of it, as a workflow does, a run and a run again."""
    content = tmp_path / "content"
    shutil.copytree(real_site, content)
    with served(make_repository(tmp_path / "bare.git", content)) as forge:
        assert action.main(_step(forge, tmp_path / "checkout"), today=TODAY) == 0
        published = forge.git.file("main", STATS)
        assert published is not None
        assert json.loads(published[1])["coverage"]["records"]["product"] == 662
        forge.asked.clear()
        assert action.main(_step(forge, tmp_path / "again"), today=TODAY) == 0
        assert forge.writes == []


def test_no_token_in_the_logs_of_the_libraries(
    forge: Forge, step: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """At the level that shows each request, too."""
    caplog.set_level("DEBUG")
    forge.troubles.append(Trouble("GET", 1, 502, "Server Error"))
    random.seed(1)
    assert action.main(step, today=TODAY) == 0
    assert caplog.records
    assert TOKEN not in caplog.text
    assert commands.STATS_FILE.name == "stats.json"


def test_a_limit_of_the_step_is_told(forge: Forge, step: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    forge.troubles.append(secondary_limit("3600", times=ALWAYS))
    before = forge.git.state()
    assert action.main(step, today=TODAY) == 3
    assert "GitHub demande d'attendre encore 3\u202f600 secondes" in capsys.readouterr().err
    assert forge.git.state() == before
