"""Breaks: days from which a series counts otherwise, as declared, or found where many products change at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.facts import ProductFacts
from startup_stats.history.words import todays_ids
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from startup_stats.config.settings import Break
    from startup_stats.history.spans import Span
    from startup_stats.history.vintages import Days, Figures

# One day that renames a phase, moves or drops more than so many percent of the products, and no fewer than so many.
PERCENT, LEAST = 5, 3


class Found(NamedTuple):
    """A break: its day, the indicators that count otherwise from it on, why, and how many products changed."""

    day: date
    indicators: tuple[str, ...]
    reason: Text
    records: int | None
    is_renaming: bool = False


def breaks(
    products: Mapping[str, Sequence[Span]], known: Mapping[str, Figures], declared: Iterable[Break], days: Days
) -> tuple[Found, ...]:
    """Return the breaks in some indicators' figures, by day: those declared, and those found in the content."""
    told = [
        Found(date.fromisoformat(each.day), each.indicators or _of_products(known), each.reason, None)
        for each in declared
        if days.first <= date.fromisoformat(each.day) <= days.last
    ]
    moved = _moved_figures(known)
    detected = [
        Found(day, tuple(moved[day]), reason.fill(count=count), count, reason is _REWORDED)
        for day, reason, count in _mass_changes(products, days)
        if day in moved
    ]
    return tuple(sorted([*told, *detected], key=lambda each: (each.day, each.reason.en)))


def _of_products(known: Mapping[str, Figures]) -> tuple[str, ...]:
    return tuple(name for name in known if INDICATORS[name].subject.id == "product")


def _moved_figures(known: Mapping[str, Figures]) -> dict[date, list[str]]:
    """Return the indicators on products one of whose figures moves on a day."""
    found: dict[date, list[str]] = defaultdict(list)
    for name in _of_products(known):
        changed = {day for points in known[name].years.values() for day, _ in points[1:]}
        for day in changed:
            found[day].append(name)
    return found


def _mass_changes(products: Mapping[str, Sequence[Span]], days: Days) -> Iterator[tuple[date, Text, int]]:
    """Yield the days on which many products were renamed a phase, moved or dropped, and how many."""
    todays = todays_ids(products)
    counts: dict[tuple[date, Text], set[str]] = defaultdict(set)
    held: dict[date, int] = defaultdict(int)
    for record, spans in products.items():
        for before, after in zip(spans, [*spans[1:], None], strict=True):
            held[before.first] += 1
            held[before.end] -= 1
            if after is None or after.first > before.end:
                if before.end <= days.last and record not in todays:
                    counts[before.end, _DROPPED].add(record)
            elif before.path != after.path:
                counts[after.first, _MOVED].add(record)
            elif _is_reworded(before, after):
                counts[after.first, _REWORDED].add(record)
    total, running = {}, 0
    for day, move in sorted(held.items()):
        total[day] = running  # of the day before
        running += move
    for (day, reason), records in sorted(counts.items(), key=lambda each: (each[0][0], each[0][1].en)):
        if len(records) >= LEAST and len(records) * 100 > total[day] * PERCENT:
            yield day, reason, len(records)


def _is_reworded(before: Span, after: Span) -> bool:
    """Say whether a phase got another name, and kept its start."""
    names, later = _names(before), _names(after)
    return any(later.get(start, name) != name for start, name in names.items())


def _names(span: Span) -> dict[int, str]:
    """Return the words of a product's phases by the day on which they start."""
    facts = span.statement.facts
    phases = facts.phases if isinstance(facts, ProductFacts) else ()
    return {start: name for name, start, _ in phases if start is not None}


_REWORDED = Text(
    "Une phase a changé de nom dans {count} fiches le même jour.",
    "A phase changed its name in {count} files on one day.",
)
_MOVED = Text("{count} fiches ont changé de dossier le même jour.", "{count} files moved to another folder on one day.")
_DROPPED = Text("{count} fiches ont disparu le même jour.", "{count} files disappeared on one day.")
