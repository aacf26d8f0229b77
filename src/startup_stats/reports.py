"""What a command says of its work: on the terminal, in a job summary, in answer to `explain`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.edit_links import edit_links
from startup_stats.errors import UsageError
from startup_stats.files import write_if_changed
from startup_stats.findings import Severity
from startup_stats.indicators.names import INDICATORS
from startup_stats.language import Text
from startup_stats.writers.order import worst_first
from startup_stats.writers.text import figures_text, findings_text, standards_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from startup_stats import commands
    from startup_stats.config import Config
    from startup_stats.findings import Finding

# More than these would push the figures off the screen; the job of `build` is the figures.
MAX_FINDINGS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What `explain` was asked."""

    indicator: str
    year: int
    as_of: date
    form: str


def build_report(built: commands.Built, config: Config) -> str:
    """Say what a build read, found, computed and wrote."""
    language = config.language
    coverage = built.document["coverage"]
    read = _READ.fill(**coverage["records"], unreadable=len(coverage["unreadable"])).said(language)
    figures = f"{figures_text(built.document)}{_NOT_OVER.said(language)}\n\n{standards_text(built.document)}"
    written = [*_outcome(built), *[_WRITTEN.fill(path=path) for path in built.beside]]
    told = "".join(f"{text.said(language)}\n" for text in written)
    return f"{_first(built.findings, config)}{read}\n\n{figures}\n{told}"


def errors_report(built: commands.Built, config: Config) -> str:
    """Say the errors that a build found, and nothing else."""
    return _first([finding for finding in built.findings if finding.severity is Severity.ERROR], config)


def _first(findings: Sequence[Finding], config: Config) -> str:
    """Say the worst findings first, and how many more there are."""
    language = config.language
    told = findings_text(worst_first(findings)[:MAX_FINDINGS_TOLD], language, edit_links(findings, config))
    more = len(findings) - MAX_FINDINGS_TOLD
    return told + (f"{_MORE.fill(count=more).said(language)}\n" if more > 0 else "")


def _outcome(built: commands.Built) -> list[Text]:
    if built.written is None:
        return [_ON_STANDARD_OUTPUT]
    return [(_WRITTEN if built.changed else _UNCHANGED).fill(path=built.written)]


def write_summary(path: Path, built: commands.Built) -> None:
    """Write the Markdown summary of a build to a file."""
    from startup_stats.writers.markdown import summary

    write_if_changed(path, summary(built.document))


def explained(site: commands.Site, asked: Asked) -> str:
    """Answer `explain` in the form asked for; raises UsageError for an indicator that does not exist."""
    from startup_stats.content.portfolio import read_portfolio
    from startup_stats.explain import Question, explain, to_csv_text, to_json_text, to_text

    if asked.indicator not in INDICATORS:
        raise UsageError(_NO_INDICATOR.fill(asked=asked.indicator, known=", ".join(INDICATORS)))
    terms = site.config.terms(asked.as_of)
    reading = read_portfolio(site.source, site.config.folders)
    question = Question(asked.indicator, asked.year, site.config.methods[asked.indicator], terms)
    rows = explain(site.source, reading.portfolio, question)
    language = site.config.language
    if asked.form == "csv":
        return to_csv_text(rows, language)
    if asked.form == "json":
        return to_json_text(rows, question, language)
    return to_text(rows, question, language)


_READ = Text(
    "Lu : {product} produits, {member} membres, {incubator} incubateurs, {organisation} organisations ; "
    "{unreadable} illisible(s).",
    "Read: {product} products, {member} members, {incubator} incubators, {organisation} organisations; "
    "{unreadable} unreadable.",
)
_MORE = Text("… et {count} autres défauts.", "… and {count} more findings.")
_NOT_OVER = Text("* année en cours", "* year not over")
_WRITTEN = Text("Écrit : {path}", "Written: {path}")
_ON_STANDARD_OUTPUT = Text(
    "Aucun fichier écrit : le document est sur la sortie standard. Pour l'écrire, créez le dossier _data du site, ou "
    "donnez -o FICHIER.",
    "No file written: the document is on standard output. To write it, make the site's folder _data, or give -o FILE.",
)
_UNCHANGED = Text("Inchangé : {path}", "Unchanged: {path}")
_NO_INDICATOR = Text(
    "« {asked} » n'est pas un indicateur. Indicateurs : {known}.",
    '"{asked}" is no indicator. Indicators: {known}.',
)
