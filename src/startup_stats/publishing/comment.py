"""One comment on a pull request, found again by its marker and edited in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from github.IssueComment import IssueComment
    from github.PaginatedList import PaginatedList

    from startup_stats.language import Language

MARKER = "<!-- startup-stats: check -->"
# What GitHub keeps of a comment, in characters.
MAX_COMMENT = 65_536
_SECONDS = 10
# A pull request with more comments than this gets a new one rather than a long search.
_MOST_COMMENTS_READ = 1_000
_PULL_REQUEST = re.compile(r"refs/pull/(\d+)/(?:merge|head)")


def keep_comment(environment: Mapping[str, str], report: str, *, create: bool) -> str:
    """Write a report as this tool's comment on the pull request of a workflow; return what to say of it.

    Without a comment from before, one is made only where `create` says so. Whatever GitHub refuses (a fork's
    token can't write) is said and is no failure: the job's summary holds the report.
    """
    import requests
    from github import Auth, Github, GithubException

    language: Language = "en" if environment.get("INPUT_LANGUAGE") == "en" else "fr"
    reference = _PULL_REQUEST.fullmatch(environment.get("GITHUB_REF", ""))
    token = environment.get("INPUT_TOKEN")
    if reference is None or not token:
        return _NOT_POSSIBLE.said(language) + "\n"
    api = environment.get("GITHUB_API_URL") or "https://api.github.com"
    github = Github(auth=Auth.Token(token), base_url=api, timeout=_SECONDS, retry=None, lazy=True)
    try:
        issue = github.get_repo(environment["GITHUB_REPOSITORY"]).get_issue(int(reference[1]))
        old = _ours(issue.get_comments())
        if old is not None:
            old.edit(_body(report))
        elif create:
            issue.create_comment(_body(report))
    except (GithubException, requests.RequestException) as error:
        reason = str(error.status) if isinstance(error, GithubException) else type(error).__name__
        return _REFUSED.fill(reason=reason).said(language) + "\n"
    finally:
        github.close()
    return ""


def _ours(comments: PaginatedList[IssueComment]) -> IssueComment | None:
    for number, comment in enumerate(comments):
        if number >= _MOST_COMMENTS_READ:
            break
        if comment.user.type == "Bot" and comment.body.startswith(MARKER):
            return comment
    return None


def _body(report: str) -> str:
    text = f"{MARKER}\n{report}"
    if len(text) <= MAX_COMMENT:
        return text
    kept = text[: MAX_COMMENT - 100].rpartition("\n")[0]
    return f"{kept}\n\n…"


_NOT_POSSIBLE = Text(
    "Pas de commentaire : il faut une pull request, et « token » avec le droit pull-requests: write.",
    'No comment: it takes a pull request, and "token" with the permission pull-requests: write.',
)
_REFUSED = Text(
    "Pas de commentaire : GitHub a répondu « {reason} ». Sur une pull request venue d'un fork c'est normal ; "
    "sinon, donnez « pull-requests: write » au job. Le résumé du job contient le rapport.",
    'No comment: GitHub answered "{reason}". On a pull request from a fork that is so; else give the job '
    '"pull-requests: write". The job\'s summary holds the report.',
)
