"""Why a record counts in one state and not in the other: one cause for each difference, each with its words.

A cause is what alone would have made the difference; where it takes more than one change, the dates have it.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from startup_stats.history.identity import names
from startup_stats.indicators.dating import Dated
from startup_stats.language import Text
from startup_stats.model import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from startup_stats.history.states import Answers
    from startup_stats.model import Member, Phase

Cause = Literal["created", "gone", "moved", "dated", "undated", "reclassified", "incubator", "unreadable", "definition"]
# In the order in which they are listed.
CAUSES: Mapping[Cause, Text] = MappingProxyType(
    {
        "created": Text("fiche créée entre-temps", "file created in between"),
        "gone": Text("fiche retirée entre-temps", "file gone in between"),
        "moved": Text("date passée d'une année à une autre", "date moved from one year to another"),
        "dated": Text("date ajoutée, ou arrivée, entre-temps", "date added, or reached, in between"),
        "undated": Text("date qui n'y est plus, ou ne compte plus", "date that is gone, or counts no more"),
        "reclassified": Text("phase renommée", "phase given another name"),
        "incubator": Text("incubateur changé", "incubator changed"),
        "unreadable": Text(
            "fiche illisible, ou non publiée, l'un des deux jours",
            "file unreadable, or not shown, on one of the two days",
        ),
        "definition": Text("définition changée", "definition changed"),
    }
)
# What a cause of coming in is called where somebody went out; the others go by one name.
_WENT_OUT: Mapping[Cause, Cause] = MappingProxyType({"created": "gone", "dated": "undated"})


def mirrored(cause: Cause) -> Cause:
    """Return what is told of somebody who went out, of the cause why they would come in the other way round."""
    return _WENT_OUT.get(cause, cause)


def cause_of(
    record: Product | Member, other: Product | Member | None, here: Answers, there: Answers, year: int
) -> Cause:
    """Return why a record counts in a year here, and not there, where it is `other`, if anything, and `there`."""
    if other is None:
        return _absence(record, there)
    if not here.counts_as(there) and here.year_of(other, there.frame.terms.as_of) == year:
        return "definition"
    dating = there.datings[other.id]
    if isinstance(dating, Dated) and dating.year != year:
        return "moved"
    if here.year_of(other) == year:  # nothing but the day differs
        return "dated"
    return _changed(record, other, here, year)


def cause_of_place(
    record: Product | Member, other: Product | Member | None, there: Answers, *, is_placed: bool, is_renamed: bool
) -> Cause:
    """Return why a record is in a place of a sorting here, and not there, where it is `other`, if anything.

    `is_placed`: it is in another place there; `is_renamed`: with the words of here it would be in the same.
    """
    if other is None:
        return _absence(record, there)
    if is_renamed:
        return "reclassified"
    return "moved" if is_placed else "dated"


def _absence(record: Product | Member, there: Answers) -> Cause:
    return "unreadable" if names(record) & there.unread else "created"


def _changed(record: Product | Member, other: Product | Member, here: Answers, year: int) -> Cause:
    if isinstance(record, Product) and isinstance(other, Product):
        for cause, made_alike in _COUNTERFACTUALS.items():
            if here.year_of(made_alike(other, record)) == year:
                return cause
    return "dated"


def with_words_of(product: Product, other: Product) -> Product:
    """Return a product with the words that another state has for its phases of the same start.

    Only where one of the two words is none of today's: a team that calls its investigation a construction has changed
    what it says, and with it the date. Of several phases that start on one day those that both have are the same.
    """
    theirs, ours = _by_start(other), _by_start(product)
    words = {
        phase.place: word
        for start, phases in ours.items()
        for phase, word in zip(_left(phases, theirs[start]), _left(theirs[start], phases), strict=False)
        if not (phase.is_current_word and word.is_current_word)
    }
    renamed = (
        phase if (word := words.get(phase.place)) is None else phase._replace(name=word.name, kind=word.kind)
        for phase in product.phases
    )
    return product._replace(phases=tuple(sorted(renamed, key=lambda phase: phase.order)))


def _by_start(product: Product) -> dict[date | None, list[Phase]]:
    found: dict[date | None, list[Phase]] = defaultdict(list)
    for phase in product.phases:
        found[phase.start].append(phase)
    return found


def _left(phases: list[Phase], others: list[Phase]) -> list[Phase]:
    shared = {phase.name for phase in others}
    return [phase for phase in phases if phase.name not in shared]


def with_incubators_of(product: Product, other: Product) -> Product:
    """Return a product with the incubators that it has in another state."""
    return product._replace(incubators=other.incubators)


# What one change would have done alone.
_COUNTERFACTUALS: Mapping[Cause, Callable[[Product, Product], Product]] = MappingProxyType(
    {"reclassified": with_words_of, "incubator": with_incubators_of}
)
