"""The portfolio as figures are computed from: frozen, dates are dates, nothing knows a file but its path.

A value that the content spells in a way no figure can use (a date that is no date) is None here; the
finding that says so was made by the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

# A value of a file that is neither a list nor a group of fields.
Scalar = str | bool | int | float
# Where a value stands inside a front matter: ("phases", 2, "start").
Pointer = tuple[str | int, ...]

# What a phase is to definitions and standards, which never ask for its name.
Role = Literal["investigation", "launch", "running", "handed-over", "closed", "closed-investigation"]


class PhaseKind(NamedTuple):
    """What a phase is called, and what it is.

    `former`: a word that files once had; it stands under its own name, and dates nothing. `leaves`: the product goes on
    without the programme. `became`: the word of today that a former one became most often, of products once launched.
    """

    title: Text
    role: Role
    former: bool = False
    leaves: bool = False
    became: str | None = None


# In the order of a product's life, which also decides between two phases that start on one day. Former words were
# written until 2026-05-11 and renamed then, product by product and not one to one.
PHASES: Mapping[str, PhaseKind] = MappingProxyType(
    {
        "investigation": PhaseKind(Text("Investigation", "Investigation"), "investigation"),
        "construction": PhaseKind(Text("Construction", "Construction"), "launch"),
        "acceleration": PhaseKind(Text("Accélération", "Acceleration"), "running"),
        "consolidation": PhaseKind(Text("Consolidation", "Consolidation"), "running"),
        "perennisation": PhaseKind(
            Text("Pérennisation", "Perpetuation"), "running", former=True, became="consolidation"
        ),
        "success": PhaseKind(Text("Succès", "Success"), "running", former=True, leaves=True, became="transfere"),
        "transfer": PhaseKind(
            Text("Transfert", "Transfer"), "running", former=True, leaves=True, became="consolidation"
        ),
        "transfere": PhaseKind(Text("Transféré", "Handed over"), "handed-over", leaves=True),
        "opere": PhaseKind(Text("Opéré", "In operation"), "handed-over", leaves=True),
        "alumni": PhaseKind(Text("Alumni", "Alumni"), "closed", former=True, became="abandon"),
        "death": PhaseKind(Text("Arrêt", "Stopped"), "closed", former=True, became="abandon"),
        "abandon": PhaseKind(Text("Abandonné", "Abandoned"), "closed"),
        "abandon-investigation": PhaseKind(
            Text("Investigation sans suite", "Investigation without a follow-up"), "closed-investigation"
        ),
    }
)
PHASE_ORDER = {name: order for order, name in enumerate(PHASES)}
# The words that files have today.
CURRENT_PHASES = tuple(name for name, kind in PHASES.items() if not kind.former)


def phases_of(*roles: Role) -> tuple[str, ...]:
    """Return today's words for the phases that have one of some roles, in their order."""
    return tuple(name for name in CURRENT_PHASES if PHASES[name].role in roles)


STATUSES: dict[str, Text] = {
    "admin": Text("agents publics", "public agents"),
    "independent": Text("indépendants", "independents"),
    "service": Text("prestataires", "contractors"),
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a product's life. `index` is its place in the file's list."""

    name: str
    start: date | None
    end: date | None
    index: int

    @property
    def kind(self) -> PhaseKind | None:
        """Return what the phase is; None for a word that is no phase."""
        return PHASES.get(self.name)

    def has_started(self, as_of: date) -> bool:
        """Say whether the phase has begun on a day; without a start it has."""
        return self.start is None or self.start <= as_of

    @property
    def order(self) -> tuple[date, int]:
        """Sort key: by start, then by the order of a product's life; without a start, first of all."""
        return (self.start or date.min, PHASE_ORDER.get(self.name, -1))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a product. `index` is its place in the file's list."""

    name: str
    date: date | None
    index: int


@dataclass(frozen=True, slots=True)
class FastSupport:
    """Support by the FAST fund: number of the promotion, amount in euros."""

    promotion: int | None
    amount: float | None


@dataclass(frozen=True, slots=True)
class Product:
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
    fields: Mapping[str, Scalar] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()

    def phase(self, role: Role) -> Phase | None:
        """Return the phase of that role by today's words: of several the earliest dated one."""
        named = self.phases_of(role)
        return next((phase for phase in named if phase.start is not None), next(iter(named), None))

    def first_in_file(self, role: Role) -> Phase | None:
        """Return the phase of that role by today's words that stands first in the file."""
        return min(self.phases_of(role), key=lambda phase: phase.index, default=None)

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
        return current if current is not None and current.name in PHASES else None

    def events_named(self, name: str) -> tuple[Event, ...]:
        """Return the events of that name, in the order of the file."""
        return tuple(event for event in self.events if event.name == name)


@dataclass(frozen=True, slots=True)
class Mission:
    """A stretch of work of a member. `index` is its place in the file's list."""

    start: date | None
    end: date | None
    status: str
    index: int

    def covers(self, day: date) -> bool:
        """Say whether the mission is under way on a day; both ends count."""
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the network; `missions` in the order of the file."""

    id: str
    path: str
    domain: str
    missions: tuple[Mission, ...]


@dataclass(frozen=True, slots=True)
class Incubator:
    """An incubator of products."""

    id: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An administration that sponsors products."""

    id: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All of it; each tuple is sorted by id."""

    products: tuple[Product, ...]
    members: tuple[Member, ...]
    incubators: tuple[Incubator, ...]
    organisations: tuple[Organisation, ...]
