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


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module's tree, parsed once for all tests of a worker that ask."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
