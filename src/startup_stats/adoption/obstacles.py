"""The obstacles: what would keep a site's figures from being right, published or shown, each with its cure.

One entry an obstacle, the worst first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.adoption import looks
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from startup_stats.adoption.grounds import Grounds


class Obstacle(NamedTuple):
    """What is wrong, why it matters, and the cure; `look` yields what to set into the words, once for each place."""

    id: str
    wrong: Text
    why: Text
    cure: Text
    look: Callable[[Grounds], Iterator[dict[str, Any]]]


class Found(NamedTuple):
    """An obstacle that stands there, in its own words."""

    id: str
    wrong: Text
    why: Text
    cure: Text


def found(grounds: Grounds) -> tuple[Found, ...]:
    """Return the obstacles of a site, the worst first."""
    return tuple(
        Found(each.id, *(text.fill(**values) for text in (each.wrong, each.why, each.cure)))
        for each in OBSTACLES
        for values in each.look(grounds)
    )


OBSTACLES = (
    Obstacle(
        "unreadable-content",
        Text("Des fiches ne se lisent pas. {what}", "Content can't be read. {what}"),
        Text("Ce qui ne se lit pas n'est compté dans aucun chiffre.", "What can't be read is counted in no figure."),
        Text(
            "« startup-stats check » dit ce qui ne va pas, à la bonne ligne ; « paths », dans la configuration, dit où "
            "sont les fiches.",
            '"startup-stats check" says what is wrong, at the right line; "paths" in the configuration says where the '
            "content is.",
        ),
        looks.unreadable_content,
    ),
    Obstacle(
        "no-branch",
        Text("{what}", "{what}"),
        Text(
            "Les chiffres ne peuvent être ni publiés sur une branche, ni rattachés à un commit.",
            "The figures can neither be published to a branch nor be told to be those of a commit.",
        ),
        Text("{how}", "{how}"),
        looks.no_branch,
    ),
    Obstacle(
        "permissions",
        Text("{file} n'a pas les droits qu'il lui faut.", "{file} lacks permissions."),
        Text(
            "Sans eux, GitHub refuse ce que le workflow envoie.", "Without them GitHub refuses what the workflow sends."
        ),
        Text("Sous « permissions » du job, ajoutez : {lines}", 'Under "permissions" of the job, add: {lines}'),
        looks.permissions,
    ),
    Obstacle(
        "no-data-folder",
        Text("{what}", "{what}"),
        Text(
            "C'est là que « build » et le workflow écrivent stats.json, et que Jekyll le lit.",
            'That is where "build" and the workflow write stats.json, and where Jekyll reads it.',
        ),
        Text("{how}", "{how}"),
        looks.no_data,
    ),
    Obstacle(
        "unread-configuration",
        Text("Rien ne lit « {file} ».", 'Nothing reads "{file}".'),
        Text("Ce qu'il règle ne vaut pas.", "What it says has no effect."),
        Text(
            "Gardez une seule configuration, « {place} » (ou startup-stats.yml à la racine du site), ou nommez ce "
            "fichier dans le workflow (config).",
            'Keep one configuration, "{place}" (or startup-stats.yml at the site\'s root), or name this file in the '
            "workflow (config).",
        ),
        looks.unread_configuration,
    ),
    Obstacle(
        "no-version",
        Text(
            "{file} demande startup-stats par {version}, qui n'est pas une version.",
            "{file} asks for startup-stats by {version}, which is no version.",
        ),
        Text(
            "Ce que désigne une branche change sans prévenir, et les chiffres avec.",
            "What a branch stands for changes without a word, and so do the figures.",
        ),
        Text("Écrivez : startup-stats/startup-stats@v{major}", "Write: startup-stats/startup-stats@v{major}"),
        looks.unversioned,
    ),
    Obstacle(
        "page-passed-over",
        Text("_config.yml ne nomme pas le dossier _pages.", "_config.yml does not name the folder _pages."),
        Text(
            "Jekyll passe sans un mot sur les dossiers en « _ » qu'il ne connaît pas : la page n'existerait pas.",
            'Jekyll passes over folders in "_" that it does not know without a word: there would be no page.',
        ),
        Text("Écrivez dans _config.yml : {include}", "Write in _config.yml: {include}"),
        looks.page_passed_over,
    ),
    Obstacle(
        "other-kit",
        Text(
            "La page n'est pas faite avec les fichiers de cette version : {files}.",
            "The page is not made with this version's files: {files}.",
        ),
        Text(
            "Une page plus ancienne que le programme peut montrer mal, ou pas du tout, ce qu'il écrit.",
            "A page older than the program can show what it writes badly, or not at all.",
        ),
        Text(
            "« startup-stats init --force » les remplace ; « --dry-run » montre d'abord lesquels.",
            '"startup-stats init --force" replaces them; "--dry-run" first shows which.',
        ),
        looks.old_kit,
    ),
    Obstacle(
        "linter",
        Text("{linter} va juger des fichiers produits.", "{linter} will judge files that are made."),
        Text(
            "Ils ne sont pas écrits à la main : les contrôles du site passeraient au rouge.",
            "They are not written by hand: the site's own checks would turn red.",
        ),
        Text("Ajoutez à {place} : {words}", "Add to {place}: {words}"),
        looks.linter,
    ),
    Obstacle(
        "shallow-clone",
        Text("{what}", "{what}"),
        Text(
            "Ce qui compare ou remonte le temps (impact, history, explain --known-at) n'a pas les commits qu'il faut.",
            "What compares or goes back in time (impact, history, explain --known-at) lacks the commits it needs.",
        ),
        Text("{how}", "{how}"),
        looks.shallow,
    ),
    Obstacle(
        "schedule-off",
        Text(
            "Le dernier commit de la branche est du {last}.",
            "The last commit of the branch is of {last}.",
        ),
        Text(
            "Après 60 jours sans activité dans un dépôt, GitHub y arrête les horaires : {file} n'aurait plus lieu.",
            "After 60 days without activity in a repository GitHub stops its schedules: {file} would run no more.",
        ),
        Text(
            "Un commit suffit à un horaire qui marche encore ; « gh workflow enable {name} », ou l'onglet Actions de "
            "GitHub, relance celui qui est arrêté.",
            'A commit is enough for a schedule that still runs; "gh workflow enable {name}", or the tab Actions of '
            "GitHub, starts one again that is stopped.",
        ),
        looks.asleep,
    ),
    Obstacle(
        "ledger-without-history",
        Text(
            "Aucun commit n'a le registre _data/stats_evidence.json.",
            "No commit has the ledger _data/stats_evidence.json.",
        ),
        Text(
            "La part observée de chaque standard, mois par mois, vient de son historique git ; « verify » en a besoin.",
            'The observed share of each standard, month by month, comes from its git history; "verify" needs it too.',
        ),
        Text(
            "git add -f _data/stats_evidence.json && git commit, et retirez-le de .gitignore s'il y est.",
            "git add -f _data/stats_evidence.json && git commit, and take it out of .gitignore if it is there.",
        ),
        looks.ledger,
    ),
)
