"""One branch and one pull request, kept up to date, and closed when nothing differs any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.errors import OutsideError
from startup_stats.language import Text
from startup_stats.publishing import commit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from github.PullRequest import PullRequest
    from github.Repository import Repository

    from startup_stats.publishing.client import Client


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pull request says and whom it asks; merged by itself by the method `auto_merge`, if it names one.

    `held`: a person has to look at it first, so it is not asked to merge by itself, and what was asked before is taken
    back; whoever asks for that once they have seen it is left to it.
    """

    base: str
    branch: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    team_reviewers: tuple[str, ...] = ()
    auto_merge: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A pull request and the commit it proposes; `notes` is what GitHub would not do beside it."""

    url: str
    commit: str
    notes: tuple[Text, ...] = ()


def keep(
    client: Client, proposal: Proposal, files: Mapping[str, bytes], at: str, same: Callable[[Mapping[str, bytes]], bool]
) -> Kept | None:
    """Propose files on top of the base's commit `at`; None when somebody moved the branch meanwhile.

    The branch only moves forward: on top of what it has comes a commit of the base's files with ours set in. It stays
    as it is, and its words too, where an open pull request already proposes what `same` finds no different.
    """
    pull = _find(client, proposal)
    branched = commit.tip(client, proposal.branch)
    if pull is None or branched is None or not same(_proposed(client, branched, files)):
        if pull is not None and proposal.held:
            # Before the branch moves: what merges by itself would merge what nobody saw.
            client.ask(lambda _: _hold(pull), "pull-requests")
        branched = _propose(client, proposal, files, at, branched)
        if branched is None:
            return None
        if pull is None:
            return _open(client, proposal, branched)
        client.ask(lambda _: pull.edit(title=proposal.title, body=proposal.body), "pull-requests")
    return Kept(pull.html_url, branched)


def close(client: Client, proposal: Proposal, comment: str) -> str | None:
    """Close the pull request, saying why, and delete its branch; return its address, None where none is open."""

    def question(repository: Repository) -> str | None:
        pull = _found(repository, client.owner, proposal)
        if pull is None:
            return None
        pull.create_issue_comment(comment)
        pull.edit(state="closed")
        return pull.html_url

    closed = client.ask(question, "pull-requests")
    if closed is not None:
        commit.delete(client, proposal.branch)
    return closed


def _find(client: Client, proposal: Proposal) -> PullRequest | None:
    return client.ask(lambda repository: _found(repository, client.owner, proposal), "pull-requests")


def _found(repository: Repository, owner: str, proposal: Proposal) -> PullRequest | None:
    head = f"{owner}:{proposal.branch}"
    return next(iter(repository.get_pulls(state="open", head=head, base=proposal.base)), None)


def _proposed(client: Client, branched: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    files_there = commit.held(client, branched, files)
    return {path: content for path, content in files_there.items() if isinstance(content, bytes)}


def _propose(
    client: Client, proposal: Proposal, files: Mapping[str, bytes], at: str, branched: str | None
) -> str | None:
    message = f"{proposal.title}\n\n{proposal.body}"
    if branched is None:
        made = commit.commit(client, files, at, [at], message)
        return made if commit.create(client, proposal.branch, made) else None
    above = [branched] if at in commit.parents(client, branched) else [branched, at]
    made = commit.commit(client, files, at, above, message)
    return made if commit.move(client, proposal.branch, made) else None


def _hold(pull: PullRequest) -> None:
    if pull.auto_merge:
        pull.disable_automerge()


def _open(client: Client, proposal: Proposal, branched: str) -> Kept:
    def question(repository: Repository) -> PullRequest:
        # Looked for once more: an answer may have been lost after the pull request was made.
        return _found(repository, client.owner, proposal) or repository.create_pull(
            base=proposal.base, head=proposal.branch, title=proposal.title, body=proposal.body
        )

    made = client.ask(question, "pull-requests")
    notes = [
        _tried(client, lambda _: made.add_to_labels(*proposal.labels), proposal.labels),
        _tried(
            client,
            lambda _: made.create_review_request(list(proposal.reviewers), list(proposal.team_reviewers)),
            (*proposal.reviewers, *proposal.team_reviewers),
        ),
        _merging(client, made, proposal),
    ]
    return Kept(made.html_url, branched, tuple(note for note in notes if note is not None))


def _merging(client: Client, made: PullRequest, proposal: Proposal) -> Text | None:
    if proposal.auto_merge and proposal.held:
        return _HELD
    return _tried(client, lambda _: made.enable_automerge((proposal.auto_merge or "").upper()), proposal.auto_merge)


def _tried(client: Client, question: Callable[[Repository], object], wanted: object) -> Text | None:
    """Ask for an extra that the pull request can do without; return what GitHub said against it."""
    if not wanted:
        return None
    try:
        client.ask(question, "pull-requests")
    except OutsideError as error:
        return _WITHOUT.fill(reason=error.message)
    return None


_WITHOUT = Text(
    "La pull request est ouverte, mais il lui manque une étiquette, une relecture ou la fusion automatique. {reason}",
    "The pull request is open, but lacks a label, a review or auto-merge. {reason}",
)
_HELD = Text(
    "Fusion automatique non demandée : des chiffres ont bougé plus que prévu, quelqu'un doit les relire.",
    "Auto-merge was not asked for: figures moved further than expected, and somebody has to review them.",
)
