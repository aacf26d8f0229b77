"""The command that publishes: the written files to GitHub, as one commit or one pull request."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from startup_stats import commands
from startup_stats.content.checkout import describe
from startup_stats.content.git import run_git
from startup_stats.content.worktree import find_place, worktree
from startup_stats.errors import OutsideError, UsageError
from startup_stats.files import write_if_changed
from startup_stats.language import Text
from startup_stats.publishing import commit, pull_request
from startup_stats.publishing.client import GITHUB_API, Access
from startup_stats.publishing.message import bounded, changes, commit_message, origin, subject
from startup_stats.publishing.race import on_a_still_branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.content.worktree import Place
    from startup_stats.publishing.client import Client, Clock

Mode = Literal["commit", "pull-request", "none"]
MODES: tuple[Mode, ...] = ("commit", "pull-request", "none")
# What the commands write into a site; those that are there are published together.
PUBLISHED = (commands.STATS_FILE, Path("_data/stats_evidence.json"), Path("_data/stats_history.json"))
_BRANCH = re.compile(r"refs/heads/(.+)")


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What `publish` was asked; the day and the overrides are for computing again on a branch that moved."""

    mode: Mode
    branch: str
    as_of: date
    as_of_is_explicit: bool
    overrides: commands.Overrides
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: `old` and `new` are the documents before and after, `before` and `files` all bytes that differ.

    Without `commit`, nothing was sent. `pull_request` is the one kept, or the one closed when `closed`.
    """

    old: Any
    new: Mapping[str, Any]
    before: Mapping[str, bytes | None]
    files: Mapping[str, bytes]
    commit: str | None = None
    pull_request: str | None = None
    closed: bool = False
    notes: tuple[Text, ...] = ()


def access_to(environment: Mapping[str, str], site: commands.Site, token: str | None) -> Access:
    """Say which repository to publish to: the workflow's, else the checkout's origin. Raises UsageError."""
    named = environment.get("GITHUB_REPOSITORY") or describe(site.folder, ["."]).repository
    if named is None:
        raise UsageError(_NO_REPOSITORY)
    return Access(named, token or None, environment.get("GITHUB_API_URL") or GITHUB_API)


def branch_of(environment: Mapping[str, str], site: commands.Site) -> str:
    """Return the branch that the checkout is of; raises UsageError where it is of none."""
    reference = environment.get("GITHUB_REF")
    if not reference:
        try:
            reference = run_git(["symbolic-ref", "--quiet", "HEAD"], site.folder)
        except OutsideError:
            reference = ""
    found = _BRANCH.fullmatch(reference)
    if found is None:
        raise UsageError(_NO_BRANCH.fill(reference=reference or "HEAD"))
    return found[1]


def publish(site: commands.Site, options: PublishOptions, client: Client, clock: Clock) -> Published:
    """Publish the files written in a site, where they differ from what the branch holds.

    When the branch moved since the checkout, or moves meanwhile, everything is computed again on its tip, and the
    site's own file is written anew. Raises OutsideError when GitHub or git does not do its part, UsageError when
    there is no file.
    """
    token = client.token
    place = find_place(site.folder, token)
    if options.branch == site.config.publication.branch:
        raise UsageError(_SAME_BRANCH.fill(branch=options.branch))
    _require_file(site)

    def attempt(at: str) -> Published | None:
        with _site_at(site, place, options, at) as fresh:
            return _attempt(fresh, place.prefix, options, client, at)

    published = on_a_still_branch(client, options.branch, clock, attempt)
    if not options.dry_run:
        path = (place.prefix / commands.STATS_FILE).as_posix()
        text = published.files.get(path)
        if text is not None:
            write_if_changed(site.folder / commands.STATS_FILE, text.decode())
    return published


def _require_file(site: commands.Site) -> None:
    if not (site.folder / commands.STATS_FILE).is_file():
        raise UsageError(_NO_FILE.fill(path=site.folder / commands.STATS_FILE))


@contextmanager
def _site_at(site: commands.Site, place: Place, options: PublishOptions, at: str) -> Iterator[commands.Site]:
    """Give the site as it is at a commit: itself where it was checked out there, else computed again."""
    if at == place.head:
        yield site
        return
    with worktree(place, options.branch, at) as root:
        fresh = commands.open_site(str(root / place.prefix), options.overrides)
        output = fresh.folder / commands.STATS_FILE
        output.parent.mkdir(exist_ok=True)
        commands.default_output(fresh)  # refuses a linked _data
        for carried in PUBLISHED[1:]:
            text = _read(site.folder / carried)
            if text is not None:
                write_if_changed(fresh.folder / carried, text.decode())
        commands.build(fresh, commands.BuildOptions(options.as_of, options.as_of_is_explicit, output))
        yield fresh


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _attempt(site: commands.Site, prefix: Path, options: PublishOptions, client: Client, at: str) -> Published | None:
    """Publish on top of one commit; None when the branch was moved meanwhile."""
    files = {(prefix / name).as_posix(): text for name in PUBLISHED if (text := _read(site.folder / name)) is not None}
    held = commit.held(client, at, files)
    new = {path: text for path, text in files.items() if not commit.is_held(text, held[path])}
    before = {path: text if isinstance(text, bytes) else None for path, text in held.items()}
    stats = (prefix / commands.STATS_FILE).as_posix()
    document = json.loads(files[stats])
    outcome = Published(_document(before[stats]), document, before, new)
    if options.dry_run:
        return outcome
    if options.mode == "pull-request":
        return _in_pull_request(site, stats, options, client, at, outcome)
    if not new:
        return outcome
    message = commit_message(outcome.old, document)
    made = commit.commit(client, new, at, [at], message)
    return replace(outcome, commit=made) if commit.move(client, options.branch, made) else None


def _in_pull_request(
    site: commands.Site, stats: str, options: PublishOptions, client: Client, at: str, outcome: Published
) -> Published | None:
    lines, language = changes(outcome.old, outcome.new), outcome.new["language"]
    body = "\n".join(bounded(lines, language))
    asked = site.config.publication
    proposal = pull_request.Proposal(
        options.branch, asked.branch, subject(lines, language), f"{body}\n\n{origin(outcome.new)}\n",
        asked.labels, asked.reviewers, asked.team_reviewers, asked.auto_merge,
    )  # fmt: skip
    if not outcome.files:
        closed = pull_request.close(client, proposal, _MOOT.said(language))
        return replace(outcome, pull_request=closed, closed=closed is not None)

    def same(proposed: Mapping[str, bytes]) -> bool:
        others = all(proposed.get(path) == text for path, text in outcome.files.items() if path != stats)
        return others and (
            stats not in outcome.files or commands.same_figures(_document(proposed.get(stats)), outcome.new)
        )

    kept = pull_request.keep(client, proposal, outcome.files, at, same)
    if kept is None:
        return None
    return replace(outcome, commit=kept.commit, pull_request=kept.url, notes=kept.notes)


def _document(content: bytes | None) -> Any:
    """Read a document that somebody else may have written; None where it is none."""
    try:
        return None if content is None else json.loads(content)
    except ValueError:
        return None


_MOOT = Text(
    "Plus rien ne diffère de la branche de base : cette pull request n'a plus d'objet.",
    "Nothing differs from the base branch any more: this pull request is moot.",
)
_NO_REPOSITORY = Text(
    "Le dépôt GitHub où publier n'est pas connu : donnez GITHUB_REPOSITORY (propriétaire/nom), ou un remote « origin ».",
    'The GitHub repository to publish to is not known: give GITHUB_REPOSITORY (owner/name), or a remote "origin".',
)
_NO_BRANCH = Text(
    "« {reference} » n'est pas une branche où publier : donnez « branch », ou publiez depuis une branche.",
    '"{reference}" is no branch to publish to: give "branch", or publish from a branch.',
)
_SAME_BRANCH = Text(
    "« {branch} » est la branche des pull requests de publication : donnez-en une autre dans publication.branch.",
    '"{branch}" is the branch of publishing pull requests: give another one in publication.branch.',
)
_NO_FILE = Text(
    "{path} n'existe pas : lancez d'abord « startup-stats build ».",
    '{path} does not exist: run "startup-stats build" first.',
)
