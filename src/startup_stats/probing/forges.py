"""Code forges: which one an address belongs to, what to ask it, and what its answer means."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.config.settings import Forge

# Hosts of French public code that are no gitlab.*, and the large ones; the configuration can add more.
KNOWN_FORGES: Mapping[str, Forge] = {
    "github.com": "github",
    "www.github.com": "github",
    "gitlab.com": "gitlab",
    "framagit.org": "gitlab",
    "salsa.debian.org": "gitlab",
    "forge.apps.education.fr": "gitlab",
    "forge.aeif.fr": "gitlab",
    "git.unistra.fr": "gitlab",
    "codeberg.org": "gitea",
    "git.spip.net": "gitea",
}
# GitHub's own rule for names, a little wider; what else an address holds is never sent in a query.
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_MONTH = len("2026-08")
# What a forge answers, and nothing else, when it tells of an error.
_ERROR_KEYS = frozenset(("message", "error", "errors", "error_description", "url", "documentation_url", "status"))


@dataclass(frozen=True, slots=True)
class Repository:
    """What an address points to: a repository, or an account when it names no more than that."""

    forge: Forge
    address: str
    origin: str
    path: tuple[str, ...]

    @property
    def is_account(self) -> bool:
        """Say whether the address is a GitHub account's, not a repository's."""
        return self.forge == "github" and len(self.path) == 1


def find_repository(address: str, forges: Mapping[str, Forge]) -> Repository:
    """Read an address; whatever is no forge's address is a page to look at. `forges` come before the known ones."""
    cleaned = address.strip().rstrip(";").strip()
    url = urlsplit(cleaned)
    host = (url.hostname or "").lower()
    guess: Forge = "gitlab" if host.startswith("gitlab.") else "page"
    forge = forges.get(host) or KNOWN_FORGES.get(host, guess)
    path = _path(forge, [step for step in url.path.split("/") if step])
    if not path or not all(_NAME.fullmatch(step) for step in path):
        return Repository("page", cleaned, "", ())
    return Repository(forge, cleaned, f"{url.scheme}://{url.netloc}", path)


def _path(forge: Forge, steps: list[str]) -> tuple[str, ...]:
    """Return the steps that name a repository: owner/name, or groups and a project on a GitLab."""
    if forge == "gitlab":
        path = steps[: steps.index("-")] if "-" in steps else steps
    elif forge == "github" and steps[:1] == ["orgs"]:
        path = steps[1:2]
    elif forge == "gitea":
        path = steps[:2] if len(steps) > 1 else []
    else:
        path = steps[:2]
    return (*path[:-1], path[-1].removesuffix(".git")) if path else ()


def api_address(repository: Repository) -> str:
    """Return the address that tells whether a repository is public, without a token."""
    if repository.forge == "gitlab":
        return f"{repository.origin}/api/v4/projects/{quote('/'.join(repository.path), safe='')}?license=true"
    if repository.forge == "gitea":
        return f"{repository.origin}/api/v1/repos/{'/'.join(repository.path)}"
    if repository.forge == "github":
        return f"https://github.com/{'/'.join(repository.path)}"
    return repository.address


def group_address(repository: Repository) -> str:
    """Return the address that lists the public projects of a GitLab group."""
    path = quote("/".join(repository.path), safe="")
    return f"{repository.origin}/api/v4/groups/{path}/projects?visibility=public&per_page=1&include_subgroups=true"


def read_project(forge: Forge, body: bytes) -> Answer:
    """Read what a GitLab or a Gitea tells of a project that it shows to everyone."""
    project = _json(body)
    if not isinstance(project, dict) or (project and set(project) <= _ERROR_KEYS):
        return Answer("unknown", "shape")
    if forge == "gitea":
        licences = project.get("licenses")
        licence = licences[0] if isinstance(licences, list) and licences else None
        return public(project.get("archived"), licence, project.get("updated_at"), is_empty=project.get("empty"))
    licence = project.get("license")
    key = licence.get("key") if isinstance(licence, dict) else None
    is_empty = project.get("empty_repo")
    return public(project.get("archived"), key, project.get("last_activity_at"), is_empty=is_empty)


def read_group(body: bytes) -> Answer:
    """Read the public projects of a GitLab group."""
    projects = _json(body)
    if not isinstance(projects, list):
        return Answer("unknown", "shape")
    return Answer("ok", "public-repositories") if projects else Answer("broken", "no-public-repository")


def public(archived: object, licence: object, last_push: object, *, is_empty: object = False) -> Answer:
    """Return the answer for a public repository, with what the forge tells of it."""
    details: dict[str, str | bool | None] = {
        "archived": archived is True,
        **({"empty": True} if is_empty is True else {}),
        "licence": licence if isinstance(licence, str) and licence != "NOASSERTION" else None,
        "last_push": last_push[:_MONTH] if isinstance(last_push, str) else None,
    }
    return Answer("ok", "public-empty" if is_empty is True else "public", details=details)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
