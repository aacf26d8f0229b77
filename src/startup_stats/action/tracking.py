"""The tracking issues of the Action's step: one with all errors, or one an incubator with its own findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.document.alarm import alarm_markdown
from startup_stats.document.edit_links import edit_links
from startup_stats.document.findings_issues import incubator_reports, moot, moot_apart
from startup_stats.errors import AlarmError
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.publishing.issue import COMMON, MOST_WRITES, Report, keep_issues
from startup_stats.writers.markdown import escape, findings_summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from startup_stats.action.publish import Step
    from startup_stats.commands.site import Site
    from startup_stats.findings import Finding
    from startup_stats.language import Language
    from startup_stats.publishing.client import Client
    from startup_stats.publishing.issue import Deed, Kept


def track_all(site: Site, findings: Sequence[Finding], client: Client, step: Step) -> None:
    """Keep one issue with all errors, and with what the step failed at."""
    language = site.config.language
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    report = findings_summary(errors, language, edit_links(errors, site.config))
    if step.failure is not None:
        report = f"{escape(step.failure.message.said(language))}\n\n{report}"
    if isinstance(step.failure, AlarmError):
        report = alarm_markdown(step.account, language) + report
    wrong = bool(errors) or step.failure is not None
    reports = {COMMON: Report(_ISSUE.said(language), report, wrong)}
    kept = keep_issues(client, reports, partial(moot_apart, language=language))
    if COMMON in kept.addresses:
        exits.talk((_TRACKED if wrong else _CLEAN).fill(url=kept.addresses[COMMON]).said(language) + "\n")


def track_incubators(document: Mapping[str, Any], client: Client, *, dry_run: bool) -> None:
    """Keep one issue an incubator with the findings on its files; in a dry run, say what would be done."""
    language: Language = document["language"]
    reports = incubator_reports(document)
    kept = keep_issues(client, reports, partial(moot, language=language), dry_run=dry_run)
    exits.talk("".join(f"{text.said(language)}\n" for text in _told(kept, reports, dry_run=dry_run)))


def _told(kept: Kept, reports: Mapping[str, Report], *, dry_run: bool) -> list[Text]:
    words = _WOULD_BE if dry_run else _DONE
    deeds = [
        words[deed].fill(
            issue=" ".join([*([reports[key].title] if key in reports else []), kept.addresses.get(key, "")])
        )
        for key, deed in kept.done.items()
    ]
    left = [_LEFT.fill(count=kept.left, most=MOST_WRITES)] if kept.left else []
    return [*deeds, *left, (_FOLLOWED if reports else _NOTHING).fill(count=len(reports)), *([_DRY] if dry_run else [])]


_ISSUE = Text("Statistiques : erreurs dans les fiches", "Statistics: errors in the files")
_TRACKED = Text("Suivi des erreurs : {url}", "Errors are tracked: {url}")
_CLEAN = Text("Plus d'erreurs, suivi fermé : {url}", "No errors any more, issue closed: {url}")
_DONE: Mapping[Deed, Text] = {
    "made": Text("Issue ouverte : {issue}", "Issue opened: {issue}"),
    "edited": Text("Issue mise à jour : {issue}", "Issue brought up to date: {issue}"),
    "closed": Text("Issue fermée : {issue}", "Issue closed: {issue}"),
}
_WOULD_BE: Mapping[Deed, Text] = {
    "made": Text("Issue à ouvrir : {issue}", "Issue to open: {issue}"),
    "edited": Text("Issue à mettre à jour : {issue}", "Issue to bring up to date: {issue}"),
    "closed": Text("Issue à fermer : {issue}", "Issue to close: {issue}"),
}
_FOLLOWED = Text("Issues de suivi, une par incubateur : {count}.", "Tracking issues, one an incubator: {count}.")
_NOTHING = Text("Aucune fiche à corriger.", "No file to correct.")
_LEFT = Text(
    "Issues qui attendent le prochain passage : {count} ; il s'en écrit {most} au plus à la fois, pour que GitHub les "
    "accepte.",
    "Issues that wait for the next run: {count}; at most {most} are written at a time, so that GitHub takes them.",
)
_DRY = Text("Essai : aucune issue n'a été écrite.", "Dry run: no issue was written.")
