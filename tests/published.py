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


def published_json(bundle: Path, folder: Path) -> str:
    """Return the text of PUBLISHED, computed from a bundle; `folder` is to work in."""
    output = folder / "stats_history.json"
    options = ["--config", REAL_CONFIG, "--as-of", DAY, "-o", output, "--no-cache", "--quiet"]
    assert cli.main(["history", str(bundle), *map(str, options)]) == 0
    document = json.loads(output.read_text(encoding="utf-8"))
    return to_rows({key: document[key] for key in ("as_of", "published")})
