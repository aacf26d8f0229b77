"""What comes after an answer: it stands, or another page is asked for, or the same one later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from startup_stats.probing.web import Failure, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_REDIRECTS = 5
# How often the same page is asked for again; a host that let a request time out is given one more chance, not two.
MOST_RETRIES = {"timeout": 1}
_RETRIES = 2
# Seconds before the first retry; doubled for the second.
_PAUSE = 1.0
# A host that wants to be left alone for longer is left alone until the next run.
LONGEST_PAUSE = 60.0

_SECONDS = re.compile(r"\d+(?:\.\d*)?", re.ASCII)
_MOST_DIGITS = 9
_REDIRECTS = (301, 302, 303, 307, 308)
_OVERLOADED = (429, 500, 502, 503, 504)
_PASSING = ("timeout", "reset", "refused", "name-unresolved")


@dataclass(frozen=True, slots=True)
class Done:
    """The answer stands."""

    outcome: Page | Failure


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another page has to be asked for."""

    url: str


@dataclass(frozen=True, slots=True)
class Later:
    """The same page, in some seconds; `whole_host` when the host asked not to be asked anything until then."""

    seconds: float
    whole_host: bool


Step = Done | Redirect | Later


def next_step(outcome: Page | Failure, hops: Sequence[str], attempts: int, now: datetime) -> Step:
    """Decide on an answer; `hops` are the pages asked for on the way, this one last, `attempts` how often it was."""
    if isinstance(outcome, Failure):
        may_pass = outcome.reason in _PASSING and attempts <= MOST_RETRIES.get(outcome.reason, _RETRIES)
        return Later(_PAUSE * 2 ** (attempts - 1), whole_host=False) if may_pass else Done(outcome)
    if outcome.status in _REDIRECTS and outcome.headers.get("location"):
        return _redirect(outcome, hops)
    if outcome.status in _OVERLOADED and attempts <= _RETRIES:
        pause = retry_after(outcome.headers.get("retry-after"), now)
        if pause is None:
            return Later(_PAUSE * 2 ** (attempts - 1), whole_host=False)
        return Later(pause, whole_host=True) if pause <= LONGEST_PAUSE else Done(outcome)
    return Done(outcome)


def _redirect(page: Page, hops: Sequence[str]) -> Step:
    try:
        target = urljoin(page.url, page.headers["location"].strip())
    except ValueError:
        return Done(Failure("bad-address"))
    if target in hops:
        return Done(Failure("redirect-loop"))
    return Redirect(target) if len(hops) <= MOST_REDIRECTS else Done(Failure("too-many-redirects"))


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read Retry-After, in seconds or as a date (RFC 9110, 10.2.3); None when there is none that can be read."""
    if value is None:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return float(text[:_MOST_DIGITS])
    try:
        day = parsedate_to_datetime(text)
        return max(0.0, (day.astimezone(UTC) - now).total_seconds())
    except (ValueError, OverflowError, TypeError):  # a year past 9999 once its zone is counted, say
        return None
