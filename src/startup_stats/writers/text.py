"""Plain text for a terminal: findings by file, and cells in columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from startup_stats.language import Text
from startup_stats.writers.order import SEVERITIES
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from startup_stats.findings import Finding, Location
    from startup_stats.language import Language

# A source line is shown around the finding, no further than this to either side.
_EXCERPT_SIDE = 60


def findings_text(
    findings: Iterable[Finding],
    language: Language,
    edit_links: Mapping[str, str] | None = None,
    source_line: Callable[[Location], str | None] | None = None,
) -> str:
    """Write findings, grouped by file, each with its place, what is wrong and what to do.

    `edit_links` gives, for some files' paths, where their content is corrected; `source_line` the line
    of a place, shown with a caret below the column.
    """
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    lines: list[str] = []
    for path, of_file in groupby(ordered, key=lambda finding: finding.location.path):
        lines.append(plain(path))
        for finding in of_file:
            lines += _finding(finding, language)
            if source_line is not None:
                lines += _excerpt(finding.location, source_line(finding.location))
        if edit_links and path in edit_links:
            lines.append(f"  {_EDIT.fill(link=edit_links[path]).said(language)}")
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    place = f"{finding.location.line}:{finding.location.column}"
    severity = SEVERITIES[finding.severity].said(language)
    yield plain(f"  {place} {severity} : {finding.message.said(language)} [{finding.rule}]")
    yield plain(f"      {finding.help.said(language)}")


def _excerpt(place: Location, line: str | None) -> Iterator[str]:
    if line is None:
        return
    column = place.column - 1
    start = max(0, column - _EXCERPT_SIDE)
    margin = " " * len(str(place.line))
    yield f"      {place.line} | {plain(line[start : column + _EXCERPT_SIDE])}".rstrip()
    yield f"      {margin} | {' ' * (column - start)}^"


_EDIT = Text("Corriger cette fiche : {link}", "Correct this record: {link}")


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


def beside(*blocks: Sequence[str]) -> str:
    """Write blocks of as many lines beside each other."""
    widths = [max(map(len, block)) for block in blocks]
    rows = zip(*blocks, strict=True)
    lines = ("  ".join(line.ljust(width) for line, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)
