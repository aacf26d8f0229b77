"""What `build` says of its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.document.alarm import alarm_text
from startup_stats.document.edit_links import edit_links
from startup_stats.document.overview import coverage_text, figures_text, standards_text
from startup_stats.findings import Severity
from startup_stats.language import Text, number_of
from startup_stats.writers.order import worst_first
from startup_stats.writers.text import findings_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from startup_stats.commands.build import Built
    from startup_stats.config.settings import Config
    from startup_stats.findings import Finding

# More than these would push the figures off the screen; the job of `build` is the figures.
MAX_FINDINGS_TOLD = 20


def build_report(built: Built, config: Config) -> str:
    """Say what a build read, found, computed and wrote; what rings stands first."""
    language = config.language
    read = coverage_text(built.document).said(language)
    figures = f"{figures_text(built.document)}{_NOT_OVER.said(language)}\n\n{standards_text(built.document)}"
    written = [*built.notes, *_outcome(built), *[_WRITTEN.fill(path=path) for path in built.beside]]
    outcome = "".join(f"{text.said(language)}\n" for text in written)
    return f"{_alarm(built, config)}{_first(built.findings, config)}{read}\n\n{figures}\n{outcome}"


def errors_report(built: Built, config: Config) -> str:
    """Say what rings and the errors that a build found, and nothing else."""
    errors = [finding for finding in built.findings if finding.severity is Severity.ERROR]
    return (_alarm(built, config) if built.account.alerts else "") + _first(errors, config)


def _alarm(built: Built, config: Config) -> str:
    return alarm_text(built.account, config.language)


def _first(findings: Sequence[Finding], config: Config) -> str:
    """Say the worst findings first, and how many more there are."""
    language = config.language
    text = findings_text(worst_first(findings)[:MAX_FINDINGS_TOLD], language, edit_links(findings, config))
    more = len(findings) - MAX_FINDINGS_TOLD
    return text + (f"{_MORE.fill(findings=number_of(more, *_OTHERS)).said(language)}\n" if more > 0 else "")


def _outcome(built: Built) -> list[Text]:
    if built.refusal is not None:
        return []
    if built.written is None:
        return [_ON_STANDARD_OUTPUT]
    return [(_WRITTEN if built.changed else _UNCHANGED).fill(path=built.written)]


_MORE = Text("… et {findings}.", "… and {findings}.")
_OTHERS = (Text("autre défaut", "more finding"), Text("autres défauts", "more findings"))
_NOT_OVER = Text("* année en cours", "* year not over")
_WRITTEN = Text("Écrit : {path}", "Written: {path}")
_ON_STANDARD_OUTPUT = Text(
    "Aucun fichier écrit : le document est sur la sortie standard. Pour l'écrire, créez le dossier _data du site, ou "
    "donnez -o FICHIER.",
    "No file written: the document is on standard output. To write it, make the site's folder _data, or give -o FILE.",
)
_UNCHANGED = Text("Inchangé : {path}", "Unchanged: {path}")
