"""The command line of `verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN, FOUND
from startup_stats.reports.verify import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("verify")
@click.argument("file")
@click.option("--site", metavar="PATH", help="Dossier, dépôt ou bundle des fiches ; par défaut, celui du fichier.")
@click.option("--config", "config_file", type=options.PATH, help="La configuration d'alors, si git ne l'a pas.")
@click.option("--ledger", type=options.PATH, help="Le registre d'alors, si git ne l'a pas.")
@click.option("--history", type=options.PATH, help="L'historique d'alors, si git ne l'a pas.")
@click.option("--language", type=click.Choice(options.LANGUAGES), help="Langue de la réponse ; français par défaut.")
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Recalcule un stats.json publié depuis le commit, la configuration et le registre qu'il nomme.

    FILE est un fichier, ou REF:chemin dans le site (HEAD:_data/stats.json). Répond « Égal », ou dit la première
    différence. N'écrit rien. Code de sortie : 0 égal, 1 différent, 3 si le commit ou un fichier nommé manque.
    """
    from startup_stats.cli.session import cache_folder
    from startup_stats.commands.verify import VerifyOptions, verify

    verified = verify(
        VerifyOptions(
            given["file"],
            given["site"],
            cache_folder(session.environment),
            given["config_file"],
            given["ledger"],
            given["history"],
        )
    )
    session.voice.configured = verified.claim.language
    put(FORMS[given["form"]](verified, session.voice.language))
    return CLEAN if verified.is_equal else FOUND
