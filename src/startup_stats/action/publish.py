"""The publishing part of the Action's step: what becomes of the file, and the tracking issue."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from startup_stats import exits
from startup_stats.action.outputs import truth
from startup_stats.commands.publish import PublishOptions, access_to, branch_of, publish, require_publishable
from startup_stats.document.alarm import alarm_markdown
from startup_stats.errors import AlarmError, StartupStatsError
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.reports.edit_links import edit_links
from startup_stats.reports.publish import dry_run_report, publish_report, publish_summary
from startup_stats.writers.markdown import escape, findings_summary
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.action.inputs import Inputs
    from startup_stats.commands.build import Built
    from startup_stats.commands.publish import Published
    from startup_stats.commands.site import Site
    from startup_stats.document.guard import Account
    from startup_stats.findings import Finding
    from startup_stats.publishing.access import Access
    from startup_stats.publishing.client import Client, Clock


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be done with GitHub, and by which access: publish, if there are options, and track errors."""

    access: Access
    options: PublishOptions | None
    tracks: bool


@dataclass
class Step:
    """What is left to write: outputs, the guard's account, the job summary's end, and the failure to end with."""

    document: Mapping[str, Any]
    account: Account
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    failure: StartupStatsError | None = None


def plan_publication(inputs: Inputs, site: Site) -> Publication | None:
    """Return what the inputs ask of GitHub, None where nothing; raises UsageError and OutsideError, before any work."""
    if not inputs.publishes and not inputs.tracks:
        return None
    options = _options(inputs, site) if inputs.publishes else None
    return Publication(access_to(site, inputs.repository, inputs.token, inputs.api), options, inputs.tracks)


def _options(inputs: Inputs, site: Site) -> PublishOptions:
    branch = inputs.branch or branch_of(site, inputs.reference)
    require_publishable(site, branch)
    explicit = inputs.as_of is not None
    return PublishOptions(
        inputs.publish, branch, inputs.day, explicit, inputs.overrides, inputs.dry_run, inputs.accept, inputs.history
    )


def publish_step(publication: Publication | None, site: Site, built: Built) -> Step:
    """Publish what was built and keep the tracking issue; a failure is kept for the end, so that all is told.

    What the guard refused is not published, but errors are tracked all the same: they may well be the reason.
    """
    step = Step(built.document, built.account, failure=built.refusal)
    if publication is None:
        return step
    from startup_stats.publishing.client import Client, Clock

    clock = Clock(time.time, time.sleep, random.random)
    with Client(publication.access, clock) as client:
        try:
            if publication.options is not None and built.refusal is None:
                _publish(site, publication.options, client, clock, step)
        except StartupStatsError as error:
            step.failure = error
        try:
            if publication.tracks:
                _track(site, built.findings, client, step)
        except StartupStatsError as error:
            step.failure = step.failure or error
    return step


def _publish(site: Site, options: PublishOptions, client: Client, clock: Clock, step: Step) -> None:
    language = site.config.language
    published = publish(site, options, client, clock)
    step.account = published.account
    if options.dry_run:
        # A runner must read no line of a file as a command.
        shown, said = dry_run_report(published, language)
        exits.talk("".join(f"│ {plain(line)}\n" for line in shown.splitlines()) + said)
        return
    exits.talk(publish_report(published, language))
    step.document, step.failure = published.new, published.refusal
    step.outputs = _outputs(published)
    step.summary = publish_summary(published)


def _outputs(published: Published) -> dict[str, str]:
    sent = published.commit is not None or published.closed
    return {
        "changed": truth(value=sent),
        "commit-sha": published.commit or "",
        "pull-request": published.pull_request or "",
    }


def _track(site: Site, findings: Sequence[Finding], client: Client, step: Step) -> None:
    from startup_stats.publishing.issue import keep_issue

    language = site.config.language
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    report = findings_summary(errors, language, edit_links(errors, site.config))
    if step.failure is not None:
        report = f"{escape(step.failure.message.said(language))}\n\n{report}"
    if isinstance(step.failure, AlarmError):
        report = alarm_markdown(step.account, language) + report
    wrong = bool(errors) or step.failure is not None
    address = keep_issue(client, _ISSUE.said(language), report, wrong=wrong)
    if address is not None:
        exits.talk((_TRACKED if wrong else _CLEAN).fill(url=address).said(language) + "\n")


_ISSUE = Text("Statistiques : erreurs dans les fiches", "Statistics: errors in the files")
_TRACKED = Text("Suivi des erreurs : {url}", "Errors are tracked: {url}")
_CLEAN = Text("Plus d'erreurs, suivi fermé : {url}", "No errors any more, issue closed: {url}")
