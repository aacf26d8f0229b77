"""Findings as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from startup_stats.findings import Severity
from startup_stats.writers.json import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language


def findings_json(findings: Sequence[Finding], language: Language) -> str:
    """Write findings and their counts."""
    counts = Counter(finding.severity for finding in findings)
    return to_json(
        {
            "findings": [_finding(finding, language) for finding in findings],
            "summary": {f"{severity.value}s": counts[severity] for severity in Severity},
        }
    )


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": finding.location.path,
        "line": finding.location.line,
        "column": finding.location.column,
        "message": finding.message.said(language),
        "help": finding.help.said(language),
        **({} if finding.fix is None else {"fix": finding.fix._asdict()}),
    }
