"""The evidence ledger's file: read whole and valid, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from startup_stats.commands.site import STATS_FILE
from startup_stats.errors import OutsideError, reason
from startup_stats.files import write_if_changed
from startup_stats.git.objects import regular_file
from startup_stats.language import Text
from startup_stats.schema import validators
from startup_stats.standards.ledger import LEDGER_NAME, Ledger, from_document, to_document
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.commands.site import Site


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; raises OutsideError when the file is not there, is no JSON or not what its schema says."""
    return parse_ledger(path, read_content(path))


def ledger_content(site: Site, given: Path | None = None) -> tuple[Path, bytes] | None:
    """Return where the ledger lies and its bytes: the one given, else the site's own, of its commit; None without."""
    inside = STATS_FILE.with_name(LEDGER_NAME)
    own = site.folder / inside
    if given is None and site.commit is not None:
        content = regular_file(site.folder, site.commit, inside.as_posix())
        return None if content is None else (own, content)
    if given is None and (own.parent.is_symlink() or own.is_symlink() or not own.is_file()):
        return None
    return given or own, read_content(given or own)


def parse_ledger(path: Path, content: bytes) -> Ledger:
    """Read a ledger's bytes; `path` is where they come from, for what is said of it. Raises as read_ledger."""
    return from_document(_parsed(path, content))


def read_part(path: Path) -> tuple[Ledger, str | None]:
    """Read what one shard wrote, and which shard it says it is (« 2/4 »); raises as read_ledger."""
    document = _parsed(path, read_content(path))
    return from_document(document), document.get("shard")


def read_content(path: Path) -> bytes:
    """Return the bytes of a ledger's file; raises OutsideError when it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutsideError(_UNREADABLE.fill(path=path, reason=reason(error))) from None


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(content.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise OutsideError(_NO_JSON.fill(path=path)) from None
    errors = validators.errors("evidence", document)
    if errors:
        raise OutsideError(_NO_LEDGER.fill(path=path, place=errors[0].json_path))
    return document


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity: they are no JSON, and no percentage."""
    raise ValueError(constant)


def write_ledger(path: Path, ledger: Ledger, shard: str | None = None) -> bool:
    """Write a ledger, or a shard of one, whole; return False, touching nothing, when it is there already."""
    document = to_document(ledger)
    return write_if_changed(path, to_rows(document if shard is None else {"shard": shard} | document))


_UNREADABLE = Text(
    "Le registre {path} ne peut pas être lu ({reason}).",
    "The ledger {path} can't be read ({reason}).",
)
_NO_JSON = Text(
    "Le registre {path} n'est pas du JSON : reprenez sa dernière version dans git.",
    "The ledger {path} is not JSON: take its last version from git.",
)
_NO_LEDGER = Text(
    "Le registre {path} n'a pas la forme attendue ({place}) : reprenez sa dernière version dans git.",
    "The ledger {path} has not the expected shape ({place}): take its last version from git.",
)
