"""The command line of `vintages`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.document.revisions import VIEWS
from startup_stats.errors import CLEAN, UsageError
from startup_stats.language import Text
from startup_stats.reports.vintages import FORMS, charted

if TYPE_CHECKING:
    from startup_stats.cli.session import Session

_YEAR = re.compile(r"[0-9]{4}")


@click.command("vintages")
@click.argument("indicator")
@click.argument("year", required=False)
@click.argument("path", required=False)
@click.option("--history", type=options.PATH, help="Historique à lire ; par défaut _data/stats_history.json du site.")
@click.option("--view", type=click.Choice(VIEWS), default=VIEWS[0], show_default=True,
              help="Tel qu'écrit à l'époque, ou tel que compté avec les mots d'aujourd'hui.")  # fmt: skip
@click.option("--chart", is_flag=True, help="Ajouter à chaque chiffre une barre, dans la forme text.")
@click.option("--config", "config_file", type=options.PATH, help="Fichier de configuration.")
@click.option("--language", type=click.Choice(options.LANGUAGES), help="Langue ; français par défaut.")
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Montre un chiffre tel qu'il était connu chaque jour, d'après l'historique que « history » a calculé.

    Avec YEAR (quatre chiffres), chaque changement du chiffre de cette année ; sans YEAR, une ligne par année. Un
    dossier dont le nom est fait de quatre chiffres s'écrit ./2020.
    """
    from startup_stats.commands.vintages import Question, vintages

    year, path = _year_and_path(given["year"], given["path"])
    if given["chart"] and given["form"] != "text":
        raise UsageError(_NO_CHART.fill(form=given["form"]))
    site = session.open_site({**given, "path": path, "method": None})
    told = vintages(site, Question(given["indicator"], year, given["view"], given["history"]))
    write = charted if given["chart"] else FORMS[given["form"]]
    put(write(told, site.config.language))
    return CLEAN


def _year_and_path(year: str | None, path: str | None) -> tuple[int | None, str]:
    """Tell a year from a path by its four digits; raises UsageError for two paths."""
    if year is None or _YEAR.fullmatch(year):
        return (None if year is None else int(year)), path or "."
    if path is not None:
        raise UsageError(_NO_YEAR.fill(asked=year))
    return None, year


_NO_YEAR = Text(
    "« {asked} » n'est pas une année : écrivez-la en quatre chiffres, avant le chemin du site.",
    '"{asked}" is no year: write it in four digits, before the path of the site.',
)
_NO_CHART = Text(
    "--chart dessine dans la forme text : laissez --format {form} de côté, ou --chart.",
    "--chart draws in the form text: leave out --format {form}, or --chart.",
)
