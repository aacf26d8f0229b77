"""How records are sorted on a day: products by phase and before each standard, members by status and by year.

Each goes to one place of a sorting, or to none, and a figure counts those in a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from startup_stats.indicators.catalogue import NEW_MEMBER
from startup_stats.indicators.dating import Dated
from startup_stats.indicators.definition import MEMBERS, PRODUCTS
from startup_stats.indicators.people import current_mission, status_at_arrival
from startup_stats.indicators.series import Frame
from startup_stats.language import Text
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.standards.verdict import Outcome, judged
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from startup_stats.history.states import State
    from startup_stats.indicators.definition import Subject
    from startup_stats.model import Member, Product
    from startup_stats.standards.definition import Standard, StandardTerms

Kind = Literal["indicator", "phase", "standard", "member"]


class Place(NamedTuple):
    """Where records are counted: a phase, a standard's outcome, a status, or a status in a year, maybe `complete`."""

    id: str
    year: int | None = None
    outcome: Outcome | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Sorting:
    """One way to sort the records of a subject: its places in order, each with its title, and where a record goes."""

    kind: Kind
    subject: Subject
    titles: Mapping[Place, Text]
    place: Callable[[Any], Place | None]


def sortings(state: State, standards: Mapping[str, StandardTerms]) -> Iterator[Sorting]:
    """Yield all sortings, by the terms of a state; what files declare decides before the standards."""
    day = state.terms.as_of
    phases = {Place(name): _IN_PHASE.fill(phase=kind.title) for name, kind in state.terms.vocabulary.phases.items()}
    yield Sorting("phase", PRODUCTS, phases, partial(_phase, day))
    for name in standards:
        standard = STANDARDS[name]
        titles = {
            Place(name, outcome=outcome): _BEFORE_STANDARD.fill(standard=standard.title, outcome=words)
            for outcome, words in OUTCOMES.items()
        }
        yield Sorting("standard", PRODUCTS, titles, partial(_outcome, standard, standards[name], day))
    active = {Place(name): _ACTIVE.fill(status=words) for name, words in STATUSES.items()}
    yield Sorting("member", MEMBERS, active, partial(_status, day))
    frame = Frame(NEW_MEMBER, state.methods[NEW_MEMBER.id], state.terms)
    years = [each for each in (frame.observation(year, ()) for year in frame.years()) if each.reason is None]
    arrivals = {
        Place(name, year.year, complete=year.complete): _ARRIVED.fill(
            title=state.terms.fill(NEW_MEMBER.counted), status=words
        )
        for year in years
        for name, words in STATUSES.items()
    }
    places = {(place.id, place.year): place for place in arrivals}
    yield Sorting("member", MEMBERS, arrivals, partial(_arrival, frame, places))


def _phase(day: date, product: Product) -> Place | None:
    phase = product.current_phase(day)
    return None if phase is None else Place(phase.name)


def _outcome(standard: Standard, terms: StandardTerms, day: date, product: Product) -> Place | None:
    verdict = judged(standard, terms, product, day, None).verdict
    return None if verdict is None else Place(standard.id, outcome=verdict.outcome)


def _status(day: date, member: Member) -> Place | None:
    mission = current_mission(member, day)
    return None if mission is None else Place(mission.status)


def _arrival(frame: Frame, places: Mapping[tuple[str, int | None], Place], member: Member) -> Place | None:
    status, dating = status_at_arrival(member), frame.indicator.by(frame.method).date(member, frame.terms)
    return places.get((status, dating.year)) if status is not None and isinstance(dating, Dated) else None


# What a standard's outcomes are called; nobody sees a web here, so that none is unknown.
OUTCOMES: Mapping[Outcome, Text] = {
    "met": Text("respecté d'après la fiche", "met by the file"),
    "unmet": Text("non respecté d'après la fiche", "not met by the file"),
    "undeclared": Text("non renseigné", "not declared"),
}
_IN_PHASE = Text("Produits en phase « {phase} »", 'Products in the phase "{phase}"')
_BEFORE_STANDARD = Text("{standard}, {outcome}", "{standard}, {outcome}")
_ACTIVE = Text("Membres actifs, {status}", "Active members, {status}")
_ARRIVED = Text("{title}, {status}", "{title}, {status}")
