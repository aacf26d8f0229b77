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


def annotation(severity: Severity, text: str) -> str:
    """Write an annotation that stands on no line of a file."""
    return f"::{_KINDS[severity]} title=startup-stats::{_data(text)}"


def workflow_commands(
    findings: Iterable[Finding], language: Language, site: str = "", beside: Severity | None = None
) -> str:
    """Write findings as annotations, the worst first, and how many more the summary holds.

    What stands in files that the change does not touch is one annotation, as bad as the worst of it: nobody can answer
    for it on a line of the change.

    GitHub knows files from the repository's root: `site` is the way from there to the site, ending in « / ». Of the
    kind `beside` there is one annotation already.
    """
    lines = []
    left = 0
    ordered = worst_first(findings)
    elsewhere = [finding for finding in ordered if finding.elsewhere]
    for severity, of_severity in groupby(ordered, key=lambda finding: finding.severity):
        here = [finding for finding in of_severity if not finding.elsewhere]
        room = MAX_OF_A_KIND - bool(elsewhere and elsewhere[0].severity is severity) - (beside is severity)
        lines += [_command(finding, language, site) for finding in here[:room]]
        left += max(0, len(here) - room)
    if elsewhere:
        text = _ELSEWHERE.fill(count=len(elsewhere)).said(language)
        lines.append(annotation(elsewhere[0].severity, text))
    if left:
        lines.append(_MORE.fill(count=left).said(language))
    return "".join(f"{line}\n" for line in lines)


def warning(text: Text, language: Language) -> str:
    """Write a warning that is of no file as an annotation."""
    return f"{annotation(Severity.WARNING, plain(text.said(language)))}\n"


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


_ELSEWHERE = Text(
    "Défauts dans d'autres fiches, que cette modification ne touche pas : {count}. Le résumé les donne tous.",
    "Findings in other records, which this change does not touch: {count}. The summary holds them all.",
)
_MORE = Text("{count} de plus dans le résumé.", "{count} more in the summary.")
