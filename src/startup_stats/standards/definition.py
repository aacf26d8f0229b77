"""What a standard is: who must meet it, from which phase on, and where a file declares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from startup_stats.language import Text
    from startup_stats.model import Product

FROM_CONSTRUCTION = ("construction", "acceleration", "consolidation", "transfere", "opere")
FROM_ACCELERATION = FROM_CONSTRUCTION[1:]

CONFORMITY = ("totalement conforme", "partiellement conforme", "non conforme")
NOT_TOLD = "non renseigné"
# An accessibility statement that admits faults and names them meets the duty; one that says "non conforme" does not.
CONFORM_ENOUGH = CONFORMITY[:2]


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard.

    `declared` returns what a product's file says of it (an address, a status, « oui »), None when nothing;
    `field` is where the file says so. `subject` returns the address that a probe goes to, None when there is
    none; a standard without it is declared only. `phases` are those it applies to by default.
    """

    id: str
    title: Text
    description: Text
    field: str
    declared: Callable[[Product], str | None]
    phases: tuple[str, ...] = FROM_CONSTRUCTION
    subject: Callable[[Product], str | None] | None = None


@dataclass(frozen=True, slots=True)
class StandardTerms:
    """What a configuration says of a standard: the phases it applies to, the statuses that meet it.

    Not `observed`: there is nowhere to look, so what files declare decides.
    """

    phases: tuple[str, ...]
    met_by: tuple[str, ...] = CONFORM_ENOUGH
    observed: bool = True
