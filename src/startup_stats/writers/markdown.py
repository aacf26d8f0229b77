"""Markdown for a workflow's job summary: the figures against targets and published values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from startup_stats.language import Text
from startup_stats.writers.order import SEVERITIES, counted, worst_first
from startup_stats.writers.plain import plain
from startup_stats.writers.text import STANDARD_COUNTS, STANDARD_HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language

# Everything that Markdown or HTML could read as its own in other people's text.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~$]|:(?=//)|(?<=www)\.)")
# Escaped or not, GitHub links a name after « @ »; not when an invisible joiner stands between.
_WORD_JOINER = "\u2060"
_HEADER = Text(
    "| Année | Calculé | Publié | Prévision | Actualisée |",
    "| Year | Computed | Published | Target | Revised |",
)
_READ = Text(
    "Contenu lu au {day} : {records}. Fiches illisibles : {unreadable}. Défauts : {error} erreurs, "
    "{warning} avertissements.",
    "Content read as of {day}: {records}. Unreadable records: {unreadable}. Findings: {error} errors, "
    "{warning} warnings.",
)
_COLLECTIONS = {
    "product": Text("produits", "products"),
    "member": Text("membres", "members"),
    "incubator": Text("incubateurs", "incubators"),
    "organisation": Text("organisations", "organisations"),
}


def escape(text: str) -> str:
    """Make other people's text plain in Markdown: no link, no mention, no tag, one line."""
    safe = plain(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", safe).replace("@", f"@{_WORD_JOINER}")


# What GitHub keeps of one step's summary.
MAX_SUMMARY_BYTES = 1024 * 1024
# Kept free for the heading and for the line that says how many are left out.
_MARGIN_BYTES = 4096


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


def summary(document: Mapping[str, Any]) -> str:
    """Write the job summary of a build."""
    language: Language = document["language"]
    parts = [_coverage(document, language)]
    for indicator in document["indicators"].values():
        rows = [_row(year) for year in indicator["years"]]
        table = [_HEADER.said(language), "| ---: | ---: | ---: | ---: | ---: |", *rows]
        parts.append(f"### {escape(indicator['title'])}\n\n{escape(indicator['alternative'])}")
        parts.append("\n".join(table))
    return "\n\n".join([*parts, _standards(document, language)]) + "\n"


def _standards(document: Mapping[str, Any], language: Language) -> str:
    headings = " | ".join(heading.said(language) for heading in STANDARD_HEADINGS)
    rows = [
        f"| {escape(standard['title'])} | " + " | ".join(str(standard[key]) for key in STANDARD_COUNTS) + " |"
        for standard in document["standards"].values()
    ]
    title = Text("Standards de qualité", "Quality standards").said(language)
    return "\n".join([f"### {title}", "", f"| {headings} |", "| --- | ---: | ---: | ---: | ---: | ---: |", *rows])


def _coverage(document: Mapping[str, Any], language: Language) -> str:
    coverage = document["coverage"]
    records = ", ".join(f"{count} {_COLLECTIONS[name].said(language)}" for name, count in coverage["records"].items())
    read = _READ.fill(
        day=document["as_of"], records=records, unreadable=len(coverage["unreadable"]), **coverage["findings"]
    )
    return f"## startup-stats\n\n{read.said(language)}"


def _row(year: Mapping[str, Any]) -> str:
    target, published = year.get("target", {}), year.get("published", {})
    value = f"{year['value']}{'' if year['complete'] else ' *'}"
    given: Sequence[Any] = (published.get("value"), target.get("initial"), target.get("revised"))
    return f"| {year['year']} | {value} | " + " | ".join("" if cell is None else str(cell) for cell in given) + " |"
