"""What a command cannot go on from. Each carries its exit code; main() says it and stops."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from startup_stats.language import Text, same

if TYPE_CHECKING:
    from startup_stats.findings import Finding

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


# What the operating system says, in its own language only otherwise.
_REASONS = {
    errno.ENOENT: Text("il n'existe pas", "it does not exist"),
    errno.ENOTDIR: Text("ce n'est pas un dossier", "it is not a folder"),
    errno.EISDIR: Text("c'est un dossier", "it is a folder"),
    errno.EACCES: Text("l'accès est refusé", "access is denied"),
    errno.EPERM: Text("l'opération est interdite", "the operation is not permitted"),
    errno.EROFS: Text("le disque est en lecture seule", "the disk is read-only"),
    errno.ENOSPC: Text("le disque est plein", "the disk is full"),
    errno.EDQUOT: Text("le quota de disque est atteint", "the disk quota is used up"),
    errno.EFBIG: Text("la taille permise est dépassée", "the size allowed is exceeded"),
    errno.ENAMETOOLONG: Text("le nom est trop long", "the name is too long"),
}


def reason(error: OSError) -> Text:
    """Say why the operating system refused."""
    return _REASONS.get(error.errno or 0) or same(error.strerror or type(error).__name__)
