"""`explain --known-at`: a figure known on two days, in every form, from a repository with a small history."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from startup_stats import cli
from startup_stats.reports import explain, revision
from tests.sites import MEMBER, PRODUCT, TODAY, write_site

if TYPE_CHECKING:
    from pathlib import Path

THEN, LATER = "2021-03-31", "2024-05-02"


def commit(site: Path, day: str) -> None:
    when = f"{day}T20:00:00+00:00"
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@corail.example", "-c", "init.defaultBranch=main"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "content", f"--date={when}"]):
        subprocess.run(["git", "-C", site, *who, *command], check=True, env={"GIT_COMMITTER_DATE": when})


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two products then; later one gone, one more, and a member more; in the checkout one more product again."""
    folder = "content/_startups"
    site = write_site(tmp_path_factory.mktemp("known") / "site", **{f"{folder}/parti.md": PRODUCT})
    commit(site, THEN)
    write_site(site, **{f"{folder}/neuf.md": PRODUCT, "content/_authors/bo.sable.md": MEMBER})
    (site / folder / "parti.md").unlink()
    commit(site, LATER)
    return write_site(site, **{f"{folder}/ici.md": PRODUCT})


def answered(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert cli.main(["explain", *map(str, arguments)], today=TODAY) == 0
    return capsys.readouterr().out


SINCE = """\
Produits lancés en 2020 : 2 au 31 mars 2021, 3 aujourd'hui.

Entrés : 2
  fiche créée entre-temps (2) : ici, neuf

Sortis : 1
  fiche retirée entre-temps (1) : parti

2 + 2 − 1 = 3
"""
BETWEEN = """\
Products launched in 2020: 2 on 31 March 2021, 2 on 2 May 2024.

Came in: 1
  file created in between (1): neuf

Went out: 1
  file gone in between (1): parti

2 + 1 − 1 = 2
"""
TO_COME = """\
Produits lancés en 2022 : pas de chiffre au 31 mars 2021, 0 au 1er juin 2026.
Pas de chiffre au 31 mars 2021 : L'année n'avait pas commencé.
Personne n'est entré ni sorti.
"""
ONLY_IN = """\
Nouveaux agents publics en 2020 : 1 au 31 mars 2021, 2 aujourd'hui.

Entrés : 1
  fiche créée entre-temps (1) : bo.sable

1 + 1 − 0 = 2
"""
FROM_NONE = """\
Produits abandonnés en 2020 : 0 au 31 mars 2021, 0 aujourd'hui.
Personne n'est entré ni sorti.
"""
TEXTS: dict[str, tuple[list[object], str]] = {
    "since then": (["product_launch", 2020, "--known-at", THEN], SINCE),
    "between two days": (
        ["product_launch", 2020, "--known-at", THEN, "--against", LATER, "--language", "en"],
        BETWEEN,
    ),
    "of a year to come": (["product_launch", 2022, "--known-at", THEN, "--as-of", "2026-06-01"], TO_COME),
    "of people": (["agent", 2020, "--known-at", THEN], ONLY_IN),
    "of nobody": (["end", 2020, "--known-at", THEN], FROM_NONE),
}


@pytest.mark.parametrize(("arguments", "expected"), TEXTS.values(), ids=TEXTS)
def test_in_words(capsys: pytest.CaptureFixture[str], repository: Path, arguments: list[object], expected: str) -> None:
    assert answered(capsys, *arguments[:2], repository, *arguments[2:]) == expected


def test_in_json(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    command = ["product_launch", 2020, repository, "--known-at", THEN, "--format", "json"]
    assert json.loads(answered(capsys, *command, "--against", LATER)) == {
        "indicator": "product_launch",
        "year": 2020,
        "method": "programme",
        "known_at": THEN,
        "against": LATER,
        "then": 2,
        "now": 2,
        "came_in": [{"id": "neuf", "cause": "created"}],
        "went_out": [{"id": "parti", "cause": "gone"}],
    }
    command[1] = 2023
    told_why = json.loads(answered(capsys, *command))
    assert (told_why["then"], told_why["then_reason"]) == (None, "L'année n'avait pas commencé.")
    assert (told_why["now"], told_why["against"], "now_reason" in told_why) == (0, TODAY.isoformat(), False)


def test_in_csv(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    command = ["product_launch", 2020, repository, "--known-at", THEN, "--against", LATER, "--format", "csv"]
    assert answered(capsys, *command).splitlines() == [
        "id,change,cause,reason",
        "neuf,in,created,fiche créée entre-temps",
        "parti,out,gone,fiche retirée entre-temps",
    ]


def test_a_revision_has_every_form_that_is_offered() -> None:
    assert revision.FORMS.keys() == explain.FORMS.keys()


def test_a_day_before_the_first_commit(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    assert cli.main(["explain", "end", "2020", str(repository), "--known-at", "2021-03-30"], today=TODAY) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Le 30 mars 2021, le dépôt de" in captured.err
