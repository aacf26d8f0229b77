"""The Action with `history: true`: the history first, then the figures, both published, and never a figure lost."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from startup_stats import action, cli
from startup_stats.commands import history as command
from startup_stats.commands.published_files import are_the_same
from startup_stats.errors import OutsideError
from startup_stats.language import same, say
from tests.documents import history
from tests.forge import TOKEN, Forge, Trouble, make_repository, served
from tests.publishing import STATS, clone
from tests.sites import PRODUCT, write_site
from tests.workflows import commit, git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HISTORY = "_data/stats_history.json"
SECOND = PRODUCT.replace("Marché voisin", "Marée basse")
# A month that is over, in which one product was launched in 2020: no commit of these tests is so old.
RESTATED = json.dumps(history({"product_launch": {2020: [["2020-06-01", 1], ["2021-06-01", 2]]}}))
# The content is committed when a test runs.
LATER = datetime.now(UTC).date() + timedelta(days=1)


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    content = write_site(tmp_path / "content")
    with served(make_repository(tmp_path / "bare.git", content)) as running:
        yield running


@pytest.fixture
def checkout(forge: Forge, tmp_path: Path) -> Path:
    return clone(forge, tmp_path / "checkout")


@pytest.fixture
def step(checkout: Path, tmp_path: Path) -> dict[str, str]:
    """A step that writes, and publishes nothing; its day comes after the commits."""
    return {
        "INPUT_PATH": str(checkout), "INPUT_HISTORY": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }  # fmt: skip


@pytest.fixture
def published(step: dict[str, str], forge: Forge) -> dict[str, str]:
    """The same, which publishes."""
    publish = {"INPUT_PUBLISH": "commit", "INPUT_TOKEN": TOKEN, "GITHUB_REPOSITORY": "o/n"}
    return step | publish | {"GITHUB_API_URL": forge.url, "GITHUB_REF": "refs/heads/main"}


def run(step: dict[str, str]) -> int:
    return action.main(step, today=LATER)


def summary(tmp_path: Path) -> str:
    return (tmp_path / "summary.md").read_text(encoding="utf-8").replace("\\", "")


def read(folder: Path, name: str = STATS) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / name).read_text())
    return document


def test_the_history_is_made_and_build_reads_it(
    step: dict[str, str], checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(step) == 0
    content = (checkout / HISTORY).read_bytes()
    assert read(checkout)["source"]["history"] == hashlib.sha256(content).hexdigest()
    captured = capsys.readouterr()
    assert "Historique lu depuis le" in captured.err
    assert captured.out == ""
    assert "istorique" not in summary(tmp_path)


def test_without_the_input_there_is_none(step: dict[str, str], checkout: Path) -> None:
    assert run(step | {"INPUT_HISTORY": "false"}) == 0
    assert not (checkout / HISTORY).exists()


def test_a_shallow_clone_gives_what_it_can_and_says_so(
    forge: Forge, step: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge.git.change("main", {"content/_startups/basse.md": SECOND})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{forge.git.folder}", shallow], check=True)
    assert run(step | {"INPUT_PATH": str(shallow)}) == 0
    known = read(shallow, HISTORY)
    assert known["source"]["shallow"]
    told = "donnez « fetch-depth: 0 » à actions/checkout pour savoir ce qui précède."
    assert capsys.readouterr().out.startswith("::warning title=startup-stats::Ce checkout ne remonte qu'au")
    assert f"### L'historique est incomplet\n\nCe checkout ne remonte qu'au {_said(known)} : {told}" in summary(
        tmp_path
    )
    assert read(shallow)["source"]["history"] is not None


def _said(known: dict[str, Any]) -> object:
    return say(date.fromisoformat(known["source"]["since"]), "fr")


def test_a_shallow_clone_leaves_what_is_known_of_before(
    forge: Forge, step: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge.git.change("main", {HISTORY: RESTATED})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{forge.git.folder}", shallow], check=True)
    assert run(step | {"INPUT_PATH": str(shallow), "INPUT_LANGUAGE": "en"}) == 0
    assert (shallow / HISTORY).read_text() == RESTATED
    assert "::This checkout does not go back far enough" in capsys.readouterr().out
    assert "### The history was not brought up to date" in summary(tmp_path)
    assert "--restate" not in summary(tmp_path)


def test_months_that_would_be_restated_cost_no_figure(
    step: dict[str, str], checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "_data").mkdir()
    (checkout / HISTORY).write_text(RESTATED)
    assert run(step) == 0
    assert (checkout / HISTORY).read_text() == RESTATED
    assert read(checkout)["source"]["history"] == hashlib.sha256(RESTATED.encode()).hexdigest()
    (launched,) = [y for y in read(checkout)["indicators"]["product_launch"]["years"] if y["year"] == 2020]
    assert (launched["first"], launched["revised"]["changes"]) == (1, 1), "by the file as it was"
    assert "### L'historique n'a pas été mis à jour" in summary(tmp_path)
    assert "--restate" in summary(tmp_path)
    assert "l'historique reste celui d'avant" in summary(tmp_path)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("fault", "words"),
    [(OutsideError(same("git est parti")), "git est parti"), (MemoryError(), "un défaut de cet outil (MemoryError)")],
    ids=["foreseen", "unforeseen"],
)
def test_a_history_that_dies_costs_no_figure(
    fault: Exception, words: str, step: dict[str, str], checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise fault

    monkeypatch.setattr(command, "history", dies)
    assert run(step) == 0
    assert words in summary(tmp_path)
    assert read(checkout)["source"]["history"] is None


def test_a_site_without_git_has_its_figures(step: dict[str, str], tmp_path: Path) -> None:
    site = write_site(tmp_path / "apart")
    assert run(step | {"INPUT_PATH": str(site)}) == 0
    assert (site / STATS).exists()
    assert "### L'historique n'a pas été mis à jour" in summary(tmp_path)


def test_a_history_of_another_shape_stops_the_step(
    step: dict[str, str], checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a ledger does: nobody knows what somebody meant who wrote it by hand."""
    (checkout / "_data").mkdir()
    (checkout / HISTORY).write_text("{}")
    assert run(step) == 3
    assert "n'est pas un historique que cet outil a écrit" in capsys.readouterr().err
    assert not (checkout / STATS).exists()


def test_both_files_are_published(forge: Forge, published: dict[str, str]) -> None:
    assert run(published) == 0
    assert forge.git.git("rev-list", "--count", "main") == "2"
    stats, known = forge.git.file("main", STATS), forge.git.file("main", HISTORY)
    assert stats is not None
    assert known is not None
    assert json.loads(stats[1])["source"]["history"] == hashlib.sha256(known[1]).hexdigest()


def test_a_pull_request_proposes_both_and_another_day_nothing_new(
    forge: Forge, published: dict[str, str], tmp_path: Path
) -> None:
    published["INPUT_PUBLISH"] = "pull-request"
    assert run(published) == 0
    assert forge.git.file("startup-stats/update", HISTORY) is not None
    proposed = forge.git.git("rev-parse", "startup-stats/update")
    again = published | {"INPUT_PATH": str(clone(forge, tmp_path / "again"))}
    assert action.main(again, today=LATER + timedelta(days=1)) == 0
    assert forge.git.git("rev-parse", "startup-stats/update") == proposed


@pytest.mark.parametrize("spoilt", ["{}", "<<<<<<<"])
def test_a_proposal_whose_history_somebody_spoilt_is_made_anew(
    forge: Forge, published: dict[str, str], tmp_path: Path, spoilt: str
) -> None:
    published["INPUT_PUBLISH"] = "pull-request"
    run(published)
    forge.git.change("startup-stats/update", {HISTORY: spoilt})
    again = published | {"INPUT_PATH": str(clone(forge, tmp_path / "again"))}
    assert run(again) == 0
    proposed = forge.git.file("startup-stats/update", HISTORY)
    assert proposed is not None
    assert proposed[1] != spoilt.encode()


def test_a_lost_race_counts_the_history_again(forge: Forge, published: dict[str, str], checkout: Path) -> None:
    """It knows the newest commit, and so does the checkout's own file after that."""
    tips: list[str] = []
    trouble = Trouble("PATCH /git/refs", before=lambda: tips.append(_launch(forge)))
    forge.troubles.append(trouble)
    assert run(published) == 0
    known = forge.git.file("main", HISTORY)
    assert known is not None
    document = json.loads(known[1])
    assert document["source"]["commit"] == tips[0]
    assert document["indicators"]["product_launch"]["as_written"]["2020"][-1][1] == 2
    assert (checkout / HISTORY).read_bytes() == known[1]
    assert read(checkout)["source"]["history"] == hashlib.sha256(known[1]).hexdigest()


def _launch(forge: Forge) -> str:
    tip: str = forge.git.change("main", {"content/_startups/basse.md": SECOND})
    return tip


def test_a_lost_race_whose_history_can_not_be_counted_publishes_the_one_there(
    forge: Forge, published: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = command.history

    def once(*given: Any) -> object:
        monkeypatch.setattr(command, "history", _refuses)
        return counted(*given)

    monkeypatch.setattr(command, "history", once)
    forge.troubles.append(Trouble("PATCH /git/refs", before=lambda: _launch(forge)))
    assert run(published) == 0
    known = forge.git.file("main", HISTORY)
    assert known is not None
    assert json.loads(known[1])["indicators"]["product_launch"]["as_written"]["2020"][-1][1] == 1


def _refuses(*_: object) -> None:
    raise OutsideError(same("x"))


def test_a_spoilt_history_is_not_published(
    forge: Forge, published: dict[str, str], checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TOKEN": TOKEN, "REPOSITORY": "o/n", "API_URL": forge.url}.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    assert run(published | {"INPUT_PUBLISH": "none"}) == 0
    (checkout / HISTORY).write_text("[]")
    before = forge.git.state()
    assert cli.main(["publish", str(checkout), "--branch", "main"], today=LATER) == 3
    assert forge.git.state() == before


def test_the_content_is_a_repository(tmp_path: Path, step: dict[str, str]) -> None:
    """A site below the root of its repository has its own history."""
    site = write_site(tmp_path / "root" / "docs")
    git(tmp_path / "root", "init", "-q", "-b", "main")
    commit(tmp_path / "root")
    assert run(step | {"INPUT_PATH": str(site)}) == 0
    assert read(site, HISTORY)["source"]["commit"]


def _bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


KNOWN = history({"end": {2020: [["2020-06-01", 1]]}})
FIGURES = {"as_of": "2026-08-20", "source": {}, "members": {"total": 1}}
LEDGER = "_data/stats_evidence.json"
# file, what is proposed, what the proposal holds → is that the same
PROPOSALS = {
    "the same ledger": (LEDGER, b"{}", b"{}", True),
    "another ledger": (LEDGER, b"{}", b"{} ", False),
    "no file yet": (HISTORY, _bytes(KNOWN), None, False),
    "figures of another day": (STATS, _bytes(FIGURES), _bytes(FIGURES | {"as_of": "2026-08-19"}), True),
    "other figures": (STATS, _bytes(FIGURES), _bytes(FIGURES | {"members": {"total": 2}}), False),
    "a history of another day": (HISTORY, _bytes(KNOWN), _bytes(KNOWN | {"as_of": "2026-08-19"}), True),
    "another history": (HISTORY, _bytes(KNOWN), _bytes(history({})), False),
    "a spoilt history": (HISTORY, _bytes(KNOWN), b"{}", False),
}


@pytest.mark.parametrize(("name", "new", "there", "same"), PROPOSALS.values(), ids=PROPOSALS)
def test_what_a_proposal_holds_already(name: str, new: bytes, there: bytes | None, same: bool) -> None:  # noqa: FBT001
    held = {} if there is None else {f"docs/{name}": there}
    assert are_the_same({f"docs/{name}": new}, held, "docs/") is same
