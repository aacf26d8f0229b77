"""Whose a comment or an issue is: a marker alone proves nothing, as anybody may copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from github.NamedUser import NamedUser
    from github.Organization import Organization

    from startup_stats.publishing.client import Client


def is_own(author: NamedUser | Organization | None, client: Client) -> bool:
    """Say whether an author is a bot, as a workflow's token is, or the token's own account; one that is gone is not."""
    return author is not None and (author.type == "Bot" or author.login == client.login())
