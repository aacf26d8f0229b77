"""The command line of `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.reports.check import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("check")
@options.on_content
@click.option("--changed-from", metavar="REF", help="Ne juger que les fiches changées depuis cette référence git.")
@click.option("--files", multiple=True, metavar="FICHE…", help="Ne juger que ces fiches ; les autres sont des notes.")
@click.option("--ignore", multiple=True, metavar="RÈGLE", help="Laisser une règle de côté.")
@options.failing_on(exits.DEFAULT_FAIL_ON["check"])
@options.in_forms(FORMS, "Forme du rapport.")
@click.option("-o", "--output", type=options.PATH, help="Fichier où écrire le rapport ; « - » pour la sortie standard.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Dit ce qui ne va pas dans les fiches, à la bonne ligne."""
    from startup_stats.commands.check import CheckOptions, check

    site = session.open_site(given)
    findings = check(site, CheckOptions(session.as_of(given), given["changed_from"], given["files"], given["ignore"]))
    put(FORMS[given["form"]](site, findings), given["output"])
    return exits.status(given["fail_on"], findings)
