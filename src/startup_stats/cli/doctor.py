"""The command line of `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from startup_stats.cli import options
from startup_stats.cli.output import put
from startup_stats.errors import CLEAN, FOUND
from startup_stats.reports.doctor import FORMS

if TYPE_CHECKING:
    from startup_stats.cli.session import Session


@click.command("doctor")
@options.of_own_site
@options.in_forms(FORMS, "Forme de la réponse.")
@click.pass_obj
def command(session: Session, /, **given: Any) -> int:
    """Dit ce qui empêcherait les chiffres d'être justes, publiés ou montrés, et que faire.

    PATH est le dossier du site. N'écrit rien, ne demande rien au réseau. Code de sortie : 0 sans obstacle, 1 sinon,
    3 si le dossier ne se lit pas.
    """
    from startup_stats.commands.doctor import doctor, open_own
    from startup_stats.commands.site import Overrides

    site = open_own(given["path"], Overrides(language=given["language"]))
    language = session.voice.configured = site.config.language
    diagnosis = doctor(site, session.today)
    put(FORMS[given["form"]](diagnosis, language))
    return FOUND if diagnosis.obstacles else CLEAN
