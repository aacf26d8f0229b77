"""A page, or the fault that came in its place → an answer. Only what proves absence is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.probing import forges
from startup_stats.probing.engine import Visit
from startup_stats.probing.sight import look
from startup_stats.probing.web import Failure, Page
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from startup_stats.probing.forges import Repository
    from startup_stats.probing.sight import Look

_OK = 200
# The host says that there is no such page, for now (404) or for good (410).
_ABSENT = (404, 410)
# What a fault of the connection proves: only that there is no such name.
_PROVES_ABSENCE = ("name-not-found",)


def visit_page(url: str, seen: Look = look) -> Visit:
    """Ask for a statistics page, or a repository on no forge that is known: it answers with a page, or not."""

    def judge(outcome: Page | Failure) -> Answer:
        if not isinstance(outcome, Page) or outcome.status != _OK:
            return without_page(outcome)
        doubt = seen(url, outcome).doubt
        return Answer("ok", "page") if doubt is None else Answer("unknown", doubt)

    return Visit(url, judge)


def visit_home(url: str, seen: Look = look) -> Visit:
    """Ask for a product's own page, and read its accessibility mention; it counts wherever it stands."""

    def judge(outcome: Page | Failure) -> Answer:
        if not isinstance(outcome, Page) or outcome.status != _OK:
            return without_page(outcome)
        sight = seen(url, outcome)
        if sight.mention.state == "ok" or sight.doubt is None:
            return sight.mention
        return Answer("unknown", sight.doubt)

    return Visit(url, judge)


def visit_repository(repository: Repository, seen: Look = look) -> Visit:
    """Ask a forge, without a token, whether a repository is public."""
    if repository.forge == "page":
        return visit_page(repository.address, seen)
    if repository.forge == "gitlab":
        return _visit(forges.api_address(repository), _project, lambda: _visit_group(repository, seen))
    if repository.forge == "gitea":
        return _visit(forges.api_address(repository), _gitea_project)
    return _visit(forges.api_address(repository), _shown)


def _visit_group(repository: Repository, seen: Look) -> Visit:
    # One name alone may be a person's: GitLab shows those on a page, its API tells them only to who is signed in.
    person = (lambda: visit_page(repository.address, seen)) if len(repository.path) == 1 else None
    return _visit(forges.group_address(repository), forges.read_group, person)


def _visit(url: str, read: Callable[[bytes], Answer], otherwise: Callable[[], Visit] | None = None) -> Visit:
    """Ask an address that answers 404 for what is private or missing, then `otherwise` for what may be instead."""

    def judge(outcome: Page | Failure) -> Answer | Visit:
        if not isinstance(outcome, Page) or outcome.status not in (_OK, *_ABSENT):
            return without_page(outcome)
        if outcome.status == _OK:
            return read(outcome.body)
        return otherwise() if otherwise is not None else Answer("broken", "repository-not-found")

    return Visit(url, judge)


def _project(body: bytes) -> Answer:
    return forges.read_project("gitlab", body)


def _gitea_project(body: bytes) -> Answer:
    return forges.read_project("gitea", body)


def _shown(_: bytes) -> Answer:
    """GitHub shows a repository's page to everyone only when it is public."""
    return Answer("ok", "page")


def without_page(outcome: Page | Failure) -> Answer:
    """Return what it means that no page came."""
    if isinstance(outcome, Failure):
        return Answer("broken" if outcome.reason in _PROVES_ABSENCE else "unknown", outcome.reason)
    return Answer("broken" if outcome.status in _ABSENT else "unknown", f"http-{outcome.status}")
