"""Workflow commands: annotations on the lines of a pull request, and no command that the content could forge."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.writers.order import worst_first
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.findings import Finding
    from startup_stats.language import Language

# GitHub shows ten annotations of a kind for one step.
MAX_OF_A_KIND = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def workflow_commands(findings: Iterable[Finding], language: Language, site: str = "") -> str:
    """Write findings as annotations, the worst first, and how many more the summary holds.

    GitHub knows files from the repository's root: `site` is the way from there to the site, ending in « / ».
    """
    lines = []
    left = 0
    for _, of_severity in groupby(worst_first(findings), key=lambda finding: finding.severity):
        all_of_it = list(of_severity)
        lines += [_command(finding, language, site) for finding in all_of_it[:MAX_OF_A_KIND]]
        left += max(0, len(all_of_it) - MAX_OF_A_KIND)
    if left:
        lines.append(_MORE.fill(count=left).said(language))
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, language: Language, site: str) -> str:
    place = finding.location
    properties = {"file": f"{site}{place.path}", "line": place.line, "col": place.column, "title": finding.rule}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = f"{finding.message.said(language)} {finding.help.said(language)}"
    return f"::{_KINDS[finding.severity]} {written}::{_data(plain(text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_MORE = Text("{count} de plus dans le résumé.", "{count} more in the summary.")
