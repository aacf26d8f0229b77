"""The publishing part of the Action's step: what becomes of the file, the tracking issue, and what the summary says."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from startup_stats import commands, edge
from startup_stats.errors import StartupStatsError, UsageError
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.publishing.message import changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.publish import Published, PublishOptions
    from startup_stats.publishing.client import Client, Clock

CHART = "product_launch"


@dataclass(frozen=True, slots=True)
class Update:
    """What the step did so far: the site, how it was opened and built, what came of it, the file before it."""

    site: commands.Site
    overrides: commands.Overrides
    options: commands.BuildOptions
    built: commands.Built
    before: Any


@dataclass
class Step:
    """What is left to write: outputs, the job summary's end, and the failure to end with."""

    document: Mapping[str, Any]
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    failure: StartupStatsError | None = None


def publish_step(environment: Mapping[str, str], update: Update) -> Step:
    """Publish what the step built, as its inputs ask; raises UsageError for an input that is none."""
    mode = environment.get("INPUT_PUBLISH") or "none"
    dry_run = edge.read_truth("dry-run", environment.get("INPUT_DRY_RUN"))
    tracked = edge.read_truth("tracking-issue", environment.get("INPUT_TRACKING_ISSUE"))
    options = _options(environment, update, mode, dry_run=dry_run)
    step = Step(update.built.document)
    if mode != "none" or (tracked and not dry_run):
        _with_github(environment, update, options, step, tracked=tracked and not dry_run)
    step.summary = _summary(update, step) + step.summary
    return step


def _options(environment: Mapping[str, str], update: Update, mode: str, *, dry_run: bool) -> PublishOptions | None:
    if mode == "none":
        return None
    from startup_stats.publish import MODES, PublishOptions, branch_of

    known = edge.one_of("publish", mode, {each: each for each in MODES})
    branch, build = environment.get("INPUT_BRANCH") or branch_of(environment, update.site), update.options
    return PublishOptions(known, branch, build.as_of, build.as_of_is_explicit, update.overrides, dry_run)


def _with_github(
    environment: Mapping[str, str], update: Update, options: PublishOptions | None, step: Step, *, tracked: bool
) -> None:
    from startup_stats.publish import NO_TOKEN, access_to
    from startup_stats.publishing.client import Client, Clock

    token = environment.get("INPUT_TOKEN")
    if not token and (tracked or not (options and options.dry_run)):
        raise UsageError(NO_TOKEN)
    clock = Clock(time.time, time.sleep, random.random)
    with Client(access_to(environment, update.site, token), clock) as client:
        try:
            if options is not None:
                _publish(update, options, client, clock, step)
        except StartupStatsError as error:
            step.failure = error
        try:
            if tracked:
                _track(update, client, step)
        except StartupStatsError as error:
            step.failure = step.failure or error


def _publish(update: Update, options: PublishOptions, client: Client, clock: Clock, step: Step) -> None:
    from startup_stats.publish import publish
    from startup_stats.publish_report import dry_run_report, publish_report, publish_summary
    from startup_stats.writers.plain import plain

    language = update.site.config.language
    published = publish(update.site, options, client, clock)
    if options.dry_run:
        # A runner must read no line of a file as a command.
        shown, said = dry_run_report(published, language)
        edge.talk("".join(f"│ {plain(line)}\n" for line in shown.splitlines()) + said)
        return
    edge.talk(publish_report(published, language))
    step.document = published.new
    step.outputs = _outputs(published)
    step.summary = publish_summary(published)


def _outputs(published: Published) -> dict[str, str]:
    sent = published.commit is not None or published.closed
    return {
        "changed": str(sent).lower(),
        "commit-sha": published.commit or "",
        "pull-request": published.pull_request or "",
    }


def _track(update: Update, client: Client, step: Step) -> None:
    from startup_stats.edit_links import edit_links
    from startup_stats.publishing.issue import keep_issue
    from startup_stats.writers.markdown import escape, findings_summary

    language = update.site.config.language
    errors = [finding for finding in update.built.findings if finding.severity is Severity.ERROR]
    report = findings_summary(errors, language, edit_links(errors, update.site.config))
    if step.failure is not None:
        report = f"{escape(step.failure.message.said(language))}\n\n{report}"
    wrong = bool(errors) or step.failure is not None
    address = keep_issue(client, _ISSUE.said(language), report, wrong=wrong)
    if address is not None:
        edge.talk((_TRACKED if wrong else _CLEAN).fill(url=address).said(language) + "\n")


def _summary(update: Update, step: Step) -> str:
    """Write what moved, the chart, what the web contradicts, and the failure, for the job summary."""
    from startup_stats.publish_report import changes_summary
    from startup_stats.standards.observed_rules import OBSERVED_RULES
    from startup_stats.writers.markdown import escape, findings_table
    from startup_stats.writers.mermaid import chart

    language = step.document["language"]
    told = changes_summary(changes(update.before, step.document), language)
    told += f"\n{chart(step.document['indicators'][CHART])}\n"
    contradicted = [
        finding for finding in update.built.findings if finding.rule in {rule.id for rule in OBSERVED_RULES}
    ]
    if contradicted:
        table = findings_table(contradicted[:MAX_CONTRADICTIONS], language, {})
        told += f"\n### {_CONTRADICTIONS.said(language)}\n\n{table}"
    if step.failure is not None:
        told += f"\n### {_FAILED.said(language)}\n\n{escape(step.failure.message.said(language))}\n"
    return told


MAX_CONTRADICTIONS = 100
_ISSUE = Text("Statistiques : erreurs dans les fiches", "Statistics: errors in the files")
_TRACKED = Text("Suivi des erreurs : {url}", "Errors are tracked: {url}")
_CLEAN = Text("Plus d'erreurs, suivi fermé : {url}", "No errors any more, issue closed: {url}")
_CONTRADICTIONS = Text("Ce que le web contredit", "What the web contradicts")
_FAILED = Text("La publication a échoué", "The publication failed")
