"""The house: imports only go down, modules and functions stay small, nothing heavy at start-up."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = PROJECT / "src" / "startup_stats"
# Top to bottom; a module imports only from its own line or from lines below.
LAYERS = (
    ("__main__", "action"),
    ("cli",),
    ("cli_probe", "cli_publish", "action_probe", "action_publish"),
    ("check_report", "probe_report", "publish_report"),
    ("reports", "checking", "probe", "publish"),
    ("commands", "edge", "usage", "arguments", "progress"),
    ("edit_links", "explain", "evidence"),
    ("document",),
    ("network",),
    ("writers",),
    ("checks",),
    ("probing",),
    ("config",),
    ("indicators", "standards"),
    ("content", "publishing"),
    ("files", "kit"),
    ("model", "errors", "findings"),
    ("language", "sendable"),
)
LEVEL = {name: level for level, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(SOURCE.rglob("*.py"))


def room(module: str) -> str:
    return module.removeprefix("startup_stats.").split(".")[0]


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("startup_stats"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {room(name if node.module == "startup_stats" else node.module) for name in names}
        elif isinstance(node, ast.Import):
            found |= {room(alias.name) for alias in node.names if alias.name.startswith("startup_stats")}
    return found - {"__version__"}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_only_go_down(file: Path) -> None:
    name = room(".".join(file.relative_to(SOURCE).with_suffix("").parts))
    if name == "__init__":
        return
    assert {other for other in imported(file) if LEVEL[other] < LEVEL[name]} == set()


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_modules_and_functions_are_small(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert {node.name for node in functions if (node.end_lineno or 0) - node.lineno > 40} == set()


# command → modules that it must not pay for
HEAVY = {
    "--version": ["yaml", "jsonschema", "jsonschema_rs", "startup_stats.commands"],
    "build": ["jsonschema", "github", "liquid", "requests", "rich", "multiprocessing", "tempfile", "hashlib"],
}


@pytest.mark.parametrize(("command", "modules"), HEAVY.items(), ids=HEAVY)
def test_nothing_heavy_is_imported(command: str, modules: list[str], example: Path) -> None:
    arguments = [command] if command.startswith("-") else [command, str(example), "-o", "-"]
    program = (
        "import sys; from startup_stats import cli; code = cli.main(sys.argv[1:]); "
        "print(*[m for m in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True, env=alone
    )
    assert set(done.stderr.split()) & set(modules) == set()
