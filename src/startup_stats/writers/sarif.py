"""SARIF 2.1.0 (OASIS): findings for code scanning and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from startup_stats import __version__
from startup_stats.writers.json import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.findings import Finding, Fix, Rule
    from startup_stats.language import Language

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Sequence[Finding], rules: Sequence[Rule], language: Language, site: str = "") -> str:
    """Write findings as a SARIF log with the rules they break; `site` leads from the repository's root to the site."""
    places = {rule.id: index for index, rule in enumerate(rules)}
    driver = {
        "name": "startup-stats",
        "version": __version__,
        "rules": [_rule(rule, language) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places[finding.rule], language, site) for finding in findings],
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.message.said(language)},
        "help": {"text": rule.help.said(language)},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, index: int, language: Language, site: str) -> dict[str, Any]:
    place = finding.location
    file = {"uri": quote(f"{site}{place.path}")}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message.said(language)} {finding.help.said(language)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        **({} if finding.fix is None else {"fixes": [_fix(finding, finding.fix, file, language)]}),
    }


def _fix(finding: Finding, fix: Fix, file: dict[str, str], language: Language) -> dict[str, Any]:
    region = {
        "startLine": fix.start_line,
        "startColumn": fix.start_column,
        "endLine": fix.end_line,
        "endColumn": fix.end_column,
    }
    return {
        "description": {"text": finding.help.said(language)},
        "artifactChanges": [
            {
                "artifactLocation": file,
                "replacements": [{"deletedRegion": region, "insertedContent": {"text": fix.text}}],
            }
        ],
    }
