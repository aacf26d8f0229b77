"""What each obstacle is seen by: a function of the grounds that yields the values of its words for each place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from startup_stats import __version__
from startup_stats.kit import PAGE
from startup_stats.language import Text, number_of, same
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.adoption.grounds import Grounds
    from startup_stats.adoption.workflows import Use

    Values = dict[str, Any]

MAJOR = __version__.partition(".")[0]
# GitHub's documentation: schedules are disabled when no activity has occurred in a repository for 60 days.
_ACTIVE = timedelta(days=60)
# A tag of a version, or a whole commit.
_VERSION = re.compile(r"v?\d+(\.\d+)*([-+.][0-9A-Za-z]+)*|[0-9a-f]{40}")
# Files named before the rest is counted.
_SHOWN = 5


def unreadable_content(grounds: Grounds) -> Iterator[Values]:
    """Files that can't be read, or no content at all."""
    if isinstance(grounds.content, Text):
        yield {"what": grounds.content}
    paths, members = grounds.unreadable
    if paths or members:
        files = [same(plain(path)) for path in paths[:_SHOWN]]
        files += [number_of(len(paths) - _SHOWN, *_OTHERS)] if len(paths) > _SHOWN else []
        files += [number_of(members, *_OF_MEMBERS)] if members else []
        yield {"what": _UNREADABLE.fill(files=Text(", ".join(t.fr for t in files), ", ".join(t.en for t in files)))}


def no_branch(grounds: Grounds) -> Iterator[Values]:
    """No repository, or a commit alone."""
    if grounds.standing is None:
        yield {"what": _NO_GIT, "how": _INITIALISE}
    elif grounds.standing.branch is None:
        yield {"what": _DETACHED, "how": _SWITCH.fill(branch=grounds.standing.default_branch or "main")}


def permissions(grounds: Grounds) -> Iterator[Values]:
    """A workflow that may not do what it is asked."""
    for use in grounds.workflows.uses:
        lacking = [scope for scope in _scopes(use) if not use.may_write(scope)]
        # Another token than the workflow's own has its own rights.
        if lacking and "token" not in use.inputs:
            yield {"file": plain(use.file), "lines": ", ".join(f"{scope}: write" for scope in lacking)}


def _scopes(use: Use) -> list[str]:
    """Return what a step has to be allowed to write; an expression may be anything, and asks for nothing."""
    if use.is_check:
        return ["pull-requests"] if use.inputs.get("comment") in {"on-findings", "always"} else []
    asked = use.inputs.get("publish") if use.inputs.get("dry-run") != "true" else None
    needed = {"commit": ["contents"], "pull-request": ["contents", "pull-requests"]}.get(str(asked), [])
    return needed + (["issues"] if use.inputs.get("tracking-issue") == "true" else [])


def no_data(grounds: Grounds) -> Iterator[Values]:
    """No folder to write to."""
    if grounds.data != "folder":
        yield {"what": _DATA_IS[grounds.data], "how": _MAKE_DATA if grounds.data == "nothing" else _REPLACE_DATA}


def unread_configuration(grounds: Grounds) -> Iterator[Values]:
    """A configuration that nothing reads."""
    for path in grounds.unread:
        yield {"file": plain(path), "place": f"{plain(grounds.prefix)}.github/startup-stats.yml"}


def unversioned(grounds: Grounds) -> Iterator[Values]:
    """A branch, or nothing, where a version should stand."""
    for file, version in sorted({(use.file, use.version) for use in grounds.workflows.uses}):
        if not _VERSION.fullmatch(version):
            yield {"file": plain(file), "version": plain(f"@{version}") if version else _NO_VERSION, "major": MAJOR}


def page_passed_over(grounds: Grounds) -> Iterator[Values]:
    """Pages that Jekyll passes over."""
    included = grounds.jekyll.get("include")
    collections = grounds.jekyll.get("collections")
    names = included if isinstance(included, list) else [included]
    is_known = "_pages" in names or (isinstance(collections, dict | list) and "pages" in collections)
    if not is_known and (grounds.page or PAGE).startswith("_pages/"):
        others = ", ".join(plain(str(name)) for name in names if name is not None)
        yield {"include": f"include: [{others}, _pages]" if others else "include: [_pages]"}


def old_kit(grounds: Grounds) -> Iterator[Values]:
    """Files of another kit than this program's."""
    others = [path for path, is_ours in grounds.kit.items() if not is_ours]
    if others:
        more = len(others) - _SHOWN
        files = ", ".join(others[:_SHOWN])
        yield {"files": same(files) if more <= 0 else _AND.fill(files=files, others=number_of(more, *_OTHERS))}


def linter(grounds: Grounds) -> Iterator[Values]:
    """Linters of the site's own that will turn red."""
    for each in grounds.linters:
        yield {"linter": each.name, "place": each.place, "words": each.words}


def shallow(grounds: Grounds) -> Iterator[Values]:
    """A history that is cut off."""
    if grounds.standing is not None and grounds.standing.is_shallow:
        yield {"what": _SHALLOW_CLONE, "how": _UNSHALLOW}
    for use in grounds.workflows.uses:
        depth = "0" if use.inputs.get("history") == "true" and not use.is_check else "2" if use.is_check else "1"
        # An expression may be any number.
        if use.depth.isdecimal() and use.depth != "0" and (depth == "0" or int(use.depth) < int(depth)):
            yield {"what": _SHALLOW_WORKFLOW.fill(file=plain(use.file)), "how": _FETCH.fill(depth=depth)}


def asleep(grounds: Grounds) -> Iterator[Values]:
    """A schedule that GitHub switched off, as far as can be seen."""
    last = None if grounds.standing is None else grounds.standing.last_commit
    files = sorted({use.file for use in grounds.workflows.uses if use.is_scheduled})
    if last is not None and grounds.today - last > _ACTIVE:
        for file in files:
            yield {"file": plain(file), "name": plain(file.rpartition("/")[2]), "last": last}


def ledger(grounds: Grounds) -> Iterator[Values]:
    """A ledger that no commit has."""
    if grounds.ledger_without_history:
        yield {}


_OTHERS = (Text("autre", "other"), Text("autres", "others"))
_OF_MEMBERS = (Text("fiche de membre", "member's file"), Text("fiches de membres", "members' files"))
_AND = Text("{files} et {others}", "{files} and {others}")
_UNREADABLE = Text("Fiches illisibles : {files}.", "Unreadable: {files}.")
_NO_GIT = Text("Le site n'est pas dans un dépôt git.", "The site is in no git repository.")
_INITIALISE = Text(
    "Clonez le dépôt du site, ou : git init && git add . && git commit",
    "Clone the site's repository, or: git init && git add . && git commit",
)
_DETACHED = Text(
    "Aucune branche n'est sortie : git est sur un commit seul.", "No branch is checked out: HEAD is detached."
)
_SWITCH = Text("git switch {branch}", "git switch {branch}")
_DATA_IS = {
    "nothing": Text("Le site n'a pas de dossier _data.", "The site has no folder _data."),
    "link": Text(
        "_data est un lien symbolique : rien n'y est écrit.", "_data is a symbolic link: nothing is written there."
    ),
    "file": Text("_data est un fichier, pas un dossier.", "_data is a file, no folder."),
}
_MAKE_DATA = Text("mkdir _data && touch _data/.gitkeep", "mkdir _data && touch _data/.gitkeep")
_REPLACE_DATA = Text("Mettez un vrai dossier à sa place.", "Put a real folder in its place.")
_NO_VERSION = Text("rien", "nothing")
_SHALLOW_CLONE = Text("Ce clone n'a qu'une partie de l'historique.", "This clone has a part of the history only.")
_UNSHALLOW = Text("git fetch --unshallow", "git fetch --unshallow")
_SHALLOW_WORKFLOW = Text("{file} ne récupère pas assez de commits.", "{file} checks out too few commits.")
_FETCH = Text(
    "Sous « with » de actions/checkout : fetch-depth: {depth}", 'Under "with" of actions/checkout: fetch-depth: {depth}'
)
