"""The real content, where it lies beside the project, and which tests share a worker; helpers are in tests/sites.py."""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings
from requests.utils import DEFAULT_CA_BUNDLE_PATH

import startup_stats
from startup_stats.probing import connections
from tests.once import once

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from contextlib import AbstractContextManager

    from xdist.scheduler import LoadScopeScheduling

# A module's own lines run once a process: here, where all is measured, not in whichever test comes first.
for module in walk_packages(startup_stats.__path__, "startup_stats."):
    if not module.name.endswith("__main__"):
        import_module(module.name)

# As far from UTC as a clock can be: whoever takes a machine's day for a day is seen.
os.environ["TZ"] = "Pacific/Kiritimati"
time.tzset()

# How fast an example is drawn says something of the machine and of its first run, nothing of what is tested.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

PROJECT = Path(__file__).resolve().parent.parent
os.environ["GIT_CONFIG_GLOBAL"] = str(PROJECT / "tests/gitconfig")
REAL_DATA = Path(os.environ.get("STARTUP_STATS_DATA") or PROJECT.parent / "shared" / "data")
REAL_CONFIG = PROJECT / "docs/beta.gouv.fr/startup-stats.yml"

# What `pytest -n` gives to one worker as a whole, in the order it is given out: long before short, so that no worker
# ends alone with a minute of work. The page's tests share a browser and a site; those of « clock » measure time or
# processors and would disturb one another; those of « code » share what they parsed. Every other test goes where there
# is room, the slow files' first.
GROUPS = {
    "test_real_figures.py": "page of real figures",
    "test_odd_figures.py": "page of odd figures",
    "test_load.py": "clock",
    "test_engine.py": "clock",
    "test_web.py": "clock",
    "test_parallel.py": "clock",
    "test_figures.py": "page",
    "test_reading.py": "page of a reader",
    "test_screenshots.py": "page kept",
    "test_architecture.py": "code",
    "test_entries.py": "code",
}
FIRST = (
    *GROUPS,
    "test_action.py",
    "test_published.py",
    "test_alarm_history.py",
    "test_readme.py",
    "test_real_comparisons.py",
    "test_probe_step.py",
    "test_publish_commands.py",
    "test_confined.py",
    "test_real_content.py",
    "test_accessibility.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(FIRST)}
    for item in items:
        if item.path.parent.name == "page":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.unmeasured)
        if is_hypothesis_test(getattr(item, "obj", None)):  # coverage is by examples that can be read
            item.add_marker(pytest.mark.unmeasured)
        if {"installed", "runner_python"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.runner)
    # Those that run alone come last: nobody waits for them.
    items.sort(key=lambda item: (bool(item.get_closest_marker("alone")), order.get(item.path.name, len(order))))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Give tests out by the groups above (xdist's own marks of groups get lost with pytest 9.2)."""
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):  # type: ignore[misc] # it has no types
        def _split_scope(self, nodeid: str) -> str:
            return GROUPS.get(Path(nodeid.partition("::")[0]).name, nodeid)

    config.option.loadscopereorder = False
    return Grouped(config, log)


@contextmanager
def programs_not_measured() -> Iterator[None]:
    """Measure no coverage of what is started for a while: the measuring takes as long as the program."""
    around = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("COVERAGE_")}
    try:
        yield
    finally:
        os.environ.update(around)


@contextmanager
def not_measured() -> Iterator[None]:
    """Measure no coverage for a while, of threads and programs that are started neither.

    What the program keeps from then on is forgotten: its lines would never run again where they are measured.
    """
    kept = {id(function): function.cache_info().currsize for function in _caches()}
    tracer, tracer_of_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        with programs_not_measured():
            yield
    finally:
        threading.settrace(tracer_of_threads)
        sys.settrace(tracer)
        for function in _caches():
            if function.cache_info().currsize > kept.get(id(function), 0):
                function.cache_clear()


@cache
def _caches() -> list[Any]:
    modules = [module for name, module in sys.modules.items() if name.startswith("startup_stats.")]
    return [each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Read the tests without measuring, and have nobody look through what was read for garbage again and again."""
    with not_measured():
        outcome = yield
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)  # the program itself collects nothing: a test need not every 700 objects
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with _turn(item), _as_marked(item):
        return (yield)


@contextmanager
def _turn(item: pytest.Item) -> Iterator[None]:
    """Have a test that runs alone wait until no worker runs another, and none begin one before it ends."""
    with (PROJECT / "pyproject.toml").open() as lock:  # its file is there for every worker, and stays as it is
        fcntl.flock(lock, fcntl.LOCK_EX if item.get_closest_marker("alone") else fcntl.LOCK_SH)
        yield


def _as_marked(item: pytest.Item) -> AbstractContextManager[None]:
    if item.get_closest_marker("unmeasured"):
        return not_measured()
    return nullcontext() if item.get_closest_marker("programs") else programs_not_measured()


@pytest.fixture(scope="session", autouse=True)
def few_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust one of the Web's authorities: reading all takes longer than most tests that ask the loopback."""
    end = "-----END CERTIFICATE-----\n"
    first, *_ = Path(DEFAULT_CA_BUNDLE_PATH).read_text(encoding="utf-8").partition(end)
    trusted = tmp_path_factory.mktemp("authorities") / "first.pem"
    trusted.write_text(first + end, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connections, "DEFAULT_CA_BUNDLE_PATH", str(trusted))
        yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not (REAL_DATA / "site").is_dir():
        pytest.skip(f"the real content is not there: {REAL_DATA} (set STARTUP_STATS_DATA)")
    return REAL_DATA


@pytest.fixture(scope="session")
def real_site(real_data: Path) -> Path:
    return real_data / "site"


@pytest.fixture(scope="session")
def computed(tmp_path_factory: pytest.TempPathFactory, real_site: Path) -> Path:
    """The real content's figures: plain.json by the defaults, configured.json by the real configuration."""
    from startup_stats import cli

    def make(folder: Path) -> None:
        with not_measured():
            for name, options in {"plain": [], "configured": ["--config", str(REAL_CONFIG)]}.items():
                output = ["-o", str(folder / f"{name}.json"), "--quiet"]
                assert cli.main(["build", str(real_site), "--as-of", "2026-08-20", *output, *options]) == 0

    return once(tmp_path_factory, "computed", make)


@pytest.fixture(scope="session")
def history(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole history of the real content, as a bare repository."""

    def make(folder: Path) -> None:
        bundle, bare = real_data / "content-history.bundle", folder / "content.git"
        subprocess.run(
            ["git", "clone", "--quiet", "--bare", "-b", "main", bundle, bare], check=True, capture_output=True
        )

    return once(tmp_path_factory, "history", make) / "content.git"


@pytest.fixture(scope="session")
def real_past(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stats_history.json of the real history, which takes half a minute."""
    from tests.published import write_past

    def make(folder: Path) -> None:
        with not_measured(), pytest.MonkeyPatch.context() as patched:
            patched.setenv("XDG_CACHE_HOME", str(folder / "cache"))
            write_past(str(checkout(history, folder / "content")), folder / "stats_history.json")

    return once(tmp_path_factory, "past", make) / "stats_history.json"


@pytest.fixture
def real_history(history: Path, tmp_path: Path) -> Path:
    """The same as a checkout, of which no file is checked out."""
    return checkout(history, tmp_path / "content")


def checkout(history: Path, made: Path) -> Path:
    """Make a checkout of a bare repository, of which no file is checked out."""
    subprocess.run(
        ["git", "clone", "--quiet", "--shared", "--no-checkout", history, made], check=True, capture_output=True
    )
    return made


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder in which git finds no repository of somebody else's, and a cache of its own."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def example() -> Path:
    return PROJECT / "examples" / "site"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Action's environment as its own step makes it, once for all workers."""
    from tests.workflows import install

    return once(tmp_path_factory, "installed", install) / "temp" / "startup-stats"


@pytest.fixture(scope="session")
def runner_python(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python3 of a runner on which that environment need not be installed again."""
    from tests.workflows import make_python

    python = tmp_path_factory.mktemp("runner") / "python3"
    make_python(python, installed)
    return python


@pytest.fixture(scope="session")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as its users get it."""
    from tests.workflows import copy_of_the_project

    return copy_of_the_project(tmp_path_factory.mktemp("tool"))
