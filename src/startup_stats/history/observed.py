"""Observed shares: of the products to which a standard applied at a month's end, how many the ledger saw meet it.

The ledger changes only when a state does, so its own versions in git are the record.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from startup_stats.history.labels import phase_on
from startup_stats.history.trends import Share
from startup_stats.standards.catalogue import STANDARDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.history.spans import Span
    from startup_stats.standards.definition import Standard, StandardTerms
    from startup_stats.standards.ledger import Entry, Ledger


def ledgers_of(versions: Mapping[date, str | None], ends: Sequence[date]) -> dict[date, str]:
    """Return the ledger's blob that stood at the end of each month that had one."""
    days = sorted(versions)
    found = {end: versions[days[place - 1]] for end in ends if (place := bisect_right(days, end))}
    return {end: blob for end, blob in found.items() if blob is not None}


def observed(
    products: Mapping[str, Sequence[Span]], ledgers: Mapping[date, Ledger], standards: Mapping[str, StandardTerms]
) -> dict[date, dict[str, Share | None]]:
    """Return the shares of the standards that are looked for at the end of each month with a ledger."""
    seen = {name: STANDARDS[name] for name, each in standards.items() if STANDARDS[name].visit and each.observed}
    return {
        end: {name: _share(list(_answers(products, ledger, end, each, standards[name]))) for name, each in seen.items()}
        for end, ledger in ledgers.items()
    }


def _answers(
    products: Mapping[str, Sequence[Span]], ledger: Ledger, end: date, standard: Standard, terms: StandardTerms
) -> Iterator[bool]:
    """Say of each product to which a standard applied whether it was seen to meet it."""
    for record, spans in products.items():
        for span in spans:
            if span.first <= end < span.end and terms.applies_at(phase_on(span.statement, end), end):
                yield _is_met(ledger.entries.get((record, standard.id)), terms)


def _is_met(entry: Entry | None, terms: StandardTerms) -> bool:
    return entry is not None and entry.state == "ok" and (entry.status is None or entry.status in terms.met_by)


def _share(answers: Sequence[bool]) -> Share | None:
    return Share(sum(answers), len(answers)) if answers else None
