"""The house: imports only go down, modules and functions stay small, nothing heavy at start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.modules import MODULES, ROOMS, SOURCE, name_of, nodes

if TYPE_CHECKING:
    from pathlib import Path

# The picture of docs/architecture.md, top to bottom: a room imports only from its own line or from lines below.
LAYERS = (
    ("__main__",),
    ("cli", "action"),
    ("reports",),
    ("commands",),
    ("adoption",),
    ("document",),
    ("history", "probing"),
    ("config", "checks"),
    ("standards", "schema"),
    ("content", "git", "publishing", "files", "exits"),
    ("indicators", "writers", "errors"),
    ("model", "findings", "vocabulary"),
    ("language", "kit"),
)
LEVEL = {name: level for level, layer in enumerate(LAYERS) for name in layer}

# Nothing of the program runs here but what is started.
pytestmark = pytest.mark.unmeasured


def room(module: str) -> str:
    return module.removeprefix("startup_stats.").split(".")[0]


def imported(file: Path, *, at_run_time: bool = False) -> set[str]:
    """Return the rooms that a module imports from, those of its types too unless only the run time is asked about."""
    found = set()
    of_types = {
        inner
        for node in nodes(file)
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in nodes(file):
        if node in of_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("startup_stats"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {room(name if node.module == "startup_stats" else node.module) for name in names}
        elif isinstance(node, ast.Import):
            found |= {room(alias.name) for alias in node.names if alias.name.startswith("startup_stats")}
    return found - {"__version__"}


@pytest.mark.parametrize("files", ROOMS.values(), ids=ROOMS)
def test_imports_only_go_down(files: list[Path]) -> None:
    for file in files:
        name = room(".".join(file.relative_to(SOURCE).with_suffix("").parts))
        if name != "__init__":
            assert {other for other in imported(file) if LEVEL[other] < LEVEL[name]} == set(), name_of(file)


def test_every_room_is_in_the_picture_and_few_files_stand_outside_of_one() -> None:
    outside = {file.stem for file in SOURCE.glob("*.py")} - {"__init__"}
    assert outside | {file.name for file in SOURCE.iterdir() if (file / "__init__.py").exists()} == set(LEVEL)
    assert len(outside) <= 9


def test_no_circle_between_rooms() -> None:
    """Of one line, no two rooms import each other, however far round."""
    below: dict[str, set[str]] = {name: set() for name in LEVEL}
    for file in MODULES:
        name = room(".".join(file.relative_to(SOURCE).with_suffix("").parts))
        if name != "__init__":
            below[name] |= imported(file, at_run_time=True) - {name}
    while below:
        free = {name for name, others in below.items() if not others & below.keys()}
        assert free, f"a circle among {sorted(below)}"
        below = {name: others for name, others in below.items() if name not in free}


# Who sees the environment: the front doors; and what hands it on to a process that it starts, whole or in part.
DOORS = {"cli/program.py", "action/__main__.py", "git/run.py", "probing/confined.py"}


@pytest.mark.parametrize("files", ROOMS.values(), ids=ROOMS)
def test_nobody_else_sees_the_environment(files: list[Path]) -> None:
    for file in files:
        seen = {node.attr for node in nodes(file) if isinstance(node, ast.Attribute)}
        seen |= {alias.name for node in nodes(file) if isinstance(node, ast.ImportFrom) for alias in node.names}
        asks = seen & {"environ", "environb", "getenv", "getenvb", "putenv"}
        assert not asks or name_of(file) in DOORS, name_of(file)


@pytest.mark.parametrize("files", ROOMS.values(), ids=ROOMS)
def test_modules_and_functions_are_small(files: list[Path]) -> None:
    for file in files:
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 250, name_of(file)
        functions = [node for node in nodes(file) if isinstance(node, ast.FunctionDef)]
        large = {node.name for node in functions if (node.end_lineno or 0) - node.lineno > 40}
        assert large == set(), name_of(file)


# command → modules that it must not pay for
HEAVY = {
    "--version": ["yaml", "jsonschema", "jsonschema_rs", "startup_stats.commands.site"],
    "build": ["jsonschema", "github", "liquid", "requests", "rich", "multiprocessing", "tempfile"],
}


@pytest.mark.parametrize(("command", "modules"), HEAVY.items(), ids=HEAVY)
def test_nothing_heavy_is_imported(command: str, modules: list[str], example: Path) -> None:
    arguments = [command] if command.startswith("-") else [command, str(example), "-o", "-"]
    program = (
        "import sys; from startup_stats import cli; code = cli.main(sys.argv[1:]); "
        "print(*[m for m in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    assert set(done.stderr.split()) & set(modules) == set()
