"""The Action's step in mode check: the findings on what a pull request changes, and the figures that it moves."""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.action.moves import moved_by
from startup_stats.action.outputs import counts, leave, truth
from startup_stats.commands.check import CheckOptions, examine
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.reports.check import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.action.inputs import Inputs
    from startup_stats.action.moves import Moves
    from startup_stats.commands.proposal import Proposal
    from startup_stats.commands.site import Site
    from startup_stats.findings import Finding


def check_step(inputs: Inputs, proposal: Proposal) -> int:
    """Judge the content, say it as annotations, in the log, in the summary and the comment; return the exit code."""
    site, fail_on = proposal.site, inputs.fail_on or exits.DEFAULT_FAIL_ON["check"]
    examined = examine(site, CheckOptions(inputs.day, changed_from=proposal.base))
    findings = (*proposal.faults, *examined.findings)
    moves = moved_by(site, examined, inputs.as_of)
    sys.stdout.write(_annotations(site, findings, moves, fail_on))
    sys.stdout.flush()
    exits.talk(FORMS["text"](site, findings) + moves.text)
    report = moves.markdown + FORMS["markdown"](site, findings)
    if proposal.reconfigures:
        told = (_RECONFIGURES_BADLY if proposal.faults else _RECONFIGURES).said(site.config.language)
        exits.talk(f"{told}\n")
        report = f"{told}\n\n{report}"
    leave(inputs, {"changed": "false", "alarm": truth(value=moves.rings)} | counts(findings), report)
    if inputs.comment != "never":
        cause = moves.rings or any(finding.severity is not Severity.NOTE for finding in findings)
        said = _comment(inputs, report, create=cause or inputs.comment == "always")
        exits.talk("" if said is None else f"{said.said(site.config.language)}\n")
    return max(exits.status(fail_on, findings), exits.alarm_status(fail_on, rings=moves.rings))


def _annotations(site: Site, findings: Sequence[Finding], moves: Moves, fail_on: exits.FailOn) -> str:
    """Write the annotations; an alarm comes first, and is as bad as what fails the step."""
    from startup_stats.writers.github import annotation, workflow_commands

    if not moves.rings:
        return workflow_commands(findings, site.config.language, site.prefix)
    severity = Severity.ERROR if exits.alarm_status(fail_on, rings=True) else Severity.WARNING
    others = workflow_commands(findings, site.config.language, site.prefix, beside=severity)
    return f"{annotation(severity, moves.alarm)}\n{others}"


def _comment(inputs: Inputs, report: str, *, create: bool) -> Text | None:
    """Keep the comment; return what to say of it, if anything."""
    from startup_stats.publishing.access import Access
    from startup_stats.publishing.client import Client, Clock
    from startup_stats.publishing.comment import keep_comment

    if inputs.pull_request is None or inputs.token is None or inputs.repository is None:
        return _NOT_POSSIBLE
    access = Access(inputs.repository, inputs.token, inputs.api)
    with Client(access, Clock(time.time, time.sleep, random.random)) as client:
        return keep_comment(client, inputs.pull_request, report, create=create)


_RECONFIGURES = Text(
    "Cette pull request change la configuration. Elle est jugée par celle d'avant ; la nouvelle est valable et servira "
    "après la fusion.",
    "This pull request changes the configuration. It is judged by the one of before; the new one is valid and will "
    "serve once it is merged.",
)
_RECONFIGURES_BADLY = Text(
    "Cette pull request change la configuration. Elle est jugée par celle d'avant ; la nouvelle a des défauts, dits à "
    "leurs lignes, et arrêterait tout après la fusion.",
    "This pull request changes the configuration. It is judged by the one of before; the new one has faults, told at "
    "their lines, and would stop everything once it is merged.",
)
_NOT_POSSIBLE = Text(
    "Pas de commentaire : il faut une pull request, et « token » avec le droit pull-requests: write.",
    'No comment: it takes a pull request, and "token" with the permission pull-requests: write.',
)
