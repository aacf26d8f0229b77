"""The command line of `digest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN
from startup_stats.reports.digest import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("digest")
@options.on_content
@click.option("--since", required=True, metavar="JOUR|REF", help="Premier jour raconté (aaaa-mm-jj), ou commit.")
@click.option("--until", metavar="JOUR|REF", help="Dernier jour raconté, ou commit ; sinon, les fichiers présents.")
@click.option("--incubator", metavar="ID", help="Seulement les produits de cet incubateur.")
@click.option("--by-incubator", is_flag=True, help="Une partie par incubateur.")
@options.in_forms(FORMS, "Forme du récit.", "markdown")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Raconte ce qui a changé dans le portefeuille entre deux jours, en phrases ; rien s'il ne s'est rien passé.

    Nouveaux produits, lancements, arrêts, transmissions, impact national, standards gagnés ou perdus, arrivées et
    départs (en nombre), chiffres qui bougent. Une faute corrigée n'est pas une nouvelle.
    """
    from startup_stats.commands.digest import Question, digest

    site = session.open_site(given, with_history=True)
    language = site.config.language
    told = digest(site, Question(given["since"], given["until"], given["as_of"], given["incubator"]))
    for note in told.notes:
        exits.talk(f"{note.said(language)}\n")
    put(FORMS[given["form"]](told, language, by_incubator=given["by_incubator"]))
    return CLEAN
