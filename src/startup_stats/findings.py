"""A finding: what is wrong, where, how bad, and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from startup_stats.language import Text
    from startup_stats.model import Pointer


class Severity(StrEnum):
    """How bad: an error makes a figure or the site wrong, a warning is worth a look, a note is not yours to mend."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """A thing that is looked for. `id` is kebab-case and never changes; message and help hold braces."""

    id: str
    severity: Severity
    message: Text
    help: Text


def error(rule_id: str, message: Text, help_: Text) -> Rule:
    """Make a rule whose breach makes a figure or the site wrong."""
    return Rule(rule_id, Severity.ERROR, message, help_)


def warning(rule_id: str, message: Text, help_: Text) -> Rule:
    """Make a rule whose breach is worth a look."""
    return Rule(rule_id, Severity.WARNING, message, help_)


class Location(NamedTuple):
    """A place in a file: path from the checkout's root, line and column from 1, in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Fix(NamedTuple):
    """How a finding is mended without asking anybody: a text put in place of a part of the file.

    Lines and columns from 1, in characters, the end exclusive; a byte order mark is the first character of line 1.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    text: str


class Finding(NamedTuple):
    """One rule broken at one place, told in both languages.

    `missing` is the file that the place points to and that is not there, if that is what is wrong. `elsewhere`: the
    place is in a file that the change in hand does not touch. `field` is the key at the top of the file that it speaks
    of, where whoever found it knows.
    """

    rule: str
    severity: Severity
    location: Location
    message: Text
    help: Text
    missing: str | None = None
    elsewhere: bool = False
    fix: Fix | None = None
    field: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Order findings by file, then by place, then by rule."""
        return (self.location.path, self.location.line, self.location.column, self.rule)


def found(rule: Rule, location: Location, **values: object) -> Finding:
    """Say that a rule is broken at a place, with the values that its sentences name."""
    return Finding(rule.id, rule.severity, location, rule.message.fill(**values), rule.help.fill(**values))


def field_of(pointer: Pointer) -> str | None:
    """Return the key at the top of a file that a value is under; None for the file as a whole."""
    return str(pointer[0]) if pointer else None
