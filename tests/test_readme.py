"""The two workflows of README.md, as they stand there, run whole on a site in a repository of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from startup_stats.kit import workflow_files
from tests.forge import make_repository, served
from tests.publishing import STATS
from tests.sites import write_site
from tests.workflows import Runner, as_used, commit, git, merge, of_the_readme, ran

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = of_the_readme()
LEDGER = "_data/stats_evidence.json"


def test_they_are_the_two_that_init_writes() -> None:
    assert list(WORKFLOWS) == ["Statistics", "Check"]
    for text in workflow_files().values():
        shown = re.sub(r"\A(#.*\n)+", "", text)
        assert WORKFLOWS[yaml.safe_load(text)["name"]] == shown


def test_the_figures_are_published(tmp_path: Path, tool: Path, runner_python: Path) -> None:
    """As README has it, which asks GitHub and no more; then with the probe of which it speaks."""
    content = write_site(tmp_path / "content", **{".github/workflows/stats.yml": WORKFLOWS["Statistics"]})
    with served(make_repository(tmp_path / "bare.git", content)) as forge:
        runner = Runner(forge, tmp_path, tool, runner_python)
        assert "Publié par le commit" in runner.run()
        assert forge.git.messages() == ["Statistiques : première publication", "Content"]
        assert (forge.git.file("main", STATS) is None, forge.git.file("main", LEDGER)) == (False, None)
        said = runner.run(("publish: commit", "probe: true\n          publish: commit"))
        assert "réponses à" in said
        assert forge.git.file("main", LEDGER) is not None


@pytest.mark.parametrize("name", ["construction", "constuction"], ids=["good", "bad"])
def test_a_pull_request_is_checked(name: str, tmp_path: Path, tool: Path, runner_python: Path) -> None:
    site = write_site(tmp_path / "site", **{".github/workflows/check.yml": WORKFLOWS["Check"]})
    git(site, "init", "--quiet", "-b", "main")
    commit(site)
    git(site, "checkout", "--quiet", "-b", "change")
    product = site / "content/_startups/voisin.md"
    (product.parent / "nouveau.md").write_text(product.read_text().replace("name: construction", f"name: {name}"))
    code, said = ran(site, runner_python, "pull_request", "check.yml", *merge(site), *as_used(tool))
    found = "::error file=content/_startups/nouveau.md,line=11,col=11,title=value-not-allowed::"
    assert (code, found in said) == ((0, False) if name == "construction" else (1, True)), said[-4000:]
