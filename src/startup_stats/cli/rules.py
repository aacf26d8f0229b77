"""The command line of `rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from startup_stats.cli.options import LANGUAGES
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN
from startup_stats.language import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from startup_stats.language import Language


@click.command("rules")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True, help="Langue.")
def command(language: Language) -> int:
    """Liste les règles que les fiches doivent suivre."""
    from startup_stats.reports.check import rules_text

    put(rules_text(language))
    return CLEAN
