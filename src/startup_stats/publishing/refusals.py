"""What GitHub refused, in words that say what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from github import GithubException

Permission = Literal["contents", "pull-requests", "issues"]

_PROTECTED = re.compile(
    r"protected branch|rule violations|through a pull request|status checks? |required review"
    r"|not authorized to push|cannot update this protected",
    re.IGNORECASE,
)
_NO_PERMISSION = re.compile(r"not accessible by|must have (?:push|admin|write)|write access", re.IGNORECASE)
_MOST_CHARACTERS = 200
_NOT_FOUND, _UNAUTHORIZED, _SERVER = 404, 401, 500


def refusal(error: Exception, needs: Permission) -> Text:
    """Say why GitHub did not do what was asked, and what to do; `error` is theirs or one they stumble with."""
    from github import GithubException

    if not isinstance(error, GithubException):
        return _NO_ANSWER.fill(reason=_kind(error))
    words = plain_words(message_of(error))
    sentence = next((text for fits, text in _KNOWN if fits(error.status, words)), _REFUSED)
    return sentence.fill(status=str(error.status), said=words, permission=needs)


def message_of(error: GithubException) -> str:
    """Return what GitHub said; PyGithub keeps its words of a limit or of a missing thing to itself."""
    said = error.data.get("message") if isinstance(error.data, dict) else None
    return said if isinstance(said, str) else str(error.message or "")


def plain_words(text: str) -> str:
    """Return a server's words as one short line that can't pass for anything else."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]}…"


def _kind(error: Exception) -> Text:
    import requests

    if isinstance(error, requests.Timeout):
        return Text("pas de réponse à temps", "no answer in time")
    if isinstance(error, requests.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return Text("connexion refusée ou coupée", "connection refused or cut")
    return Text("une réponse illisible", "an unreadable answer")


_NO_ANSWER = Text(
    "GitHub n'a pas répondu ({reason}), après plusieurs essais. Vérifiez le réseau et https://www.githubstatus.com, "
    "puis relancez : rien n'est publié à moitié.",
    "GitHub did not answer ({reason}), after several tries. Check the network and https://www.githubstatus.com, then "
    "run again: nothing is half published.",
)
_ILL = Text(
    "GitHub est en panne (réponse {status}), après plusieurs essais. Voyez https://www.githubstatus.com et relancez "
    "plus tard : rien n'est publié à moitié.",
    "GitHub is out of order (answer {status}), after several tries. See https://www.githubstatus.com and run again "
    "later: nothing is half published.",
)
_BAD_TOKEN = Text(
    "GitHub refuse le jeton : il est faux ou périmé. Dans un workflow, laissez « token » à sa valeur par défaut ; "
    "ailleurs, donnez GITHUB_TOKEN.",
    'GitHub refuses the token: it is wrong or expired. In a workflow, leave "token" at its default; elsewhere, give '
    "GITHUB_TOKEN.",
)
_NO_PULL_REQUESTS = Text(
    "Ce dépôt ne permet pas aux workflows d'ouvrir une pull request. Cochez « Allow GitHub Actions to create and "
    "approve pull requests » dans Settings › Actions › General.",
    'This repository does not let workflows open pull requests. Tick "Allow GitHub Actions to create and approve '
    'pull requests" in Settings › Actions › General.',
)
_BRANCH_IS_PROTECTED = Text(
    "La branche est protégée ; GitHub dit : « {said} ». Publiez par pull request : « publish: pull-request » dans le "
    "workflow, avec la permission « pull-requests: write », ou --mode pull-request.",
    'The branch is protected; GitHub says: "{said}". Publish by pull request: "publish: pull-request" in the '
    'workflow, with the permission "pull-requests: write", or --mode pull-request.',
)
_LACKS = Text(
    "Le jeton n'a pas le droit d'écrire. Ajoutez au job :\n    permissions:\n      {permission}: write\n"
    "Sur un fork ou une pull request venue d'un fork, il n'y a rien à publier : mettez « publish: none ».",
    "The token may not write. Add to the job:\n    permissions:\n      {permission}: write\n"
    'On a fork, or a pull request from one, there is nothing to publish: set "publish: none".',
)
_NOTHING_THERE = Text(
    "GitHub ne trouve pas le dépôt ou la branche, ou le jeton ne les voit pas. Vérifiez leurs noms, et que le job a "
    "la permission « {permission}: write ».",
    "GitHub does not find the repository or the branch, or the token can't see them. Check their names, and that the "
    'job has the permission "{permission}: write".',
)
_REFUSED = Text(
    "GitHub a refusé ({status}) : « {said} ».",
    'GitHub refused ({status}): "{said}".',
)
# The first that fits a status and GitHub's words.
_KNOWN: tuple[tuple[Callable[[int, str], object], Text], ...] = (
    (lambda status, _: status == _UNAUTHORIZED, _BAD_TOKEN),
    (lambda _, said: "create or approve pull requests" in said, _NO_PULL_REQUESTS),
    (lambda _, said: _PROTECTED.search(said), _BRANCH_IS_PROTECTED),
    (lambda _, said: _NO_PERMISSION.search(said), _LACKS),
    (lambda status, _: status == _NOT_FOUND, _NOTHING_THERE),
    (lambda status, _: status >= _SERVER, _ILL),
)
