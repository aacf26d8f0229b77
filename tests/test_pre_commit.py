"""The pre-commit hook, with real pre-commit in a real repository, from a clone of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import PRODUCT, write_site
from tests.workflows import commit, copy_of_the_project, git


@pytest.mark.unmeasured
def test_the_hook_stops_a_bad_commit(tmp_path: Path) -> None:
    hooks = copy_of_the_project(tmp_path / "hooks")
    git(hooks, "init", "--quiet", "-b", "main")
    commit(hooks)
    site = write_site(tmp_path / "site")
    (site / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {hooks}, rev: main, hooks: [{{id: startup-stats-check}}]}}]\n"
    )
    git(site, "init", "--quiet", "-b", "main")
    git(site, "add", "--all")
    assert _pre_commit(site, tmp_path)[0] == 0
    (site / "content/_startups/new.md").write_text(PRODUCT.replace("construction", "constuction"))
    (site / "content/_startups/voisin.md").write_text(PRODUCT.replace("Marché", "Le marché"))
    git(site, "add", "--all")
    code, said = _pre_commit(site, tmp_path)
    assert code == 1
    assert "11:11 erreur : « constuction » n'est pas une valeur possible de « name »." in said


def _pre_commit(site: Path, home: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=site,
        env=os.environ
        | {"PRE_COMMIT_HOME": str(home / "pre-commit"), "HOME": str(home), "PIP_NO_COMPILE": "1"}
        | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr
