"""The command line of `impact`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.cli.session import cache_folder, overrides
from startup_stats.reports.impact import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("impact")
@options.on_content
@click.option("--base", required=True, metavar="REF", help="Commit auquel comparer les fichiers présents.")
@options.failing_on(exits.DEFAULT_FAIL_ON["impact"])
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Montre les chiffres que change une modification, par quelles fiches et pourquoi ; rien si aucun ne bouge.

    Avant et après sont calculés au même jour, celui du plus récent des deux commits sauf --as-of, par la configuration
    de --base. Une alerte vaut un avertissement.
    """
    from startup_stats.commands.impact import impact, open_changed

    site = open_changed(given["path"], overrides(given), cache_folder(session.environment), given["base"])
    language = session.voice.configured = site.config.language
    moved = impact(site, given["base"], given["as_of"])
    put(FORMS[given["form"]](moved, language))
    return exits.alarm_status(given["fail_on"], rings=bool(moved.account.alerts))
