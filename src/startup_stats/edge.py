"""What the command line and the Action share: talk, exit codes, and days read from text."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from startup_stats.errors import CLEAN, FOUND, OUTSIDE_FAILED, ConfigError, StartupStatsError, UsageError
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language

Value = TypeVar("Value")
# Value of --fail-on → the severities that make a command exit with 1.
FAIL_ON = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


def talk(text: str) -> None:
    """Say something to the user, beside the document."""
    sys.stderr.write(text)


def guarded(run: Callable[[], int], language: Language) -> int:
    """Run a command; tell the user what it could not go on from, and return its exit code."""
    try:
        return run()
    except ConfigError as error:
        from startup_stats.writers.text import findings_text

        talk(findings_text(error.findings, language) + error.message.said(language) + "\n")
        return error.exit_code
    except StartupStatsError as error:
        talk(error.message.said(language) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        talk(_INTERRUPTED.said(language) + "\n")
        return OUTSIDE_FAILED


def status(fail_on: str, findings: Sequence[Finding]) -> int:
    """Return 1 when there are findings as bad as `fail_on`; raises UsageError for an unknown word."""
    if fail_on not in FAIL_ON:
        raise UsageError(_NO_SUCH_SEVERITY.fill(asked=fail_on, known=", ".join(FAIL_ON)))
    return FOUND if any(finding.severity.value in FAIL_ON[fail_on] for finding in findings) else CLEAN


def read_day(text: str) -> date:
    """Read a day written as 2026-08-20; raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(_NO_SUCH_DAY.fill(asked=text)) from None


def read_truth(name: str, given: str | None) -> bool:
    """Read an input that is true or false, which it is when empty; raises UsageError."""
    return one_of(name, given or "false", {"true": True, "false": False})


def one_of(name: str, given: str, known: Mapping[str, Value]) -> Value:
    """Return what a word stands for, of the few that an input takes; raises UsageError, which lists them."""
    if given not in known:
        raise UsageError(_NO_SUCH_VALUE.fill(name=name, asked=given, known=", ".join(known)))
    return known[given]


_INTERRUPTED = Text("Interrompu ; rien n'a été écrit à moitié.", "Interrupted; nothing was half written.")
_NO_SUCH_DAY = Text(
    "« {asked} » n'est pas un jour : écrivez année-mois-jour, par exemple 2026-08-20.",
    '"{asked}" is not a day: write year-month-day, for example 2026-08-20.',
)
_NO_SUCH_SEVERITY = Text(
    "« {asked} » n'est pas une gravité. Valeurs possibles : {known}.",
    '"{asked}" is not a severity. Possible values: {known}.',
)
_NO_SUCH_VALUE = Text(
    "{name}: « {asked} » n'existe pas. Valeurs possibles : {known}.",
    '{name}: there is no "{asked}". Possible values: {known}.',
)
