"""The command line: main(argv) -> exit code. The document goes to stdout or -o, all talk to stderr."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from startup_stats import __version__
from startup_stats.errors import CLEAN, FOUND, OUTSIDE_FAILED, ConfigError, StartupStatsError
from startup_stats.language import Language, Text
from startup_stats.usage import usage_text

Command = TypeVar("Command", bound=Callable[..., Any])
FAIL_ON = ("error", "warning", "never")


@dataclass(frozen=True, slots=True)
class Today:
    """The clock, handed to the commands from the edge."""

    day: date


class Day(click.ParamType[date]):
    """A day written as 2026-08-20."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or tell the user that there is none such."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"« {value} »", param, ctx)


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
@click.option("--summary", type=click.Path(path_type=Path), help="Fichier où écrire un résumé en Markdown.")
@click.option("--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
              help="Sortir avec 1 s'il y a des défauts de cette gravité.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Ne rien dire quand tout va bien.")
@click.pass_obj
def build_command(today: Today, /, **given: Any) -> int:
    """Calcule les indicateurs et écrit stats.json.

    Sans -o : dans _data/stats.json du site s'il a un dossier _data, sinon sur la sortie standard.
    """
    from startup_stats import commands, reports

    site = commands.open_site(given["path"], given["config_file"], given["method"], given["language"])
    output = given["output"]
    built = commands.build(
        site,
        commands.BuildOptions(
            as_of=given["as_of"] or today.day,
            as_of_is_explicit=given["as_of"] is not None,
            output=None if output in (None, "-") else Path(output),
            to_stdout=output == "-",
            csv_folder=given["csv_folder"],
        ),
        _print_document,
    )
    if not given["quiet"]:
        _talk(reports.build_report(built, site.config.language))
    if given["summary"] is not None:
        reports.write_summary(given["summary"], built)
    return _status(given["fail_on"], [finding.severity.value for finding in built.findings])


@command.command("explain")
@click.argument("indicator")
@click.argument("year", type=int)
@shared_options
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="Forme de la réponse.")  # fmt: skip
@click.pass_obj
def explain_command(today: Today, /, **given: Any) -> int:
    """Montre qui est compté dans un chiffre, par quel champ, et qui ne l'est pas et pourquoi."""
    from startup_stats import commands, reports

    site = commands.open_site(given["path"], given["config_file"], given["method"], given["language"])
    asked = reports.Asked(given["indicator"], given["year"], given["as_of"] or today.day, given["form"])
    _print_document(reports.explained(site, asked))
    return CLEAN


def main(argv: Sequence[str] | None = None, *, today: date | None = None) -> int:
    """Run a command line and return its exit code: 0 clean, 1 findings, 2 usage or configuration, 3 the outside."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = _language(arguments)
    clock = Today(today or date.today())  # noqa: DTZ011 - the user's calendar, not the server's
    try:
        return int(command.main(arguments, prog_name="startup-stats", standalone_mode=False, obj=clock) or CLEAN)
    except ConfigError as error:
        from startup_stats.writers.text import findings_text

        _talk(findings_text(error.findings, language) + error.message.said(language) + "\n")
        return error.exit_code
    except StartupStatsError as error:
        _talk(error.message.said(language) + "\n")
        return error.exit_code
    except click.ClickException as error:
        _talk(usage_text(error).said(language) + "\n")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _talk(_INTERRUPTED.said(language) + "\n")
        return OUTSIDE_FAILED
    except BrokenPipeError:
        sys.stdout = None  # the reader left, as `head` does; nothing more can be told it
        return CLEAN


def entry_point() -> None:
    """Run as a program: one short computation, whose memory needs no collecting (a tenth of the time)."""
    gc.disable()
    sys.exit(main())


def _status(fail_on: str, severities: Sequence[str]) -> int:
    failing = {"error": {"error"}, "warning": {"error", "warning"}, "never": set()}[fail_on]
    return FOUND if failing.intersection(severities) else CLEAN


def _language(arguments: Sequence[str]) -> Language:
    """Find the language before the command line is understood, so that its faults can be told in it."""
    return "en" if "--language=en" in arguments or _pair(arguments, "--language") == "en" else "fr"


def _pair(arguments: Sequence[str], option: str) -> str | None:
    return dict(pairwise(arguments)).get(option)


def _print_document(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _talk(text: str) -> None:
    sys.stderr.write(text)


_INTERRUPTED = Text("Interrompu ; rien n'a été écrit à moitié.", "Interrupted; nothing was half written.")
