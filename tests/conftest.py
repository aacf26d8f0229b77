"""The real content, where it lies beside the project, and which tests share a worker; helpers are in tests/sites.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast an example is drawn says something of the machine and of its first run, nothing of what is tested.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

PROJECT = Path(__file__).resolve().parent.parent

# Files whose tests `pytest --dist loadgroup` keeps on one worker: those of « clock » measure time or processors and
# would disturb one another. The page's tests share browsers and sites, and go by the figures they look at (below).
GROUPS = {
    "test_engine.py": "clock",
    "test_load.py": "clock",
    "test_parallel.py": "clock",
    "test_web.py": "clock",
}
# Tests of a minute of work are given out before those of a moment, so that no worker ends alone with one of them.
FIRST = ("test_publish_commands.py", "test_action.py", "test_pre_commit.py", "test_mutations.py", "test_plain_yaml.py")


@pytest.hookimpl(tryfirst=True)  # before xdist writes the groups into the tests' names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        group = _page_group(item) if item.path.name == "test_page.py" else GROUPS.get(item.path.name)
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


def _page_group(item: pytest.Item) -> str:
    """Both sites are built once and not on each worker: the tests of the real figures, and the others."""
    parameters = getattr(item, "callspec", None)
    asks = {*getattr(item, "fixturenames", ()), *(parameters.params.values() if parameters else ())}
    return "page of the real figures" if "real" in asks else "page"


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


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Action's environment as its own step makes it, once for all workers."""
    from tests.workflows import install, once

    return once(tmp_path_factory, "installed", install) / "temp" / "startup-stats"


@pytest.fixture(scope="session")
def runner_python(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python3 of a runner on which that environment need not be installed again."""
    from tests.workflows import make_python

    python = tmp_path_factory.mktemp("runner") / "python3"
    make_python(python, installed)
    return python
