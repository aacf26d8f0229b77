"""JUnit XML: a test case a file; errors fail it, warnings and notes are its output."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from startup_stats.findings import Severity
from startup_stats.writers.order import SEVERITIES
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language


def junit(findings: Sequence[Finding], language: Language) -> str:
    """Write findings as one test suite; without findings it holds one case that passes."""
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    by_file = [(path, list(found)) for path, found in groupby(ordered, key=lambda finding: finding.location.path)]
    failed = sum(any(finding.severity is Severity.ERROR for finding in found) for _, found in by_file)
    cases = [_case(path, found, language) for path, found in by_file] or ['  <testcase name="startup-stats"/>\n']
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
        f' <testsuite name="startup-stats" tests="{len(cases)}" failures="{failed}">\n'
        f"{''.join(cases)} </testsuite>\n</testsuites>\n"
    )


def _case(path: str, findings: Sequence[Finding], language: Language) -> str:
    errors = [_line(finding, language) for finding in findings if finding.severity is Severity.ERROR]
    others = [_line(finding, language) for finding in findings if finding.severity is not Severity.ERROR]
    inside = ""
    if errors:
        text = escape("\n".join(errors))
        inside += f"   <failure message={quoteattr(errors[0])}>{text}</failure>\n"
    if others:
        inside += f"   <system-out>{escape(chr(10).join(others))}</system-out>\n"
    return f"  <testcase name={quoteattr(plain(path))}>\n{inside}  </testcase>\n"


def _line(finding: Finding, language: Language) -> str:
    severity = SEVERITIES[finding.severity].said(language)
    text = f"{finding.message.said(language)} {finding.help.said(language)} [{finding.rule}]"
    return plain(f"{finding.location} {severity} : {text}")
