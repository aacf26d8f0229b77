"""The command line of `probe merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from startup_stats import exits
from startup_stats.cli.options import LANGUAGES, PATH
from startup_stats.errors import CLEAN
from startup_stats.language import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from pathlib import Path

    from startup_stats.language import Language


@click.command("probe merge")
@click.argument("parts", nargs=-1, required=True, type=PATH)
@click.option("-o", "--output", required=True, type=PATH, help="Registre à écrire.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, help="Langue ; français par défaut."
)
def command(parts: tuple[Path, ...], output: Path, language: Language) -> int:
    """Réunit les parts d'un relevé fait sur plusieurs machines."""
    from startup_stats.commands.probe import merge_parts

    changed = merge_parts(parts, output)
    exits.talk((_MERGED if changed else _SAME).fill(count=len(parts), path=output).said(language) + "\n")
    return CLEAN


_MERGED = Text("{count} parts réunies dans {path}.", "{count} shards merged into {path}.")
_SAME = Text("{count} parts réunies ; {path} est inchangé.", "{count} shards merged; {path} is unchanged.")
