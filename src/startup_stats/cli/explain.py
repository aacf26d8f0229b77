"""The command line of `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN, UsageError
from startup_stats.language import Text
from startup_stats.reports import revision
from startup_stats.reports.explain import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("explain")
@click.argument("indicator")
@click.argument("year", type=int)
@options.on_content
@options.known_at
@options.against
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Montre qui est compté dans un chiffre, par quel champ, et qui ne l'est pas et pourquoi.

    Avec --known-at : qui était compté ce jour-là, qui l'est maintenant (ou au jour de --against), et la cause de
    chaque écart.
    """
    from startup_stats.commands.explain import Question, Span, explain, explain_revision

    known_at, against = given["known_at"], given["against"]
    if against is not None and known_at is None:
        raise UsageError(_AGAINST_WHAT)
    site = session.open_site(given)
    if known_at is None:
        explained = explain(site, Question(given["indicator"], given["year"], session.as_of(given)))
        put(FORMS[given["form"]](explained, site.config.language))
    else:
        day = given["as_of"] or against
        question = Question(given["indicator"], given["year"], day or session.today)
        revised = explain_revision(site, question, Span(known_at, against, to_today=day is None))
        put(revision.FORMS[given["form"]](revised, site.config.language))
    return CLEAN


_AGAINST_WHAT = Text(
    "--against demande aussi --known-at : le jour du premier des deux chiffres à comparer.",
    "--against needs --known-at as well: the day of the first of the two figures to compare.",
)
