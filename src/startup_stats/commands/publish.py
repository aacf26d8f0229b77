"""The command that publishes: the written files to GitHub, as one commit or one pull request."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from startup_stats.commands.build import BuildOptions, build, refusal
from startup_stats.commands.published_files import (
    PUBLISHED,
    are_the_same,
    findings_beside,
    read_published,
    recount,
    require_whole,
    take_along,
)
from startup_stats.commands.site import STATS_FILE, make_output, open_folder
from startup_stats.document.alarm import alarm_markdown, alarm_title
from startup_stats.document.changes import bounded, changes, commit_message, origin, subject
from startup_stats.document.guard import NO_EARLIER_FILE, compare
from startup_stats.errors import AlarmError, OutsideError, UsageError
from startup_stats.files import parsed_json, write_if_changed
from startup_stats.git.checkout import describe
from startup_stats.git.run import run_git
from startup_stats.git.worktree import find_place, worktree
from startup_stats.language import Text
from startup_stats.publishing import commit, pull_request
from startup_stats.publishing.access import Access, branch_of_reference
from startup_stats.publishing.race import on_a_still_branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.commands.site import Overrides, Site
    from startup_stats.document.guard import Account
    from startup_stats.git.worktree import Place
    from startup_stats.publishing.client import Client, Clock
    from startup_stats.publishing.mode import Mode


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What `publish` was asked; the day and the overrides are for computing again on a branch that moved.

    `accept`: figures that move too far are published by commit all the same, and their pull request may merge itself.
    `history`: on a branch that moved, it is computed again as well.
    """

    mode: Mode
    branch: str
    as_of: date
    as_of_is_explicit: bool
    overrides: Overrides
    dry_run: bool = False
    accept: bool = False
    history: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the document before and the one after, its bytes, the files before, and those that differ.

    Without `commit`, nothing was sent. `pull_request` is the one kept, or the one closed when `closed`. `account` is
    the guard's, of the branch's file and the one after; with a `refusal`, whoever asked is to end with it.
    """

    old: Any
    new: Mapping[str, Any]
    text: bytes
    before: Mapping[str, bytes | None]
    files: Mapping[str, bytes]
    commit: str | None = None
    pull_request: str | None = None
    closed: bool = False
    notes: tuple[Text, ...] = ()
    account: Account = NO_EARLIER_FILE
    refusal: AlarmError | None = None


def access_to(site: Site, repository: str | None, token: str | None, api: str) -> Access:
    """Say which repository to publish to: the one named, else the checkout's origin. Raises UsageError."""
    named = repository or describe(site.folder, ["."]).repository
    if named is None:
        raise UsageError(_NO_REPOSITORY)
    return Access(named, token, api)


def branch_of(site: Site, reference: str | None) -> str:
    """Return the branch of a reference, else the one that the checkout is of; raises UsageError where it is of none."""
    if reference is None:
        try:
            reference = run_git(["symbolic-ref", "--quiet", "HEAD"], site.folder)
        except OutsideError:
            reference = "HEAD"
    return branch_of_reference(reference)


def require_publishable(site: Site, branch: str) -> None:
    """Raise UsageError or OutsideError where nothing of a site can be published to a branch, whatever is computed."""
    if branch == site.config.publication.branch:
        raise UsageError(_SAME_BRANCH.fill(branch=branch))
    find_place(site.folder, None)


def publish(site: Site, options: PublishOptions, client: Client, clock: Clock) -> Published:
    """Publish the files written in a site, where they differ from what the branch holds.

    When the branch moved since the checkout, or moves meanwhile, everything is computed again on its tip, and the
    site's own files are written anew. Raises OutsideError when GitHub or git does not do its part, UsageError when
    there is no file, or one that no build wrote.
    """
    require_publishable(site, options.branch)
    written = site.folder / STATS_FILE
    require_whole(written)
    place = find_place(site.folder, client.token)
    stats = (place.prefix / STATS_FILE).as_posix()

    def attempt(at: str) -> Published | None:
        with _site_at(site, place, options, at) as fresh:
            return _Attempt(fresh, stats, options, client, at).publish()

    published = on_a_still_branch(client, options.branch, clock, attempt)
    if not options.dry_run and published.refusal is None:
        write_if_changed(written, published.text.decode())
        for name in PUBLISHED[1:]:
            content = published.files.get((place.prefix / name).as_posix())
            if content is not None:
                write_if_changed(site.folder / name, content.decode())
    return published


@contextmanager
def _site_at(site: Site, place: Place, options: PublishOptions, at: str) -> Iterator[Site]:
    """Give the site as it is at a commit: itself where it was checked out there, else computed again."""
    if at == place.head:
        yield site
        return
    with worktree(place, options.branch, at) as root:
        fresh = open_folder(root / place.prefix, options.overrides)
        output = make_output(fresh)
        take_along(site, fresh)
        if options.history:
            recount(fresh, options.as_of, is_explicit=options.as_of_is_explicit)
        # Whether it may be published is for the attempt to say, which compares it with the same file of the branch.
        findings = findings_beside(site, fresh)
        build(fresh, BuildOptions(options.as_of, options.as_of_is_explicit, output, accept=True, findings=findings))
        yield fresh


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One try on top of one commit, `at`; `stats` is the path of stats.json from the repository's root."""

    site: Site
    stats: str
    options: PublishOptions
    client: Client
    at: str

    def publish(self) -> Published | None:
        """Publish what differs; None when the branch was moved meanwhile."""
        found = self._compared()
        if self.options.dry_run:
            return found
        if self.options.mode == "pull-request":
            return self._propose(found)
        if not found.files or found.refusal is not None:
            return found
        message = commit_message(found.old, found.new)
        made = commit.commit(self.client, found.files, self.at, [self.at], message)
        return replace(found, commit=made) if commit.move(self.client, self.options.branch, made) else None

    def _compared(self) -> Published:
        folder = self.stats.removesuffix(STATS_FILE.as_posix())
        files = {f"{folder}{name}": content for name, content in read_published(self.site.folder).items()}
        there = commit.held(self.client, self.at, files)
        new = {path: text for path, text in files.items() if not commit.is_held(text, there[path])}
        before = {path: text if isinstance(text, bytes) else None for path, text in there.items()}
        text, earlier = files[self.stats], before[self.stats]
        old, document = parsed_json(earlier), parsed_json(text)
        account = NO_EARLIER_FILE if earlier is None else compare(old, document, self.site.config.guard)
        accept = self.options.accept or self.options.mode == "pull-request"
        refused = refusal(account, _NOT_PUBLISHED, accept=accept)
        return Published(old, document, text, before, new, account=account, refusal=refused)

    def _propose(self, found: Published) -> Published | None:
        language, asked, rings = found.new["language"], self.site.config.publication, bool(found.account.alerts)
        lines = changes(found.old, found.new)
        title = alarm_title(found.account, language) if rings else subject(lines, language)
        moved = "\n".join([*bounded(lines, language), "", origin(found.new), ""])
        proposal = pull_request.Proposal(
            self.options.branch, asked.branch, title, alarm_markdown(found.account, language) + moved,
            asked.labels, asked.reviewers, asked.team_reviewers, asked.auto_merge, rings and not self.options.accept,
        )  # fmt: skip
        if not found.files:
            closed = pull_request.close(self.client, proposal, _MOOT.said(language))
            return replace(found, pull_request=closed, closed=closed is not None)
        prefix = self.stats.removesuffix(STATS_FILE.as_posix())
        kept = pull_request.keep(
            self.client, proposal, found.files, self.at, lambda there: are_the_same(found.files, there, prefix)
        )
        if kept is None:
            return None
        return replace(found, commit=kept.commit, pull_request=kept.url, notes=kept.notes)


_NOT_PUBLISHED = Text("Rien n'a été publié", "Nothing was published")
_MOOT = Text(
    "Plus rien ne diffère de la branche de base : cette pull request n'a plus d'objet.",
    "Nothing differs from the base branch any more: this pull request is moot.",
)
_NO_REPOSITORY = Text(
    "Le dépôt GitHub où publier n'est pas connu : donnez GITHUB_REPOSITORY (propriétaire/nom) ou un remote « origin ».",
    'The GitHub repository to publish to is not known: give GITHUB_REPOSITORY (owner/name), or a remote "origin".',
)
_SAME_BRANCH = Text(
    "« {branch} » est la branche des pull requests de publication : donnez-en une autre dans publication.branch.",
    '"{branch}" is the branch of publishing pull requests: give another one in publication.branch.',
)
