"""The portfolio as figures are computed from: frozen, dates are dates, nothing knows a file but its path.

A value that the content spells in a way no figure can use (a date that is no date) is None here; the
finding that says so was made by the reader.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.vocabulary import PhaseKind, Role

# A value of a file that is neither a list nor a group of fields.
Scalar = str | bool | int | float
# Where a value stands inside a front matter: ("phases", 2, "start").
Pointer = tuple[str | int, ...]


class Phase(NamedTuple):
    """One phase of a product's life. `place` is its place in the file's list, `kind` None for a word that is none."""

    name: str
    start: date | None
    end: date | None
    place: int
    kind: PhaseKind | None

    @property
    def is_current_word(self) -> bool:
        """Say whether the phase has one of today's words."""
        return self.kind is not None and not self.kind.former

    def has_started(self, as_of: date) -> bool:
        """Say whether the phase has begun on a day; without a start it has."""
        return self.start is None or self.start <= as_of

    @property
    def order(self) -> tuple[date, int]:
        """Sort key: by start, then by the order of a product's life; without a start, first of all."""
        return (self.start or date.min, -1 if self.kind is None else self.kind.rank)


class Event(NamedTuple):
    """Something that happened to a product. `place` is its place in the file's list."""

    name: str
    date: date | None
    place: int


class FastSupport(NamedTuple):
    """Support by the FAST fund: number of the promotion, amount in euros."""

    promotion: int | None
    amount: float | None


class Product(NamedTuple):
    """A digital product (startup d'État); `phases` by start, `events` in the order of the file.

    `fields` holds the texts, numbers and truths of the file as given, `former_ids` the ids it is still known by.
    """

    id: str
    path: str
    title: str
    incubators: tuple[str, ...]
    phases: tuple[Phase, ...]
    events: tuple[Event, ...]
    fast: FastSupport | None
    fields: Mapping[str, Scalar] = {}
    former_ids: tuple[str, ...] = ()

    def phase(self, role: Role) -> Phase | None:
        """Return the phase of that role by today's words: of several the earliest dated one."""
        named = self.phases_of(role)
        return next((phase for phase in named if phase.start is not None), next(iter(named), None))

    def first_in_file(self, role: Role) -> Phase | None:
        """Return the phase of that role by today's words that stands first in the file."""
        return min(self.phases_of(role), key=lambda phase: phase.place, default=None)

    def phases_of(self, role: Role) -> list[Phase]:
        """Return the phases of that role by today's words, by start."""
        return [phase for phase in self.phases if phase.kind and phase.kind.role == role and not phase.kind.former]

    def after(self, phase: Phase) -> Phase | None:
        """Return the phase that follows, by start."""
        following = self.phases[self.phases.index(phase) + 1 :]
        return following[0] if following else None

    def current_phase(self, as_of: date) -> Phase | None:
        """Return the phase that started last, as of a day.

        A product whose phases all start later is in the first of them: it is announced there. None when that phase's
        word is none that is known, or there is no phase; never the phase before.
        """
        current = None
        for current in reversed(self.phases):  # at the end it is the first, announced
            if current.has_started(as_of):
                break
        return current if current is not None and current.kind is not None else None

    def events_named(self, name: str) -> tuple[Event, ...]:
        """Return the events of that name, in the order of the file."""
        return tuple(event for event in self.events if event.name == name)


class Mission(NamedTuple):
    """A stretch of work of a member. `place` is its place in the file's list."""

    start: date | None
    end: date | None
    status: str
    place: int

    def covers(self, day: date) -> bool:
        """Say whether the mission is under way on a day; both ends count."""
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)


class Member(NamedTuple):
    """A person of the network; `missions` in the order of the file."""

    id: str
    path: str
    domain: str
    missions: tuple[Mission, ...]


class Incubator(NamedTuple):
    """An incubator of products."""

    id: str
    path: str
    title: str


class Organisation(NamedTuple):
    """An administration that sponsors products."""

    id: str
    path: str
    name: str


class Portfolio(NamedTuple):
    """All of it; each tuple is sorted by id."""

    products: tuple[Product, ...]
    members: tuple[Member, ...]
    incubators: tuple[Incubator, ...]
    organisations: tuple[Organisation, ...]
