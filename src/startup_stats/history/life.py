"""The life of one product between two states: phases, events, support, incubators, its name."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import TYPE_CHECKING

from startup_stats.history.causes import with_words_of
from startup_stats.history.news import News
from startup_stats.indicators.catalogue import END, FAST, NATIONAL_IMPACT, PRODUCT_LAUNCH
from startup_stats.vocabulary import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from startup_stats.history.news import Kind, Span
    from startup_stats.model import Phase, Product
    from startup_stats.vocabulary import Role

# Two titles that are as alike as this are one, spelt better.
_ALIKE = 0.8
_LAUNCHED: tuple[Role, ...] = ("launch", "running", "handed-over")


def life(then: Product, now: Product, span: Span, incubators: Mapping[str, str]) -> Iterator[News]:
    """Tell what happened to a product that is there in both states; `incubators` are the ids that became others."""
    phase = _phase(then, now, span)
    if phase is not None:
        yield phase
    yield from _events(then, now, span, phase)
    yield from _announced(then, now, span)
    if _is_supported(now) and not _is_supported(then):
        promotion = now.fast.promotion if now.fast is not None else None
        yield News("supported", now, after=() if promotion is None else (str(promotion),))
    before = tuple(incubators.get(each, each) for each in then.incubators)
    if set(before) != set(now.incubators):
        yield News("incubators", now, before, now.incubators)
    if not _are_alike(then.title, now.title):
        yield News("renamed", now, (then.title,), (now.title,))


def is_reworded(then: Product, now: Product) -> bool:
    """Say whether phases that start on the same day have other words now, of which one is a former word."""
    words = {phase.place: phase for phase in then.phases}
    replaced = ((words[phase.place], phase) for phase in with_words_of(then, now).phases)
    return any(old.name != new.name and old.kind and new.kind for old, new in replaced)


def _phase(then: Product, now: Product, span: Span) -> News | None:
    """Tell another current phase; of a phase that gets its first known word only what began since."""
    before, after = (each.current_phase(span.until) for each in (with_words_of(then, now), now))
    if after is None or after.kind is None or not after.has_started(span.until):
        return None
    if before is None or before.kind is None:
        is_new = after.start is not None and after.start > span.since
        return News(_kind(None, after.kind.role), now, (), (after.name,), after.start) if is_new else None
    if before.name == after.name or {before.kind.role, after.kind.role} <= set(CLOSED):
        return None
    return News(_kind(before.kind.role, after.kind.role), now, (before.name,), (after.name,), after.start)


def _kind(before: Role | None, after: Role) -> Kind:
    if after in CLOSED:
        return "stopped"
    if after == "handed-over":
        return "handed_over"
    if before in (*CLOSED, "handed-over"):
        return "resumed"
    return "launched" if after in _LAUNCHED and before not in _LAUNCHED else "progressed"


def _events(then: Product, now: Product, span: Span, phase: News | None) -> Iterator[News]:
    """Tell an event that is new, unless a phase tells it already, or told it before."""
    told = None if phase is None else phase.kind
    for name, (kind, roles) in _EVENTS.items():
        known, found = then.events_named(name), now.events_named(name)
        if found and not known and told != kind and not _has_been(then, roles, span.until):
            yield News(kind, now, day=next((event.date for event in found if event.date is not None), None))
        if known and not found and name == NATIONAL_IMPACT.id:
            yield News("withdrawn", now, day=known[0].date)


def _has_been(product: Product, roles: tuple[Role, ...], day: date) -> bool:
    return any(phase.kind and phase.kind.role in roles and phase.has_started(day) for phase in product.phases)


# An event that is news of a kind, unless the product has been in a phase of these roles: that was the news.
_EVENTS: Mapping[str, tuple[Kind, tuple[Role, ...]]] = MappingProxyType(
    {
        NATIONAL_IMPACT.id: ("recognised", ()),
        PRODUCT_LAUNCH.id: ("launched", _LAUNCHED),
        END.id: ("stopped", (*CLOSED, "handed-over")),
    }
)


def _announced(then: Product, now: Product, span: Span) -> Iterator[News]:
    """Tell a phase that is to come and that the file did not name before."""
    known = {phase.name for phase in then.phases}
    for phase in now.phases:
        if phase.kind is not None and phase.name not in known and _is_to_come(phase, span):
            yield News("announced", now, after=(phase.name,), day=phase.start)


def _is_to_come(phase: Phase, span: Span) -> bool:
    return phase.start is not None and phase.start > span.until


def _is_supported(product: Product) -> bool:
    return product.fast is not None or bool(product.events_named(FAST.id))


def _are_alike(title: str, other: str) -> bool:
    """Say whether a title is another one with its spelling mended: news is another name, not another accent."""
    one, two = _letters(title), _letters(other)
    return one == two or SequenceMatcher(None, one, two).ratio() >= _ALIKE


def _letters(title: str) -> str:
    """Return the letters and digits of a title, in lower case and without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", title).casefold() if char.isalnum())
