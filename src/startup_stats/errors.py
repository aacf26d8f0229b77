"""What a command cannot go on from. Each carries its exit code; main() says it and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from startup_stats.findings import Finding
    from startup_stats.language import Text

CLEAN = 0
FOUND = 1
MISUSED = 2
OUTSIDE_FAILED = 3


class StartupStatsError(Exception):
    """A sentence for the user that says where, what, and what to do."""

    exit_code = OUTSIDE_FAILED

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class UsageError(StartupStatsError):
    """The command line asks for something that does not exist."""

    exit_code = MISUSED


class ConfigError(UsageError):
    """The configuration has faults; `findings` holds every one of them."""

    def __init__(self, message: Text, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class OutsideError(StartupStatsError):
    """The disk, git, the network or the checkout did not give what was asked of it."""

    exit_code = OUTSIDE_FAILED
