"""Series: the observations of an indicator, one a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startup_stats.indicators.dating import Dated, Dating, Undated
from startup_stats.indicators.people import agent_programme, agent_site, new_member
from startup_stats.indicators.products import (
    dinum_launch,
    end_programme,
    end_site,
    fast,
    investigation_programme,
    investigation_site,
    national_impact_programme,
    national_impact_site,
    product_launch,
    product_launch_site,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


@dataclass(frozen=True, slots=True)
class Observation:
    """The figure of one year: `counted` are the ids behind it; not `complete` while the year can still change."""

    year: int
    counted: tuple[str, ...]
    complete: bool

    @property
    def value(self) -> int:
        """Return the figure."""
        return len(self.counted)


@dataclass(frozen=True, slots=True)
class Series:
    """All years from the first to that of `as_of`; ids without a usable date; ids dated outside those years."""

    observations: tuple[Observation, ...]
    undated: tuple[str, ...]
    outside: tuple[str, ...]


PRODUCT_DEFINITIONS: Mapping[str, Mapping[Method, Callable[[Product, Terms], Dating]]] = {
    "investigation": {"programme": investigation_programme, "site": investigation_site},
    "product_launch": {"programme": product_launch, "site": product_launch_site},
    "end": {"programme": end_programme, "site": end_site},
    "national_impact": {"programme": national_impact_programme, "site": national_impact_site},
    "dinum_launch": {"programme": dinum_launch, "site": dinum_launch},
    "fast": {"programme": fast, "site": fast},
}
MEMBER_DEFINITIONS: Mapping[str, Mapping[Method, Callable[[Member, Terms], Dating]]] = {
    "agent": {"programme": agent_programme, "site": agent_site},
    "new_member": {"programme": new_member, "site": new_member},
}


def datings(portfolio: Portfolio, indicator: str, method: Method, terms: Terms) -> dict[str, Dating]:
    """Return the answer of an indicator's definition for each product, or each member, by id."""
    if indicator in PRODUCT_DEFINITIONS:
        date_product = PRODUCT_DEFINITIONS[indicator][method]
        return {product.id: date_product(product, terms) for product in portfolio.products}
    date_member = MEMBER_DEFINITIONS[indicator][method]
    return {member.id: date_member(member, terms) for member in portfolio.members}


def series(portfolio: Portfolio, indicator: str, method: Method, terms: Terms) -> Series:
    """Compute the series of an indicator."""
    answers = datings(portfolio, indicator, method, terms)
    by_cohort = indicator == "national_impact" and method == "programme"
    open_from = terms.cohort.year(terms.as_of) if by_cohort else terms.as_of.year
    return fold(answers, terms, open_from)


def fold(answers: Mapping[str, Dating], terms: Terms, open_from: int) -> Series:
    """Put the answers by year; the years before `open_from` are complete, nothing can be added to them."""
    by_year: dict[int, list[str]] = defaultdict(list)
    for subject, dating in answers.items():
        if isinstance(dating, Dated):
            by_year[dating.year].append(subject)
    years = range(terms.first_year, terms.as_of.year + 1)
    return Series(
        tuple(Observation(year, tuple(sorted(by_year[year])), year < open_from) for year in years),
        tuple(sorted(subject for subject, dating in answers.items() if isinstance(dating, Undated))),
        tuple(sorted(subject for year in by_year if year not in years for subject in by_year[year])),
    )
