"""What reading finds in one file, before the file's path is known: a rule and a place in the text."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.findings import Finding, Location, Rule, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.findings import Fix


class Fault(NamedTuple):
    """A rule broken at a line and column (from 1, in characters) of the text."""

    rule: Rule
    line: int = 1
    column: int = 1
    values: Mapping[str, object] = MappingProxyType({})
    fix: Fix | None = None

    def at(self, path: str) -> Finding:
        """Make it a finding on a file."""
        finding = found(self.rule, Location(path, self.line, self.column), **self.values)
        return finding if self.fix is None else finding._replace(fix=self.fix)


class Unreadable(Exception):  # noqa: N818 - it is a reason, not a failure of the program
    """Raised when nothing of a file can be used; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.rule.id)
        self.fault = fault
