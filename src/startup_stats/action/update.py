"""The Action's step in mode update; nothing is written, asked or sent before all of its inputs are known to be good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats import exits
from startup_stats.action.history import history_step, history_summary
from startup_stats.action.outputs import counts, leave, truth
from startup_stats.action.probe import probe_step, probe_summary
from startup_stats.action.publish import plan_publication, publish_step
from startup_stats.commands.build import BuildOptions, build
from startup_stats.commands.findings_file import FINDINGS_FILE
from startup_stats.commands.site import make_output, require_day
from startup_stats.document.alarm import alarm_markdown
from startup_stats.document.changes import changes
from startup_stats.document.overview import chart, summary, unknown
from startup_stats.errors import AlarmError
from startup_stats.files import read_json
from startup_stats.language import Text
from startup_stats.reports.build import build_report
from startup_stats.reports.publish import changes_summary
from startup_stats.standards.contradictions import CONTRADICTION_RULES
from startup_stats.writers.markdown import escape, findings_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.action.inputs import Inputs
    from startup_stats.action.publish import Step
    from startup_stats.commands.site import Site
    from startup_stats.findings import Finding
    from startup_stats.language import Language

# All of them stand in the log; so many fit on a few screens.
MAX_CONTRADICTIONS = 100


def update_step(inputs: Inputs, site: Site) -> int:
    """Probe, recount, build, publish and track as asked; leave outputs and a summary, and return the exit code."""
    publication = plan_publication(inputs, site)
    require_day(site, inputs.day)
    output, findings = make_output(site), make_output(site, FINDINGS_FILE)
    unprobed = probe_step(inputs, site) if inputs.probe else None
    wanting = history_step(inputs, site) if inputs.history else None
    before = read_json(output)
    asked = BuildOptions(inputs.day, inputs.as_of is not None, output, accept=inputs.accepts, findings=findings)
    built = build(site, asked)
    exits.talk(build_report(built, site.config))
    step = publish_step(publication, site, built)
    outputs = {"changed": truth(value=built.changed), "commit-sha": "", "pull-request": ""}
    outputs |= {"stats-file": "" if built.refusal else str(built.written), "unknown": str(unknown(step.document))}
    outputs |= {"alarm": truth(value=bool(step.account.alerts))} | counts(built.findings) | step.outputs
    beside = probe_summary(unprobed, site.config.language) + history_summary(wanting, site.config.language)
    overview = _alarm(step) + summary(step.document) + beside
    leave(inputs, outputs, overview + _summary(before, step, built.findings) + step.summary)
    if step.failure is not None:
        raise step.failure
    return exits.status(inputs.fail_on or exits.DEFAULT_FAIL_ON["build"], built.findings)


def _alarm(step: Step) -> str:
    """Write what rings, which stands first, and what to do when it was refused."""
    language: Language = step.document["language"]
    told = alarm_markdown(step.account, language)
    if not isinstance(step.failure, AlarmError):
        return told
    return f"{told}{escape(step.failure.message.said(language))}\n\n"


def _summary(before: Any, step: Step, findings: Sequence[Finding]) -> str:
    """Write what moved, the chart, what the web contradicts, and the failure, for the job summary."""
    language: Language = step.document["language"]
    text = changes_summary(changes(before, step.document), language) + f"\n{chart(step.document)}\n"
    contradicted = [finding for finding in findings if finding.rule in {rule.id for rule in CONTRADICTION_RULES}]
    if contradicted:
        table = findings_table(contradicted[:MAX_CONTRADICTIONS], language, {})
        text += f"\n### {_CONTRADICTIONS.said(language)}\n\n{table}"
    if step.failure is not None and not isinstance(step.failure, AlarmError):
        text += f"\n### {_FAILED.said(language)}\n\n{escape(step.failure.message.said(language))}\n"
    return text


_CONTRADICTIONS = Text("Ce que le web contredit", "What the web contradicts")
_FAILED = Text("La publication a échoué", "The publication failed")
