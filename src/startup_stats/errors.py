"""What a command cannot go on from. Each carries its exit code; main() says it and stops."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, TypeVar

from startup_stats.language import Text, lines, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from startup_stats.findings import Finding
    from startup_stats.language import Language

Value = TypeVar("Value")

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
    """The configuration has faults; `findings` holds every one of them, `language` is the one it asks for, if any."""

    def __init__(self, message: Text, findings: tuple[Finding, ...], language: Language | None = None) -> None:
        super().__init__(message)
        self.findings, self.language = findings, language


class OutsideError(StartupStatsError):
    """The disk, git, the network or the checkout did not give what was asked of it."""

    exit_code = OUTSIDE_FAILED


class AlarmError(StartupStatsError):
    """Figures moved further than the guard allows, and nobody said that it is meant: what was there is left whole."""

    exit_code = OUTSIDE_FAILED


class Faults:
    """What is wrong with several things that a user gave, gathered so that all is told together."""

    def __init__(self) -> None:
        self._texts: list[Text] = []

    def read(self, name: str, given: str | None, parse: Callable[[str], Value], otherwise: Value) -> Value:
        """Return what `parse` makes of a text, `otherwise` where there is none or it raises UsageError: kept."""
        try:
            return parse(given) if given else otherwise
        except UsageError as error:
            self.add(Text(f"{name}: {error.message.fr}", f"{name}: {error.message.en}"))
            return otherwise

    def add(self, text: Text) -> None:
        """Keep what is wrong."""
        self._texts.append(text)

    def tell(self) -> None:
        """Raise one UsageError with all that is wrong, if anything is."""
        if self._texts:
            raise UsageError(lines(self._texts))


# What the operating system says, in its own language only otherwise.
_REASONS = {
    errno.EEXIST: Text("ce nom est déjà celui d'autre chose", "the name is that of something else"),
    errno.ENOENT: Text("il n'existe pas", "it does not exist"),
    errno.ENXIO: Text("personne ne lit ce tube", "nobody reads this pipe"),
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
