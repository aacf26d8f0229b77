"""The probing part of the Action's step: the ledger brought up to date, or why it was not."""

from __future__ import annotations

import signal
import sys
import time
from typing import TYPE_CHECKING

from startup_stats import exits
from startup_stats.errors import StartupStatsError
from startup_stats.language import Text

if TYPE_CHECKING:
    from startup_stats.action.inputs import Inputs
    from startup_stats.commands.site import Site
    from startup_stats.language import Language


def probe_step(inputs: Inputs, site: Site) -> Text | None:
    """Ask the web and write the ledger; return what kept it from that, since what the content says holds all the same.

    Raises KeyboardInterrupt when the workflow is cancelled; the ledger then holds what is known.
    """
    from startup_stats.commands.probe import Outside, ProbeOptions, probe
    from startup_stats.reports.probe import probe_report
    from startup_stats.reports.progress import shown

    language = site.config.language
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outside = Outside(inputs.token, inputs.api)
    try:
        with shown(sys.stderr, language, time.monotonic, quiet=False) as progress:
            probed = probe(site, ProbeOptions(inputs.day), outside, progress)
    except Exception as error:  # noqa: BLE001 - whatever becomes of the probe, the files have their figures
        failure = error.message if isinstance(error, StartupStatsError) else _DIED.fill(kind=type(error).__name__)
        exits.talk(f"{failure.said(language)}\n{_HELD.said(language)}\n")
        return failure
    exits.talk(probe_report(probed, language))
    if probed.visited.interrupted:
        raise KeyboardInterrupt
    return None


def probe_summary(failure: Text | None, language: Language) -> str:
    """Say in the job summary that the web could not be asked."""
    from startup_stats.writers.markdown import escape

    if failure is None:
        return ""
    return f"\n### {_FAILED.said(language)}\n\n{escape(failure.said(language))} {_HELD.said(language)}\n"


_DIED = Text(
    "Le relevé en ligne s'est arrêté sur un défaut de cet outil ({kind}) ; signalez-le, avec le journal du job.",
    "The round online stopped at a fault of this tool ({kind}); please report it, with the job's log.",
)
_FAILED = Text("Les vérifications en ligne n'ont pas abouti", "Online verifications did not succeed")
_HELD = Text(
    "Les fiches sont lues et publiées quand même ; ce qui est observé reste celui du dernier relevé.",
    "The content is read and published all the same; what is observed stays that of the last round.",
)
