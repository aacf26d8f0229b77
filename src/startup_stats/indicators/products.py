"""Definitions of the indicators on products, in both methods (docs/indicators.md tells where each comes from).

`programme` is our reading of the programme's own words; `site` is what the site's stats.js draws.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from startup_stats.indicators.dating import Dated, Dating, NotCounted, Undated, by_now, on
from startup_stats.language import Text, listed, same
from startup_stats.vocabulary import Meaning, Role

if TYPE_CHECKING:
    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Event, Phase, Pointer, Product
    from startup_stats.vocabulary import Vocabulary


def investigation_programme(product: Product, terms: Terms) -> Dating:
    """Count in the year an investigation ended: its `end`, else the start of the next phase."""
    phase = product.phase("investigation")
    if phase is None:
        return NotCounted(worded(NO_INVESTIGATION, terms.vocabulary))
    following = product.after(phase)
    if phase.end is not None:
        dating: Dating = on(phase.end, _at(phase, "end"))
    elif following is None:
        return NotCounted(INVESTIGATION_OPEN, _at(phase, "start")) if phase.start else _undated(phase)
    elif following.start is None or phase.start is None:
        return _undated(phase)
    else:
        dating = on(following.start, _at(following, "start"))
    if isinstance(by_now(dating, terms), NotCounted):
        return NotCounted(INVESTIGATION_OPEN, dating.pointer)
    return dating


def investigation_site(product: Product, _terms: Terms) -> Dating:
    """Count in the year of `investigation.end`, else `investigation.start`, else the earliest date in any phase."""
    phase = product.first_in_file("investigation")
    dates = [] if phase is None else [(phase.end, _at(phase, "end")), (phase.start, _at(phase, "start"))]
    dated = [(day, pointer) for day, pointer in dates if day is not None]
    if dated:
        return on(*dated[0])
    all_dates = [
        (day, _at(phase, name))
        for phase in product.phases
        for day, name in ((phase.start, "start"), (phase.end, "end"))
        if day is not None
    ]
    return on(*min(all_dates)) if all_dates else Undated(NO_PHASE_DATE, ("phases",))


def product_launch(product: Product, terms: Terms) -> Dating:
    """Count in the year of the `product_launch` event, else of the start of `construction`."""
    return by_now(_event_else_phase(product, "product_launch", "launch", NO_LAUNCH, terms), terms)


def product_launch_site(product: Product, terms: Terms) -> Dating:
    """Count the same way, by the first event in the file, also when the date is still to come."""
    by_event = _first_event(product, "product_launch", NO_LAUNCH, terms)
    return by_event if isinstance(by_event, Dated) else _by_phase(product.first_in_file("launch"), by_event)


def end_programme(product: Product, terms: Terms) -> Dating:
    """Count in the year of the `end` event, else of the start of `abandon`.

    An investigation that led nowhere is not an abandoned product, nor is one that goes on without the programme, even
    where an `end` event tells it.
    """
    closed, current = product.phase("closed-investigation"), product.current_phase(terms.as_of)
    if closed is not None and product.phase("closed") is None:
        return NotCounted(ONLY_INVESTIGATED, _at(closed, "name"))
    if current is not None and current.kind is not None and current.kind.leaves:
        return NotCounted(GOES_ON, _at(current, "name"))
    return by_now(_event_else_phase(product, "end", "closed", NOT_ENDED, terms), terms)


def end_site(product: Product, terms: Terms) -> Dating:
    """Count in the year of the `end` event only."""
    return _first_event(product, "end", NO_END_EVENT, terms)


def national_impact_programme(product: Product, terms: Terms) -> Dating:
    """Count in the cohort year of the `national_impact` event (Terms.cohort)."""
    dating = by_now(_by_event(product.events_named("national_impact"), NO_IMPACT, terms), terms)
    if not isinstance(dating, Dated) or dating.date is None:
        return dating
    year = terms.cohort.year(dating.date)
    note = COHORT.fill(year=str(year)) if year != dating.year else None
    return Dated(year, dating.date, dating.pointer, note)


def national_impact_site(product: Product, terms: Terms) -> Dating:
    """Count in the year of the `national_impact` event."""
    return _first_event(product, "national_impact", NO_IMPACT, terms)


def dinum_launch(product: Product, terms: Terms) -> Dating:
    """Count launches (product_launch) of the configured incubators."""
    if not set(product.incubators) & set(terms.launch_incubators):
        return NotCounted(OTHER_INCUBATOR, ("incubator",))
    return product_launch(product, terms)


def fast(product: Product, terms: Terms) -> Dating:
    """Count in the configured year of its promotion, else in that of the first `fast` event."""
    events = product.events_named("fast")
    if product.fast is None and not events:
        return NotCounted(NO_FAST)
    promotion = product.fast.promotion if product.fast else None
    year = None if promotion is None else terms.promotion_years.get(promotion)
    if year is not None:
        return Dated(year, None, ("fast", "promotion"), FAST_PROMOTION.fill(promotion=promotion))
    if any(event.date for event in events):
        return by_now(_by_event(events, NO_FAST, terms), terms)
    return Undated(worded(FAST_UNDATED, terms.vocabulary), ("fast", "promotion") if product.fast else ("events",))


def _by_event(events: tuple[Event, ...], absent: Text, terms: Terms) -> Dating:
    """Count by the earliest dated event; events without any usable date make it undated."""
    if not events:
        return NotCounted(worded(absent, terms.vocabulary))
    dated = [(event.date, event.place) for event in events if event.date is not None]
    if not dated:
        word = terms.vocabulary.event_word(events[0].name)
        return Undated(EVENT_UNDATED.fill(event=word), ("events", events[0].place, "date"))
    day, index = min(dated)
    return on(day, ("events", index, "date"))


def _first_event(product: Product, name: str, absent: Text, terms: Terms) -> Dating:
    """Count by the first event of that name in the file, as the site's script finds it."""
    return _by_event(product.events_named(name)[:1], absent, terms)


def _event_else_phase(product: Product, event: str, role: Role, absent: Text, terms: Terms) -> Dating:
    by_event = _by_event(product.events_named(event), absent, terms)
    return by_event if isinstance(by_event, Dated) else _by_phase(product.phase(role), by_event)


def _by_phase(phase: Phase | None, otherwise: Dating) -> Dating:
    """Count by the start of a phase; `otherwise` where the product has no such phase."""
    if phase is None:
        return otherwise
    return _undated(phase) if phase.start is None else on(phase.start, _at(phase, "start"))


def _undated(phase: Phase) -> Undated:
    return Undated(PHASE_UNDATED.fill(phase=phase.name), _at(phase, "start"))


def _at(phase: Phase, field: str) -> Pointer:
    return ("phases", phase.place, field)


@cache
def worded(text: Text, vocabulary: Vocabulary) -> Text:
    """Set a site's words for phases and events into a reason; one text for all products it is said of."""
    phases = {role.replace("-", "_"): listed(map(same, vocabulary.phases.of(role))) for role in get_args(Role)}
    events = {meaning: same(vocabulary.event_word(meaning)) for meaning in get_args(Meaning)}
    return text.fill(**phases, **events)


NO_INVESTIGATION = Text("pas de phase « {investigation} »", 'no phase "{investigation}"')
INVESTIGATION_OPEN = Text("investigation en cours", "investigation still open")
NO_PHASE_DATE = Text("aucune phase n'a de date lisible", "no phase has a usable date")
NO_LAUNCH = Text(
    "ni événement « {product_launch} » ni phase « {launch} »",
    'neither an event "{product_launch}" nor a phase "{launch}"',
)
ONLY_INVESTIGATED = Text(
    "investigation sans suite : ce n'est pas l'abandon d'un produit",
    "an investigation that led nowhere is not an abandoned product",
)
GOES_ON = Text("le produit continue sans le programme", "the product goes on without the programme")
NOT_ENDED = Text("ni événement « {end} » ni phase « {closed} »", 'neither an event "{end}" nor a phase "{closed}"')
NO_END_EVENT = Text("pas d'événement « {end} »", 'no event "{end}"')
NO_IMPACT = Text("pas d'événement « {national_impact} »", 'no event "{national_impact}"')
COHORT = Text("évalué au titre de {year}", "evaluated for {year}")
OTHER_INCUBATOR = Text("un autre incubateur", "another incubator")
NO_FAST = Text("pas d'appui du fonds FAST", "no support by the FAST fund")
FAST_UNDATED = Text(
    "soutenu par le fonds FAST, sans événement « {fast} » daté",
    'supported by the FAST fund, without a dated event "{fast}"',
)
FAST_PROMOTION = Text("promotion {promotion} du fonds FAST", "promotion {promotion} of the FAST fund")
EVENT_UNDATED = Text("l'événement « {event} » n'a pas de date lisible", 'the event "{event}" has no usable date')
PHASE_UNDATED = Text("la phase « {phase} » n'a pas de date lisible", 'the phase "{phase}" has no usable date')
