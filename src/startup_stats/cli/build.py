"""The command line of `build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.cli.session import Session
    from startup_stats.commands.build import BuildOptions
    from startup_stats.commands.site import Site


@click.command("build")
@options.on_content
@click.option("-o", "--output", help="Fichier à écrire ; « - » pour la sortie standard.")
@click.option("--csv", "csv_folder", type=options.PATH, help="Dossier où écrire aussi les CSV, créé s'il manque.")
@click.option("--preview", type=options.PATH, help="Fichier HTML où écrire un aperçu de la page.")
@click.option("--edition", metavar="NOM", help="Garder aussi une copie de ce nom, qui ne sera jamais réécrite.")
@click.option("--findings", type=options.PATH, help="Fichier JSON où écrire les défauts des fiches, et depuis quand.")
@click.option("--findings-feed", type=options.PATH, help="Fichier Atom où écrire ces défauts, par incubateur.")
@click.option("--ledger", type=options.PATH, help="Registre des vérifications en ligne.")
@click.option("--summary", type=options.PATH, help="Fichier où écrire un résumé en Markdown.")
@options.known_at
@options.accepting
@options.failing_on(exits.DEFAULT_FAIL_ON["build"])
@options.quiet
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Calcule les indicateurs et écrit stats.json.

    Sans -o : dans _data/stats.json du site s'il a un dossier _data, sinon sur la sortie standard ; avec --known-at,
    toujours sur la sortie standard, et sans rien comparer à un fichier précédent.
    """
    from startup_stats.commands.build import build
    from startup_stats.commands.editions import require_no_edition
    from startup_stats.commands.site import default_output
    from startup_stats.document.alarm import alarm_markdown
    from startup_stats.document.overview import summary
    from startup_stats.reports.build import build_report, errors_report
    from startup_stats.writers.json import to_rows

    site = session.known_site(given)
    output = _output(given["output"], None if given["known_at"] is not None else default_output(site))
    require_no_edition(site, output)
    built = build(site, _options(session, site, given, output))
    if built.written is None:
        put(to_rows(built.document))
    exits.talk((errors_report if given["quiet"] else build_report)(built, site.config))
    if given["summary"] is not None:
        put(alarm_markdown(built.account, site.config.language) + summary(built.document), given["summary"])
    if built.refusal is not None:
        raise built.refusal
    return exits.status(given["fail_on"], built.findings)


def _options(session: Session, site: Site, given: Mapping[str, Any], output: Path | None) -> BuildOptions:
    from startup_stats.commands.build import BuildOptions
    from startup_stats.commands.editions import edition_path

    is_past = given["known_at"] is not None
    return BuildOptions(
        as_of=session.as_of(given),
        as_of_is_explicit=given["as_of"] is not None or is_past,
        output=output,
        csv_folder=given["csv_folder"],
        ledger=given["ledger"],
        preview=given["preview"],
        accept=given["accept"],
        guarded=not is_past,
        findings=given["findings"],
        feed=given["findings_feed"],
        edition=None if given["edition"] is None else edition_path(site, given["edition"]),
    )


def _output(asked: str | None, default: Path | None) -> Path | None:
    """Return the file to write, None for standard output."""
    if asked is None:
        return default
    return None if asked == "-" else Path(asked)
