"""What GitHub refused, in words that say what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from github import GithubException

Permission = Literal["contents", "pull-requests", "issues"]

_PROTECTED = re.compile(
    r"protected branch|rule violations|through a pull request|status checks? |required review"
    r"|not authorized to push|cannot update this protected",
    re.IGNORECASE,
)
_LAG = re.compile(
    r"object does not exist|reference update failed|but expected|reference cannot be updated", re.IGNORECASE
)
_OF_LAGS = (404, 409, 422)
_PERSONAL = re.compile(r"personal access token|saml|organization has enabled", re.IGNORECASE)
_NO_PERMISSION = re.compile(r"not accessible by|must have (?:push|admin|write)|write access", re.IGNORECASE)
_MOST_CHARACTERS = 200
_NOT_FOUND, _UNAUTHORIZED, _FORBIDDEN, _GONE, _SERVER = 404, 401, 403, 410, 500


def refusal(error: Exception, needs: Permission) -> Text:
    """Say why GitHub did not do what was asked, and what to do; `error` is theirs or one they stumble with."""
    from github import GithubException

    if isinstance(error, RuntimeError):  # what PyGithub raises where it is sent elsewhere
        return _MOVED.fill(said=plain_words(str(error)))
    if not isinstance(error, GithubException):
        return _NO_ANSWER.fill(reason=_kind(error))
    words = plain_words("; ".join((message_of(error), *_details(error))))
    sentence = next((text for fits, text in _KNOWN if fits(error.status, words)), _REFUSED)
    return sentence.fill(status=str(error.status), said=words, permission=needs)


def message_of(error: GithubException) -> str:
    """Return what GitHub said; PyGithub keeps its words of a limit or of a missing thing to itself."""
    said = error.data.get("message") if isinstance(error.data, dict) else None
    return said if isinstance(said, str) else str(error.message or "")


def _details(error: GithubException) -> Iterator[str]:
    """Yield what GitHub says of each fault of a request (a 422's `errors`), where its message does not say it."""
    listed = error.data.get("errors") if isinstance(error.data, dict) else None
    for fault in listed if isinstance(listed, list) else ():
        told = fault.get("message") or fault.get("code") if isinstance(fault, dict) else fault
        field = fault.get("field") if isinstance(fault, dict) and not fault.get("message") else None
        if isinstance(told, str) and told not in message_of(error):
            yield f"{field}: {told}" if isinstance(field, str) else told


def is_lag(error: GithubException) -> bool:
    """Say whether GitHub does not know yet what it was given a moment ago, or was busy with that very reference."""
    said = "; ".join((message_of(error), *_details(error)))
    return error.status in _OF_LAGS and _LAG.search(said) is not None


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
_PERSONAL_LACKS = Text(
    "Ce jeton personnel n'a pas le droit d'écrire ici ; GitHub dit : « {said} ». Dans ses réglages, donnez-lui ce "
    "dépôt et la permission « {permission} » en écriture (pour un jeton classique : la portée « repo »), faites-le "
    "autoriser par l'organisation si elle le demande, ou laissez « token » à sa valeur par défaut.",
    'This personal token may not write here; GitHub says: "{said}". In its settings, give it this repository and the '
    'permission "{permission}" to write (for a classic token: the scope "repo"), have it authorised by the '
    'organisation where that asks for it, or leave "token" at its default.',
)
_MOVED = Text(
    "L'adresse de l'API de GitHub mène ailleurs ({said}). Donnez l'adresse finale, en https, dans GITHUB_API_URL.",
    "The address of GitHub's API leads elsewhere ({said}). Give the final address, with https, in GITHUB_API_URL.",
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
_NO_ISSUES = Text(
    "Ce dépôt n'a pas d'issues. Cochez « Issues » dans Settings › General, ou mettez « tracking-issue: false ».",
    'This repository has no issues. Tick "Issues" in Settings › General, or set "tracking-issue: false".',
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
    (lambda status, said: status == _FORBIDDEN and _PERSONAL.search(said), _PERSONAL_LACKS),
    (lambda _, said: _NO_PERMISSION.search(said), _LACKS),
    (lambda status, _: status == _NOT_FOUND, _NOTHING_THERE),
    (lambda status, _: status == _GONE, _NO_ISSUES),
    (lambda status, _: status >= _SERVER, _ILL),
)
