"""Which incubators are another one's former name: a trend goes on under today's.

A site's file of an incubator may say so (`redirect_from`). Where none does, products tell: on the day from which nobody
names the one any more, nearly all that did name another instead, which nobody named before. (Of the real site's, 15 of
16 products followed lab-mi to its new name, and one went elsewhere.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from startup_stats.history.facts import ProductFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.history.spans import Span

# Of an incubator's products, how many go on under its new name.
NEARLY_ALL = 0.9


def renamed(products: Iterable[Sequence[Span]], redirects: Mapping[str, str]) -> dict[str, str]:
    """Return the last name of each incubator that has another now; `redirects` are those that files tell."""
    by_products = _by_products(products)
    told = {**{name: later for name, later in by_products.items() if later not in redirects}, **redirects}
    return {name: _last(name, told) for name in told}


def _last(name: str, told: Mapping[str, str]) -> str:
    """Follow the names: never round, since each comes after the one before, or is that of a file."""
    while name in told:
        name = told[name]
    return name


def _by_products(products: Iterable[Sequence[Span]]) -> dict[str, str]:
    first: dict[str, date] = {}
    end: dict[str, date] = {}
    changed: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for spans in products:
        for span in spans:
            for name in _incubators(span):
                first[name] = min(span.first, first.get(name, span.first))
                end[name] = max(span.end, end.get(name, span.end))
        for former, day, later in _changes(spans):
            changed[former, day].update(later)
    found = {name: _followed(changed[name, day]) for name, day in end.items()}
    return {name: later for name, later in found.items() if later is not None and first[later] == end[name]}


def _followed(later: Counter[str]) -> str | None:
    """Return where nearly all went, if they went one way."""
    return next((name for name, count in later.items() if count >= NEARLY_ALL * later.total()), None)


def _changes(spans: Sequence[Span]) -> Iterator[tuple[str, date, frozenset[str]]]:
    """Yield each incubator that a product names no more, the day, and those that it names instead, or the same."""
    for before, after in pairwise(spans):
        left, come = _incubators(before) - _incubators(after), _incubators(after) - _incubators(before)
        for name in left:
            yield name, after.first, come or frozenset({name})


def _incubators(span: Span) -> frozenset[str]:
    facts = span.statement.facts
    assert isinstance(facts, ProductFacts)  # noqa: S101 - only products' spans are asked
    return frozenset(facts.incubators)
