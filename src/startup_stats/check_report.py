"""Findings in the form that was asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from startup_stats.checks.rules import RULES
from startup_stats.content.faults import Unreadable
from startup_stats.content.text import decode
from startup_stats.edit_links import edit_links
from startup_stats.language import Text
from startup_stats.writers.order import counted
from startup_stats.writers.text import align, findings_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from startup_stats.commands import Site
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding, Location
    from startup_stats.language import Language

FORMS = ("text", "github", "json", "sarif", "junit", "markdown")


def check_report(form: str, site: Site, findings: Sequence[Finding]) -> str:
    """Write findings in one of FORMS."""
    language = site.config.language
    if form == "text":
        told = findings_text(findings, language, edit_links(findings, site.config), source_lines(site.source))
        return f"{told}{_NOTHING.said(language)}\n" if not findings else f"{told}\n{counted(findings).said(language)}\n"
    if form == "github":
        from startup_stats.writers.github import workflow_commands

        return workflow_commands(findings, language, site.prefix)
    if form == "json":
        from startup_stats.writers.report_json import findings_json

        return findings_json(findings, language)
    if form == "sarif":
        from startup_stats.writers.sarif import sarif

        return sarif(findings, RULES, language, site.prefix)
    if form == "junit":
        from startup_stats.writers.junit import junit

        return junit(findings, language)
    from startup_stats.writers.markdown import findings_summary

    return findings_summary(findings, language, edit_links(findings, site.config))


def source_lines(source: Source) -> Callable[[Location], str | None]:
    """Return a function that gives the line of a place, None where the file can't be read."""

    @cache
    def lines(path: str) -> list[str]:
        try:
            return decode(source.read(path))[0].splitlines()
        except Unreadable:
            return []

    def line(place: Location) -> str | None:
        of_file = lines(place.path)
        return of_file[place.line - 1] if place.line <= len(of_file) else None

    return line


def rules_text(language: Language) -> str:
    """List every rule: id, severity, what it says."""
    rows = [[rule.id, rule.severity.value, rule.message.said(language)] for rule in RULES]
    return align(rows, left=len(rows[0]))


_NOTHING = Text("Aucun défaut.", "No finding.")
