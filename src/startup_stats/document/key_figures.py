"""The page's lead: the key figures with their change on the year, where products stand, what moved lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from startup_stats.document.standards import per_cent
from startup_stats.indicators.catalogue import AGENT, NATIONAL_IMPACT, PRODUCT_LAUNCH
from startup_stats.language import Text
from startup_stats.standards.catalogue import STANDARDS
from startup_stats.vocabulary import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from startup_stats.document.past import Past
    from startup_stats.language import Language
    from startup_stats.model import Product
    from startup_stats.vocabulary import PhaseKind, Phases

# What a product is today, in the order of its life, and in words that need no phase to be known.
STATES: Mapping[str, Text] = {
    "in_progress": Text("en cours", "in progress"),
    "handed_over": Text("transférés ou opérés", "handed over or in operation"),
    "stopped": Text("arrêtés", "stopped"),
}
_BY_YEAR = (NATIONAL_IMPACT, PRODUCT_LAUNCH, AGENT)
_LATELY = timedelta(days=31)
_IN_PROGRESS = Text("Produits en cours", "Products in progress")
_PRODUCTS = Text("produits", "products")


def state_of(kind: PhaseKind) -> str:
    """Return what a product in a phase is: the programme's work goes on, others go on with it, or nobody does."""
    if kind.leaves:
        return "handed_over"
    return "stopped" if kind.role in CLOSED else "in_progress"


def states_section(by_phase: Iterable[Mapping[str, Any]], phases: Phases, language: Language) -> list[dict[str, Any]]:
    """Return `phases.states`: how many products are in progress, handed over, stopped."""
    rows = list(by_phase)
    return [
        {
            "state": state,
            "title": title.said(language),
            "value": sum(row["value"] for row in rows if state_of(phases[row["phase"]]) == state),
        }
        for state, title in STATES.items()
    ]


def lead_sections(
    document: Mapping[str, Any], products: Iterable[Product], past: Past, language: Language
) -> dict[str, Any]:
    """Return `key_figures` and, with a history, `recent`.

    Key figures are indicators of their last year, products in progress, each standard's share. `change` is the
    difference with `against`, a year before: None where that is not known. Products are counted on both days by today's
    files. `recent` is what another value became known of in the last month.
    """
    key_figures = [
        *_years(document["indicators"]),
        _in_progress(document, products, past.as_of, language),
        *_shares(document["standards"], past),
    ]
    return {"key_figures": key_figures, **_recent(past)}


def _years(indicators: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for indicator in (each for each in _BY_YEAR if each.id in indicators):
        section = indicators[indicator.id]
        values = {year["year"]: year["value"] for year in section["years"] if year["complete"]}
        last = max((year for year, value in values.items() if value is not None), default=None)
        if last is not None:
            yield {
                "id": indicator.id,
                "title": section["title"],
                "unit": section["unit"],
                "year": last,
                **_changed(values[last], values.get(last - 1), str(last - 1)),
            }


def _in_progress(
    document: Mapping[str, Any], products: Iterable[Product], as_of: date, language: Language
) -> dict[str, Any]:
    then = _year_before(as_of)
    value = next(row["value"] for row in document["phases"]["states"] if row["state"] == "in_progress")
    before = sum(_was_in_progress(product, then) for product in products)
    return {
        "id": "in_progress",
        "title": _IN_PROGRESS.said(language),
        "unit": _PRODUCTS.said(language),
        **_changed(value, before, then.isoformat()),
    }


def _was_in_progress(product: Product, day: date) -> bool:
    phase = product.current_phase(day)
    return (
        phase is not None
        and phase.has_started(day)
        and phase.kind is not None
        and state_of(phase.kind) == "in_progress"
    )


def _year_before(day: date) -> date:
    """Return the same day a year before; of 29 February the day before it."""
    return (day if (day.month, day.day) != (2, 29) else day - timedelta(days=1)).replace(year=day.year - 1)


def _shares(standards: Mapping[str, Mapping[str, Any]], past: Past) -> Iterator[dict[str, Any]]:
    month = past.as_of.replace(day=1)
    then = f"{month.year - 1}-{month.month:02}"
    for name, standard in standards.items():
        if standard["total"]:
            # The history has what files declare: it is compared where nothing else makes the share of today.
            before = past.declared(name, then) if _is_declared(name, standard) else None
            yield {
                "id": name,
                "title": standard["title"],
                "unit": "%",
                **_changed(per_cent(standard["met"], standard["total"]), before, then),
            }


def _is_declared(name: str, standard: Mapping[str, Any]) -> bool:
    return not standard["verified"] and not STANDARDS[name].statuses and standard["met"] == standard["declared"]


def _changed(value: int, before: float | None, against: str) -> dict[str, Any]:
    if before is None:
        return {"value": value, "change": None}
    return {"value": value, "change": value - round(before), "against": against}


def _recent(past: Past) -> dict[str, Any]:
    if past.history is None:
        return {}
    since = past.as_of - _LATELY
    return {"recent": {"since": since.isoformat(), "moved": list(past.moved_since(since))}}
