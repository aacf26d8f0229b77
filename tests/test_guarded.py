"""The guard at work: `build`, `publish` and the Action's step, when figures move too far and when they don't."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import action, cli
from startup_stats.commands.publish import PublishOptions, publish
from startup_stats.commands.site import Overrides, open_folder
from startup_stats.document.guard import NO_EARLIER_FILE
from startup_stats.reports.publish import dry_run_report, publish_report, publish_summary
from tests.forge import TOKEN, Trouble, make_repository, served
from tests.publishing import STATS, Waited, client, clone, limits, run
from tests.sites import PRODUCT, TODAY, write_site
from tests.web.github import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.commands.publish import Published
    from tests.forge import Forge

NAMES = ("voisin", "port", "quai", "phare")
FILES = {
    f"content/_startups/{name}.md": PRODUCT.replace("Marché voisin", f"Le {name}").replace("2020-06-01", "2021-06-01")
    for name in NAMES
}
# Without a phase anywhere there would be no figures at all.
WITNESS = {
    "content/_startups/temoin.md": PRODUCT.replace("2020-01-15", "2026-01-15").partition("  - name: construction")[0]
    + "---\n"
}
CONFIG = "publication:\n  auto_merge: squash\n"
# An exporter's slip: these products have no phase any more.
SLIP = {path: text.replace("phases:", "phase:") for path, text in FILES.items()}
LAUNCHES = (
    "Produits lancés 2021 : 4 → 0. Sortis : Le phare (phare), Le port (port), Le quai (quai) et Le voisin (voisin)."
)
PHASES = "Produits qui ont une phase : 5 → 1. Sortis :"


def change(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).write_text(text)


def build(*arguments: object) -> int:
    return cli.main(["build", *map(str, arguments)], today=TODAY)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose figures were computed, and whose products lost their phases since."""
    made = write_site(tmp_path / "site", **{**FILES, **WITNESS, "startup-stats.yml": CONFIG})
    (made / "_data").mkdir()
    assert build(made) == 0
    change(made, SLIP)
    return made


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_build_refuses(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, neither the file nor what stands beside it; what rings is told before all else."""
    (tmp_path / "csv").mkdir()
    before = everything(tmp_path)
    capsys.readouterr()
    beside = ("--csv", tmp_path / "csv", "--preview", tmp_path / "page.html")
    assert build(site, *beside, "--summary", tmp_path / "summary.md") == 3
    told = (tmp_path / "summary.md").read_text()
    (tmp_path / "summary.md").unlink()
    assert everything(tmp_path) == before
    said = capsys.readouterr()
    assert said.out == ""
    first, second, *rest = said.err.splitlines()
    assert first == "Alerte : 3 chiffres ont bougé plus que prévu"
    assert second.startswith("- Problèmes investigués 2021 : 4 → 0. Sortis : ")
    assert rest[0] == f"- {LAUNCHES}"
    assert rest[1].startswith(f"- {PHASES}")
    assert "Écrit" not in said.err
    assert rest[-1].startswith(f"{site / STATS} n'a pas été remplacé : ")
    for way in ("--accept", "« accept: true »", "« publish: pull-request »"):
        assert way in rest[-1]
    assert told.startswith("## Alerte : 3 chiffres ont bougé plus que prévu\n\n- Problèmes investigués 2021")


def test_build_refuses_quietly(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert build(site, "--quiet", "--language", "en") == 3
    said = capsys.readouterr().err
    assert said.startswith("Alarm: 3 figures moved further than expected\n")
    assert "Online" not in said
    assert 'run again with --accept (in the Action, "accept: true")' in said


def test_build_writes_what_is_accepted(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The alarm is told all the same; the next run compares with what was accepted."""
    capsys.readouterr()
    (tmp_path / "csv").mkdir()
    assert build(site, "--accept", "--csv", tmp_path / "csv") == 0
    said = capsys.readouterr().err
    assert said.startswith("Alerte : 3 chiffres")
    assert f"Écrit : {site / STATS}" in said
    assert json.loads((site / STATS).read_text())["indicators"]["product_launch"]["years"][8]["value"] == 0
    assert (tmp_path / "csv/indicators.csv").exists()
    assert build(site) == 0
    assert "Alerte" not in capsys.readouterr().err


def test_the_day_asked_for_does_not_matter(site: Path) -> None:
    before = (site / STATS).read_bytes()
    assert build(site, "--as-of", "2026-08-21") == 3
    assert build(site, "--as-of", "2030-01-01", "--quiet") == 3
    assert (site / STATS).read_bytes() == before


def test_the_limits_are_the_site_s(site: Path) -> None:
    limits_of_site = "guard: {lost: 100, closed_years: {percent: 100, least: 5}}\n"
    (site / "startup-stats.yml").write_text(limits_of_site)
    assert build(site) == 0


def test_what_is_never_guarded(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A first file, standard output, a device: there is nothing to lose."""
    capsys.readouterr()
    device = tmp_path / "device"
    device.symlink_to(os.devnull)
    for output in (tmp_path / "first.json", "-", device):
        assert build(site, "-o", output) == 0
        assert "Alerte" not in capsys.readouterr().err


@pytest.mark.parametrize("left", ["", "<<<<<<< HEAD\n", "null", '{"indicators": 3}'])
def test_a_file_that_nobody_can_read_is_replaced(site: Path, left: str, capsys: pytest.CaptureFixture[str]) -> None:
    (site / STATS).write_text(left)
    capsys.readouterr()
    assert build(site) == 0
    assert capsys.readouterr().err.startswith("Le fichier précédent n'a pas la forme que cet outil lui donne")
    assert json.loads((site / STATS).read_text())["members"]["total"] == 1


def test_other_methods_are_not_compared_and_the_run_says_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(site, FILES)
    capsys.readouterr()
    assert build(site, "--method", "site") == 0
    assert "Les années closes n'ont pas été comparées" in capsys.readouterr().err
    change(site, SLIP)
    assert build(site) == 3
    assert capsys.readouterr().err.startswith(f"Alerte : un chiffre a bougé plus que prévu\n- {PHASES}")


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    """GitHub with a site whose figures are published."""
    schema()  # read once, it takes longer than an answer may on a busy machine
    content = write_site(tmp_path / "content", **{**FILES, **WITNESS, "startup-stats.yml": CONFIG})
    (content / "_data").mkdir()
    assert build(content) == 0
    with served(make_repository(tmp_path / "bare.git", content)) as running:
        yield running


@pytest.fixture
def checkout(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("startup_stats.publishing.client.LIMITS", limits())
    for name in ("GITHUB_REF", "GH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_API_URL", forge.url)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/n")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    return clone(forge, tmp_path / "checkout")


def published(forge: Forge, folder: Path, **changes: Any) -> Published:
    """Publish the file that is there."""
    given = {"mode": "commit", "branch": "main", "as_of": TODAY, "as_of_is_explicit": False, **changes}
    waited = Waited()
    with client(forge, waited) as asked:
        site = open_folder(folder, Overrides())
        return publish(site, PublishOptions(overrides=Overrides(), **given), asked, waited.clock)


def test_a_commit_is_refused_though_the_file_was_accepted_here(
    forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who builds accepts for this folder; what the branch gets is accepted by who publishes."""
    change(checkout, SLIP)
    assert build(checkout, "--accept") == 0
    before, forge.asked[:] = forge.git.state(), []
    capsys.readouterr()
    assert cli.main(["publish", str(checkout)], today=TODAY) == 3
    said = capsys.readouterr().err
    assert said.startswith("Alerte : 3 chiffres ont bougé plus que prévu\n- Problèmes investigués 2021 : 4 → 0.")
    assert said.splitlines()[-1].startswith("Rien n'a été publié : ")
    assert (forge.writes, forge.git.state()) == ([], before)
    assert cli.main(["publish", str(checkout), "--accept"], today=TODAY) == 0
    assert "Publié par le commit" in capsys.readouterr().err
    assert forge.git.state() != before


def test_a_dry_run_says_that_it_would_be_refused(
    forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(checkout, SLIP)
    assert build(checkout, "--accept") == 0
    capsys.readouterr()
    refused = "la publication par un commit serait refusée"
    assert cli.main(["publish", str(checkout), "--dry-run"], today=TODAY) == 0
    said = capsys.readouterr()
    assert said.out.startswith("--- a/")
    assert said.err.startswith("Alerte : 3 chiffres")
    assert refused in said.err
    assert cli.main(["publish", str(checkout), "--dry-run", "--accept"], today=TODAY) == 0
    assert refused not in capsys.readouterr().err
    assert cli.main(["publish", str(checkout), "--dry-run", "--mode", "pull-request"], today=TODAY) == 0
    assert refused not in capsys.readouterr().err
    assert forge.writes == []


def moved(forge: Forge) -> Trouble:
    """The slip reaches the branch when it is about to move."""
    return Trouble("POST /git/commits", before=lambda: forge.git.change("main", SLIP))


def another(folder: Path) -> None:
    """A change that is no reason to ring."""
    path = "content/_startups/voisin.md"
    change(folder, {path: FILES[path].replace("link:", "stats: true\nlink:")})


def test_figures_computed_again_on_a_branch_that_moved_are_guarded_too(forge: Forge, checkout: Path) -> None:
    """What was built here was fine; what nobody has seen yet is not published, and this folder's file stays."""
    another(checkout)
    assert build(checkout) == 0
    mine = (checkout / STATS).read_bytes()
    forge.troubles.append(moved(forge))
    outcome = published(forge, checkout)
    assert outcome.commit is None
    assert outcome.refusal is not None
    assert [sentence.fr for sentence in outcome.account.alarm][1] == LAUNCHES
    assert json.loads(forge.git.file("main", STATS)[1])["phases"]["by_phase"][1]["value"] == 4
    assert (checkout / STATS).read_bytes() == mine
    assert publish_report(outcome, "fr").startswith("Alerte")
    assert publish_summary(outcome) == ""


def test_they_are_published_where_that_is_accepted(forge: Forge, checkout: Path) -> None:
    another(checkout)
    assert build(checkout) == 0
    forge.troubles.append(moved(forge))
    outcome = published(forge, checkout, accept=True)
    assert outcome.commit == forge.git.head("main")
    assert json.loads(forge.git.file("main", STATS)[1])["phases"]["by_phase"][1]["value"] == 0


def test_a_branch_without_a_file_is_not_guarded(tmp_path: Path) -> None:
    content = write_site(tmp_path / "content", **SLIP)
    with served(make_repository(tmp_path / "bare.git", content)) as forge:
        outcome = run(forge, clone(forge, tmp_path / "checkout"))
        assert (outcome.account, outcome.refusal) == (NO_EARLIER_FILE, None)
        assert outcome.commit == forge.git.head("main")


def test_a_branch_whose_file_nobody_can_read_gets_another(forge: Forge, checkout: Path) -> None:
    forge.git.change("main", {STATS: "<<<<<<< HEAD\n"})
    outcome = run(forge, clone(forge, checkout.parent / "next"))
    assert [note.fr[:24] for note in outcome.account.notes] == ["Le fichier précédent n'a"]
    assert outcome.commit == forge.git.head("main")


def test_a_pull_request_proposes_it_with_the_alarm_on_top(forge: Forge, checkout: Path) -> None:
    """In the title, and first in the text; nobody's auto-merge merges what nobody has looked at."""
    change(checkout, SLIP)
    assert build(checkout, "--accept") == 0
    outcome = published(forge, checkout, mode="pull-request")
    pull = forge.hub.pulls[1]
    assert (
        pull["title"] == "Alerte, statistiques : Problèmes investigués 2021 : 4 → 0 ; Produits lancés 2021 : 4 → 0 (+1)"
    )
    assert pull["body"].startswith("## Alerte : 3 chiffres ont bougé plus que prévu\n\n- Problèmes investigués 2021")
    assert LAUNCHES in pull["body"]
    assert pull["body"].index(LAUNCHES) < pull["body"].index("- Produits lancés 2021 : 4 → 0\n")
    assert pull["auto_merge"] is None
    assert [note.fr.partition(" :")[0] for note in outcome.notes] == ["Fusion automatique non demandée"]
    assert outcome.refusal is None
    assert "Alerte" in dry_run_report(outcome, "fr")[1]


def test_a_pull_request_that_is_accepted_merges_itself(forge: Forge, checkout: Path) -> None:
    change(checkout, SLIP)
    assert build(checkout, "--accept") == 0
    outcome = published(forge, checkout, mode="pull-request", accept=True)
    assert forge.hub.pulls[1]["auto_merge"] == {"merge_method": "squash"}
    assert forge.hub.pulls[1]["title"].startswith("Alerte")
    assert outcome.notes == ()


def auto_merge(forge: Forge) -> Any:
    return forge.hub.pulls[1]["auto_merge"]


def test_auto_merge_is_taken_back_before_the_branch_moves(forge: Forge, checkout: Path) -> None:
    """It was harmless when it was asked to merge by itself, the next night's figures are not; who saw them may ask."""
    another(checkout)
    assert build(checkout) == 0
    published(forge, checkout, mode="pull-request")
    assert auto_merge(forge) == {"merge_method": "squash"}
    change(checkout, SLIP)
    assert build(checkout, "--accept") == 0
    forge.asked.clear()
    published(forge, checkout, mode="pull-request")
    assert auto_merge(forge) is None
    assert forge.hub.pulls[1]["title"].startswith("Alerte")
    taken_back = next(number for number, asked in enumerate(forge.asked) if asked.endswith("/graphql"))
    assert taken_back < next(number for number, asked in enumerate(forge.asked) if asked.startswith("PATCH"))
    forge.hub.pulls[1]["auto_merge"] = {"merge_method": "squash"}
    published(forge, checkout, mode="pull-request")
    assert auto_merge(forge) is not None
    another(checkout)
    assert build(checkout, "--accept") == 0
    for title, other in (("Le voisin", "Le vieux"), ("Le vieux", "L'ancien")):
        (checkout / STATS).write_text((checkout / STATS).read_text().replace(title, other))
        published(forge, checkout, mode="pull-request")
        assert auto_merge(forge) is None
    assert forge.hub.pulls[1]["title"].endswith(" : 4 → 1 (+1)")
    assert len(forge.hub.pulls) == 1


@pytest.fixture
def step(checkout: Path, tmp_path: Path, forge: Forge) -> dict[str, str]:
    """The environment of the Action's step, after the slip."""
    change(checkout, SLIP)
    return {
        "INPUT_PATH": str(checkout), "INPUT_PUBLISH": "commit", "INPUT_TOKEN": TOKEN, "GITHUB_REPOSITORY": "o/n",
        "GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main", "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }  # fmt: skip


def left(step: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return the outputs and the summary, and make room for the next step's."""
    files = Path(step["GITHUB_OUTPUT"]), Path(step["GITHUB_STEP_SUMMARY"])
    told, summary = (file.read_text(encoding="utf-8") for file in files)
    for file in files:
        file.unlink()
    lines = told.splitlines()
    return {line.partition("<<")[0]: lines[at + 1] for at, line in enumerate(lines) if "<<" in line}, summary


@pytest.mark.parametrize("mode", ["commit", "none"])
@pytest.mark.parametrize("dry_run", ["false", "true"])
def test_the_step_refuses(
    mode: str, dry_run: str, step: dict[str, str], forge: Forge, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, forge.asked[:] = (checkout / STATS).read_bytes(), []
    capsys.readouterr()
    assert action.main(step | {"INPUT_PUBLISH": mode, "INPUT_DRY_RUN": dry_run}, today=TODAY) == 3
    assert (checkout / STATS).read_bytes() == before
    assert forge.asked == []
    told, summary = left(step)
    assert (told["alarm"], told["changed"], told["commit-sha"], told["stats-file"]) == ("true", "false", "", "")
    assert summary.startswith(
        "## Alerte : 3 chiffres ont bougé plus que prévu\n\n- Problèmes investigués 2021 : 4 → 0."
    )
    assert summary.index(LAUNCHES) < summary.index(PHASES) < summary.index("## startup-stats")
    assert "n'a pas été remplacé" in summary.partition("## startup-stats")[0]
    assert "La publication a échoué" not in summary
    said = capsys.readouterr().err
    assert said.startswith("Alerte : ")
    assert "n'a pas été remplacé" in said.splitlines()[-1]


def test_the_step_publishes_what_is_accepted(step: dict[str, str], forge: Forge) -> None:
    assert action.main(step | {"INPUT_ACCEPT": "true"}, today=TODAY) == 0
    told, summary = left(step)
    assert (told["alarm"], told["changed"], told["commit-sha"]) == ("true", "true", forge.git.head("main"))
    assert summary.startswith("## Alerte : 3 chiffres ont bougé plus que prévu\n\n")
    assert "n'a pas été remplacé" not in summary


def test_the_step_proposes_and_does_not_fail(step: dict[str, str], forge: Forge) -> None:
    main = forge.git.head("main")
    assert action.main(step | {"INPUT_PUBLISH": "pull-request"}, today=TODAY) == 0
    told, summary = left(step)
    assert told["alarm"] == "true"
    assert told["pull-request"].endswith("/o/n/pull/1")
    assert summary.startswith("## Alerte")
    assert forge.hub.pulls[1]["title"].startswith("Alerte, statistiques : ")
    assert forge.hub.pulls[1]["auto_merge"] is None
    assert forge.git.head("main") == main


def test_nothing_rings_when_figures_move_as_they_do(step: dict[str, str], checkout: Path) -> None:
    change(checkout, FILES)
    another(checkout)
    assert action.main(step, today=TODAY) == 0
    told, summary = left(step)
    assert (told["alarm"], told["changed"]) == ("false", "true")
    assert "Alerte" not in summary


def test_a_branch_that_moved_meanwhile_rings_too(step: dict[str, str], forge: Forge, checkout: Path) -> None:
    change(checkout, FILES)
    another(checkout)
    forge.troubles.append(moved(forge))
    assert action.main(step, today=TODAY) == 3
    told, summary = left(step)
    assert (told["alarm"], told["changed"], told["commit-sha"]) == ("true", "false", "")
    assert summary.startswith("## Alerte")
    assert "Rien n'a été publié : " in summary.partition("## startup-stats")[0]


def test_what_was_refused_is_tracked(step: dict[str, str], forge: Forge) -> None:
    """Whoever is told of errors is told of the alarm, with the errors that may be its reason."""
    assert action.main(step | {"INPUT_TRACKING_ISSUE": "true"}, today=TODAY) == 3
    body = forge.hub.issues[1]["body"]
    assert body.index("## Alerte") < body.index("n'a pas été remplacé") < body.index("phases")
    assert action.main(step | {"INPUT_TRACKING_ISSUE": "true", "INPUT_ACCEPT": "true"}, today=TODAY) == 0
    assert "Alerte" not in forge.hub.issues[1]["body"]


def test_the_check_of_a_pull_request_has_the_output_too(step: dict[str, str], checkout: Path) -> None:
    shutil.rmtree(checkout / "_data")
    action.main(step | {"INPUT_MODE": "check", "INPUT_PUBLISH": "none", "INPUT_FAIL_ON": "never"}, today=TODAY)
    assert left(step)[0]["alarm"] == "false"
