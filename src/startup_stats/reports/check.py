"""What `check` says: findings in the form asked for, and the list of rules."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from startup_stats.commands.site import Site
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding, Location
    from startup_stats.language import Language

# Imports stand in the writers: the command line asks for the names of all forms, and one of them writes.


def _text(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.document.edit_links import edit_links
    from startup_stats.writers.order import counted
    from startup_stats.writers.text import findings_text

    language = site.config.language
    text = findings_text(findings, language, edit_links(findings, site.config), source_lines(site.source))
    return f"{text}{_NOTHING.said(language)}\n" if not findings else f"{text}\n{counted(findings).said(language)}\n"


def _github(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.writers.github import workflow_commands

    return workflow_commands(findings, site.config.language, site.prefix)


def _json(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.writers.report_json import findings_json

    return findings_json(findings, site.config.language)


def _sarif(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.checks.rules import RULES
    from startup_stats.writers.sarif import sarif

    return sarif(findings, RULES, site.config.language, site.prefix)


def _junit(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.writers.junit import junit

    return junit(findings, site.config.language)


def _markdown(site: Site, findings: Sequence[Finding]) -> str:
    from startup_stats.document.edit_links import edit_links
    from startup_stats.writers.markdown import findings_summary

    return findings_summary(findings, site.config.language, edit_links(findings, site.config))


# Every form that is offered, and what writes it.
FORMS: Mapping[str, Callable[[Site, Sequence[Finding]], str]] = MappingProxyType(
    {"text": _text, "github": _github, "json": _json, "sarif": _sarif, "junit": _junit, "markdown": _markdown}
)


def source_lines(source: Source) -> Callable[[Location], str | None]:
    """Return a function that gives the line of a place, None where there is nothing to show.

    Lines are those that findings count: a form feed or a U+2028 ends none.
    """
    from startup_stats.content.faults import Unreadable
    from startup_stats.content.text import decode

    @cache
    def lines(path: str) -> list[str]:
        try:
            return decode(source.read(path))[0].split("\n")
        except Unreadable:
            return []

    def line(place: Location) -> str | None:
        of_file = lines(place.path)
        return of_file[place.line - 1].removesuffix("\r") or None if place.line <= len(of_file) else None

    return line


def rules_text(language: Language) -> str:
    """List every rule: id, severity, what it says."""
    from startup_stats.checks.rules import RULES
    from startup_stats.writers.text import align

    rows = [[rule.id, rule.severity.value, rule.message.said(language)] for rule in RULES]
    return align(rows, left=len(rows[0]))


_NOTHING = Text("Aucun défaut.", "No finding.")
