"""The command line of `publish`."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, get_args

import click

from startup_stats import exits
from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.cli.session import overrides
from startup_stats.errors import CLEAN, UsageError
from startup_stats.language import Text
from startup_stats.publishing.mode import Mode

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("publish")
@options.on_content
@click.option("--mode", type=click.Choice(get_args(Mode)), default="commit", show_default=True,
              help="Par un commit, par une pull request, ou pas du tout.")  # fmt: skip
@click.option("--branch", metavar="BRANCHE", help="Branche où publier ; celle du checkout par défaut.")
@options.accepting
@click.option("--dry-run", is_flag=True, help="Montrer la différence sans rien envoyer.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Envoie à GitHub les fichiers écrits, s'ils diffèrent de ceux de la branche.

    Le jeton vient de GITHUB_TOKEN. Si la branche a bougé, les chiffres sont recalculés sur son dernier commit.
    """
    from startup_stats.commands.publish import PublishOptions, access_to, branch_of, publish
    from startup_stats.publishing.access import NO_TOKEN
    from startup_stats.publishing.client import Client, Clock
    from startup_stats.reports.publish import dry_run_report, publish_report

    site, github = session.open_site(given), session.github()
    language, dry_run = site.config.language, given["dry_run"]
    if given["mode"] == "none":
        exits.talk(_NONE.said(language) + "\n")
        return CLEAN
    if not site.is_local:
        raise UsageError(_NOT_LOCAL)
    if github.token is None and not dry_run:
        raise UsageError(NO_TOKEN)
    asked = PublishOptions(
        given["mode"], given["branch"] or branch_of(site, github.reference), session.as_of(given),
        given["as_of"] is not None, overrides(given), dry_run, given["accept"],
    )  # fmt: skip
    clock = Clock(time.time, time.sleep, random.random)
    with Client(access_to(site, github.repository, github.token, github.api), clock) as client:
        published = publish(site, asked, client, clock)
    if dry_run:
        shown, said = dry_run_report(published, language)
        put(shown)
        exits.talk(said)
        return CLEAN
    exits.talk(publish_report(published, language))
    if published.refusal is not None:
        raise published.refusal
    return CLEAN


_NONE = Text(
    "--mode none : les fichiers sont écrits, rien n'est publié.",
    "--mode none: the files are written, nothing is published.",
)
_NOT_LOCAL = Text(
    "Un dépôt distant ne peut pas être publié : donnez le dossier d'un checkout.",
    "A remote repository can't be published: give the folder of a checkout.",
)
