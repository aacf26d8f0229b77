"""The network as stats.json holds it: its incubators and its people, and its lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from startup_stats.document import alternative
from startup_stats.indicators import incubators, people
from startup_stats.indicators.catalogue import FAST, PRODUCT_LAUNCH
from startup_stats.language import Text, number_of
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.config.settings import Config
    from startup_stats.indicators.series import Series
    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Portfolio, Product


def incubators_section(portfolio: Portfolio, config: Config, terms: Terms) -> list[dict[str, Any]]:
    """Return `incubators`: each with how many products it has by phase and launched each year, where there are any.

    Which they are, `products` and the years of `indicators.product_launch` say.
    """
    titles = {incubator.id: incubator.title for incubator in portfolio.incubators}
    hosted = incubators.by_incubator(portfolio.products)
    return [
        _incubator(name, titles.get(name, name), hosted.get(name, ()), config, terms)
        for name in sorted({*titles, *hosted})
    ]


def _incubator(name: str, title: str, products: tuple[Product, ...], config: Config, terms: Terms) -> dict[str, Any]:
    by_phase = incubators.by_phase(products, config.vocabulary.phases, terms.as_of)
    launched = incubators.launches(products, config.method_of(PRODUCT_LAUNCH.id), terms)
    return {
        "incubator": name,
        "title": title,
        "total": len(products),
        "by_phase": {phase: len(ids) for phase, ids in by_phase.items() if ids},
        "launched_by_year": {
            str(observation.year): observation.value for observation in launched.observations if observation.counted
        },
    }


def members_section(portfolio: Portfolio, arrivals: Series, config: Config, terms: Terms) -> dict[str, Any]:
    """Return `members`: who arrived each year and who is active, as counts only."""
    statuses = {member.id: people.status_at_arrival(member) for member in portfolio.members}
    new = [
        {"year": year.year, "complete": year.complete}
        | {status: sum(statuses[member] == status for member in year.counted) for status in STATUSES}
        for year in arrivals.observations
    ]
    by_status, by_domain = people.active(portfolio.members, terms.as_of)
    text = alternative.of_counts({STATUSES[status]: count for status, count in by_status.items()}, terms.as_of)
    return {
        "total": len(portfolio.members),
        "new_by_year": new,
        "without_status": sum(status is None for status in statuses.values()),
        "active": {
            "by_status": by_status,
            "by_domain": by_domain,
        },
        "alternative": text.said(config.language),
    }


def alternatives_section(document: Mapping[str, Any], config: Config) -> dict[str, str]:
    """Return `alternatives`: the parts of a document that are lists, in words; they do not name the day."""
    hosts: Sequence[Mapping[str, Any]] = document["incubators"]
    promotions: Sequence[Mapping[str, Any]] = document["fast_promotions"]
    domains: Mapping[str, int] = document["members"]["active"]["by_domain"]
    launched = [(each["title"], sum(each["launched_by_year"].values())) for each in hosts]
    supported = [(f"promotion {each['promotion']}", each["value"]) for each in promotions]
    amount = sum(each["amount"] for each in promotions)
    texts = {
        "incubators": alternative.of_largest(_HOSTS, [(each["title"], each["total"]) for each in hosts]),
        "launches": alternative.of_largest(_LAUNCHERS, launched),
        "active_members": alternative.of_largest(_DOMAINS, domains.items()),
        "fast_promotions": _and(
            alternative.of_largest(_PROMOTIONS, supported).fill(amount=amount), _beside_the_years(document)
        ),
    }
    return {name: text.said(config.language) for name, text in texts.items()}


def _beside_the_years(document: Mapping[str, Any]) -> list[Text]:
    """Say why the promotions' sum is another than that of the years, where a product counts in one of them alone."""
    supported = document["indicators"].get(FAST.id)
    if supported is None:
        return []
    years = _counted(supported["years"])
    promotions = _counted(document["fast_promotions"])
    sums = {"years": len(years), "promotions": len(promotions)}
    alone = ((_IN_NO_PROMOTION, years - promotions), (_IN_NO_YEAR, promotions - years))
    told = [number_of(len(products), *words) for words, products in alone if products]
    return [_SUMS.fill(**sums), *told] if told else []


def _counted(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    return {product for row in rows for product in row["counted"]}


def _and(text: Text, others: Sequence[Text]) -> Text:
    return Text(" ".join(each.fr for each in (text, *others)), " ".join(each.en for each in (text, *others)))


_HOSTS = Text(
    "Incubateurs qui ont des produits : {count}. Le plus grand nombre : {largest}.",
    "Incubators with products: {count}. The largest number: {largest}.",
)
_LAUNCHERS = Text(
    "Incubateurs qui ont lancé des produits : {count}. Le plus grand nombre, toutes années réunies : {largest}.",
    "Incubators that launched products: {count}. The largest number, over all years: {largest}.",
)
_DOMAINS = Text(
    "Domaines : {count}. Le plus grand nombre de membres : {largest}.",
    "Domains: {count}. The largest number of members: {largest}.",
)
_PROMOTIONS = Text(
    "Promotions : {count}, pour {{amount}} € au total. Le plus grand nombre de produits : {largest}.",
    "Promotions: {count}, for €{{amount}} in all. The largest number of products: {largest}.",
)
_SUMS = Text(
    "Produits soutenus, par promotion : {promotions} ; par année : {years}.",
    "Products supported, by promotion: {promotions}; by year: {years}.",
)
_IN_NO_PROMOTION = (
    Text(
        "compte par année seulement : sa fiche note un soutien et son jour, mais pas de promotion.",
        "counts by year alone: its file notes a support and its day, but no promotion.",
    ),
    Text(
        "comptent par année seulement : leurs fiches notent un soutien et son jour, mais pas de promotion.",
        "count by year alone: their files note a support and its day, but no promotion.",
    ),
)
_IN_NO_YEAR = (
    Text(
        "compte par promotion seulement : son année n'est pas connue, ou n'est pas montrée.",
        "counts by promotion alone: its year is not known, or not shown.",
    ),
    Text(
        "comptent par promotion seulement : leur année n'est pas connue, ou n'est pas montrée.",
        "count by promotion alone: their year is not known, or not shown.",
    ),
)
