"""The command line of `init`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("init")
@options.of_own_site
@click.option("--force", is_flag=True, help="Remplacer les fichiers de la page et les workflows qui diffèrent.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait écrit, et ne rien écrire.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Prépare un site : _data, workflows, configuration, page ; puis dit ce qui reste à faire.

    PATH est le dossier du site. Ne remplace aucun fichier, sauf avec --force ; ni la configuration ni _pages/stats.md,
    qui sont au site, ne sont jamais remplacées. Relancé, n'écrit rien.
    """
    from startup_stats.commands.doctor import open_own
    from startup_stats.commands.init import InitOptions, init
    from startup_stats.commands.site import Overrides
    from startup_stats.reports.init import initialised_text

    site = open_own(given["path"], Overrides(language=given["language"]))
    language = session.voice.configured = site.config.language
    done = init(site, InitOptions(given["force"], given["dry_run"]), session.today)
    put(initialised_text(done, language, dry_run=given["dry_run"]))
    return CLEAN
