"""The history's file: read whole and valid, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.commands.site import STATS_FILE
from startup_stats.errors import OutsideError, reason
from startup_stats.files import parsed_json
from startup_stats.language import Text
from startup_stats.schema import validators

if TYPE_CHECKING:
    from pathlib import Path

# Beside stats.json, in a site's _data.
HISTORY_NAME = "stats_history.json"
HISTORY_FILE = STATS_FILE.with_name(HISTORY_NAME)


def read_history(path: Path) -> dict[str, Any] | None:
    """Return a history's file; None where there is none, or a link. Raises OutsideError for one of another shape."""
    return None if path.is_symlink() or not path.is_file() else parse_history(path, whole_content(path))


def history_content(path: Path) -> bytes | None:
    """Return the bytes of a site's own history; None where there is none, or a link leads to it. Raises the same."""
    return None if path.parent.is_symlink() or path.is_symlink() or not path.is_file() else whole_content(path)


def whole_content(path: Path) -> bytes:
    """Return the bytes of a file, behind a link too; raises OutsideError when it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutsideError(_UNREADABLE.fill(path=path, reason=reason(error))) from None


def parse_history(path: Path, content: bytes) -> dict[str, Any]:
    """Read a history's bytes; `path` is where they come from, for what is said of it. Raises as read_history."""
    found: Any = parsed_json(content)
    if found is None or validators.errors("history", found):
        raise OutsideError(_NO_HISTORY.fill(path=path))
    document: dict[str, Any] = found
    return document


_UNREADABLE = Text(
    "L'historique {path} ne peut pas être lu ({reason}).",
    "The history {path} can't be read ({reason}).",
)
_NO_HISTORY = Text(
    "{path} n'est pas un historique que cet outil a écrit : reprenez sa dernière version dans git, ou supprimez-le "
    "pour repartir de zéro.",
    "{path} is no history that this tool wrote: take its last version from git, or delete it to start anew.",
)
