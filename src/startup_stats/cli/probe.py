"""The command line of `probe`."""

from __future__ import annotations

import re
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.errors import CLEAN, OUTSIDE_FAILED, UsageError
from startup_stats.language import Text
from startup_stats.standards.catalogue import OBSERVED

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


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


@click.command("probe")
@options.on_content
@click.option("--ledger", type=options.PATH, help="Registre à reprendre ; par défaut _data/stats_evidence.json.")
@click.option("-o", "--output", type=options.PATH, help="Fichier à écrire ; par défaut le registre lui-même.")
@click.option("--only", multiple=True, type=click.Choice(list(OBSERVED)), help="Ne vérifier que ce standard.")
@click.option("--products", multiple=True, metavar="PRODUIT", help="Ne vérifier que ce produit.")
@click.option("--shard", type=Shard(), default=(1, 1), metavar="I/N", help="Ne vérifier qu'une part sur N.")
@click.option("--max-age", type=click.IntRange(0, 3650), metavar="JOURS",
              help="Laisser de côté ce qui a été vérifié il y a moins de jours que cela.")  # fmt: skip
@click.option("--allow-private", is_flag=True, help="Permettre les adresses de cette machine (essais).")
@options.quiet
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Va voir en ligne ce que les produits déclarent, et tient le registre de ce qui a été vu.

    Les réponses des équipes (self_assessment.url) sont relues quand rien n'est choisi avec --only ou --products.

    « probe merge PART… -o FICHIER » réunit les parts d'un relevé fait sur plusieurs machines.
    """
    from startup_stats.commands.probe import Outside, ProbeOptions, probe
    from startup_stats.reports.probe import probe_report
    from startup_stats.reports.progress import shown

    site, github, quiet = session.open_site(given), session.github(), given["quiet"]
    asked = ProbeOptions(
        session.as_of(given), given["ledger"], given["output"], given["only"], given["products"], given["shard"],
        given["max_age"], allow_private=given["allow_private"],
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outside = Outside(github.token, github.api)
    with shown(sys.stderr, site.config.language, time.monotonic, quiet=quiet) as progress:
        probed = probe(site, asked, outside, progress)
    if not quiet:
        exits.talk(probe_report(probed, site.config.language))
    return OUTSIDE_FAILED if probed.visited.interrupted else CLEAN


_NO_SUCH_SHARD = Text(
    "« {asked} » n'est pas une part : écrivez 2/4 pour la deuxième de quatre.",
    '"{asked}" is no shard: write 2/4 for the second of four.',
)
