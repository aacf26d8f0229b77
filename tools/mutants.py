"""Mutation testing of a room: how many of its mutants, drawn by lot, a test kills, and which ones live.

A mutant is the program with one operator, word or value changed; one that no test notices is a wrong result that nobody
would notice. mutmut makes them in a copy of the project under build/mutants, and has each judged by those tests of the
room's files that reach the changed function. What lives is judged again in a process of its own, where it stands from
the import on. `make mutants ROOM=checks` draws 130; what one changes is said in that copy: mutmut show NAME.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PROJECT = Path(__file__).resolve().parent.parent
# Room → the files of tests that judge it, without « test_ »: together they reach all its branches, in a minute or two.
JUDGES = {
    "action/inputs.py": "inputs",
    "checks": "breakages cli documents fixes impact parallel portfolio proposal rules sarif schemas unforeseen "
    "vocabulary",
    "content": "breakages check cli documents fixes front_matter history_command inputs location plain_lines "
    "plain_yaml portfolio rules source unforeseen",
    "document": "alarm config content_tree difference document editions findings history history_command key_figures "
    "moves other_portfolio past publish_commands self_assessment tracking verify vintages writers",
    "history": "comparison digest history history_cache history_command impact other_portfolio proposal",
    "indicators": "document other_portfolio people products series",
    "standards": "self_assessment standards teams_answers",
}
SELECTED = (
    "-p", "no:cacheprovider", "-m", "not unmeasured and not runner and not alone and not long",
    # It starts the program that is installed, which is another one than the copy: what they keep names which.
    "--deselect", "tests/test_history_cache.py::test_two_runs_at_once",
)  # fmt: skip
# What is asked of every room.
LEAST = 0.9
KILLED, SURVIVED, TOO_LONG, NOT_JUDGED = "killed", "survived", "too long", "not judged"
# What mutmut's exit codes mean; any other stands for a test that failed.
OUTCOMES = {
    None: NOT_JUDGED, 0: SURVIVED, 33: "reached by no test", 36: TOO_LONG, 24: TOO_LONG, 152: TOO_LONG, -24: TOO_LONG
}  # fmt: skip
_SECONDS = 600
# What mutmut writes once all tests have passed without a mutant.
REACHED = "mutmut-stats.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge a sample of a room's mutants, print what came of it, and return 1 where fewer than nine in ten died."""
    parser = argparse.ArgumentParser(description="Have a room's tests judge mutants of it.")
    parser.add_argument("room", choices=JUDGES)
    parser.add_argument("--sample", type=int, default=130, help="how many are drawn; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws others")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1, help="how many are judged at once")
    given = parser.parse_args(arguments)
    copy = make_copy(PROJECT / "build/mutants" / given.room.replace("/", "-"), given.room)
    mutmut(copy, "no.such.mutant")  # makes them all, and sees which tests reach which function
    names = drawn(outcomes(copy), given.sample, given.seed)
    if not (copy / "mutants" / REACHED).exists() or judged_again(copy, given.room, "no.mutant") != SURVIVED:
        sys.exit(f"The tests that judge {given.room} fail without any mutant in {copy}: mend that first.")
    mutmut(copy, *names, "--max-children", str(given.children))
    judged = {name: outcome for name, outcome in outcomes(copy).items() if name in names}
    alive = [name for name, outcome in judged.items() if outcome != KILLED]
    with ThreadPoolExecutor(given.children) as pool:
        judged |= zip(alive, pool.map(lambda name: judged_again(copy, given.room, name), alive), strict=True)
    return told(judged)


def make_copy(place: Path, room: str) -> Path:
    """Copy what git knows of the project, as it is now, with mutmut's configuration for a room."""
    shutil.rmtree(place, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, check=True, stdout=subprocess.PIPE).stdout
    names = [name for name in os.fsdecode(listed).split("\0") if name and (PROJECT / name).is_file()]
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, place / name)
    (place / "mutants").mkdir()
    (place / "mutants/node_modules").symlink_to(PROJECT / "node_modules")
    with (place / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(configuration(room, sorted({name.partition("/")[0] for name in names})))
    return place


def configuration(room: str, names: Iterable[str]) -> str:
    """Return mutmut's table of pyproject.toml: TOML's lists of words are written as JSON's."""
    values = {
        "source_paths": ["src"],
        "only_mutate": [f"src/startup_stats/{room}" if room.endswith(".py") else f"src/startup_stats/{room}/*"],
        "also_copy": list(names),
        "process_isolation": "forkserver",  # tests fork, and whose child has ended is asked of all children
        "pytest_add_cli_args": SELECTED,
        "pytest_add_cli_args_test_selection": judges_of(room),
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def judges_of(room: str) -> list[str]:
    """Return the files of tests that judge a room."""
    return [f"tests/test_{name}.py" for name in JUDGES[room].split()]


def mutmut(copy: Path, *words: str) -> None:
    """Run mutmut in a copy; the real content stays where it is."""
    subprocess.run([sys.executable, "-m", "mutmut", "run", *words], cwd=copy, check=False, env=around())


def around() -> dict[str, str]:
    """Return the environment in which tests find the real content, however deep the copy lies."""
    return {"STARTUP_STATS_DATA": str(PROJECT.parent / "shared/data"), **os.environ}


def outcomes(copy: Path) -> dict[str, str]:
    """Return what became of each mutant, by its name."""
    codes: dict[str, int | None] = {}
    for file in sorted((copy / "mutants").rglob("*.meta")):
        codes |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {name: OUTCOMES.get(code, KILLED) for name, code in codes.items()}


def drawn(names: Iterable[str], number: int, seed: int) -> list[str]:
    """Draw some of the mutants, the same for the same seed; all where the number is 0."""
    known = sorted(names)
    return random.Random(seed).sample(known, min(number, len(known))) if number else known  # noqa: S311


def judged_again(copy: Path, room: str, name: str) -> str:
    """Have all tests of a room judge a mutant in a process that knows nothing else."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", *SELECTED, *judges_of(room)]
    place = copy / "mutants"
    here = around() | {"PYTHONPATH": str(place / "src"), "MUTANT_UNDER_TEST": name}
    try:
        done = subprocess.run(command, cwd=place, env=here, check=False, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return TOO_LONG
    return KILLED if done.returncode else SURVIVED


def told(judged: Mapping[str, str]) -> int:
    """Print what became of the mutants that were drawn."""
    for name, outcome in sorted(judged.items()):
        if outcome != KILLED:
            print(f"{outcome}: {name}")
    counts = Counter(judged.values())
    share = counts[KILLED] / max(1, len(judged))
    print(f"{len(judged)} mutants drawn; {', '.join(f'{count} {outcome}' for outcome, count in counts.items())}.")
    print(f"Killed: {share:.1%}, of at least {LEAST:.0%}.")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
