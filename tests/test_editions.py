"""Editions: copies of stats.json, each written once, and verified as any other."""

from __future__ import annotations

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
