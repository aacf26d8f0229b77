"""The GitHub Action: INPUT_* and GITHUB_* → the same command as on the command line, outputs, job summary."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from startup_stats import commands, edge
from startup_stats.errors import UsageError
from startup_stats.language import Language, Text
from startup_stats.reports import build_report
from startup_stats.writers.markdown import summary

if TYPE_CHECKING:
    from collections.abc import Mapping


def main(environment: Mapping[str, str], *, today: date) -> int:
    """Run as a step of a workflow and return its exit code."""
    language: Language = "en" if environment.get("INPUT_LANGUAGE") == "en" else "fr"
    return edge.guarded(lambda: _update(environment, today), language)


def _update(environment: Mapping[str, str], today: date) -> int:
    publish = environment.get("INPUT_PUBLISH") or "none"
    if publish != "none":
        raise UsageError(_NO_SUCH_PUBLICATION.fill(asked=publish))
    asked_day = environment.get("INPUT_AS_OF")
    as_of = edge.read_day(asked_day) if asked_day else today
    config_file = environment.get("INPUT_CONFIG")
    site = commands.open_site(
        environment.get("INPUT_PATH") or ".",
        commands.Overrides(
            config_file=Path(config_file) if config_file else None, language=_language(environment), method=None
        ),
    )
    (site.folder / commands.STATS_FILE).parent.mkdir(exist_ok=True)
    output = commands.default_output(site)
    options = commands.BuildOptions(as_of, as_of_is_explicit=bool(asked_day), output=output)
    built = commands.build(site, options)
    edge.talk(build_report(built, site.config))
    _append(environment.get("GITHUB_OUTPUT"), _outputs(built))
    _append(environment.get("GITHUB_STEP_SUMMARY"), summary(built.document))
    return edge.status(environment.get("INPUT_FAIL_ON") or "never", built.findings)


def _language(environment: Mapping[str, str]) -> Language | None:
    given = environment.get("INPUT_LANGUAGE")
    if not given:
        return None
    languages: dict[str, Language] = {"fr": "fr", "en": "en"}
    if given not in languages:
        raise UsageError(_NO_SUCH_LANGUAGE.fill(asked=given))
    return languages[given]


def _outputs(built: commands.Built) -> str:
    findings = built.document["coverage"]["findings"]
    outputs = {
        "changed": str(built.changed).lower(),
        "errors": str(findings["error"]),
        "warnings": str(findings["warning"]),
        "stats-file": str(built.written),
    }
    return "".join(_output(name, value) for name, value in outputs.items())


def _output(name: str, value: str) -> str:
    """Write an output so that no value can end early and forge the next one."""
    mark = secrets.token_hex(16)
    return f"{name}<<{mark}\n{value}\n{mark}\n"


def _append(file: str | None, text: str) -> None:
    if file:
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(text)


_NO_SUCH_PUBLICATION = Text(
    "publish: « {asked} » n'existe pas. Valeur possible : none.",
    'publish: there is no "{asked}". Possible value: none.',
)
_NO_SUCH_LANGUAGE = Text(
    "language: « {asked} » n'existe pas. Valeurs possibles : fr, en.",
    'language: there is no "{asked}". Possible values: fr, en.',
)

if __name__ == "__main__":
    sys.exit(main(os.environ, today=date.today()))  # noqa: DTZ011 - the runner's calendar
