"""The command `check`: what is wrong in a site's content, and what of it a change answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.checks.engine import read_and_check
from startup_stats.commands.site import read_site
from startup_stats.errors import UsageError
from startup_stats.findings import Finding, Severity
from startup_stats.git.changes import change_of_branch
from startup_stats.language import Text
from startup_stats.schema.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from startup_stats.commands.site import Site
    from startup_stats.content.portfolio import Reading
    from startup_stats.content.records import Record
    from startup_stats.git.changes import Change


class CheckOptions(NamedTuple):
    """What `check` was asked: the day, the base or the files that count (none: all do), the rules left out.

    Files are named as findings name them.
    """

    as_of: date
    changed_from: str | None = None
    files: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Examined(NamedTuple):
    """The findings as `check` tells them, what was read, and what the change is that answers for them, if any."""

    findings: tuple[Finding, ...]
    reading: Reading
    change: Change | None


def check(site: Site, options: CheckOptions) -> tuple[Finding, ...]:
    """Return the findings on a site, by file and place; those that the change does not answer for as notes."""
    _require_known({*options.ignored, *site.config.ignored})
    findings = read_and_check(site.source, site.folders, options.as_of, site.config.vocabulary, _nothing).findings
    return _told(site, options, findings, _change(site, options))


def examine(site: Site, options: CheckOptions) -> Examined:
    """Check a site, and keep what was read of it."""
    _require_known({*options.ignored, *site.config.ignored})
    reading, findings = read_site(site, options.as_of)
    change = _change(site, options)
    return Examined(_told(site, options, findings, change), reading, change)


def _change(site: Site, options: CheckOptions) -> Change | None:
    if options.changed_from is None:
        return None
    return change_of_branch(site.folder, options.changed_from, site.folders.values())


def _told(site: Site, options: CheckOptions, findings: Iterable[Finding], change: Change | None) -> tuple[Finding, ...]:
    ignored = {*options.ignored, *site.config.ignored}
    kept = [finding for finding in findings if finding.rule not in ignored]
    if change is not None:
        return tuple(_judged(kept, change.files))
    if options.files:
        return tuple(_judged(kept, {*options.files}))
    return tuple(kept)


def _require_known(ignored: set[str]) -> None:
    if not ignored:
        return
    from startup_stats.checks.rules import RULES

    known = [rule.id for rule in RULES]
    for rule_id in sorted(ignored - {*known}):
        raise UsageError(_NO_SUCH_RULE.fill(asked=rule_id, advice=suggestion(rule_id, known)))


def _nothing(_record: Record) -> None:
    """Keep nothing of a record but its findings."""


def _judged(findings: Iterable[Finding], changed: frozenset[str] | set[str]) -> Iterable[Finding]:
    for finding in findings:
        if finding.location.path in changed:
            yield finding
        elif finding.missing in changed:
            yield finding._replace(message=_REMOVED.fill(message=finding.message), elsewhere=True)
        else:
            yield finding._replace(severity=Severity.NOTE, elsewhere=True)


_REMOVED = Text(
    "{message} Cette modification le supprime ou le renomme.", "{message} This change deletes or renames it."
)
_NO_SUCH_RULE = Text("La règle « {asked} » n'existe pas. {advice}", 'There is no rule "{asked}". {advice}')
