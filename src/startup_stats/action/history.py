"""The history's part of the Action's step: the file brought up to date, or why it was not; figures are built anyway."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats import exits
from startup_stats.errors import AlarmError, OutsideError, StartupStatsError
from startup_stats.language import Text

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.action.inputs import Inputs
    from startup_stats.commands.site import Site
    from startup_stats.language import Language


class Wanting(NamedTuple):
    """What there is to say of a history in the job summary: it was not brought up to date, or is not whole, and why."""

    title: Text
    reason: Text


def history_step(inputs: Inputs, site: Site) -> Wanting | None:
    """Bring the site's history up to date; return what is wanting, None when it is whole.

    Whatever becomes of it, the content's figures hold. Nothing is kept for the next run: a runner is new each time.
    """
    from startup_stats.commands.history import HistoryOptions, history
    from startup_stats.commands.history_file import HISTORY_FILE
    from startup_stats.reports.history import history_report

    language, is_shallow = site.config.language, _is_shallow(site.folder)
    try:
        output = site.folder / HISTORY_FILE
        recounted = history(site, HistoryOptions(inputs.day, inputs.as_of is not None, output, causes=True))
    except Exception as error:  # noqa: BLE001 - whatever becomes of the history, the files have their figures
        why = _why(error, is_shallow=is_shallow)
        exits.talk(f"{why.said(language)}\n{_HELD.said(language)}\n")
        wanting: Wanting | None = Wanting(_FAILED, why)
    else:
        exits.talk(history_report(recounted, language))
        since = date.fromisoformat(recounted.document["source"]["since"])
        wanting = Wanting(_CUT, _CUT_AT.fill(since=since)) if is_shallow else None
    if wanting is not None and is_shallow:
        _annotate(wanting.reason, language)
    return wanting


def history_summary(wanting: Wanting | None, language: Language) -> str:
    """Say in the job summary what the history lacks."""
    from startup_stats.writers.markdown import escape

    if wanting is None:
        return ""
    told = [wanting.reason, *([_HELD] if wanting.title is _FAILED else [])]
    return f"\n### {wanting.title.said(language)}\n\n{escape(' '.join(text.said(language) for text in told))}\n"


def _is_shallow(folder: Path) -> bool:
    from startup_stats.git.objects import is_shallow

    with suppress(OutsideError):
        return is_shallow(folder)
    return False


def _why(error: Exception, *, is_shallow: bool) -> Text:
    """Say why there is no newer history; a cut checkout can't know the months that are over, whatever was rewritten."""
    if isinstance(error, AlarmError) and is_shallow:
        return _TOO_SHORT
    return error.message if isinstance(error, StartupStatsError) else _DIED.fill(kind=type(error).__name__)


def _annotate(reason: Text, language: Language) -> None:
    from startup_stats.writers.github import warning

    sys.stdout.write(warning(reason, language))
    sys.stdout.flush()


_FAILED = Text("L'historique n'a pas été mis à jour", "The history was not brought up to date")
_CUT = Text("L'historique est incomplet", "The history is not whole")
_HELD = Text(
    "Les chiffres sont calculés et publiés quand même ; l'historique reste celui d'avant.",
    "The figures are computed and published all the same; the history stays that of before.",
)
_CUT_AT = Text(
    "Ce checkout ne remonte qu'au {since} : donnez « fetch-depth: 0 » à actions/checkout pour savoir ce qui précède.",
    'This checkout goes back to {since} only: give "fetch-depth: 0" to actions/checkout to know what was before.',
)
_TOO_SHORT = Text(
    "Ce checkout ne remonte pas assez loin pour compléter l'historique : donnez « fetch-depth: 0 » à actions/checkout.",
    'This checkout does not go back far enough to complete the history: give "fetch-depth: 0" to actions/checkout.',
)
_DIED = Text(
    "L'historique s'est arrêté sur un défaut de cet outil ({kind}) ; signalez-le, avec le journal du job.",
    "The history stopped at a fault of this tool ({kind}); please report it, with the job's log.",
)
