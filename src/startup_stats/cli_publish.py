"""The command that publishes."""

from __future__ import annotations

import os
import random
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from startup_stats import edge
from startup_stats.errors import CLEAN, UsageError
from startup_stats.language import Text

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.commands import Overrides, Site


def run_publish(site: Site, overrides: Overrides, today: date, given: dict[str, Any]) -> int:
    """Publish as the command line says, and tell what came of it."""
    from startup_stats.publish import NO_TOKEN, PublishOptions, access_to, branch_of, publish
    from startup_stats.publish_report import dry_run_report, publish_report
    from startup_stats.publishing.client import Client, Clock

    language = site.config.language
    if given["mode"] == "none":
        edge.talk(_NONE.said(language) + "\n")
        return CLEAN
    if not site.is_local:
        raise UsageError(_NOT_LOCAL)
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN")
    if not token and not given["dry_run"]:
        raise UsageError(NO_TOKEN)
    options = PublishOptions(
        given["mode"], given["branch"] or branch_of(os.environ, site), given["as_of"] or today,
        given["as_of"] is not None, overrides, given["dry_run"],
    )  # fmt: skip
    clock = Clock(time.time, time.sleep, random.random)
    with Client(access_to(os.environ, site, token), clock) as client:
        published = publish(site, options, client, clock)
    if options.dry_run:
        shown, said = dry_run_report(published, language)
        sys.stdout.write(shown)
        edge.talk(said)
    else:
        edge.talk(publish_report(published, language))
    return CLEAN


def publish_options(command: Any) -> Any:
    """Add the options of `publish`."""
    options = (
        click.option("--mode", type=click.Choice(["commit", "pull-request", "none"]), default="commit",
                     show_default=True, help="Par un commit, par une pull request, ou pas du tout."),
        click.option("--branch", metavar="BRANCHE", help="Branche où publier ; celle du checkout par défaut."),
        click.option("--dry-run", is_flag=True, help="Montrer la différence sans rien envoyer."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


_NONE = Text(
    "--mode none : les fichiers sont écrits, rien n'est publié.",
    "--mode none: the files are written, nothing is published.",
)
_NOT_LOCAL = Text(
    "Un dépôt distant ne peut pas être publié : donnez le dossier d'un checkout.",
    "A remote repository can't be published: give the folder of a checkout.",
)
