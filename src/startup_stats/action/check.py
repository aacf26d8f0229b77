"""The Action's step in mode check: the findings on what a pull request changes."""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.action.outputs import counts, leave
from startup_stats.commands.check import CheckOptions, check
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.reports.check import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.action.inputs import Inputs
    from startup_stats.commands.proposal import Proposal
    from startup_stats.findings import Finding


def check_step(inputs: Inputs, proposal: Proposal) -> int:
    """Judge the content, say it as annotations, in the log, in the summary and the comment; return the exit code."""
    site = proposal.site
    findings = (*proposal.faults, *check(site, CheckOptions(inputs.day, changed_from=proposal.base)))
    sys.stdout.write(FORMS["github"](site, findings))
    sys.stdout.flush()
    exits.talk(FORMS["text"](site, findings))
    report = FORMS["markdown"](site, findings)
    if proposal.reconfigures:
        told = (_RECONFIGURES_BADLY if proposal.faults else _RECONFIGURES).said(site.config.language)
        exits.talk(f"{told}\n")
        report = f"{told}\n\n{report}"
    leave(inputs, {"changed": "false", "alarm": "false"} | counts(findings), report)
    if inputs.comment != "never":
        said = _comment(inputs, report, findings)
        exits.talk("" if said is None else f"{said.said(site.config.language)}\n")
    return exits.status(inputs.fail_on or exits.DEFAULT_FAIL_ON["check"], findings)


def _comment(inputs: Inputs, report: str, findings: Sequence[Finding]) -> Text | None:
    """Keep the comment; return what to say of it, if anything."""
    from startup_stats.publishing.access import Access
    from startup_stats.publishing.client import Client, Clock
    from startup_stats.publishing.comment import keep_comment

    if inputs.pull_request is None or inputs.token is None or inputs.repository is None:
        return _NOT_POSSIBLE
    told = any(finding.severity is not Severity.NOTE for finding in findings)
    access = Access(inputs.repository, inputs.token, inputs.api)
    with Client(access, Clock(time.time, time.sleep, random.random)) as client:
        return keep_comment(client, inputs.pull_request, report, create=told or inputs.comment == "always")


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
