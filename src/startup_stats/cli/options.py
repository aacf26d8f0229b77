"""The options that several commands share, and the kinds of values that are ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from startup_stats.content.days import typed_day
from startup_stats.exits import FAIL_ON
from startup_stats.indicators.terms import Method
from startup_stats.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

Command = TypeVar("Command", bound="Callable[..., Any]")
PATH = click.Path(path_type=Path)
LANGUAGES = get_args(Language)

_SITE = click.argument("path", default=".")
_LANGUAGE = click.option("--language", type=click.Choice(LANGUAGES), help="Langue ; français par défaut.")


class Day(click.ParamType["date"]):
    """A day written as 2026-08-20."""

    name = "day"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> date:
        """Read the day; raises UsageError."""
        return typed_day(value)


def on_content(command: Command) -> Command:
    """Add the options that every command on content has."""
    return _with(
        command,
        _SITE,
        click.option("--config", "config_file", type=PATH, help="Fichier de configuration."),
        click.option("--as-of", type=Day(), help="Jour des chiffres (aaaa-mm-jj) ; aujourd'hui par défaut."),
        click.option("--method", type=click.Choice(get_args(Method)), help="Méthode de tous les indicateurs."),
        _LANGUAGE,
    )


def of_own_site(command: Command) -> Command:
    """Add what a command on a site's own folder asks for."""
    return _with(command, _SITE, _LANGUAGE)


def known_at(command: Command) -> Command:
    """Add --known-at."""
    text = "Jour dont le contenu est lu dans l'historique git (aaaa-mm-jj), en place des fichiers présents."
    return _with(command, click.option("--known-at", type=Day(), help=text))


def against(command: Command) -> Command:
    """Add --against."""
    text = "Avec --known-at : jour du contenu auquel comparer ; par défaut, les fichiers présents."
    return _with(command, click.option("--against", type=Day(), help=text))


def in_forms(forms: Iterable[str], help_text: str, default: str = "text") -> Callable[[Command], Command]:
    """Add --format, which takes the forms that somebody writes."""
    return click.option(
        "--format", "form", type=click.Choice(list(forms)), default=default, show_default=True, help=help_text
    )


def failing_on(default: str) -> Callable[[Command], Command]:
    """Add --fail-on."""
    return click.option(
        "--fail-on", type=click.Choice(list(FAIL_ON)), default=default, show_default=True,
        help="Sortir avec 1 s'il y a des défauts de cette gravité.",
    )  # fmt: skip


def accepting(command: Command) -> Command:
    """Add --accept."""
    return _with(
        command, click.option("--accept", is_flag=True, help="Accepter des chiffres qui bougent plus que prévu.")
    )


def quiet(command: Command) -> Command:
    """Add --quiet."""
    return _with(command, click.option("-q", "--quiet", is_flag=True, help="Ne dire que les erreurs."))


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
