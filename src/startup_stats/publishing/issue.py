"""One rolling issue with the errors of the scheduled run: written anew in place, closed when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from github.Issue import Issue
    from github.Repository import Repository

    from startup_stats.publishing.client import Client

MARKER = "<!-- startup-stats: tracking issue -->"
# Only who may triage sets labels, so nobody else can pass an issue off as ours.
LABEL = "startup-stats"
# What GitHub keeps of an issue, in characters.
MAX_BODY = 65_536
_MOST_ISSUES_READ = 200


def keep_issue(client: Client, title: str, report: str, *, wrong: bool) -> str | None:
    """Write a report as the tracking issue: made or opened again while something is wrong, else closed.

    Returns the issue's address; None where nothing is wrong and no issue is open.
    """
    body = issue_body(report)

    def question(repository: Repository) -> str | None:
        issue = _ours(repository)
        if issue is None:
            return repository.create_issue(title, body, labels=[LABEL]).html_url if wrong else None
        state = "open" if wrong else "closed"
        if issue.state == "closed" == state:
            return None
        if (issue.title, issue.body, issue.state) != (title, body, state):
            issue.edit(title=title, body=body, state=state)
        return issue.html_url

    return client.ask(question, "issues")


def issue_body(report: str) -> str:
    """Return a report as an issue's body, cut at a line where it would be too long."""
    body = f"{MARKER}\n{report}"
    return body if len(body) <= MAX_BODY else f"{body[: MAX_BODY - 10].rpartition(chr(10))[0]}\n\n…\n"


def _ours(repository: Repository) -> Issue | None:
    """Find the issue, an open one first."""
    found = None
    for number, issue in enumerate(repository.get_issues(state="all", labels=[LABEL])):
        if number >= _MOST_ISSUES_READ:
            break
        if issue.body and issue.body.startswith(MARKER):
            if issue.state == "open":
                return issue
            found = found or issue
    return found
