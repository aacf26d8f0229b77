"""Which repository of which GitHub is written to, by which token: each read from text, and refused where it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from startup_stats.errors import UsageError
from startup_stats.language import Text

GITHUB_API = "https://api.github.com"

# https://docs.github.com/rest: owner/name, both of few characters; « . » and « .. » are no names.
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
# git-check-ref-format(1); the configuration's schema asks the same of publication.branch.
BRANCH = r"^(?![-/.])(?!.*(\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\]+$"
_MOST_BRANCH_CHARACTERS = 200
_BRANCH_REFERENCE = re.compile(r"refs/heads/(.+)")
# A host (an IPv6 address in brackets), perhaps a port and a path; GitHub Enterprise has its API below /api/v3.
_API = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[\w./-]*)?", re.ASCII)
_TOKEN = re.compile(r"[!-~]{1,1000}")


@dataclass(frozen=True, slots=True)
class Access:
    """Which repository (« owner/name ») of which GitHub, and by which token."""

    repository: str
    token: str | None = field(repr=False)
    api: str = GITHUB_API


def repository_name(text: str) -> str:
    """Read « owner/name »; raises UsageError."""
    if _REPOSITORY.fullmatch(text) is None:
        raise UsageError(_NO_REPOSITORY.fill(asked=text))
    return text


def branch_name(text: str) -> str:
    """Read a branch's name; raises UsageError."""
    if len(text) > _MOST_BRANCH_CHARACTERS or re.match(BRANCH, text) is None or not text.isprintable():
        raise UsageError(_NO_BRANCH.fill(asked=text))
    return text


def branch_of_reference(text: str) -> str:
    """Return the branch that a reference names; raises UsageError for a tag, a pull request or none at all."""
    found = _BRANCH_REFERENCE.fullmatch(text)
    if found is None:
        raise UsageError(_NOT_ON_A_BRANCH.fill(reference=text))
    return branch_name(found[1])


def api_address(text: str) -> str:
    """Read the address of GitHub's REST API; raises UsageError."""
    if _API.fullmatch(text) is None:
        raise UsageError(_NO_API.fill(asked=text))
    return text.rstrip("/")


def token_text(text: str) -> str:
    """Read a token, of which nothing is ever said again; raises UsageError."""
    if _TOKEN.fullmatch(text) is None:
        raise UsageError(_BAD_TOKEN)
    return text


_NO_REPOSITORY = Text(
    "« {asked} » n'est pas un dépôt GitHub : écrivez propriétaire/nom.",
    '"{asked}" is no GitHub repository: write owner/name.',
)
_NO_BRANCH = Text(
    "« {asked} » n'est pas un nom de branche : sans espace ni « .. », par exemple main.",
    '"{asked}" is no name of a branch: without spaces or "..", for example main.',
)
_NOT_ON_A_BRANCH = Text(
    "« {reference} » n'est pas une branche où publier : donnez « branch », ou publiez depuis une branche.",
    '"{reference}" is no branch to publish to: give "branch", or publish from a branch.',
)
_NO_API = Text(
    "« {asked} » n'est pas l'adresse d'une API : elle commence par https://, par exemple https://api.github.com.",
    '"{asked}" is no address of an API: it starts with https://, for example https://api.github.com.',
)
_BAD_TOKEN = Text(
    "le jeton contient une espace ou un caractère invisible : copiez-le à nouveau, seul.",
    "the token holds a space or an invisible character: copy it again, alone.",
)
NO_TOKEN = Text(
    "Publier demande un jeton : dans un workflow, laissez « token » à sa valeur par défaut ; ailleurs, donnez "
    "GITHUB_TOKEN.",
    'Publishing takes a token: in a workflow, leave "token" at its default; elsewhere, give GITHUB_TOKEN.',
)
