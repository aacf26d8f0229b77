"""The steps that are a person's to take once a site has its files: decisions and settings, no obstacles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.adoption.site_files import read_text
from startup_stats.content.portfolio import Reading
from startup_stats.content.source import FolderSource
from startup_stats.kit import PAGE
from startup_stats.language import Text
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.adoption.grounds import Grounds
    from startup_stats.config.settings import Config

_LAYOUT = "layout: startup-stats"


def steps(grounds: Grounds, config: Config) -> Iterator[Text]:
    """Yield what is left to a person, in the order to do it."""
    read = grounds.content
    known = {each.id for each in read.portfolio.incubators} if isinstance(read, Reading) else set()
    if not known & set(config.launch_incubators):
        yield _LAUNCHES
    page = grounds.page or PAGE
    is_ours = _LAYOUT in (read_text(FolderSource(grounds.folder), page) or _LAYOUT)
    yield _STYLES if is_ours else _LINES.fill(page=plain(page))
    yield _COMMIT
    standing = grounds.standing
    branch = None if standing is None else standing.default_branch or standing.branch
    if standing is not None and branch not in {None, standing.branch}:
        yield _MERGE.fill(branch=plain(str(branch)))
    for use in grounds.workflows.uses:
        if use.inputs.get("publish") == "commit":
            yield _PROTECTED.fill(branch=plain(branch or "main"), file=plain(use.file))


_LAUNCHES = Text(
    "Nommez l'incubateur dont les lancements sont suivis : dinum_launch.incubators, dans la configuration.",
    "Name the incubator whose launches are followed: dinum_launch.incubators in the configuration.",
)
_STYLES = Text(
    "Vérifiez que le gabarit « default » du site charge les feuilles de style et les scripts que la page nomme "
    "(additional_css, additional_js).",
    'See that the site\'s layout "default" loads the style sheets and scripts that the page names (additional_css, '
    "additional_js).",
)
_LINES = Text(
    "Donnez à la page du site, {page}, ces lignes d'en-tête, et retirez-en les anciens graphiques : "
    "layout: startup-stats · additional_css: [stats.css] · additional_js: [stats.js]",
    "Give the site's page, {page}, these lines of front matter, and take its old charts out: "
    "layout: startup-stats · additional_css: [stats.css] · additional_js: [stats.js]",
)
_COMMIT = Text(
    "Relisez ces fichiers, puis : git add, git commit, git push",
    "Read these files, then: git add, git commit, git push",
)
_MERGE = Text(
    "Fusionnez dans « {branch} » : un horaire n'a lieu que sur la branche par défaut.",
    'Merge into "{branch}": a schedule runs on the default branch only.',
)
_PROTECTED = Text(
    "Si la branche « {branch} » est protégée : « publish: pull-request » dans {file}, et « pull-requests: write » sous "
    "« permissions ».",
    'If the branch "{branch}" is protected: "publish: pull-request" in {file}, and "pull-requests: write" under '
    '"permissions".',
)
