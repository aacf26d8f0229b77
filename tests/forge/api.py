"""The calls of GitHub's REST and GraphQL APIs that this project makes, over a real repository."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError, graphql_sync

from tests.web.github import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.forge.repository import Repository

Answer = tuple[int, Any]
ERROR = "https://docs.github.com/rest"


def refused(status: int, message: str) -> Answer:
    return status, {"message": message, "documentation_url": ERROR, "status": str(status)}


@dataclass
class Asked:
    """A request, read."""

    query: Mapping[str, list[str]]
    body: Any

    def one(self, name: str) -> str | None:
        return self.query.get(name, [None])[0]


@dataclass
class Hub:
    """What GitHub holds of one repository, « o/n », beside its git objects."""

    git: Repository
    url: str = ""
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    protected: tuple[str, ...] = ()
    may_write: tuple[str, ...] = ("contents", "pulls", "issues")
    auto_merge_is_allowed: bool = True
    collaborators: tuple[str, ...] = ("ana", "zoe")
    teams: tuple[str, ...] = ("equipe",)
    bot: str = "github-actions[bot]"

    @property
    def repository(self) -> str:
        return f"{self.url}/repos/o/n"

    def carry_out(self, method: str, path: str, asked: Asked) -> Answer:
        """Do what a request asks of /repos/o/n and return status and values."""
        for routed, pattern, permission, do in ROUTES:
            found = re.fullmatch(pattern, path)
            if routed == method and found:
                if permission and permission not in self.may_write:
                    return refused(403, "Resource not accessible by integration")
                return do(self, asked, *found.groups())
        return refused(404, "Not Found")

    def graphql(self, asked: Any) -> Any:
        """Answer a query held to GitHub's schema, which the answer is held to as well."""
        root = {
            "enablePullRequestAutoMerge": self._enable_auto_merge,
            "disablePullRequestAutoMerge": self._disable_auto_merge,
        }
        result = graphql_sync(schema(), asked["query"], root, variable_values=asked.get("variables"))
        told: dict[str, Any] = {"data": result.data}
        if result.errors:
            told["errors"] = [{"type": "UNPROCESSABLE", "message": error.message} for error in result.errors]
        return told

    def _enable_auto_merge(self, _: Any, input: Mapping[str, Any]) -> Any:  # noqa: A002 - GitHub's name
        if not self.auto_merge_is_allowed:
            raise GraphQLError("Pull request Auto merge is not allowed for this repository")
        return self._set_auto_merge(input, {"merge_method": input["mergeMethod"].lower()})

    def _disable_auto_merge(self, _: Any, input: Mapping[str, Any]) -> Any:  # noqa: A002 - GitHub's name
        return self._set_auto_merge(input, None)

    def _set_auto_merge(self, asked: Mapping[str, Any], auto_merge: Mapping[str, str] | None) -> Any:
        (pull,) = [pull for pull in self.pulls.values() if pull["node_id"] == asked["pullRequestId"]]
        pull["auto_merge"] = auto_merge
        actor = {"__typename": "Bot", "login": "github-actions", "avatarUrl": self.url}
        return {"actor": actor | {"resourcePath": "/x", "url": self.url}, "clientMutationId": None}

    def number(self) -> int:
        return len(self.pulls) + len(self.issues) + 1

    def person(self, login: str) -> dict[str, Any]:
        return {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}

    def shown_pull(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        number = pull["number"]
        sides = {
            side: {"ref": pull[side], "sha": self.git.head(pull[side]) or "0" * 40, "label": f"o:{pull[side]}"}
            for side in ("head", "base")
        }
        places = {"url": f"{self.repository}/pulls/{number}", "issue_url": f"{self.repository}/issues/{number}"}
        shown = {key: value for key, value in pull.items() if key not in ("reviewers", "auto_merge")}
        merging = pull["auto_merge"] and pull["auto_merge"] | {
            "enabled_by": self.person(self.bot), "commit_title": "", "commit_message": "",
        }  # fmt: skip
        shown |= {"auto_merge": merging}
        return shown | sides | places | {"html_url": f"{self.url}/o/n/pull/{number}"}

    def shown_issue(self, issue: Mapping[str, Any]) -> dict[str, Any]:
        number = issue["number"]
        labels = [{"name": name} for name in issue["labels"]]
        places = {"url": f"{self.repository}/issues/{number}", "html_url": f"{self.url}/o/n/issues/{number}"}
        return dict(issue) | places | {"labels": labels, "user": self.person(issue.get("login", self.bot))}


def _reference(hub: Hub, branch: str) -> dict[str, Any]:
    sha = hub.git.head(branch)
    place = {"ref": f"refs/heads/{branch}", "url": f"{hub.repository}/git/refs/heads/{branch}"}
    return place | {"object": {"type": "commit", "sha": sha, "url": f"{hub.repository}/git/commits/{sha}"}}


def get_ref(hub: Hub, _: Asked, branch: str) -> Answer:
    return (200, _reference(hub, branch)) if hub.git.head(branch) else refused(404, "Not Found")


def create_ref(hub: Hub, asked: Asked) -> Answer:
    branch = asked.body["ref"].removeprefix("refs/heads/")
    if hub.git.head(branch):
        return refused(422, "Reference already exists")
    hub.git.move(branch, asked.body["sha"])
    return 201, _reference(hub, branch)


def update_ref(hub: Hub, asked: Asked, branch: str) -> Answer:
    if branch in hub.protected:
        return refused(422, "Changes must be made through a pull request.")
    if hub.git.head(branch) is None:
        return refused(422, "Reference does not exist")
    if not hub.git.move(branch, asked.body["sha"], force=asked.body.get("force", False)):
        return refused(422, "Update is not a fast forward")
    return 200, _reference(hub, branch)


def delete_ref(hub: Hub, _: Asked, branch: str) -> Answer:
    if hub.git.head(branch) is None:
        return refused(422, "Reference does not exist")
    hub.git.delete(branch)
    return 204, None


def create_blob(hub: Hub, asked: Asked) -> Answer:
    content = asked.body["content"]
    raw = base64.b64decode(content) if asked.body.get("encoding") == "base64" else content.encode()
    sha = hub.git.blob(raw)
    return 201, {"sha": sha, "url": f"{hub.repository}/git/blobs/{sha}"}


def create_tree(hub: Hub, asked: Asked) -> Answer:
    sha = hub.git.tree(asked.body.get("base_tree"), asked.body["tree"])
    return 201, {"sha": sha, "url": f"{hub.repository}/git/trees/{sha}", "truncated": False}


def _commit(hub: Hub, sha: str) -> dict[str, Any]:
    tree, parents, message = hub.git.git("log", "-1", "--format=%T%n%P%n%B", sha).split("\n", 2)
    return {
        "sha": sha,
        "url": f"{hub.repository}/git/commits/{sha}",
        "html_url": f"{hub.url}/o/n/commit/{sha}",
        "message": message,
        "tree": {"sha": tree, "url": f"{hub.repository}/git/trees/{tree}"},
        "parents": [{"sha": each, "url": hub.url, "html_url": hub.url} for each in parents.split()],
    }


def create_commit(hub: Hub, asked: Asked) -> Answer:
    sha = hub.git.commit(asked.body["tree"], asked.body.get("parents", []), asked.body["message"])
    return 201, _commit(hub, sha)


def get_commit(hub: Hub, _: Asked, sha: str) -> Answer:
    return (200, _commit(hub, sha)) if hub.git.is_commit(sha) else refused(404, "Not Found")


def get_contents(hub: Hub, asked: Asked, path: str) -> Answer:
    found = hub.git.file(asked.one("ref") or "main", path)
    if found is None:
        return refused(404, "Not Found")
    sha, content = found
    whole = len(content) <= 1024 * 1024
    shown = {"encoding": "base64", "content": base64.encodebytes(content).decode()} if whole else {
        "encoding": "none", "content": "",
    }  # fmt: skip
    place = {"path": path, "name": path.rpartition("/")[2], "url": f"{hub.repository}/contents/{path}"}
    return 200, place | shown | {"type": "file", "sha": sha, "size": len(content)}


def list_pulls(hub: Hub, asked: Asked) -> Answer:
    wanted = {"state": asked.one("state") or "open", "base": asked.one("base"), "head": asked.one("head")}
    head = (wanted["head"] or "").partition(":")[2]
    return 200, [
        hub.shown_pull(pull)
        for pull in hub.pulls.values()
        if wanted["state"] in (pull["state"], "all") and wanted["base"] in (pull["base"], None)
        and head in (pull["head"], "")
    ]  # fmt: skip


def create_pull(hub: Hub, asked: Asked) -> Answer:
    body = asked.body
    same = [pull for pull in hub.pulls.values() if pull["state"] == "open" and pull["head"] == body["head"]]
    if same:
        return refused(422, f"A pull request already exists for o:{body['head']}.")
    if hub.git.head(body["head"]) == hub.git.head(body["base"]):
        return refused(422, f"No commits between {body['base']} and {body['head']}")
    number = hub.number()
    more = {"number": number, "node_id": f"PR_{number}", "state": "open", "labels": [], "reviewers": []}
    hub.pulls[number] = {key: body[key] for key in ("title", "body", "head", "base")} | more | {"auto_merge": None}
    return 201, hub.shown_pull(hub.pulls[number])


def edit_pull(hub: Hub, asked: Asked, number: str) -> Answer:
    hub.pulls[int(number)] |= asked.body
    return 200, hub.shown_pull(hub.pulls[int(number)])


def request_review(hub: Hub, asked: Asked, number: str) -> Answer:
    wanted = [*asked.body.get("reviewers", []), *asked.body.get("team_reviewers", [])]
    if not set(wanted) <= {*hub.collaborators, *hub.teams}:
        return refused(422, "Reviews may only be requested from collaborators.")
    hub.pulls[int(number)]["reviewers"] += wanted
    return 201, hub.shown_pull(hub.pulls[int(number)])


def list_issues(hub: Hub, asked: Asked) -> Answer:
    wanted, label = asked.one("state") or "open", asked.one("labels")
    return 200, [
        hub.shown_issue(issue)
        for issue in hub.issues.values()
        if wanted in (issue["state"], "all") and (label is None or label in issue["labels"])
    ]


def create_issue(hub: Hub, asked: Asked) -> Answer:
    number = hub.number()
    hub.issues[number] = {"number": number, "state": "open", "labels": [], **asked.body}
    return 201, hub.shown_issue(hub.issues[number])


def get_issue(hub: Hub, _: Asked, number: str) -> Answer:
    return 200, hub.shown_issue(hub.issues[int(number)])


def edit_issue(hub: Hub, asked: Asked, number: str) -> Answer:
    hub.issues[int(number)] |= asked.body
    return 200, hub.shown_issue(hub.issues[int(number)])


def add_labels(hub: Hub, asked: Asked, number: str) -> Answer:
    held = hub.pulls.get(int(number)) or hub.issues[int(number)]
    names = asked.body["labels"] if isinstance(asked.body, dict) else asked.body
    held["labels"] += [{"name": name} for name in names]
    return 200, held["labels"]


def list_comments(hub: Hub, _: Asked, _number: str) -> Answer:
    return 200, hub.comments


def add_comment(hub: Hub, body: str, login: str) -> dict[str, Any]:
    number = len(hub.comments) + 1
    place = {"id": number, "url": f"{hub.repository}/issues/comments/{number}"}
    hub.comments.append(place | {"body": body, "user": hub.person(login)})
    return hub.comments[-1]


def create_comment(hub: Hub, asked: Asked, _number: str) -> Answer:
    return 201, add_comment(hub, asked.body["body"], hub.bot)


def edit_comment(hub: Hub, asked: Asked, number: str) -> Answer:
    hub.comments[int(number) - 1] |= asked.body
    return 200, hub.comments[int(number) - 1]


ROUTES: list[tuple[str, str, str, Callable[..., Answer]]] = [
    ("GET", "/git/refs?/heads/(.+)", "", get_ref),
    ("POST", "/git/refs", "contents", create_ref),
    ("PATCH", "/git/refs/heads/(.+)", "contents", update_ref),
    ("DELETE", "/git/refs/heads/(.+)", "contents", delete_ref),
    ("POST", "/git/blobs", "contents", create_blob),
    ("POST", "/git/trees", "contents", create_tree),
    ("POST", "/git/commits", "contents", create_commit),
    ("GET", "/git/commits/([0-9a-f]+)", "", get_commit),
    ("GET", "/contents/(.+)", "", get_contents),
    ("GET", "/pulls", "", list_pulls),
    ("POST", "/pulls", "pulls", create_pull),
    ("PATCH", "/pulls/([0-9]+)", "pulls", edit_pull),
    ("POST", "/pulls/([0-9]+)/requested_reviewers", "pulls", request_review),
    ("GET", "/issues", "", list_issues),
    ("POST", "/issues", "issues", create_issue),
    ("GET", "/issues/([0-9]+)", "", get_issue),
    ("PATCH", "/issues/([0-9]+)", "issues", edit_issue),
    ("POST", "/issues/([0-9]+)/labels", "", add_labels),
    ("GET", "/issues/([0-9]+)/comments", "", list_comments),
    ("POST", "/issues/([0-9]+)/comments", "", create_comment),
    ("PATCH", "/issues/comments/([0-9]+)", "", edit_comment),
]
