"""The order in which findings are told where room is short: the worst first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from startup_stats.findings import Finding, Severity
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

SEVERITIES: dict[Severity, Text] = {
    Severity.ERROR: Text("erreur", "error"),
    Severity.WARNING: Text("attention", "warning"),
    Severity.NOTE: Text("note", "note"),
}
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return errors, then warnings, then notes, each by file and place."""
    return sorted(findings, key=lambda finding: (_RANK[finding.severity], finding.sort_key))


def counted(findings: Iterable[Finding]) -> Text:
    """Say how many findings of each severity there are: « 2 erreurs, 1 avertissement, 0 note »."""
    counts = Counter(finding.severity for finding in findings)
    return _COUNTED.fill(**{severity.value: counts[severity] for severity in Severity})


_COUNTED = Text(
    "Erreurs : {error}. Avertissements : {warning}. Notes : {note}.",
    "Errors: {error}. Warnings: {warning}. Notes: {note}.",
)
