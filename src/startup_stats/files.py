"""Files: written whole or not at all, and only when something changed; JSON read or nothing."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text to a file in UTF-8, whole; return False, touching nothing, when it is there already.

    Raises UsageError when the folder does not exist, OutsideError when the disk refuses. The old file
    stays as it was unless all of the new one is on the disk. A device or a pipe is written to, never replaced.
    """
    content = text.encode()
    try:
        require_folder(path.parent)
        if is_stream(path):
            _write_through(path, content)
            return True
        if path.is_file() and path.read_bytes() == content:
            return False
        _replace(path, content)
    except OSError as error:
        raise OutsideError(_REFUSED.fill(path=path, reason=reason(error))) from None
    return True


def require_folder(folder: Path | None) -> None:
    """Raise UsageError when a folder to write to is not there; None asks for nothing."""
    if folder is not None and not folder.is_dir():
        raise UsageError(_NO_FOLDER.fill(folder=folder))


def require_place(path: Path | None) -> None:
    """Raise UsageError or OutsideError, before anything is done, when no file can be written at a path."""
    if path is not None:
        require_folder(path.parent)
        if path.is_dir():
            raise OutsideError(_REFUSED.fill(path=path, reason=reason(IsADirectoryError(errno.EISDIR, ""))))


def make_folder(folder: Path) -> None:
    """Make a folder where there is none; raises OutsideError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_NOT_MADE.fill(folder=folder, reason=reason(error))) from None


@contextmanager
def looking() -> Iterator[None]:
    """Raise OutsideError where the disk refuses to show what is looked at in this block."""
    try:
        yield
    except OSError as error:
        raise OutsideError(_NOT_SHOWN.fill(path=error.filename, reason=reason(error))) from None


def append(path: Path, text: str) -> None:
    """Add a text to the end of a file that others write to as well; raises OutsideError."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OutsideError(_NOT_APPENDED.fill(path=path, reason=reason(error))) from None


def read_json(path: Path) -> Any:
    """Return a JSON file's content; None where there is none that can be read."""
    try:
        return parsed_json(path.read_bytes())
    except OSError:
        return None


def parsed_json(content: bytes | None) -> Any:
    """Return what JSON says; None where there is none, or something else."""
    import json

    try:
        return None if content is None else json.loads(content)
    except (ValueError, RecursionError):
        return None


def is_stream(path: Path) -> bool:
    """Say whether there is something at a path that is no file: a device, a pipe, a terminal."""
    return path.exists() and not path.is_file()


def _write_through(path: Path, content: bytes) -> None:
    # Without blocking, a pipe that nobody reads is refused in place of being waited for.
    handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    with open(handle, "wb") as file:  # noqa: PTH123 - a handle has no path
        file.write(content)


def _replace(path: Path, content: bytes) -> None:
    # A name that nobody has: what a killed run left must not stop the next one that gets its number.
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        with temporary.open("xb") as file:
            if path.exists():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


_NO_FOLDER = Text(
    "Le dossier « {folder} » n'existe pas : rien ne peut y être écrit. Créez-le ou donnez un autre chemin.",
    'The folder "{folder}" does not exist: nothing can be written there. Make it or give another path.',
)
_NOT_MADE = Text(
    "Le dossier « {folder} » n'a pas pu être créé ({reason}) : rien n'a été écrit. Créez-le, ou donnez le droit "
    "d'écrire.",
    'The folder "{folder}" could not be made ({reason}): nothing was written. Make it, or give the right to write.',
)
_NOT_SHOWN = Text(
    "« {path} » ne peut pas être lu ({reason}) : donnez le droit de le lire.",
    '"{path}" can\'t be read ({reason}): give the right to read it.',
)
_NOT_APPENDED = Text(
    "{path} n'a pas pu être complété ({reason}). Donnez le droit d'y écrire.",
    "{path} could not be added to ({reason}). Give the right to write to it.",
)
_REFUSED = Text(
    "{path} n'a pas pu être écrit ({reason}) ; l'ancien fichier est resté entier. "
    "Libérez de la place ou donnez un dossier où écrire.",
    "{path} could not be written ({reason}); the old file is still whole. "
    "Free some space or give a folder that can be written to.",
)
