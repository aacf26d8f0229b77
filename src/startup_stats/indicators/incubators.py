"""Where products stand and were launched: by phase, by incubator.

A co-incubated product counts for each of its incubators, so a sum over incubators can exceed the programme's.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from startup_stats.indicators.catalogue import PRODUCT_LAUNCH
from startup_stats.indicators.series import Frame, Series, series_of
from startup_stats.language import same, within

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Portfolio, Product
    from startup_stats.vocabulary import Phases


def names(portfolio: Portfolio) -> dict[str, str]:
    """Return what people call each incubator, as it goes on within a sentence, by its id."""
    return {each.id: within(same(each.title)).fr for each in portfolio.incubators}


def by_phase(products: Iterable[Product], phases: Phases, day: date) -> dict[str, tuple[str, ...]]:
    """Return the ids of the products in each phase on a day, in the order of a product's life.

    All of today's phases, and the former words that some product is in.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for product in products:
        phase = product.current_phase(day)
        if phase is not None:
            found[phase.name].append(product.id)
    return {name: tuple(sorted(found[name])) for name, kind in phases.items() if name in found or not kind.former}


def by_incubator(products: Iterable[Product]) -> dict[str, tuple[Product, ...]]:
    """Return the products of each incubator that a product names, by the incubator's id."""
    found: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        for incubator in product.incubators:
            found[incubator].append(product)
    return {incubator: tuple(found[incubator]) for incubator in sorted(found)}


def launches(products: Iterable[Product], method: Method, terms: Terms) -> Series:
    """Return the series of launches of some products."""
    return series_of(products, Frame(PRODUCT_LAUNCH, method, terms))
