"""The command line: main(argv) -> exit code. The document goes to stdout or -o, all talk to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from startup_stats import __version__, edge
from startup_stats.arguments import language_of, spread
from startup_stats.cli_probe import merge_command, probe_options, run_probe
from startup_stats.cli_publish import publish_options, run_publish
from startup_stats.errors import CLEAN, MISUSED
from startup_stats.files import write_if_changed
from startup_stats.usage import usage_text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from startup_stats import commands
    from startup_stats.language import Language

CHECK_FORMS = ("text", "github", "json", "sarif", "junit", "markdown")
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Today:
    """The clock, handed to the commands from the edge."""

    day: date


class Day(click.ParamType[date]):
    """A day written as 2026-08-20."""

    name = "day"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> date:
        """Read the day; raises UsageError."""
        return edge.read_day(value)


def shared_options(command: Command) -> Command:
    """Add the options that every command on content has."""
    options = (
        click.argument("path", default="."),
        click.option("--config", "config_file", type=click.Path(path_type=Path), help="Fichier de configuration."),
        click.option("--as-of", type=Day(), help="Jour des chiffres (aaaa-mm-jj) ; aujourd'hui par défaut."),
        click.option("--method", type=click.Choice(["programme", "site"]), help="Méthode de tous les indicateurs."),
        click.option("--language", type=click.Choice(["fr", "en"]), help="Langue ; français par défaut."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="startup-stats")
def command() -> None:
    """Calcule et vérifie les statistiques d'un portefeuille de produits numériques.

    PATH est le dossier du site, un dépôt (propriétaire/nom[@ref] ou adresse git) ou un fichier bundle.
    """


@command.command("build")
@shared_options
@click.option("-o", "--output", help="Fichier à écrire ; « - » pour la sortie standard.")
@click.option("--csv", "csv_folder", type=click.Path(path_type=Path), help="Dossier où écrire aussi les CSV.")
@click.option("--preview", type=click.Path(path_type=Path), help="Fichier HTML où écrire un aperçu de la page.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Registre des vérifications en ligne.")
@click.option("--summary", type=click.Path(path_type=Path), help="Fichier où écrire un résumé en Markdown.")
@click.option("--fail-on", type=click.Choice(list(edge.FAIL_ON)), default="never", show_default=True,
              help="Sortir avec 1 s'il y a des défauts de cette gravité.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Ne dire que les erreurs.")
@click.pass_obj
def build_command(today: Today, /, **given: Any) -> int:
    """Calcule les indicateurs et écrit stats.json.

    Sans -o : dans _data/stats.json du site s'il a un dossier _data, sinon sur la sortie standard.
    """
    from startup_stats import commands, reports

    site = _open_site(given)
    output = given["output"]
    options = commands.BuildOptions(
        as_of=given["as_of"] or today.day,
        as_of_is_explicit=given["as_of"] is not None,
        output=commands.default_output(site) if output is None else None if output == "-" else Path(output),
        csv_folder=given["csv_folder"],
        ledger=given["ledger"],
        preview=given["preview"],
    )
    built = commands.build(site, options)
    if built.written is None:
        _print_document(to_rows(built.document))
    edge.talk(reports.errors_report(built, site.config) if given["quiet"] else reports.build_report(built, site.config))
    if given["summary"] is not None:
        reports.write_summary(given["summary"], built)
    return edge.status(given["fail_on"], built.findings)


@command.command("check")
@shared_options
@click.option("--changed-from", metavar="REF", help="Ne juger que les fiches changées depuis cette référence git.")
@click.option("--files", multiple=True, metavar="FICHE…", help="Ne juger que ces fiches ; les autres sont des notes.")
@click.option("--ignore", multiple=True, metavar="RÈGLE", help="Laisser une règle de côté.")
@click.option("--fail-on", type=click.Choice(list(edge.FAIL_ON)), default="error", show_default=True,
              help="Sortir avec 1 s'il y a des défauts de cette gravité.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(CHECK_FORMS), default="text", show_default=True,
              help="Forme du rapport.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Fichier où écrire le rapport.")
@click.pass_obj
def check_command(today: Today, /, **given: Any) -> int:
    """Dit ce qui ne va pas dans les fiches, à la bonne ligne."""
    from startup_stats.check_report import check_report
    from startup_stats.checking import CheckOptions, check

    site = _open_site(given)
    as_of = given["as_of"] or today.day
    findings = check(site, CheckOptions(as_of, given["changed_from"], given["files"], given["ignore"]))
    report = check_report(given["form"], site, findings)
    if given["output"] is None:
        _print_document(report)
    else:
        write_if_changed(given["output"], report)
    return edge.status(given["fail_on"], findings)


@command.command("probe")
@shared_options
@probe_options
@click.pass_obj
def probe_command(today: Today, /, **given: Any) -> int:
    """Va voir en ligne ce que les produits déclarent, et tient le registre de ce qui a été vu.

    « probe merge PART… -o FICHIER » réunit les parts d'un relevé fait sur plusieurs machines.
    """
    return run_probe(_open_site(given), given["as_of"] or today.day, given)


command.add_command(merge_command)


@command.command("publish")
@shared_options
@publish_options
@click.pass_obj
def publish_command(today: Today, /, **given: Any) -> int:
    """Envoie à GitHub les fichiers écrits, s'ils diffèrent de ceux de la branche.

    Le jeton vient de GITHUB_TOKEN. Si la branche a bougé, les chiffres sont recalculés sur son dernier commit.
    """
    return run_publish(_open_site(given), _overrides(given), today.day, given)


@command.command("rules")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Langue.")
def rules_command(language: Language) -> int:
    """Liste les règles que les fiches doivent suivre."""
    from startup_stats.check_report import rules_text

    _print_document(rules_text(language))
    return CLEAN


@command.command("explain")
@click.argument("indicator")
@click.argument("year", type=int)
@shared_options
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="Forme de la réponse.")  # fmt: skip
@click.pass_obj
def explain_command(today: Today, /, **given: Any) -> int:
    """Montre qui est compté dans un chiffre, par quel champ, et qui ne l'est pas et pourquoi."""
    from startup_stats import reports

    asked = reports.Asked(given["indicator"], given["year"], given["as_of"] or today.day, given["form"])
    _print_document(reports.explained(_open_site(given), asked))
    return CLEAN


def main(argv: Sequence[str] | None = None, *, today: date | None = None) -> int:
    """Run a command line and return its exit code: 0 clean, 1 findings, 2 usage or configuration, 3 the outside."""
    arguments = spread(sys.argv[1:] if argv is None else argv)
    language = language_of(arguments)
    clock = Today(today or date.today())  # noqa: DTZ011 - the user's calendar, not the server's
    return edge.guarded(lambda: _run(arguments, clock, language), language)


def _run(arguments: list[str], clock: Today, language: Language) -> int:
    try:
        return int(command.main(arguments, prog_name="startup-stats", standalone_mode=False, obj=clock) or CLEAN)
    except click.exceptions.NoArgsIsHelpError as help_page:
        edge.talk(help_page.format_message() + "\n")
        return MISUSED
    except click.ClickException as error:
        edge.talk(usage_text(error).said(language) + "\n")
        return MISUSED
    except click.Abort:
        raise KeyboardInterrupt from None


def _open_site(given: dict[str, Any]) -> commands.Site:
    from startup_stats.commands import open_site

    return open_site(given["path"], _overrides(given))


def _overrides(given: dict[str, Any]) -> commands.Overrides:
    from startup_stats.commands import Overrides

    return Overrides(given["config_file"], given["method"], given["language"])


def _print_document(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader left, as `head` does. Python would complain of it once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
