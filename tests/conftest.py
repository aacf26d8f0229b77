"""The real content, where it lies beside the project; helpers are in tests/sites.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_data() -> Path:
    place = Path(os.environ.get("STARTUP_STATS_DATA") or PROJECT.parent / "shared" / "data")
    if not (place / "site").is_dir():
        pytest.skip(f"the real content is not there: {place} (set STARTUP_STATS_DATA)")
    return place


@pytest.fixture(scope="session")
def real_site(real_data: Path) -> Path:
    return real_data / "site"


@pytest.fixture(scope="session")
def example() -> Path:
    return PROJECT / "examples" / "site"
