"""A site that lacks nothing, in a repository of its own, and what doctor says of a folder."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from startup_stats import cli
from startup_stats.kit import kit_files, workflow_files
from tests.repositories import SITE, commit, history

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TODAY = date(2026, 8, 20)
STATS, CHECK = ".github/workflows/stats.yml", ".github/workflows/stats-check.yml"
# How many templates the kit has.
INCLUDES = sum(path.startswith("_includes/stats/") for path in kit_files())
READY: dict[str, str | bytes | None] = {
    **SITE,
    "content/_incubators/dinum.md": "---\ntitle: La Dinum\n---\n",
    "_config.yml": "include: [_pages]\n",
    "_data/.gitkeep": "",
    **kit_files(),
    **{f".github/workflows/{name}": text for name, text in workflow_files().items()},
}


def ready(root: Path) -> Path:
    """Make the site, committed today."""
    return history(root, [(TODAY.isoformat(), READY)])


def change(site: Path, path: str, old: str, new: str) -> None:
    """Put something in place of what a file says, and commit it."""
    text = (site / path).read_text()
    assert old in text
    commit(site, TODAY.isoformat(), {path: text.replace(old, new)})


def doctor(
    capsys: pytest.CaptureFixture[str], site: Path, *options: str, today: date = TODAY
) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code and the obstacles."""
    code = cli.main(["doctor", str(site), "--format", "json", *options], today=today)
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, json.loads(captured.out)["obstacles"]
