"""What a standard is: who must meet it, where a file declares it, and where the web shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from startup_stats.language import Text
    from startup_stats.model import Phase, Product
    from startup_stats.vocabulary import PhaseKind, Role

FROM_LAUNCH: tuple[Role, ...] = ("launch", "running", "handed-over")
FROM_RUNNING: tuple[Role, ...] = ("running", "handed-over")

# How a probe looks: at a page of its own, at the product's home page, at a repository, in a list of products.
Visit = Literal["page", "home", "repository", "listing"]

NOT_TOLD = "non renseigné"


class Part(NamedTuple):
    """One of the things that a standard asks for all of; `given` returns what a product's file says of it."""

    id: str
    title: Text
    given: Callable[[Product], str | None]


class Standard(NamedTuple):
    """One standard.

    `declared` returns what a product's file says of it (an address, a status, « oui »), None when nothing; `fields`
    are where the file says so, the main one first, and `denied_by` the one that says no when it is false. `subject`
    returns the address that a probe goes to, and `visit` how it looks there; a standard without them is declared only.
    It applies in the phases of some `roles`. Where there are `statuses`, they are what is declared and seen, and those
    of `met_by` meet it; roles and met_by are defaults (StandardTerms). Where there are `parts`, the files alone decide:
    it is met when all are given, and not met, never silent, when one is missing.
    """

    id: str
    title: Text
    description: Text
    fields: tuple[str, ...]
    declared: Callable[[Product], str | None]
    roles: tuple[Role, ...] = FROM_LAUNCH
    subject: Callable[[Product], str | None] | None = None
    visit: Visit | None = None
    statuses: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    denied_by: str | None = None
    parts: tuple[Part, ...] = ()

    def missing(self, product: Product) -> tuple[str, ...]:
        """Return the ids of the parts that a product's file does not give."""
        return tuple(part.id for part in self.parts if part.given(product) is None)


class Target(NamedTuple):
    """What a programme has set itself: so many percent, by a day (ISO 8601), of the products in some phases."""

    share: int
    by: str
    phases: tuple[PhaseKind, ...]


class StandardTerms(NamedTuple):
    """What a configuration says of a standard: the phases it applies to, the statuses that meet it, the target.

    Not `observed`: there is nowhere to look, so what files declare decides.
    """

    phases: tuple[PhaseKind, ...]
    met_by: tuple[str, ...]
    observed: bool = True
    target: Target | None = None

    def applies_in(self, phase: PhaseKind) -> bool:
        """Say whether the standard applies in a phase; of a former word, where it does in one of the same role."""
        return phase in self.phases or (phase.former and phase.role in {kind.role for kind in self.phases})

    def applies_at(self, phase: Phase | None, as_of: date) -> bool:
        """Say whether the standard applies to a product in its current phase: not before that has begun."""
        return phase is not None and phase.kind is not None and phase.has_started(as_of) and self.applies_in(phase.kind)
