"""What a GitHub can be told to do wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass
class Trouble:
    """Something that happens to the first `times` requests whose "METHOD path" holds `asked` (a regular expression).

    With a status, it is the answer. Else the request is carried out, after `before`, and its answer cut in the
    middle (`cut`), kept back (`lost`) or kept waiting (`hangs`, in seconds).
    """

    asked: str
    times: int = 1
    status: int = 0
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    before: Callable[[], object] | None = None
    cut: bool = False
    lost: bool = False
    hangs: float = 0


ALWAYS = 1_000_000


def primary_limit(reset: int, asked: str = "", times: int = 1) -> Trouble:
    """Say that the hour's requests are used up until `reset` (seconds since 1970)."""
    headers = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    message = "API rate limit exceeded for installation ID 1."
    return Trouble(asked, times, 403, message, headers)


def secondary_limit(retry_after: str | None, asked: str = "", times: int = 1, status: int = 403) -> Trouble:
    """Say that requests come too fast, with or without when to come again."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return Trouble(asked, times, status, message, {} if retry_after is None else {"Retry-After": retry_after})
