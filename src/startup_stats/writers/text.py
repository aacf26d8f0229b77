"""Plain text for a terminal: findings by file, and the figures as a table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language

_SEVERITIES = {"error": Text("erreur", "error"), "warning": Text("attention", "warning")}
_EDIT = Text("Corriger cette fiche : {link}", "Correct this record: {link}")


def findings_text(findings: Iterable[Finding], language: Language, edit_links: Mapping[str, str] | None = None) -> str:
    """Write findings, grouped by file, each with its place, what is wrong and what to do.

    `edit_links` gives, for some files' paths, where their content is corrected.
    """
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    lines = []
    for path, of_file in groupby(ordered, key=lambda finding: finding.location.path):
        lines.append(path)
        for finding in of_file:
            place = f"{finding.location.line}:{finding.location.column}"
            severity = _SEVERITIES[finding.severity].said(language)
            lines.append(f"  {place} {severity} : {finding.message.said(language)} [{finding.rule}]")
            lines.append(f"      {finding.help.said(language)}")
        if edit_links and path in edit_links:
            lines.append(f"  {_EDIT.fill(link=edit_links[path]).said(language)}")
    return "".join(f"{line}\n" for line in lines)


def figures_text(document: Mapping[str, Any]) -> str:
    """Write the figures of stats.json: an indicator a line, a year a column; « * » marks a year not over."""
    indicators = list(document["indicators"].values())
    years = [year["year"] for year in indicators[0]["years"]]
    table = [["", *[str(year) for year in years]]]
    for indicator in indicators:
        cells = [f"{year['value']}{'' if year['complete'] else '*'}" for year in indicator["years"]]
        table.append([indicator["title"], *cells])
    return align(table)


def align(table: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Write rows of cells in columns: the first ones to the left, the others to the right."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)
