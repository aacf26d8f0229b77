"""The real content, where it lies beside the project; helpers are in tests/sites.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast an example is drawn says something of the machine and of its first run, nothing of what is tested.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

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
