"""How the two front doors end: what is said of a failure, in whose language, and with which exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from startup_stats.errors import CLEAN, FOUND, OUTSIDE_FAILED, ConfigError, StartupStatsError
from startup_stats.findings import Severity
from startup_stats.language import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language

FailOn = Literal["error", "warning", "never"]
# Value of --fail-on → the severities that make a command exit with 1.
FAIL_ON: Mapping[FailOn, tuple[str, ...]] = MappingProxyType(
    {"error": ("error",), "warning": ("error", "warning"), "never": ()}
)
# What a command fails on when nothing is said.
DEFAULT_FAIL_ON: Mapping[Literal["build", "check", "impact"], FailOn] = MappingProxyType(
    {"build": "never", "check": "error", "impact": "error"}
)


@dataclass(slots=True)
class Voice:
    """The language spoken: the one asked for, else the configuration's from the moment it is known."""

    asked: Language | None = None
    configured: Language | None = None

    @property
    def language(self) -> Language:
        """Return the language to speak now."""
        return self.asked or self.configured or DEFAULT_LANGUAGE


def talk(text: str) -> None:
    """Say something to the user, beside the document."""
    sys.stderr.write(text)


def guarded(run: Callable[[], int], voice: Voice) -> int:
    """Run a command; tell the user what it could not go on from, and return its exit code."""
    try:
        return run()
    except StartupStatsError as error:
        if isinstance(error, ConfigError):
            from startup_stats.writers.text import findings_text

            voice.configured = error.language
            talk(findings_text(error.findings, voice.language))
        talk(error.message.said(voice.language) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        talk(_INTERRUPTED.said(voice.language) + "\n")
        return OUTSIDE_FAILED
    except Exception as error:  # noqa: BLE001 - the last guard: whatever nobody thought of, told in a sentence
        talk(_UNFORESEEN.fill(kind=_kind(error)).said(voice.language) + "\n")
        return OUTSIDE_FAILED


def _kind(error: Exception) -> str:
    """Say what kind of exception it is and where it was raised, which whoever mends it has to know."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    kind = type(error).__name__
    return kind if trace is None else f"{kind}, {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"


def status(fail_on: FailOn, findings: Sequence[Finding]) -> int:
    """Return 1 when there are findings as bad as `fail_on`."""
    return FOUND if any(finding.severity.value in FAIL_ON[fail_on] for finding in findings) else CLEAN


def alarm_status(fail_on: FailOn, *, rings: bool) -> int:
    """Return 1 when figures move further than the guard allows, which is as bad as a warning, and `fail_on` says so."""
    return FOUND if rings and Severity.WARNING in FAIL_ON[fail_on] else CLEAN


_UNFORESEEN = Text(
    "Le programme a rencontré un défaut que personne n'avait prévu ({kind}) ; rien n'a été écrit à moitié. "
    "Relancez-le, et signalez ce défaut s'il revient, avec ce message.",
    "The program met a fault that nobody had foreseen ({kind}); nothing was half written. Run it again, and report "
    "the fault with this message if it comes back.",
)
_INTERRUPTED = Text("Interrompu ; rien n'a été écrit à moitié.", "Interrupted; nothing was half written.")
