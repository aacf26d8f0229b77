"""The Action's probe, in a process of its own: it asks the web, or dies in whatever way and costs no figure."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from startup_stats import action
from startup_stats.action import probe as probe_step
from tests.conftest import PROJECT
from tests.forge import TOKEN, make_repository, served
from tests.publishing import STATS, clone, limits
from tests.sites import PRODUCT, TODAY, write_site
from tests.web import Reply, Served
from tests.workflows import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forge import Forge

# What asks the web runs in a process of its own alone.
pytestmark = pytest.mark.programs

LEDGER = "_data/stats_evidence.json"
SEEN = {"state": "ok", "reason": "page", "since": "2026-08-01", "subject": "https://voisin.example/stats"}
HELD = json.dumps({"schema_version": 1, "products": {"voisin": {"stats_page": SEEN}}})
PUBLIC = "content/_startups/voisin.md"


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    content = write_site(tmp_path / "content", **{LEDGER: HELD, "startup-stats.yml": "probing: {budget: 1}\n"})
    with served(make_repository(tmp_path / "bare.git", content)) as running:
        yield running


@pytest.fixture
def step(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of the Action's step, which asks the web and publishes."""
    monkeypatch.setattr("startup_stats.publishing.client.LIMITS", limits())
    before = signal.getsignal(signal.SIGTERM)
    yield {
        "INPUT_PATH": str(clone(forge, tmp_path / "checkout")), "INPUT_PUBLISH": "commit", "INPUT_PROBE": "true",
        "INPUT_TOKEN": TOKEN, "GITHUB_REPOSITORY": "o/n", "GITHUB_API_URL": forge.url,
        "GITHUB_REF": "refs/heads/main", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }  # fmt: skip
    signal.signal(signal.SIGTERM, before)


def summary(step: dict[str, str]) -> str:
    return Path(step["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8").replace("\\", "")


def at_the_start(folder: Path, script: str) -> str:
    """Return a PYTHONPATH by which every Python runs a script first, such as one that breaks it."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(script)
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


def test_the_step_asks_the_web_and_publishes_both_files(
    forge: Forge, step: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert action.main(step, today=TODAY) == 0
    ledger = forge.git.file("main", LEDGER)
    assert ledger is not None
    assert ledger[1] != HELD.encode()
    assert forge.git.git("rev-list", "--count", "main") == "2"
    assert "vérifications en ligne" not in summary(step)
    assert f"0 réponses à 0 questions, en 0 requêtes à 0 sites.\nÉcrit : {step['INPUT_PATH']}" in capfd.readouterr().err


def test_a_web_that_cannot_be_asked_costs_no_figure(
    forge: Forge, step: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """All answers are unknown, so the ledger stays; the content's figures are published."""
    product = PRODUCT.replace("link:", "stats_url: http://127.0.0.1:9/stats\nlink:")
    (Path(step["INPUT_PATH"]) / PUBLIC).write_text(product)
    assert action.main(step, today=TODAY) == 0
    for said in (capfd.readouterr().err, summary(step)):
        assert "100 % des réponses ne disent rien" in said
        assert "ce qui n'a pas été observé reste comme au dernier relevé" in said
    assert forge.git.file("main", STATS) is not None
    assert forge.git.file("main", LEDGER)[1] == HELD.encode()


# Python 3.13.0 lets a recursion go on until memory ends, and has another name for that.
RECURSION = "" if sys.version_info[:2] == (3, 13) else "RecursionError)"

# how the probe's process ends → what is said of it
DEATHS = {
    "killed, as a system without memory does": ("os.kill(os.getpid(), signal.SIGKILL)", "signal 9 (mémoire ?)"),
    "a parser that crashes": ("os.kill(os.getpid(), signal.SIGSEGV)", "arrêté par le signal 11"),
    "a library that ends the program": ("os._exit(3)", "sans dire pourquoi (code 3)"),
    "one that says it is well": ("os._exit(0)", "sans dire pourquoi (code 0)"),
    "one that prints, and ends it": ("os.write(1, b'null?'); os._exit(0)", "sans dire pourquoi (code 0)"),
    "memory without end": ("all = [bytes(2**26) for _ in iter(int, 1)]", "arrêté faute de mémoire"),
    "a time without end": ("time.sleep(600)", "n'était pas fini après 3 secondes"),
    "an exception": ("1 / 0", "un défaut de cet outil (ZeroDivisionError)"),
    "recursion without end": ("dies()", f"un défaut de cet outil ({RECURSION}"),
    "a failure with its sentence": ("raise OutsideError(same('Le disque est plein.'))", "Le disque est plein."),
    "stopped alone": ("os.kill(os.getpid(), signal.SIGTERM); time.sleep(9)", "ce qu'il avait déjà vu est gardé"),
}


@pytest.mark.parametrize(("death", "words"), DEATHS.values(), ids=DEATHS)
def test_a_probe_that_dies_costs_no_figure(
    death: str,
    words: str,
    forge: Forge,
    step: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The ledger is as it was, the figures are published, and log and summary say what happened."""
    script = f"""\
import os, signal, time
from startup_stats.commands import probe
from startup_stats.errors import OutsideError
from startup_stats.language import same
def dies(*_):
    {death}
probe.probe = dies
"""
    monkeypatch.setenv("PYTHONPATH", at_the_start(tmp_path / "first", script))
    monkeypatch.setattr(probe_step, "MARGIN", 2.0 if "sleep(600)" in death else 60.0)
    assert action.main(step, today=TODAY) == 0
    logged = capfd.readouterr().err
    for said in (logged, summary(step)):
        assert words in said
        assert "Les fiches sont lues et publiées quand même" in said
        assert TOKEN not in said
        assert "Traceback" not in said
    assert "### Les vérifications en ligne n'ont pas abouti" in summary(step)
    assert forge.git.file("main", STATS) is not None
    assert (Path(step["INPUT_PATH"]) / LEDGER).read_text() == HELD


def test_a_probe_that_cannot_start_costs_no_figure(
    forge: Forge, step: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert action.main(step | {"INPUT_LANGUAGE": "en"}, today=TODAY) == 0
    assert "The round online could not start (it does not exist)." in summary(step)
    assert forge.git.file("main", STATS) is not None


HOME = "<p>" + "Écrire mieux. " * 40 + "</p><footer>Accessibilité : non conforme</footer>"
PAGES = {"127.0.0.1/": Reply(body=HOME), "127.0.0.1/stuck": Reply(way="hang")}
# Addresses of this machine are allowed, so that there is a web to ask.
PRIVATE = """
from functools import partial
from startup_stats.commands import probe
probe.ProbeOptions = partial(probe.ProbeOptions, allow_private=True)
"""


def start_as_a_runner(step: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    """Start the script of action.yml as a runner does, which knows the shell's process and no other."""
    (run,) = [step["run"] for step in METADATA["runs"]["steps"] if step.get("id") == "run"]
    python = folder / "startup-stats" / "bin" / "python"
    python.parent.mkdir(parents=True)
    first = at_the_start(folder / "first", PRIVATE)
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{first}:$PYTHONPATH" exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (folder / "script.sh").write_text(run)
    around = os.environ | step | {"RUNNER_TEMP": str(folder), "GITHUB_ACTION_PATH": str(PROJECT)}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(folder / "script.sh")]
    # Whoever starts the tests in the background may have had SIGINT ignored, which programs inherit.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=around)
    finally:
        signal.signal(signal.SIGINT, heeded)


@contextmanager
def asking(step: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the step as a runner does, and wait until one page was seen and another never answers."""
    with Served(PAGES) as web:
        site = Path(step["INPUT_PATH"])
        (site / "startup-stats.yml").write_text("probing: {budget: 60}\n")
        home = web.url("127.0.0.1/")
        product = PRODUCT.replace("link: https://voisin.example", f"link: {home}\nstats_url: {home}stuck")
        phase = "  - name: acceleration\n    start: 2021-06-01\n---\nUn"
        (site / PUBLIC).write_text(product.replace("---\nUn", phase))
        process = start_as_a_runner(step, folder)
        web.wait_until_stuck("127.0.0.1", requests=2)
        yield process


@pytest.mark.parametrize("signals", [signal.SIGINT, signal.SIGTERM])
def test_a_cancelled_workflow_keeps_what_was_seen_and_publishes_nothing(
    signals: signal.Signals, forge: Forge, step: dict[str, str], tmp_path: Path
) -> None:
    with asking(step, tmp_path / "runner") as process:
        process.send_signal(signals)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "Interrompu : ce qui était connu a été gardé, le reste demeure comme avant." in said
    assert "Interrompu ; rien n'a été écrit à moitié." in said
    assert "Traceback" not in said
    entries = json.loads((Path(step["INPUT_PATH"]) / LEDGER).read_text())["products"]["voisin"]
    assert entries["accessibility"]["state"] == "ok"
    assert "stats_page" not in entries
    assert forge.writes == []


def children(process: int) -> list[int]:
    """Return what the threads of a process started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_a_probe_killed_from_outside_costs_no_figure_and_leaves_no_process(
    forge: Forge, step: dict[str, str], tmp_path: Path
) -> None:
    with asking(step, tmp_path / "runner") as process:
        (probe,) = children(process.pid)
        parsers = children(probe)
        assert parsers
        assert TOKEN.encode() not in Path(f"/proc/{probe}/cmdline").read_bytes()
        assert Path(f"/proc/{probe}/oom_score_adj").read_text() == "1000\n"
        os.kill(probe, signal.SIGKILL)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "arrêté par le signal 9 (mémoire ?)" in said
    assert forge.git.file("main", STATS) is not None
    assert forge.git.file("main", LEDGER)[1] == HELD.encode()
    deadline = time.monotonic() + 20
    while any(is_running(each) for each in parsers):
        assert time.monotonic() < deadline, "what parses pages ends with the input that it reads"
        time.sleep(0.05)
