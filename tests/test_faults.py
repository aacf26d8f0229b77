"""Whatever the disk does, and whatever stands in a file's place: old files are whole, and a sentence says what to do.

Commands are run with a fault at every one of their writes in turn (tests/faults.py); then with every file that they
read spoilt in every way.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from startup_stats import cli
from tests.conftest import PROJECT
from tests.faults import files_of
from tests.repositories import SITE, commit, history
from tests.sites import PRODUCT
from tests.test_known_at import product

pytestmark = [pytest.mark.unmeasured, pytest.mark.usefixtures("apart")]
TODAY = date(2026, 8, 20)
STATS, LEDGER = "_data/stats.json", "_data/stats_evidence.json"
HISTORY, FINDINGS = "_data/stats_history.json", "_data/stats_findings.json"
EDITION = "_data/stats_editions/mars.json"

HELD = {"subject": "https://p.example", "state": "ok", "reason": "page", "since": "2026-01-01"}
HELD_LEDGER = json.dumps({"schema_version": 1, "products": {"voisin": {"stats_page": HELD}}})
BUILD = ["build", ".", "--accept", "--findings", FINDINGS]
# command → its arguments: each writes
WRITING = {
    "build": [*BUILD, "--csv", "csv", "--preview", "apercu.html", "--summary", "resume.md",
              "--findings-feed", "defauts.xml", "--edition", "aout"],
    "history": ["history", ".", "--update"],
    "probe": ["probe", "."],
    "probe merge": ["probe", "merge", "1.json", "2.json", "-o", LEDGER],
    "check -o": ["check", ".", "--format", "json", "-o", "rapport.json"],
    "check --fix": ["check", ".", "--fix"],
    "init": ["init", "."],
}  # fmt: skip
READING = {
    "check": ["check", "."],
    "explain": ["explain", "end", "2024", "."],
    "vintages": ["vintages", "product_launch", "2020", "."],
    "impact": ["impact", ".", "--base", "HEAD~"],
    "digest": ["digest", ".", "--since", "HEAD~"],
    "verify": ["verify", EDITION],
    "doctor": ["doctor", "."],
    "build -o -": ["build", ".", "-o", "-"],
    "history -o -": ["history", ".", "-o", "-", "--no-cache"],
}
LITTER = re.compile(r"(.*/)?\.[^/]+\.[0-9a-f]{16}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which every command ran once, and whose content changed since: all that they write is another."""
    root = history(tmp_path_factory.mktemp("faults") / "site", [("2026-06-01", SITE)])
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(root)
        patched.setenv("XDG_CACHE_HOME", str(root / "cache"))
        for folder in ("_data/stats_editions", "csv"):
            Path(folder).mkdir(parents=True)
        Path(LEDGER).write_text(HELD_LEDGER)
        for number in (1, 2):
            Path(f"{number}.json").write_text(json.dumps({"shard": f"{number}/2", **json.loads(HELD_LEDGER)}))
        assert cli.main(["history", ".", "--quiet"], today=TODAY) == 0
        commit(root, "2026-07-01", {})
        assert cli.main([*WRITING["build"], "--edition", "mars", "--quiet"], today=TODAY) == 0
        commit(root, "2026-08-01", {
            "content/_startups/a.md": product(("construction", "2026-03-01")),
            "content/_startups/b.md": PRODUCT.replace("\n", "\r\n"),
        })  # fmt: skip
        (root / "rapport.json").write_text("{}")
    return root


def tries(site: Path, arguments: list[str], fault: str, place: Path) -> list[dict[str, Any]]:
    shutil.copytree(site, place / "site", symlinks=True)
    order = {"folder": str(place / "site"), "arguments": arguments, "fault": fault}
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults"],
        input=json.dumps(order), capture_output=True, text=True, check=True, cwd=PROJECT, env=environment,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole(files: dict[str, str], before: dict[str, str], after: dict[str, str]) -> None:
    """Every file that was there is the old one or the new one; every other is a new one."""
    assert before.keys() <= files.keys()
    for name, digest in files.items():
        assert digest in (before.get(name), after.get(name)), name


# All files are written by one function: two commands show it at once, the others at length.
EACH_WRITING = [
    command if command in ("check -o", "probe merge") else pytest.param(command, marks=pytest.mark.long)
    for command in WRITING
]


@pytest.mark.parametrize("command", EACH_WRITING)
def test_killed_at_each_write(command: str, site: Path, tmp_path: Path) -> None:
    """Files are whole, and running again ends as if nothing had been."""
    before = files_of(site)
    *killed, last = tries(site, WRITING[command], "kill", tmp_path)
    assert len(killed) >= 3
    assert before != last["files"]
    for each in killed:
        assert each["code"] == -9
        left = {name: digest for name, digest in each["files"].items() if not LITTER.fullmatch(name)}
        whole(left, before, last["files"])
        again = {name: digest for name, digest in each["again"]["files"].items() if not LITTER.fullmatch(name)}
        assert "Traceback" not in each["again"]["said"]
        if "une édition n'est jamais réécrite" in each["again"]["said"]:
            assert each["again"]["code"] == 2
            whole(again, before, last["files"])
        else:
            assert each["again"]["code"] == last["code"]
            assert again == last["files"]


REFUSALS = {"ENOSPC": "le disque est plein", "EROFS": "le disque est en lecture seule", "EACCES": "l'accès est refusé"}


@pytest.mark.parametrize("fault", REFUSALS)
@pytest.mark.parametrize("command", EACH_WRITING)
def test_a_disk_that_refuses_each_write(command: str, fault: str, site: Path, tmp_path: Path) -> None:
    before = files_of(site)
    *refused, last = tries(site, WRITING[command], fault, tmp_path)
    assert len(refused) >= 3
    for each in refused:
        whole(each["files"], before, last["files"])
        assert "Traceback" not in each["said"]
        assert "personne n'avait prévu" not in each["said"]
        if each["code"] != 3:  # what can't be kept costs nothing but time; a folder that is there, nothing
            assert each["code"] == last["code"]
            assert command == "history" or each["files"] == last["files"]
        else:
            assert f"({REFUSALS[fault]})" in each["said"]


@pytest.mark.parametrize("command", READING)
def test_what_only_reads_writes_nothing(command: str, site: Path, tmp_path: Path) -> None:
    (only,) = tries(site, READING[command], "kill", tmp_path)
    assert only["files"] == files_of(site)


# What may stand in the place of a file that is read → its bytes, made of the whole file's.
SPOILT: dict[str, Any] = {
    "nothing": lambda _: b"",
    "no JSON": lambda _: b"<<<<<<< HEAD\n",
    "a list": lambda _: b"[]",
    "null": lambda _: b"null",
    "an empty object": lambda _: b"{}",
    "bytes": lambda _: bytes(range(256)),
    "a number that is none": lambda content: content.replace(b": 1", b": NaN", 1),
    "nested without end": lambda _: b'{"a":' + b"[" * 200_000,
    "another version": lambda content: re.sub(rb'"schema_version": ?\d+', b'"schema_version": 99', content),
    "a number of thousands of digits": lambda content: re.sub(rb"\d(?=[,\n])", b"9" * 5000, content, count=1),
    "half of it": lambda content: content[: len(content) // 2],
    "all but its end": lambda content: content.rstrip()[:-1],
}
_IN_PLACE = ("a folder", "a link to nowhere", "a link to a folder")
# command, the file that is spoilt → its exit code, and words of what it says; None: what stands there is made anew.
READ_BY: dict[tuple[str, str], tuple[int, str | None]] = {
    ("build", LEDGER): (3, "Le registre"),
    ("build", HISTORY): (3, "n'est pas un historique que cet outil a écrit"),
    ("build", STATS): (0, None),
    ("build", FINDINGS): (0, None),
    ("history", HISTORY): (3, "n'est pas un historique que cet outil a écrit"),
    ("probe", LEDGER): (3, "Le registre"),
    ("probe merge", "1.json"): (3, "Le registre"),
    ("vintages", HISTORY): (3, "n'est pas un historique que cet outil a écrit"),
    ("verify", EDITION): (2, "mars.json"),
}
ARGUMENTS = {**WRITING, **READING, "build": BUILD}


@pytest.fixture
def spoiled(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(site, tmp_path / "site", symlinks=True)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize(("command", "name"), READ_BY, ids=[" of ".join(each) for each in READ_BY])
def test_a_file_that_is_none(
    command: str, name: str, spoilt: str, spoiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (spoiled / name).read_bytes()
    bad = SPOILT[spoilt](content)
    assert bad != content or spoilt == "a number that is none"
    (spoiled / name).write_bytes(bad)
    before = files_of(spoiled)
    expected, words = READ_BY[command, name]
    code = cli.main(ARGUMENTS[command], today=TODAY)
    said = capsys.readouterr().err
    assert "personne n'avait prévu" not in said
    assert "Traceback" not in said
    if words is None:
        assert code == expected
        assert json.loads((spoiled / name).read_text())
    elif command == "verify" and code == 1:  # still a document, and not what the commit gives
        assert files_of(spoiled) == before
    elif bad != content:
        assert (code, words in said) == (expected, True), said
        assert files_of(spoiled) == before


@pytest.mark.parametrize("what", _IN_PLACE)
@pytest.mark.parametrize(("command", "name"), READ_BY, ids=[" of ".join(each) for each in READ_BY])
def test_something_else_in_a_file_s_place(
    command: str, name: str, what: str, spoiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a fault that nobody foresaw, never something written through it, and every other file whole."""
    place = spoiled / name
    place.unlink()
    before = files_of(spoiled)
    if what == "a folder":
        place.mkdir()
    else:
        place.symlink_to("nowhere" if what == "a link to nowhere" else spoiled / "csv")
    code = cli.main(ARGUMENTS[command], today=TODAY)
    said = capsys.readouterr().err
    assert code in (0, 2, 3)
    assert code == 0 or said.count("\n") <= 3
    assert "personne n'avait prévu" not in said
    assert "Traceback" not in said
    assert not (spoiled / "nowhere").exists()
    assert place.is_dir() == (what in ("a folder", "a link to a folder"))
    if code != 0:
        assert {key: value for key, value in files_of(spoiled).items() if key in before} == before


@pytest.mark.parametrize(("command", "name"), [("build", LEDGER), ("history", HISTORY), ("verify", EDITION)])
def test_a_file_cut_at_any_byte(command: str, name: str, spoiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (spoiled / name).read_bytes().rstrip()
    for end in {*range(0, len(content), max(1, len(content) // 12)), len(content) - 1}:
        (spoiled / name).write_bytes(content[:end])
        assert cli.main(ARGUMENTS[command], today=TODAY) in (2, 3)
        assert "personne n'avait prévu" not in capsys.readouterr().err
        assert (spoiled / name).read_bytes() == content[:end]


def test_two_runs_at_once_on_one_checkout(spoiled: Path) -> None:
    """Each writes whole files; what stands in the end is what one alone makes."""
    command = [sys.executable, "-m", "startup_stats", *BUILD, "--csv", "csv"]
    runs = [subprocess.Popen(command, cwd=spoiled, stderr=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate(timeout=120) and run.returncode for run in runs] == [0, 0]
    together = files_of(spoiled)
    assert not [name for name in together if LITTER.fullmatch(name)]
    subprocess.run(command, cwd=spoiled, check=True, capture_output=True)
    assert files_of(spoiled) == together
