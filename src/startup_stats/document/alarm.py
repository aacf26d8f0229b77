"""The guard's account in words: for a terminal, a job summary, a pull request and its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.document.changes import bounded, subject
from startup_stats.language import Text
from startup_stats.writers.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from startup_stats.document.guard import Account
    from startup_stats.language import Language

# GitHub refuses the text of a pull request above 65,536 characters, and what moved stands below the alarm.
_MOST_CHARACTERS = 40_000


def alarm_text(account: Account, language: Language) -> str:
    """Say on a terminal what rings, and what could not be compared; nothing where there is neither."""
    lines = [note.said(language) for note in account.notes]
    if account.alerts:
        lines = [_heading(account).said(language), *_listed(account, language, str), *lines, ""]
    return "".join(f"{line}\n" for line in lines)


def alarm_markdown(account: Account, language: Language) -> str:
    """Say the same in Markdown, under a heading when something rings."""
    lines = [escape(note.said(language)) for note in account.notes]
    if account.alerts:
        lines = [f"## {_heading(account).said(language)}", "\n".join(_listed(account, language, escape)), *lines]
    return "".join(f"{line}\n\n" for line in lines)


def alarm_title(account: Account, language: Language) -> str:
    """Return the title of a pull request that proposes what rings."""
    return subject([alert.moved.said(language) for alert in account.alerts], language, _TITLE)


def _heading(account: Account) -> Text:
    count = len(account.alerts)
    return _ONE if count == 1 else _SEVERAL.fill(count=count)


def _listed(account: Account, language: Language, made: Callable[[str], str]) -> list[str]:
    """List what rings; of many years some, so that what was read, which may be the reason for all, stays in sight."""
    years, read = (
        [made(alert.sentence.said(language)) for alert in alerts] for alerts in (account.years, account.read)
    )
    return [*bounded(_within(years), language, of=len(years)), *bounded(read, language)]


def _within(sentences: list[str]) -> list[str]:
    """Keep as many sentences as a pull request can hold."""
    room, kept = _MOST_CHARACTERS, []
    for sentence in sentences:
        room -= len(sentence)
        if room < 0:
            break
        kept.append(sentence)
    return kept


_ONE = Text("Alerte : un chiffre a bougé plus que prévu", "Alarm: one figure moved further than expected")
_SEVERAL = Text(
    "Alerte : {count} chiffres ont bougé plus que prévu", "Alarm: {count} figures moved further than expected"
)
_TITLE = Text("Alerte, statistiques : ", "Alarm, statistics: ")
