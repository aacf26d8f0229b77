"""Who of one state is who of another: by the same id, else by the former ids that a product's file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.model import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from startup_stats.model import Member


def names(record: Product | Member) -> frozenset[str]:
    """Return the ids that a record is known by; people have no former ones."""
    return frozenset({record.id, *(record.former_ids if isinstance(record, Product) else ())})


def followed(then: Mapping[str, Product | Member], now: Mapping[str, Product | Member]) -> dict[str, str]:
    """Return for each record of one state that is still there in the other its id there.

    No two become one, or revisions would not add up: of two products merged the one whose id stays is followed, else
    the one that is named first, and of a product that was split the first part by id. The same the other way round.
    """
    found = {name: name for name in then if name in now}
    taken = set(found)
    for earlier, later in _renames(then, now):
        if earlier not in found and later not in taken:
            found[earlier] = later
            taken.add(later)
    return found


def _renames(then: Mapping[str, Product | Member], now: Mapping[str, Product | Member]) -> Iterable[tuple[str, str]]:
    """Return which product of then a product of now says it was, or, of an earlier day, the other way round."""
    told = [(place, former, holder) for holder, place, former in _told(now) if former in then]
    told += [(place, holder, former) for holder, place, former in _told(then) if former in now]
    return ((earlier, later) for _, earlier, later in sorted(told))


def _told(records: Mapping[str, Product | Member]) -> Iterator[tuple[str, tuple[str, int], str]]:
    for record in records.values():
        if isinstance(record, Product):
            for place, former in enumerate(record.former_ids):
                yield record.id, (record.id, place), former
