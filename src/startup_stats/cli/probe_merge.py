"""The command line of `probe merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from startup_stats import exits
from startup_stats.cli.options import LANGUAGES, PATH
from startup_stats.errors import CLEAN
from startup_stats.language import DEFAULT_LANGUAGE, Text, number_of

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
    exits.talk(_outcome(len(parts), output, changed=changed).said(language) + "\n")
    return CLEAN


def _outcome(parts: int, output: Path, *, changed: bool) -> Text:
    return (_MERGED if changed else _SAME).fill(parts=number_of(parts, *_PARTS), path=output)


_PARTS = (Text("part réunie", "shard merged"), Text("parts réunies", "shards merged"))
_MERGED = Text("{parts} dans {path}.", "{parts} into {path}.")
_SAME = Text("{parts} ; {path} est inchangé.", "{parts}; {path} is unchanged.")
