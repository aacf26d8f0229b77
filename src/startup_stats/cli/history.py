"""The command line of `history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("history")
@options.on_content
@click.option("-o", "--output", help="Fichier à écrire ; « - » pour la sortie standard.")
@click.option("--update", is_flag=True, help="Ajouter ce qui est nouveau ; les mois passés restent tels quels.")
@click.option("--restate", metavar="RAISON", help="Réécrire les mois passés, pour cette raison qui y sera notée.")
@click.option(
    "--causes", is_flag=True, help="Ajouter par quelles fiches chaque année close a bougé depuis ; plus lent."
)
@click.option("--no-cache", is_flag=True, help="Ne rien garder pour la prochaine fois, et tout relire.")
@options.quiet
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Calcule chaque chiffre tel qu'il était connu chaque jour, depuis l'historique git du contenu.

    Sans -o : dans _data/stats_history.json du site s'il a un dossier _data, sinon sur la sortie standard.
    """
    from startup_stats.cli.session import cache_folder
    from startup_stats.commands.history import HistoryOptions, history
    from startup_stats.commands.history_file import HISTORY_NAME
    from startup_stats.commands.site import default_output
    from startup_stats.document.history import history_text
    from startup_stats.reports.history import history_report

    site = session.open_site(given, with_history=True)
    beside, asked = default_output(site), given["output"]
    default = None if beside is None else beside.with_name(HISTORY_NAME)
    recounted = history(
        site,
        HistoryOptions(
            as_of=session.as_of(given),
            as_of_is_explicit=given["as_of"] is not None,
            output=default if asked is None else None if asked == "-" else Path(asked),
            cache=None if given["no_cache"] else cache_folder(session.environment),
            update=given["update"],
            restate=given["restate"],
            causes=given["causes"],
        ),
    )
    if recounted.written is None:
        put(history_text(recounted.document))
    if not given["quiet"]:
        exits.talk(history_report(recounted, site.config.language))
    return CLEAN
