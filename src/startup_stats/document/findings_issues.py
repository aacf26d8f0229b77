"""stats_findings.json as issues, one an incubator: its products with what is wrong, and where that is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.document.shares import counted, shares
from startup_stats.findings import Severity
from startup_stats.language import Text
from startup_stats.publishing.issue import COMMON, MAX_BODY, Report, issue_key
from startup_stats.writers.markdown import escape
from startup_stats.writers.order import SEVERITIES
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.document.shares import Faulty, Share
    from startup_stats.language import Language

# For the marker, what stands above, and the line that says how many are left out.
_MARGIN = 2_000


def incubator_reports(document: Mapping[str, Any]) -> dict[str, Report]:
    """Return what each incubator's issue is to say, by the issue's key.

    It says no day and no line, which move without anything having to be done: an issue is edited when its findings are
    others, and whoever follows it hears of nothing else.
    """
    return {_key(share): _report(share, document["language"]) for share in shares(document)}


def moot(key: str, language: Language) -> str:
    """Return the last words of an issue that has nothing more to say, where each incubator has its own."""
    return (_FOLLOWED_APART if key == COMMON else _CLEAN).said(language)


def moot_apart(_key: str, language: Language) -> str:
    """Return the last words of an incubator's issue, where there is one issue for all."""
    return _FOLLOWED_TOGETHER.said(language)


def _key(share: Share) -> str:
    return issue_key("without-incubator" if share.incubator is None else f"incubator/{share.incubator}")


def _report(share: Share, language: Language) -> Report:
    title = _TITLE.fill(title=share.title).said(language)
    lines, told = _within(share, language)
    left = len(share.findings) - told
    above = _INTRODUCTION.fill(numbers=counted(share.findings)).said(language)
    more = [f"\n{_MORE.fill(count=left).said(language)}"] if left else []
    return Report(plain(" ".join(title.split())), "\n".join([above, *lines, *more, ""]))


def _within(share: Share, language: Language) -> tuple[list[str], int]:
    """Return as many lines as an issue holds, and how many findings they tell."""
    lines: list[str] = []
    room, told = MAX_BODY - _MARGIN, 0
    for file in share.files:
        heading = _heading(file, language)
        for finding in file.findings:
            piece = f"{heading}{_item(finding, language)}"
            room, heading = room - len(piece) - 1, ""
            if room < 0:
                return lines, told
            lines.append(piece)
            told += 1
    return lines, told


def _heading(file: Faulty, language: Language) -> str:
    link = "" if file.edit_url is None else f"[{_EDIT.said(language)}]({file.edit_url}) · "
    return f"\n### {escape(file.title)}\n\n{link}{escape(file.path)}\n\n"


def _item(finding: Mapping[str, Any], language: Language) -> str:
    severity = SEVERITIES[Severity(finding["severity"])].said(language)
    return f"- **{severity}** : {escape(finding['message'])} {escape(finding['help'])}".rstrip()


_TITLE = Text("Fiches à corriger : {title}", "Files to correct: {title}")
_INTRODUCTION = Text(
    "{numbers}. Cette issue suit les fiches : elle change quand il y a plus ou moins à corriger, et se ferme "
    "d'elle-même quand il n'y a plus rien.",
    "{numbers}. This issue follows the files: it changes when there is more or less to correct, and closes by itself "
    "when there is nothing more.",
)
_EDIT = Text("Corriger la fiche", "Correct the file")
_MORE = Text("… et {count} de plus.", "… and {count} more.")
_CLEAN = Text(
    "Plus rien à corriger : cette issue est fermée. Elle se rouvrira si une fiche a de nouveau un défaut.",
    "Nothing more to correct: this issue is closed. It will open again when a file has a finding again.",
)
_FOLLOWED_APART = Text(
    "Les fiches à corriger sont désormais suivies dans une issue par incubateur : celle-ci est fermée.",
    "Files to correct are now followed in one issue an incubator: this one is closed.",
)
_FOLLOWED_TOGETHER = Text(
    "Les erreurs sont désormais suivies dans une seule issue pour tout le site : celle-ci est fermée.",
    "Errors are now followed in a single issue for the whole site: this one is closed.",
)
