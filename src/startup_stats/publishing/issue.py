"""Rolling issues with what the scheduled run found: each written anew in place, closed when there is nothing more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from startup_stats.publishing.authors import is_own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from github.Issue import Issue
    from github.Repository import Repository

    from startup_stats.publishing.client import Client

MARKER = "<!-- startup-stats: tracking issue -->"
_MARKER_OF = "<!-- startup-stats: tracking issue of {key} -->"
_MARKED = re.compile(_MARKER_OF.format(key="(\\S{1,300})"))
# Only who may triage sets labels, so nobody else can pass an issue off as ours.
LABEL = "startup-stats"
# What GitHub keeps of an issue, in characters.
MAX_BODY = 65_536
MAX_TITLE = 256
# The newest first, some thirty a request.
_MOST_ISSUES_READ = 1_000
# GitHub limits what makes notifications to 80 a minute, and the client writes once a second; what is left has its turn
# at the next run. An incubator has one issue, and beta.gouv.fr 23 of them.
MOST_WRITES = 60
# The key of the issue of all that is wrong, where there is one for all.
COMMON = ""
_MOST_KEY_CHARACTERS = 200


class Report(NamedTuple):
    """What an issue is to say; where nothing is `wrong`, only one that is open is told so, and closed."""

    title: str
    text: str
    wrong: bool = True


Deed = Literal["made", "edited", "closed"]


@dataclass
class Kept:
    """What was done to which issue, by its key, and the addresses of those that are open or were closed.

    In a dry run it is what would be done. `left` is how many are to be written another time.
    """

    done: dict[str, Deed] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    left: int = 0


def keep_issues(
    client: Client, reports: Mapping[str, Report], moot: Callable[[str], str], *, dry_run: bool = False
) -> Kept:
    """Write reports as issues, by key: made, edited where they differ, opened again; else closed.

    Issues of ours that nobody reports on any more are closed with the text that `moot` gives for their key. A key is
    COMMON, or one that issue_key() makes. Raises OutsideError; what was written by then is written.
    """
    kept = Kept()

    def question(repository: Repository) -> None:
        # Asked again, it looks again: an answer may have been lost after an issue was made.
        ours, kept.left = _ours(client, repository), 0
        rest = {key: Report(issue.title, moot(key), wrong=False) for key, issue in ours.items() if key not in reports}
        for key, report in (*reports.items(), *rest.items()):
            wanted = Report(report.title[:MAX_TITLE].strip(), issue_body(report.text, key), report.wrong)
            _keep(repository, ours.get(key), wanted, key, kept, dry_run=dry_run)

    client.ask(question, "issues")
    return kept


def issue_key(name: str) -> str:
    """Return the key of an issue that is one name's: short, and harmless in a comment whatever the name is."""
    key = quote(name, safe="", errors="replace").replace("-", "%2D")  # « -- » would end the comment for some
    return key if len(key) <= _MOST_KEY_CHARACTERS else f"sha256:{sha256(key.encode()).hexdigest()}"


def issue_body(report: str, key: str = COMMON) -> str:
    """Return a report as the body of the issue of a key, cut at a line where it would be too long."""
    marker = MARKER if key == COMMON else _MARKER_OF.format(key=key)
    body = f"{marker}\n{report}"
    return body if len(body) <= MAX_BODY else f"{body[: MAX_BODY - 10].rpartition(chr(10))[0]}\n\n…\n"


def _keep(  # noqa: PLR0913 - an issue, what it is to be, and what is noted of it
    repository: Repository, issue: Issue | None, wanted: Report, key: str, kept: Kept, *, dry_run: bool
) -> None:
    deed = _deed(issue, wanted)
    if deed is not None and key not in kept.done and len(kept.done) >= MOST_WRITES:
        kept.left += 1
        return
    if deed is not None:
        if not dry_run:
            issue = _written(repository, issue, wanted)
        kept.done[key] = deed
    if issue is not None and (wanted.wrong or deed is not None):
        kept.addresses[key] = issue.html_url


def _deed(issue: Issue | None, wanted: Report) -> Deed | None:
    """Return what has to be done to an issue, None where it is as it should be."""
    if issue is None:
        return "made" if wanted.wrong else None
    if not wanted.wrong:
        return "closed" if issue.state == "open" else None
    return None if (issue.title, issue.body, issue.state) == (wanted.title, wanted.text, "open") else "edited"


def _written(repository: Repository, issue: Issue | None, wanted: Report) -> Issue:
    if issue is None:
        return repository.create_issue(wanted.title, wanted.text, labels=[LABEL])
    issue.edit(title=wanted.title, body=wanted.text, state="open" if wanted.wrong else "closed")
    return issue


def _ours(client: Client, repository: Repository) -> dict[str, Issue]:
    """Find our issues by key, of each key an open one first."""
    found: dict[str, Issue] = {}
    for number, issue in enumerate(repository.get_issues(state="all", labels=[LABEL])):
        if number >= _MOST_ISSUES_READ:
            break
        key = _key(issue.body or "")
        # The one for all has always been known by its label alone.
        if key is None or (key != COMMON and not is_own(issue.user, client)):
            continue
        if key not in found or (issue.state == "open" != found[key].state):
            found[key] = issue
    return found


def _key(body: str) -> str | None:
    if body.startswith(MARKER):
        return COMMON
    found = _MARKED.match(body)
    return None if found is None else found[1]
