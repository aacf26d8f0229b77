"""Runs visits to many hosts at once: so many at a time to one host and in all, and never past the time allowed.

Nobody sleeps on behalf of one host while another has work: each host has a queue of its own, workers take
from whichever may be asked, and what has to wait (a retry, a Retry-After) waits in a queue too.
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from startup_stats.probing.guard import check_url
from startup_stats.probing.schedule import Schedule, Trip
from startup_stats.probing.steps import Done, Later, Step, next_step
from startup_stats.probing.web import Failure, Page
from startup_stats.standards.ledger import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from startup_stats.standards.ledger import Key


class Fetcher(Protocol):
    """Asks for one page."""

    def get(self, url: str) -> Page | Failure:
        """Return the answer, or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to ask for, and what it means: an answer, or the next page to ask for."""

    url: str
    judge: Callable[[Page | Failure], Answer | Visit]


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is asked at once, in all and of one host; for how long in all, and how far apart at most (seconds)."""

    overall: int
    per_host: int
    budget: float
    jitter: float = 0.05


class Engine:
    """One run of visits over a fetcher. `allow_private` lets the guard pass hosts of this machine, for tests."""

    def __init__(
        self,
        fetcher: Fetcher,
        pace: Pace,
        *,
        allow_private: bool = False,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._fetcher, self._pace, self._allow_private, self._clock = fetcher, pace, allow_private, clock
        self._schedule = Schedule(pace.per_host, clock, lambda: pace.jitter * random())
        self._trips: dict[str, list[tuple[Key, Visit]]] = {}
        self._lock = threading.Lock()
        self._judged: queue.SimpleQueue[tuple[Key, Answer | Visit]] = queue.SimpleQueue()

    @property
    def requests(self) -> Mapping[str, int]:
        """Return how many requests each host got."""
        return self._schedule.requests

    @property
    def budget(self) -> float:
        """Return the seconds that a run may take."""
        return self._pace.budget

    def run(self, visits: Mapping[Key, Visit]) -> Iterator[tuple[Key, Answer]]:
        """Yield the answer of each visit as it comes; when the time is used up, what `budget` means for the rest.

        Stops at once when the caller stops asking: workers are daemons, and no one waits for them.
        """
        until = self._clock() + self._pace.budget
        left = dict(visits)
        self._start(left.items())
        for _ in range(min(self._pace.overall, len(left))):
            threading.Thread(target=self._work, daemon=True).start()
        try:
            while left and (judged := self._next(until)) is not None:
                key, result = judged
                if isinstance(result, Visit):
                    left[key] = result
                    self._start([judged])  # type: ignore[list-item] # a Visit, as seen above
                else:
                    del left[key]
                    yield key, result
        finally:
            self._schedule.stop()
        for key in left:
            yield key, Answer("unknown", "budget")

    def _next(self, until: float) -> tuple[Key, Answer | Visit] | None:
        try:
            return self._judged.get(timeout=max(0.0, until - self._clock()))
        except queue.Empty:
            return None

    def _start(self, visits: Iterable[tuple[Key, Visit]]) -> None:
        """Set out for the pages of some visits; a page that several ask for is asked for once."""
        for key, visit in visits:
            with self._lock:
                others = self._trips.setdefault(visit.url, [])
                others.append((key, visit))
            if len(others) == 1:
                self._go(Trip(visit.url, visit.url))

    def _go(self, trip: Trip) -> None:
        try:
            target = check_url(trip.url, allow_private=self._allow_private)
        except Exception:  # noqa: BLE001 - an address is other people's text
            self._judge(trip, Failure("internal"))
            return
        if target is None:
            self._judge(trip, Failure("bad-address"))
        else:
            self._schedule.add(target.host, Trip(trip.asked, target.url, (*trip.hops, target.url), 0))

    def _work(self) -> None:
        while (taken := self._schedule.take()) is not None:
            host, trip = taken
            attempts = trip.attempts + 1
            step = self._step(trip, attempts)
            if isinstance(step, Later):
                again = Trip(trip.asked, trip.url, trip.hops, attempts)
                self._schedule.again(host, again, step.seconds, whole_host=step.whole_host)
                continue
            self._schedule.done(host)
            if isinstance(step, Done):
                self._judge(trip, step.outcome)
            else:
                self._go(Trip(trip.asked, step.url, trip.hops, 0))

    def _step(self, trip: Trip, attempts: int) -> Step:
        """Ask for a page and decide what comes next; what nobody foresaw ends this trip, never its worker."""
        try:
            return next_step(self._fetcher.get(trip.url), trip.hops, attempts, datetime.now(UTC))
        except Exception:  # noqa: BLE001 - whatever a server sends must not cost the other answers
            return Done(Failure("internal"))

    def _judge(self, trip: Trip, outcome: Page | Failure) -> None:
        with self._lock:
            visits = self._trips.pop(trip.asked)
        for key, visit in visits:
            try:
                self._judged.put((key, visit.judge(outcome)))
            except Exception:  # noqa: BLE001 - one page that our own code can't read must not cost the other answers
                self._judged.put((key, Answer("unknown", "internal")))
