"""Writing files: whole or not at all, and only when something changed."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.language import Text

if TYPE_CHECKING:
    from pathlib import Path

# What a file made by open() has before the umask; a temporary file has 0600, which a web server can't read.
_PLAIN_MODE = 0o666


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text to a file in UTF-8, whole; return False, touching nothing, when it is there already.

    Raises UsageError when the folder does not exist, OutsideError when the disk refuses. The old file
    stays as it was unless all of the new one is on the disk.
    """
    content = text.encode()
    try:
        if not path.parent.is_dir():
            raise UsageError(_NO_FOLDER.fill(folder=path.parent, path=path))
        if path.is_file() and path.read_bytes() == content:
            return False
        _replace(path, content)
    except OSError as error:
        raise OutsideError(_REFUSED.fill(path=path, reason=reason(error))) from None
    return True


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))  # noqa: PTH101 - mkstemp gives a string
        os.replace(temporary, path)  # noqa: PTH105 - the same
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - the same
        raise


def _mode(path: Path) -> int:
    """Return the permissions of the file that is replaced, of a new file where there is none."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return _PLAIN_MODE & ~umask


_NO_FOLDER = Text(
    "Le dossier « {folder} » n'existe pas : {path} ne peut pas y être écrit. Créez-le ou donnez un autre chemin.",
    'The folder "{folder}" does not exist: {path} can\'t be written there. Make it or give another path.',
)
_REFUSED = Text(
    "{path} n'a pas pu être écrit ({reason}) ; l'ancien fichier est resté entier. "
    "Libérez de la place ou donnez un dossier où écrire.",
    "{path} could not be written ({reason}); the old file is still whole. "
    "Free some space or give a folder that can be written to.",
)
