"""One comment on a pull request, found again by its marker and edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.errors import OutsideError
from startup_stats.language import Text
from startup_stats.publishing.authors import is_own

if TYPE_CHECKING:
    from github.IssueComment import IssueComment
    from github.PaginatedList import PaginatedList
    from github.Repository import Repository

    from startup_stats.publishing.client import Client

MARKER = "<!-- startup-stats: check -->"
# What GitHub keeps of a comment, in characters.
MAX_COMMENT = 65_536
# A pull request with more comments than this gets a new one rather than a long search.
_MOST_COMMENTS_READ = 1_000


def keep_comment(client: Client, number: int, report: str, *, create: bool) -> Text | None:
    """Write a report as this tool's comment on a pull request; return what kept it from that, None when nothing did.

    Without a comment from before, one is made only where `create` says so. Whatever GitHub refuses (a fork's token
    can't write) is no failure: the job's summary holds the report.
    """

    def question(repository: Repository) -> None:
        issue = repository.get_issue(number)
        old = _ours(issue.get_comments(), client)
        if old is not None:
            old.edit(_body(report))
        elif create:
            issue.create_comment(_body(report))

    try:
        client.ask(question, "pull-requests")
    except OutsideError as error:
        return _REFUSED.fill(reason=error.message)
    return None


def _ours(comments: PaginatedList[IssueComment], client: Client) -> IssueComment | None:
    """Find the comment of a bot, or of the token's own account: nobody else can pass one off as ours."""
    for number, comment in enumerate(comments):
        if number >= _MOST_COMMENTS_READ:
            break
        if (comment.body or "").startswith(MARKER) and is_own(comment.user, client):
            return comment
    return None


def _body(report: str) -> str:
    text = f"{MARKER}\n{report}"
    if len(text) <= MAX_COMMENT:
        return text
    beginning = text[: MAX_COMMENT - 100].rpartition("\n")[0]
    return f"{beginning}\n\n…"


_REFUSED = Text(
    "Pas de commentaire. {reason} Sur une pull request venue d'un fork c'est normal ; le résumé du job contient le "
    "rapport.",
    "No comment. {reason} On a pull request from a fork that is so; the job's summary holds the report.",
)
