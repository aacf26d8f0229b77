"""Whose turn it is: one queue a host, a bound on how much one host is asked at once, and waiting without sleeping."""

from __future__ import annotations

import heapq
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Trip:
    """One address on its way: as it was asked for, where it stands now, the pages asked on the way, and how often."""

    asked: str
    url: str
    hops: tuple[str, ...] = ()
    attempts: int = 0

    @property
    def is_fresh(self) -> bool:
        """Say whether nothing was asked on this trip yet."""
        return self.attempts == 0 and len(self.hops) <= 1


@dataclass(slots=True)
class _Host:
    waiting: deque[Trip] = field(default_factory=deque)
    active: int = 0
    not_before: float = 0.0
    is_offered: bool = False


class Schedule:
    """Gives trips to workers; safe to use from many threads. `requests` counts what each host was asked."""

    def __init__(self, per_host: int, clock: Callable[[], float], pause: Callable[[], float]) -> None:
        self.requests: Counter[str] = Counter()
        self._per_host, self._clock, self._pause = per_host, clock, pause
        self._hosts: dict[str, _Host] = {}
        # When, in which order, and for whom there is something: a host that may be asked, or a trip that waited.
        self._offers: list[tuple[float, int, str, Trip | None]] = []
        # What is due: trips on their way before fresh ones, so that none of them is left for the end.
        self._due: list[tuple[bool, int, str]] = []
        self._order = 0
        self._changed = threading.Condition()
        self._over = False

    def add(self, host: str, trip: Trip) -> None:
        """Queue a trip at its host."""
        with self._changed:
            self._hosts.setdefault(host, _Host()).waiting.append(trip)
            self._offer(host)

    def again(self, host: str, trip: Trip, seconds: float, *, whole_host: bool) -> None:
        """Queue a trip once more, in some seconds; with `whole_host` the host is asked nothing before."""
        with self._changed:
            when = self._clock() + seconds
            if whole_host:
                self._hosts[host].not_before = max(self._hosts[host].not_before, when)
            self._push(when, host, trip)
            self._release(host)

    def done(self, host: str) -> None:
        """Say that a request is over."""
        with self._changed:
            self._release(host)

    def stop(self) -> None:
        """Give nothing more to anyone."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def take(self) -> tuple[str, Trip] | None:
        """Wait for the next trip; None when there will be none. What is on its way already goes first."""
        with self._changed:
            while not self._over:
                now = self._clock()
                self._wake(now)
                if not self._due:
                    self._changed.wait(self._offers[0][0] - now if self._offers else None)
                elif (trip := self._accept(now)) is not None:
                    return trip
            return None

    def _wake(self, now: float) -> None:
        """Make due what waited long enough."""
        while self._offers and self._offers[0][0] <= now:
            _, order, name, waited = heapq.heappop(self._offers)
            host = self._hosts[name]
            if waited is not None:
                host.waiting.appendleft(waited)
                self._offer(name)
            else:
                heapq.heappush(self._due, (host.waiting[0].is_fresh, order, name))

    def _accept(self, now: float) -> tuple[str, Trip] | None:
        """Take the first offer; None when its host asked to be left alone since."""
        _, _, name = heapq.heappop(self._due)
        host = self._hosts[name]
        host.is_offered = False
        if host.not_before > now:
            self._offer(name)
            return None
        trip = host.waiting.popleft()
        host.active += 1
        self.requests[name] += 1
        self._offer(name, self._pause())
        return name, trip

    def _release(self, name: str) -> None:
        self._hosts[name].active -= 1
        self._offer(name)

    def _offer(self, name: str, pause: float = 0.0) -> None:
        """Offer a host to the workers when it has a trip waiting and may be asked; once at a time."""
        host = self._hosts[name]
        if host.waiting and host.active < self._per_host and not host.is_offered:
            host.is_offered = True
            self._push(max(self._clock() + pause, host.not_before), name, None)

    def _push(self, when: float, name: str, trip: Trip | None) -> None:
        self._order += 1
        heapq.heappush(self._offers, (when, self._order, name, trip))
        self._changed.notify()
