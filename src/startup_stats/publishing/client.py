"""GitHub, asked within bounds: time-outs, rate limits, Retry-After, and refusals that say what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from startup_stats.errors import OutsideError
from startup_stats.language import Text
from startup_stats.publishing.refusals import is_lag, message_of, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from github.Repository import Repository

    from startup_stats.publishing.access import Access
    from startup_stats.publishing.refusals import Permission

Value = TypeVar("Value")
# What GitHub asks to wait after a secondary limit that names no time.
_UNTOLD_SECONDS = 60
# What PyGithub meets an answer with that is none of GitHub's.
_UNREADABLE = (ValueError, TypeError, AttributeError, AssertionError)
_RETRIED = (500, 502, 503, 504)
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of all talk with GitHub, in seconds: for one answer, of all waiting together, between two writes."""

    answer: float = 20
    max_wait: float = 60
    spacing: float = 1
    tries: int = 4


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance: `now` in seconds since 1970, `random` from 0 up to 1."""

    now: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]


class Client:
    """One repository at GitHub; `owner` is whose it is, `token` what it is asked with."""

    def __init__(self, access: Access, clock: Clock, limits: Limits | None = None) -> None:
        from github import Auth, Github

        self._limits, self._clock = limits or LIMITS, clock
        self._waited = 0.0
        self._github = Github(
            auth=Auth.Token(access.token) if access.token else None, base_url=access.api.rstrip("/"),
            timeout=self._limits.answer,  # type: ignore[arg-type] # handed on to requests, which takes parts of seconds
            retry=None, lazy=True, seconds_between_requests=None, seconds_between_writes=self._limits.spacing,
        )  # fmt: skip
        self._repository = self._github.get_repo(access.repository)
        self.owner, self.token = access.repository.partition("/")[0], access.token
        self._login: str | None = None

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._github.close()

    def ask(
        self, question: Callable[[Repository], Value], needs: Permission = "contents", *, of_own: bool = False
    ) -> Value:
        """Ask GitHub, again where the fault is a passing one; a question must bear being asked twice.

        `needs` is the permission to name when GitHub says that one is missing. What was written a moment ago (`of_own`)
        may not be found yet. Raises OutsideError, which says what to do.
        """
        import requests
        from github import GithubException

        attempt = 1
        while True:
            try:
                return question(self._repository)
            except (GithubException, requests.RequestException, *_UNREADABLE, RuntimeError) as error:
                seconds = self._pause(error, attempt, of_own=of_own) if attempt < self._limits.tries else None
                if seconds is None:
                    raise OutsideError(refusal(error, needs)) from None
                self._wait(seconds)
            attempt += 1

    def login(self) -> str | None:
        """Return the login of the token's own account; None for a workflow's token, which may not ask."""
        from github import GithubException

        if self._login is None:
            try:
                self._login = self._github.get_user().login
            except GithubException:
                self._login = ""
        return self._login or None

    def _wait(self, seconds: float) -> None:
        if self._waited + seconds > self._limits.max_wait:
            raise OutsideError(_TOO_LONG.fill(seconds=round(seconds), bound=round(self._limits.max_wait)))
        self._waited += seconds
        self._clock.sleep(seconds)

    def _pause(self, error: Exception, attempt: int, *, of_own: bool) -> float | None:
        """Return the seconds to wait before another try; None where another try is of no use."""
        from github import GithubException

        backoff = 2.0 ** (attempt - 1) + self._clock.random()
        if isinstance(error, RuntimeError):
            return None  # sent elsewhere, and so the next time
        if not isinstance(error, GithubException):
            return backoff  # no answer, half of one, or one that is no JSON
        if error.status in _RETRIED or is_lag(error) or (of_own and error.status == _NOT_FOUND):
            return backoff
        if error.status not in (403, 429):
            return None
        return _limited(error.headers or {}, message_of(error), error.status, self._clock.now())


def _limited(headers: Mapping[str, str], message: str, status: int, now: float) -> float | None:
    """Return how long a rate limit lasts; None for a refusal that is no rate limit."""
    retry_after = headers.get("retry-after", "")
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdigit():
        return max(float(reset) - now, 0) + 1
    return _UNTOLD_SECONDS if status == 429 or "rate limit" in message.lower() else None  # noqa: PLR2004 - its number


_TOO_LONG = Text(
    "GitHub demande d'attendre encore {seconds} secondes, au-delà des {bound} permises : rien d'autre n'a été envoyé. "
    "Relancez plus tard.",
    "GitHub asks to wait {seconds} more seconds, beyond the {bound} allowed: nothing else was sent. Run again later.",
)
