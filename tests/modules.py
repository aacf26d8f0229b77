"""The program's modules, as code that is read."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = PROJECT / "src" / "startup_stats"
MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(file: Path) -> str:
    """Return a module's path within the program."""
    return file.relative_to(SOURCE).as_posix()


# The same by room, files outside of one together: to tell of a test of each module takes longer than to run it.
ROOMS: dict[str, list[Path]] = {}
for module in MODULES:
    ROOMS.setdefault(name_of(module).rpartition("/")[0].partition("/")[0] or "outside", []).append(module)


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module's tree, parsed once for all tests of a worker that ask."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
