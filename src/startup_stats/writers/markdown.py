"""Markdown: other people's text made plain, and findings as a table for a job's summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from startup_stats.language import Text
from startup_stats.writers.order import SEVERITIES, counted, worst_first
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language

# Everything that Markdown or HTML could read as its own in other people's text.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~$]|:(?=//)|(?<=www)\.)")
# Escaped or not, GitHub links a name after « @ »; not when an invisible joiner stands between.
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """Make other people's text plain in Markdown: no link, no mention, no tag, one line."""
    safe = plain(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", safe).replace("@", f"@{_WORD_JOINER}")


# What GitHub keeps of one step's summary.
MAX_SUMMARY_BYTES = 1024 * 1024
# Kept free for what stands above (an alarm, what a change moves) and for the line that says how many are left out.
_MARGIN_BYTES = 256 * 1024


def findings_summary(findings: Sequence[Finding], language: Language, edit_links: Mapping[str, str]) -> str:
    """Write how many findings there are, and their table."""
    heading = f"## startup-stats\n\n{counted(findings).said(language)}\n"
    return f"{heading}\n{findings_table(findings, language, edit_links)}" if findings else heading


def findings_table(findings: Sequence[Finding], language: Language, edit_links: Mapping[str, str]) -> str:
    """Write findings as a table, the worst first, within what GitHub keeps of a summary."""
    rows: list[str] = []
    room = MAX_SUMMARY_BYTES - _MARGIN_BYTES
    for finding in worst_first(findings):
        row = _finding_row(finding, language, edit_links)
        room -= len(row.encode()) + 1
        if room < 0:
            break
        rows.append(row)
    left = len(findings) - len(rows)
    table = "\n".join([_FINDINGS_HEADER.said(language), "| --- | --- | --- | --- |", *rows])
    more = f"\n\n{_LEFT_OUT.fill(count=left).said(language)}" if left else ""
    return f"{table}{more}\n"


def _finding_row(finding: Finding, language: Language, edit_links: Mapping[str, str]) -> str:
    place = escape(f"{finding.location.path}:{finding.location.line}")
    link = edit_links.get(finding.location.path)
    cells = [
        SEVERITIES[finding.severity].said(language),
        f"[{place}]({link})" if link else place,
        f"{escape(finding.message.said(language))} {escape(finding.help.said(language))}",
        f"`{finding.rule}`",
    ]
    return f"| {' | '.join(cells)} |"


_FINDINGS_HEADER = Text(
    "| | Fiche | Ce qui ne va pas, et que faire | Règle |", "| | File | What is wrong, and what to do | Rule |"
)
_LEFT_OUT = Text("… et {count} de plus.", "… and {count} more.")
