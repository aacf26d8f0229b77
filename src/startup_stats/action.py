"""The GitHub Action: INPUT_* and GITHUB_* → the same commands as on the command line, outputs, job summary."""

from __future__ import annotations

import os
import secrets
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from startup_stats import commands, edge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from startup_stats.findings import Finding
    from startup_stats.language import Language


def main(environment: Mapping[str, str], *, today: date) -> int:
    """Run as a step of a workflow and return its exit code."""
    language: Language = "en" if environment.get("INPUT_LANGUAGE") == "en" else "fr"
    return edge.guarded(lambda: _run(environment, today), language)


def _run(environment: Mapping[str, str], today: date) -> int:
    run = edge.one_of("mode", environment.get("INPUT_MODE") or "update", _MODES)
    site = commands.open_site(environment.get("INPUT_PATH") or ".", _overrides(environment))
    return run(environment, site, today)


def _overrides(environment: Mapping[str, str]) -> commands.Overrides:
    config_file = environment.get("INPUT_CONFIG")
    return commands.Overrides(Path(config_file) if config_file else None, language=_language(environment))


def _update(environment: Mapping[str, str], site: commands.Site, today: date) -> int:
    from startup_stats.action_probe import probe_step, probe_summary
    from startup_stats.action_publish import Update, publish_step
    from startup_stats.reports import build_report
    from startup_stats.writers.markdown import summary

    asked_day = environment.get("INPUT_AS_OF")
    as_of = edge.read_day(asked_day) if asked_day else today
    (site.folder / commands.STATS_FILE).parent.mkdir(exist_ok=True)
    options = commands.BuildOptions(as_of, bool(asked_day), commands.default_output(site))
    probed = edge.read_truth("probe", environment.get("INPUT_PROBE"))
    unprobed = probe_step(environment, site, as_of) if probed else None
    before = commands.read_document(site.folder / commands.STATS_FILE)
    built = commands.build(site, options)
    edge.talk(build_report(built, site.config))
    outputs = {"changed": str(built.changed).lower(), "stats-file": str(built.written)}
    outputs |= {"commit-sha": "", "pull-request": ""}
    step = publish_step(environment, Update(site, _overrides(environment), options, built, before))
    outputs["unknown"] = _unknown(step.document)
    _append(environment.get("GITHUB_OUTPUT"), _outputs(outputs | _counts(built.findings) | step.outputs))
    _append(
        environment.get("GITHUB_STEP_SUMMARY"),
        summary(step.document) + probe_summary(unprobed, site.config.language) + step.summary,
    )
    if step.failure is not None:
        raise step.failure
    return edge.status(environment.get("INPUT_FAIL_ON") or "never", built.findings)


def _unknown(document: Mapping[str, Any]) -> str:
    return str(sum(standard["unknown"] for standard in document["standards"].values()))


def _check(environment: Mapping[str, str], site: commands.Site, today: date) -> int:
    from startup_stats.check_report import check_report
    from startup_stats.checking import CheckOptions, check
    from startup_stats.content.changes import pull_request_base

    asked_day = environment.get("INPUT_AS_OF")
    as_of = edge.read_day(asked_day) if asked_day else today
    branch = environment.get("GITHUB_BASE_REF")
    base = pull_request_base(site.folder, branch) if branch else None
    findings = check(site, CheckOptions(as_of, changed_from=base))
    sys.stdout.write(check_report("github", site, findings))
    sys.stdout.flush()
    edge.talk(check_report("text", site, findings))
    report = check_report("markdown", site, findings)
    _append(environment.get("GITHUB_OUTPUT"), _outputs({"changed": "false"} | _counts(findings)))
    _append(environment.get("GITHUB_STEP_SUMMARY"), report)
    _comment(environment, report, findings)
    return edge.status(environment.get("INPUT_FAIL_ON") or "error", findings)


def _comment(environment: Mapping[str, str], report: str, findings: Sequence[Finding]) -> None:
    from startup_stats.findings import Severity

    when = edge.one_of("comment", environment.get("INPUT_COMMENT") or "never", {name: name for name in COMMENT})
    if when != "never":
        from startup_stats.publishing.comment import keep_comment

        told = any(finding.severity is not Severity.NOTE for finding in findings)
        edge.talk(keep_comment(environment, report, create=when == "always" or told))


COMMENT = ("never", "on-findings", "always")


_MODES: dict[str, Callable[[Mapping[str, str], commands.Site, date], int]] = {"update": _update, "check": _check}


def _language(environment: Mapping[str, str]) -> Language | None:
    given = environment.get("INPUT_LANGUAGE")
    languages: dict[str, Language | None] = {"": None, "fr": "fr", "en": "en"}
    return edge.one_of("language", given or "", languages)


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    counts = Counter(finding.severity.value for finding in findings)
    return {"errors": str(counts["error"]), "warnings": str(counts["warning"])}


def _outputs(outputs: Mapping[str, str]) -> str:
    return "".join(_output(name, value) for name, value in outputs.items())


def _output(name: str, value: str) -> str:
    """Write an output so that no value can end early and forge the next one."""
    mark = secrets.token_hex(16)
    return f"{name}<<{mark}\n{value}\n{mark}\n"


def _append(file: str | None, text: str) -> None:
    if file:
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(text)


if __name__ == "__main__":
    sys.exit(main(os.environ, today=date.today()))  # noqa: DTZ011 - the runner's calendar
