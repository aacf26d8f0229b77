"""Pull requests that change the configuration: judged by the one of before, and the new one is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from startup_stats import action
from tests.sites import PRODUCT, TODAY, write_site
from tests.workflows import commit, git

STRICT = "ignore: []\n"
WRONG = PRODUCT.replace("name: construction", "name: constuction")
JUDGED = "Elle est jugée par celle d'avant"
VALID, FAULTY = "la nouvelle est valable", "la nouvelle a des défauts"

# The configuration before and after, and a wrong product in both → exit code, words that are said, words that are not.
CASES: dict[str, tuple[dict[str, str], dict[str, str], int, tuple[str, ...], tuple[str, ...]]] = {
    "none, and none": ({}, {}, 1, ("value-not-allowed",), (JUDGED,)),
    "the same": (
        {"startup-stats.yml": STRICT}, {"startup-stats.yml": STRICT}, 1, ("value-not-allowed",), (JUDGED,),
    ),
    "one that would let its own fault pass": (
        {"startup-stats.yml": STRICT}, {"startup-stats.yml": "ignore: [value-not-allowed]\n"}, 1,
        ("value-not-allowed", JUDGED, VALID), (FAULTY,),
    ),
    "a first one": (
        {}, {".github/startup-stats.yml": "ignore: [value-not-allowed]\n"}, 1, ("value-not-allowed", JUDGED, VALID), (),
    ),
    "a second one, which comes first": (
        {".github/startup-stats.yml": STRICT},
        {".github/startup-stats.yml": STRICT, "startup-stats.yml": "ignore: [value-not-allowed]\n"}, 1,
        ("value-not-allowed", JUDGED, VALID), (),
    ),
    "one that goes": (
        {"startup-stats.yml": "ignore: [value-not-allowed]\n"}, {}, 0, (JUDGED, VALID), ("value-not-allowed",),
    ),
    "one with faults": (
        {"startup-stats.yml": STRICT}, {"startup-stats.yml": "first_yeer: 2016\n"}, 1,
        ("value-not-allowed", JUDGED, FAULTY, "file=startup-stats.yml,line=1", "first_yeer"), (VALID,),
    ),
    "one that mends faults": (
        {"startup-stats.yml": "first_yeer: 2016\n"}, {"startup-stats.yml": STRICT}, 1,
        ("value-not-allowed",), (JUDGED,),
    ),
    "in English": (
        {"startup-stats.yml": "language: en\n"}, {"startup-stats.yml": "language: fr\n"}, 1,
        ("It is judged by the one of before; the new one is valid",), (JUDGED,),
    ),
}  # fmt: skip


# Where a configuration may stand.
EVERYWHERE = dict.fromkeys(("startup-stats.yml", ".github/startup-stats.yml"))


def put(site: Path, files: dict[str, str]) -> None:
    for name in EVERYWHERE:
        (site / name).unlink(missing_ok=True)
    for name, text in files.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text)


def merged(folder: Path, before: dict[str, str], after: dict[str, str]) -> Path:
    """Return a site at the merge of a pull request, as GitHub checks it out."""
    site = write_site(folder)
    put(site, before)
    git(site, "init", "--quiet", "-b", "main")
    commit(site)
    git(site, "checkout", "--quiet", "-b", "change")
    put(site, after)
    (site / "content/_startups/voisin.md").write_text(WRONG)
    commit(site)
    git(site, "checkout", "--quiet", "main")
    git(site, "merge", "--quiet", "--no-ff", "-m", "merge", "change")
    return site


def step(site: Path, **more: str) -> dict[str, str]:
    summary = {"GITHUB_STEP_SUMMARY": str(site.parent / "summary.md")}
    return {"INPUT_PATH": str(site), "INPUT_MODE": "check", "GITHUB_BASE_REF": "main"} | summary | more


@pytest.mark.parametrize(("before", "after", "code", "words", "not_said"), CASES.values(), ids=CASES)
def test_a_change_is_judged_by_the_configuration_of_before(
    before: dict[str, str], after: dict[str, str], code: int, words: tuple[str, ...], not_said: tuple[str, ...],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    site = merged(tmp_path / "site", before, after)
    monkeypatch.chdir(site)
    assert action.main(step(Path()) | {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}, today=TODAY) == code
    said = "".join(capsys.readouterr())
    assert [word for word in words if word not in said] == []
    assert [word for word in not_said if word in said] == []
    if JUDGED in words:
        assert JUDGED in (tmp_path / "summary.md").read_text()


LENIENT = "ignore: [value-not-allowed]\n"


def test_a_configuration_that_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the input `config`: one that the repository does not hold is the workflow's own, and nobody's proposal."""
    site = merged(tmp_path / "site", {}, {})
    outside = tmp_path / "outside.yml"
    outside.write_text(LENIENT)
    assert action.main(step(site, INPUT_CONFIG=str(outside)), today=TODAY) == 0
    assert JUDGED not in capsys.readouterr().err


def test_a_configuration_that_was_asked_for_and_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(EVERYWHERE, "c.yml", None)
    site = merged(tmp_path / "site", {"c.yml": STRICT}, {"c.yml": LENIENT})
    assert action.main(step(site, INPUT_CONFIG=str(site / "c.yml")), today=TODAY) == 1
    assert JUDGED in capsys.readouterr().err


def test_outside_of_a_pull_request_its_own_configuration_judges(tmp_path: Path) -> None:
    site = merged(tmp_path / "site", {"startup-stats.yml": STRICT}, {"startup-stats.yml": LENIENT})
    assert action.main(step(site, GITHUB_BASE_REF=""), today=TODAY) == 0
