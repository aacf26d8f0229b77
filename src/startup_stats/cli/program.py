"""main(argv) -> exit code. The document goes to stdout or -o, all talk to stderr."""

from __future__ import annotations

import os
import sys
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

import click

from startup_stats import __version__, exits
from startup_stats.cli.arguments import asked_language, spread
from startup_stats.cli.session import Session
from startup_stats.errors import CLEAN, MISUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each stands in the module of its name.
COMMANDS = (
    "build",
    "check",
    "digest",
    "doctor",
    "explain",
    "history",
    "impact",
    "init",
    "probe",
    "probe merge",
    "publish",
    "rules",
    "verify",
    "vintages",
)


class Commands(click.Group):
    """The commands, imported when they are asked for: a program that prints its version needs none."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None where there is none of that name."""
        return imported(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of an argument; raises NoSuchCommand, which knows the names of those not imported yet."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None


def imported(name: str) -> click.Command:
    """Return a command of COMMANDS."""
    found: click.Command = import_module(f"startup_stats.cli.{name.replace(' ', '_')}").command
    return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="startup-stats")
def command() -> None:
    """Calcule et vérifie les statistiques d'un portefeuille de produits numériques.

    PATH est le dossier du site, un dépôt (propriétaire/nom[@ref] ou adresse git) ou un fichier bundle.
    """


def main(argv: Sequence[str] | None = None, *, today: date | None = None) -> int:
    """Run a command line and return its exit code: 0 clean, 1 findings, 2 usage or configuration, 3 outside, guard."""
    arguments = spread(sys.argv[1:] if argv is None else argv)
    voice = exits.Voice(asked_language(arguments))
    day = today or date.today()  # noqa: DTZ011 - the user's calendar, not the server's
    return exits.guarded(lambda: _run(arguments, Session(day, os.environ, voice)), voice)


def _run(arguments: list[str], session: Session) -> int:
    try:
        return int(command.main(arguments, prog_name="startup-stats", standalone_mode=False, obj=session) or CLEAN)
    except click.exceptions.NoArgsIsHelpError as help_page:
        exits.talk(help_page.format_message() + "\n")
        return MISUSED
    except click.ClickException as error:
        from startup_stats.cli.misuse import misuse_text

        exits.talk(misuse_text(error).said(session.voice.language) + "\n")
        return MISUSED
    except click.Abort:
        raise KeyboardInterrupt from None
