"""The publishing part of the Action's step: what becomes of the file, and the tracking issue."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from startup_stats import exits
from startup_stats.action.outputs import truth
from startup_stats.commands.publish import PublishOptions, access_to, branch_of, publish, require_publishable
from startup_stats.errors import StartupStatsError
from startup_stats.reports.publish import dry_run_report, publish_report, publish_summary
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.action.inputs import Inputs, Tracking
    from startup_stats.commands.build import Built
    from startup_stats.commands.publish import Published
    from startup_stats.commands.site import Site
    from startup_stats.document.guard import Account
    from startup_stats.publishing.access import Access
    from startup_stats.publishing.client import Client, Clock


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be done with GitHub, and by which access: publish, if there are options, and track what is wrong."""

    access: Access
    options: PublishOptions | None
    tracking: Tracking
    dry_run: bool


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
    tracking = inputs.tracking_issue if inputs.tracks else "false"
    return Publication(access_to(site, inputs.repository, inputs.token, inputs.api), options, tracking, inputs.dry_run)


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
            _track(publication, site, built, client, step)
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


def _track(publication: Publication, site: Site, built: Built, client: Client, step: Step) -> None:
    if publication.tracking == "false":
        return
    from startup_stats.action.tracking import track_all, track_incubators

    if publication.tracking == "true":
        track_all(site, built.findings, client, step)
    else:
        assert built.listed is not None  # noqa: S101 - the step asks for it
        track_incubators(built.listed.document, client, dry_run=publication.dry_run)
