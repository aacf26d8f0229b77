"""The commands that ask the web: `probe` and `probe merge`."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from startup_stats import edge
from startup_stats.errors import CLEAN, OUTSIDE_FAILED, UsageError
from startup_stats.language import Text

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.commands import Site

OBSERVED = ("open_source", "stats_page", "dashlord", "accessibility")


class Shard(click.ParamType[tuple[int, int]]):
    """A part of the products, written 2/4."""

    name = "shard"

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> tuple[int, int]:
        """Read the part; raises UsageError."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", value)
        number, count = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= count:
            raise UsageError(_NO_SUCH_SHARD.fill(asked=value))
        return number, count


def run_probe(site: Site, as_of: date, given: dict[str, Any]) -> int:
    """Ask the web as the command line says, and tell what came of it; stopped by Ctrl-C or SIGTERM, exit with 3."""
    from startup_stats.probe import GITHUB_API, Outside, ProbeOptions, probe
    from startup_stats.probe_report import probe_report
    from startup_stats.progress import shown

    options = ProbeOptions(
        as_of, given["ledger"], given["output"], given["only"], given["products"], given["shard"], given["max_age"],
        allow_private=given["allow_private"],
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN")
    outside = Outside(token, os.environ.get("GITHUB_API_URL") or GITHUB_API)
    with shown(sys.stderr, site.config.language, time.monotonic, quiet=given["quiet"]) as progress:
        probed = probe(site, options, outside, progress)
    if not given["quiet"]:
        edge.talk(probe_report(probed, site.config.language))
    return OUTSIDE_FAILED if probed.visited.interrupted else CLEAN


def probe_options(command: Any) -> Any:
    """Add the options of `probe`."""
    path = click.Path(path_type=Path)
    options = (
        click.option("--ledger", type=path, help="Registre à reprendre ; par défaut _data/stats_evidence.json."),
        click.option("-o", "--output", type=path, help="Fichier à écrire ; par défaut le registre lui-même."),
        click.option("--only", multiple=True, type=click.Choice(OBSERVED), help="Ne vérifier que ce standard."),
        click.option("--products", multiple=True, metavar="PRODUIT", help="Ne vérifier que ce produit."),
        click.option("--shard", type=Shard(), default=(1, 1), metavar="I/N", help="Ne vérifier qu'une part sur N."),
        click.option("--max-age", type=click.IntRange(0, 3650), metavar="JOURS",
                     help="Laisser de côté ce qui a été vérifié il y a moins de jours que cela."),
        click.option("--allow-private", is_flag=True, help="Permettre les adresses de cette machine (essais)."),
        click.option("-q", "--quiet", is_flag=True, help="Ne dire que les erreurs."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("probe merge")
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Registre à écrire.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", help="Langue ; français par défaut.")
def merge_command(parts: tuple[Path, ...], output: Path, language: Any) -> int:
    """Réunit les parts d'un relevé fait sur plusieurs machines."""
    from startup_stats.probe import merge_parts

    changed = merge_parts(parts, output)
    edge.talk((_MERGED if changed else _SAME).fill(count=len(parts), path=output).said(language) + "\n")
    return CLEAN


_MERGED = Text("{count} parts réunies dans {path}.", "{count} shards merged into {path}.")
_SAME = Text("{count} parts réunies ; {path} est inchangé.", "{count} shards merged; {path} is unchanged.")
_NO_SUCH_SHARD = Text(
    "« {asked} » n'est pas une part : écrivez 2/4 pour la deuxième de quatre.",
    '"{asked}" is no shard: write 2/4 for the second of four.',
)
