"""GitHub repositories by the hundred: one GraphQL query says of each whether it is public, archived, licensed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.probing.forges import Repository, public
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    # Sends a query and its variables; returns GitHub's whole answer, also one with errors, or a reason for none.
    Send = Callable[[str, dict[str, str]], Mapping[str, Any] | str]

# GitHub bounds the nodes and the size of a query; a hundred repositories are well within both.
BATCH = 100
_SECONDS = 20


def ask_github(repositories: Sequence[Repository], send: Send) -> Iterator[tuple[Repository, Answer]]:
    """Answer for repositories and accounts, BATCH of them a query."""
    for start in range(0, len(repositories), BATCH):
        batch = repositories[start : start + BATCH]
        told = send(*make_query(batch))
        for index, repository in enumerate(batch):
            yield repository, _read(told, index, repository)


def make_query(batch: Sequence[Repository]) -> tuple[str, dict[str, str]]:
    """Write one query for a batch; names travel as variables, never inside the query."""
    fields, names, variables = [], [], {}
    for index, repository in enumerate(batch):
        names.append(f"$o{index}: String!")
        variables[f"o{index}"] = repository.path[0]
        if repository.is_account:
            asked = f"repositoryOwner(login: $o{index}) {{ repositories(privacy: PUBLIC, first: 1) {{ totalCount }} }}"
        else:
            names.append(f"$n{index}: String!")
            variables[f"n{index}"] = repository.path[1]
            asked = f"repository(owner: $o{index}, name: $n{index}) {{ ...told }}"
        fields.append(f"  r{index}: {asked}")
    told = "fragment told on Repository { isPrivate isArchived isEmpty pushedAt licenseInfo { spdxId } }"
    told = told if any(not repository.is_account for repository in batch) else ""
    return "\n".join([f"query ({', '.join(names)}) {{", *fields, "}", told]), variables


def _read(told: Mapping[str, Any] | str, index: int, repository: Repository) -> Answer:
    if isinstance(told, str):
        return Answer("unknown", told)
    data = told.get("data")
    node = data.get(f"r{index}") if isinstance(data, dict) else None
    if not isinstance(node, dict):
        return _absent(told, index)
    if repository.is_account:
        return _account(node)
    if node.get("isPrivate") is not False:
        private = node.get("isPrivate") is True
        return Answer("broken", "repository-not-found") if private else Answer("unknown", "shape")
    licence = node.get("licenseInfo")
    spdx = licence.get("spdxId") if isinstance(licence, dict) else None
    return public(node.get("isArchived"), spdx, node.get("pushedAt"), is_empty=node.get("isEmpty"))


def _absent(told: Mapping[str, Any], index: int) -> Answer:
    """Say why a node is missing: only NOT_FOUND proves anything."""
    node = f"r{index}"
    listed = told.get("errors")
    errors = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    if any(error.get("path") == [node] and error.get("type") == "NOT_FOUND" for error in errors):
        return Answer("broken", "repository-not-found")
    own = (error for error in errors if error.get("path") is None or _is_within(error["path"], node))
    kinds = {error.get("type") for error in own}
    if kinds & {"RATE_LIMITED", "RATE_LIMIT"}:
        return Answer("unknown", "http-429")
    return Answer("unknown", "http-403" if "FORBIDDEN" in kinds else "shape")


def _is_within(path: object, node: str) -> bool:
    return isinstance(path, list) and path[:1] == [node]


def _account(node: Mapping[str, Any]) -> Answer:
    repositories = node.get("repositories")
    count = repositories.get("totalCount") if isinstance(repositories, dict) else None
    if not isinstance(count, int):
        return Answer("unknown", "shape")
    return Answer("ok", "public-repositories") if count else Answer("broken", "no-public-repository")


def sender(token: str, api: str) -> Send:
    """Return what sends queries to GitHub with a token; each failure comes back as a reason, none is raised."""
    from github import Auth, Github

    requester = Github(auth=Auth.Token(token), base_url=api, timeout=_SECONDS, retry=None, lazy=True).requester

    def send(query: str, variables: dict[str, str]) -> Mapping[str, Any] | str:
        import requests
        from github import GithubException

        asked = {"query": query, "variables": variables}
        try:
            # Not graphql_query(): it raises for one repository that is not there, and the others' answers are lost.
            told = requester.requestJsonAndCheck("POST", requester.graphql_url, input=asked)[1]
        except GithubException as error:
            return f"http-{error.status}"
        except requests.Timeout:
            return "timeout"
        except requests.exceptions.SSLError:
            return "tls"
        except requests.RequestException:
            return "refused"
        return told if isinstance(told, dict) else "shape"

    return send
