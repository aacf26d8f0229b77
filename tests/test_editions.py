"""Editions: copies of stats.json, each written once, and verified as any other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.repositories import commit, git
from tests.test_known_at import product
from tests.test_verify import EQUAL, STATS, program, publish, site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.test_verify import Program

pytestmark = pytest.mark.usefixtures("apart")
__all__ = ("program", "site")  # fixtures


def test_an_edition_is_written_once(site: Path, program: Program) -> None:
    edition = site / "_data/stats_editions/2026-03.json"
    code, _, err = program("build", site, "--edition", "2026-03")
    assert (code, f"Écrit : {edition}" in err) == (0, True)
    assert edition.read_bytes() == (site / STATS).read_bytes()
    commit(site, "2026-08-22", {"content/_startups/b.md": product(("construction", "2020-01-01"))})
    before = edition.read_bytes()
    for arguments in (("--edition", "2026-03"), ("-o", str(edition))):
        code, out, err = program("build", site, *arguments)
        assert (code, out, "une édition n'est jamais réécrite : rien n'a été fait" in err) == (2, "", True)
    assert program("build", site, "-q", "--edition", "2026-08")[0] == 0
    for _ in range(2):
        assert program("build", site, "-q", "-o", site / "other.json")[0] == 0
    assert edition.read_bytes() == before != (site / STATS).read_bytes()
    commit(site, "2026-08-23", {})
    for name in ("2026-03", "2026-08"):
        assert program.is_equal(edition.with_name(f"{name}.json")) == EQUAL
    assert program.is_equal("HEAD:_data/stats_editions/2026-03.json", "--site", site) == EQUAL


def test_editions_lie_where_the_configuration_says(site: Path, program: Program) -> None:
    """A stats.json is none, whatever it says."""
    (site / "startup-stats.yml").write_text("publication: {editions: _data}\n")
    assert program("build", site, "-q", "--edition", "e-1")[0] == 0
    assert program("build", site, "-q")[0] == 0
    assert program("build", site, "-q", "-o", site / "_data/e-1.json")[0] == 2
    assert program("verify", site / "_data/e-1.json")[0] == 0


def test_an_edition_of_a_past_day_beside_standard_output(site: Path, program: Program) -> None:
    code, out, _ = program("build", site, "--known-at", "2026-08-20", "--edition", "past")
    assert (code, out) == (0, (site / "_data/stats_editions/past.json").read_text())


# a name → a part of what is said
NO_NAMES = {
    "..": "n'est pas un nom d'édition",
    "a/b": "n'est pas un nom d'édition",
    "2026.03": "n'est pas un nom d'édition",
    "Été": "n'est pas un nom d'édition",
    "": "n'est pas un nom d'édition",
    "x" * 65: "n'est pas un nom d'édition",
}


@pytest.mark.parametrize(("name", "told"), NO_NAMES.items())
def test_a_name_that_is_none(name: str, told: str, site: Path, program: Program) -> None:
    code, out, err = program("build", site, "--edition", name)
    assert (code, out, told in err) == (2, "", True)
    assert not (site / STATS).exists()


def test_an_edition_is_written_beside_the_content_alone(site: Path, tmp_path: Path, program: Program) -> None:
    """Not for a site that was fetched, and not through a link."""
    git(site, "bundle", "create", "--quiet", str(tmp_path / "site.bundle"), "HEAD")
    assert program("build", tmp_path / "site.bundle", "--edition", "e")[0] == 2
    (site / "_data/stats_editions").symlink_to(tmp_path)
    code, _, err = program("build", site, "--edition", "e")
    assert (code, "est un lien symbolique" in err, (tmp_path / "e.json").exists()) == (3, True, False)


def test_a_figure_that_the_guard_refuses_is_no_edition(site: Path, program: Program) -> None:
    many = {f"content/_startups/p{n}.md": product(("construction", "2020-03-01")) for n in range(20)}
    commit(site, "2026-08-20", many)
    publish(site, program)
    commit(site, "2026-08-22", dict.fromkeys(many))
    assert program("build", site, "--edition", "e")[0] == 3
    assert not (site / "_data/stats_editions").exists()


SINCE: dict[str, tuple[dict[str, str | None], str, list[str]]] = {
    "a launch is moved": (
        {"content/_startups/a.md": product(("construction", "2021-06-01"))}, "",
        ["ont bougé ; au 22 août 2026 :", "  Produits lancés 2020 : 2 → 1", "  Produits lancés 2021 : 0 → 1"]),
    "nothing moves": (
        {"content/_startups/c.md": product(("construction", "2026-07-01"))}, "",
        ["aucun chiffre des années alors closes n'a bougé, jusqu'au 22 août 2026"]),
    "it is counted otherwise": ({}, "method: site\n", ["on ne compte plus de la même façon"]),
    "files have no phases": (
        {"content/_startups/a.md": "---\ntitle: A\n---\n", "content/_startups/voisin.md": None}, "",
        ["  Produits lancés 2020 : 2 → pas de chiffre"]),
}  # fmt: skip


@pytest.fixture
def edition(site: Path, program: Program) -> Path:
    """An edition of 20 August 2026: two products, both launched in 2020."""
    commit(site, "2026-08-20", {"content/_startups/a.md": product(("construction", "2020-06-01"))})
    assert program("build", site, "-q", "--edition", "e")[0] == 0
    commit(site, "2026-08-21", {})
    return site / "_data/stats_editions/e.json"


@pytest.mark.parametrize("row", SINCE)
def test_an_edition_is_compared_with_today(row: str, site: Path, edition: Path, program: Program) -> None:
    edits, config, expected = SINCE[row]
    assert "Depuis" not in program("verify", edition)[1]  # it is today's
    commit(site, "2026-08-22", edits | ({"startup-stats.yml": config} if config else {}))
    assert program("build", site, "-q", "--as-of", "2026-08-22", "--accept")[0] == 0
    code, told, _ = program("verify", edition)
    assert (code, [line for line in expected if line not in told]) == (0, []), told
    since = json.loads(program("verify", edition, "--format", "json")[1])["since"]
    assert (since["day"], since["counted_alike"]) == ("2026-08-22", not config)
    figures = [line for line in told.splitlines() if line.startswith("  ")]
    assert len(since["moved"]) == len(figures)
    assert bool(figures) == (row != "nothing moves")
    commit(site, "2026-08-23", {})
    assert program("verify", "HEAD:_data/stats_editions/e.json", "--site", site)[1].count("\n") == told.count("\n")
    assert "Depuis" not in program("verify", site / "_data/stats.json")[1]  # no edition


@pytest.mark.parametrize(
    "today", [None, "{", '{"as_of": "2026-09-01"}', "[]"], ids=["none", "no JSON", "another", "a list"]
)
def test_an_edition_is_verified_whatever_stands_for_today(
    today: str | None, site: Path, edition: Path, program: Program
) -> None:
    stats = site / "_data/stats.json"
    stats.unlink()
    if today is not None:
        stats.write_text(today)
    code, told, _ = program("verify", edition)
    assert (code, told.startswith("Égal"), "Depuis" in told) == (0, True, False)


def test_a_document_of_another_shape_is_compared_with_nothing(site: Path, edition: Path, program: Program) -> None:
    """It says what a claim says, and has none of the figures."""
    document = json.loads((site / "_data/stats.json").read_text())
    document["as_of"] = "2026-09-01"
    del document["definitions_version"]
    (site / "_data/stats.json").write_text(json.dumps(document))
    assert "Depuis" not in program("verify", edition)[1]
