"""The published figures of the real configuration, and what gives them again on the real history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from startup_stats import cli
from startup_stats.writers.json import to_rows
from tests.conftest import PROJECT, REAL_CONFIG

if TYPE_CHECKING:
    from pathlib import Path

# What docs/generate.py makes a page of: where the real content is missing, it still can.
PUBLISHED = PROJECT / "docs/beta.gouv.fr/published.json"
# The last day of the real history.
DAY = "2026-08-20"


def write_past(site: str, output: Path) -> None:
    """Write the stats_history.json of the real history, of its last day and by the real configuration."""
    options = ["--config", REAL_CONFIG, "--as-of", DAY, "-o", output, "--no-cache", "--quiet"]
    assert cli.main(["history", *map(str, (site, *options))]) == 0


def published_json(past: Path) -> str:
    """Return the text of PUBLISHED, which is a part of the real stats_history.json."""
    document = json.loads(past.read_text(encoding="utf-8"))
    return to_rows({key: document[key] for key in ("as_of", "published")})
