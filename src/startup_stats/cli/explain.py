"""The command line of `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN
from startup_stats.reports.explain import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("explain")
@click.argument("indicator")
@click.argument("year", type=int)
@options.on_content
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Montre qui est compté dans un chiffre, par quel champ, et qui ne l'est pas et pourquoi."""
    from startup_stats.commands.explain import Question, explain

    site = session.open_site(given)
    explained = explain(site, Question(given["indicator"], given["year"], session.as_of(given)))
    put(FORMS[given["form"]](explained, site.config.language))
    return CLEAN
