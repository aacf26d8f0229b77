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
    from startup_stats.commands.check import CheckOptions
    from startup_stats.commands.site import Site


@click.command("check")
@options.on_content
@click.option("--changed-from", metavar="REF", help="Ne juger que les fiches changées depuis cette référence git.")
@click.option("--files", multiple=True, metavar="FICHE…", help="Ne juger que ces fiches ; les autres sont des notes.")
@click.option("--ignore", multiple=True, metavar="RÈGLE", help="Laisser une règle de côté.")
@options.failing_on(exits.DEFAULT_FAIL_ON["check"])
@options.in_forms(FORMS, "Forme du rapport.")
@click.option("--fix", is_flag=True, help="Corriger ce qui peut l'être sans l'auteur de la fiche.")
@click.option("--diff", is_flag=True, help="Montrer ce que --fix changerait, sans rien écrire.")
@click.option("-o", "--output", type=options.PATH, help="Fichier où écrire le rapport ; « - » pour la sortie standard.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Dit ce qui ne va pas dans les fiches, à la bonne ligne."""
    from startup_stats.commands.check import CheckOptions, check
    from startup_stats.commands.chosen_files import chosen_files

    site = session.open_site(given)
    chosen = chosen_files(site, given["files"])
    if chosen.note is not None:
        exits.talk(f"{chosen.note.said(site.config.language)}\n")
    asked = CheckOptions(session.as_of(given), given["changed_from"], chosen.paths, given["ignore"])
    if given["fix"] or given["diff"]:
        return _mend(site, asked, given)
    findings = check(site, asked)
    put(FORMS[given["form"]](site, findings), given["output"])
    return exits.status(given["fail_on"], findings)


def _mend(site: Site, asked: CheckOptions, given: Any) -> int:
    """Mend the site, or show how; the exit code speaks of what is left then."""
    from startup_stats.commands.fix import mend, write
    from startup_stats.reports.fixes import fixes_diff, fixes_text

    mended = mend(site, asked)
    if given["diff"]:
        put(fixes_diff(mended), given["output"])
        return exits.status(given["fail_on"], mended.findings)
    write(mended)
    exits.talk(fixes_text(mended, site.config.language))
    put(FORMS[given["form"]](mended.site, mended.findings), given["output"])
    return exits.status(given["fail_on"], mended.findings)
