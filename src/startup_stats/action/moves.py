"""What a pull request moves: said beside the findings, and never in their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.errors import StartupStatsError
from startup_stats.language import Text

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.commands.check import Examined
    from startup_stats.commands.site import Site


class Moves(NamedTuple):
    """What to say of it in the log and in the summary; `alarm` in one annotation, empty when nothing rings."""

    text: str = ""
    markdown: str = ""
    alarm: str = ""

    @property
    def rings(self) -> bool:
        """Say whether figures move further than the guard allows."""
        return bool(self.alarm)


def moved_by(site: Site, examined: Examined, as_of: date | None) -> Moves:
    """Say what a pull request moves since it left its base; nothing where there is none.

    What keeps it from being known costs no finding: it is said in its place.
    """
    if examined.change is None:
        return Moves()
    from startup_stats.commands.impact import impact_of
    from startup_stats.reports.impact import FORMS, alarm_line
    from startup_stats.writers.markdown import escape

    language = site.config.language
    try:
        moved = impact_of(site, examined.change, examined.reading, as_of)
    except StartupStatsError as error:
        told = _UNKNOWN.fill(reason=error.message).said(language)
        return Moves(f"\n{told}\n", f"{escape(told)}\n\n")
    text, markdown = (FORMS[form](moved, language) for form in ("text", "markdown"))
    return Moves(text and f"\n{text}", markdown and f"{markdown}\n", alarm_line(moved, language))


_UNKNOWN = Text(
    "Ce que cette modification fait bouger dans les chiffres n'a pas pu être calculé. {reason}",
    "What this change moves in the figures could not be computed. {reason}",
)
