"""The files that commands write into a site, published together: read, judged, and taken along to a newer commit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from startup_stats.commands.evidence import read_ledger
from startup_stats.commands.findings_file import FINDINGS_FILE, read_findings
from startup_stats.commands.history_file import HISTORY_FILE, read_history
from startup_stats.commands.site import STATS_FILE, make_output
from startup_stats.document.changes import same_figures
from startup_stats.document.findings import same_findings
from startup_stats.errors import StartupStatsError, UsageError
from startup_stats.files import parsed_json, write_if_changed
from startup_stats.language import Text
from startup_stats.schema import validators
from startup_stats.standards.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site

LEDGER_FILE = STATS_FILE.with_name(LEDGER_NAME)
# Beside stats.json, and not computed from the content as it is checked out.
_OTHERS = (LEDGER_FILE, HISTORY_FILE)
# stats.json first.
PUBLISHED = (STATS_FILE, *_OTHERS, FINDINGS_FILE)


def read_published(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the files that are there, by their path in the site; a link is none."""
    read = {name.as_posix(): _read(folder / name) for name in PUBLISHED}
    return {name: content for name, content in read.items() if content is not None}


def require_whole(written: Path) -> None:
    """Raise an error unless the files to publish are what the commands write: somebody may have edited them since."""
    content = _read(written)
    if content is None:
        raise UsageError(_NO_FILE.fill(path=written))
    document = parsed_json(content)
    if not isinstance(document, dict) or validators.errors("stats", document):
        raise UsageError(_NO_DOCUMENT.fill(path=written))
    ledger, findings = written.with_name(LEDGER_NAME), written.with_name(FINDINGS_FILE.name)
    if _read(ledger) is not None:
        read_ledger(ledger)
    read_history(written.with_name(HISTORY_FILE.name))
    if _read(findings) is not None and read_findings(findings) is None:
        raise UsageError(_NO_FINDINGS.fill(path=findings))


def take_along(site: Site, fresh: Site) -> None:
    """Write what is not computed from the content into the same site at another commit."""
    for name in _OTHERS:
        content = _read(site.folder / name)
        if content is not None:
            write_if_changed(fresh.folder / name, content.decode())


def findings_beside(site: Site, fresh: Site) -> Path | None:
    """Return the file where findings are to be computed anew at another commit; None for a site without one."""
    return None if _read(site.folder / FINDINGS_FILE) is None else make_output(fresh, FINDINGS_FILE)


def recount(site: Site, as_of: date, *, is_explicit: bool) -> None:
    """Bring a site's history up to its commit; where that can't be done, the one there stays."""
    from startup_stats.commands.history import HistoryOptions, history

    with suppress(StartupStatsError):
        history(site, HistoryOptions(as_of, is_explicit, site.folder / HISTORY_FILE))


def are_the_same(proposed: Mapping[str, bytes], there: Mapping[str, bytes], prefix: str) -> bool:
    """Say whether files hold what others do: another day alone is no news, of figures or of a history."""
    return all(_is_same(path.removeprefix(prefix), content, there.get(path)) for path, content in proposed.items())


def _is_same(name: str, content: bytes, there: bytes | None) -> bool:
    if content == there:
        return True
    if there is None or name == LEDGER_FILE.as_posix():
        return False
    old, new = parsed_json(there), parsed_json(content)
    if name == STATS_FILE.as_posix():
        return same_figures(old, new)
    if name == FINDINGS_FILE.as_posix():
        return not validators.errors("findings", old) and same_findings(old, new)
    from startup_stats.document.history import same_history

    return not validators.errors("history", old) and same_history(old, new)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


_NO_FILE = Text(
    "{path} n'existe pas : lancez d'abord « startup-stats build ».",
    '{path} does not exist: run "startup-stats build" first.',
)
_NO_FINDINGS = Text(
    "{path} n'est pas un relevé de défauts que « startup-stats build » a écrit : refaites-le par --findings, ou "
    "supprimez-le, avant de publier.",
    '{path} is no file of findings that "startup-stats build" wrote: make it anew by --findings, or delete it, before '
    "publishing.",
)
_NO_DOCUMENT = Text(
    "{path} n'a pas la forme que « startup-stats build » lui donne : relancez cette commande avant de publier.",
    '{path} has not the shape that "startup-stats build" gives it: run that command again before publishing.',
)
