"""What teams answered of themselves: one JSON object asked once a run, of whose faults none costs what was known."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from startup_stats.probing.pieces import Pieces, ShapeFaultError
from startup_stats.probing.web import Limits
from startup_stats.standards.self_assessment import ALL, Levels, SelfAssessment, find_category

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from startup_stats.model import Product
    from startup_stats.probing.web import Web

_Row = TypeVar("_Row")

# 18 numbers a product: room for 5,000 of them.
LIMITS = Limits(max_bytes=4 * 1024 * 1024, total=30.0)
NONE_OF_OURS = "none-of-ours"


@dataclass(frozen=True, slots=True)
class Told:
    """What one request was told: levels by product, None where they can't be read; the categories that nobody knows.

    `others` counts what is of no product of the site. `fault` is why nothing of it counts.
    """

    rows: Mapping[str, Levels | None] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    others: int = 0
    fault: str | None = None

    @property
    def readable(self) -> Mapping[str, Levels]:
        """Return the rows that can be read."""
        return {name: levels for name, levels in self.rows.items() if levels is not None}


def ask_teams_answers(web: Web, url: str, products: Sequence[Product]) -> Told:
    """Ask for the object, and keep what it says of the site's products, by their ids of today."""
    pieces = Pieces(web.chunks(url, LIMITS), LIMITS.max_bytes)
    try:
        told = read_answers(b"".join(pieces))
    except ShapeFaultError:
        return Told(fault=pieces.fault or "shape")
    names = {name for product in products for name in (product.id, *product.former_ids)}
    ours = replace(told, rows=of_products(told.rows, products), others=len(told.rows.keys() - names))
    # Also where a service names its products another way from one day to the next: nothing then is no answer.
    return ours if ours.readable else replace(ours, fault=NONE_OF_OURS)


def read_answers(content: bytes) -> Told:
    """Read the object, by the names that it writes; raises ShapeFaultError where nothing in it can be read."""
    try:
        # An int of thousands of digits would cost all other rows.
        document = json.loads(content, parse_int=float, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ShapeFaultError from None
    if not isinstance(document, dict):
        raise ShapeFaultError
    unknown: set[str] = set()
    rows = {name: _levels(row, unknown) for name, row in document.items()}
    if not any(rows.values()):
        raise ShapeFaultError
    return Told(rows, sorted(unknown))


def _no_number(_: str) -> str:
    """Read NaN and Infinity, which are no JSON, as something that is no number."""
    return ""


def _levels(row: object, unknown: set[str]) -> Levels | None:
    """Return what a row says of the known categories; None where it says nothing of them, or has another shape."""
    if not isinstance(row, dict):
        return None
    completion, conformity = (_of_categories(row.get(kind), unknown) for kind in ("completion", "conformity"))
    return Levels(completion, conformity) if completion and conformity else None


def _of_categories(given: object, unknown: set[str]) -> dict[str, float] | None:
    if not isinstance(given, dict):
        return None
    levels: dict[str, float] = {}
    for word, value in given.items():
        category = find_category(word)
        if category is None:
            unknown.add(word)
        elif isinstance(value, float) and 0 <= value <= ALL:
            levels[category.id] = int(value) if value.is_integer() else value
        elif value is not None:  # null is what a category without criteria has for its share of none
            return None
    return levels


def of_products(rows: Mapping[str, _Row], products: Iterable[Product]) -> dict[str, _Row]:
    """Return the rows of some products by their ids of today; what stands under a former id is followed."""
    products = tuple(products)
    today = {product.id for product in products}
    found: dict[str, _Row] = {}
    for product in products:
        names = (product.id, *(name for name in product.former_ids if name not in today))
        written = next((name for name in names if name in rows), None)
        if written is not None:
            found[product.id] = rows[written]
    return found


def next_self_assessment(
    before: SelfAssessment | None, told: Told | None, products: Iterable[Product], day: date
) -> SelfAssessment | None:
    """Return what is held after a run; `told` is None where nobody was asked.

    What could not be read, in all or of one product, stays as it was known; what is of no product any more leaves.
    The day moves only when answers do.
    """
    known = {} if before is None else of_products(before.products, products)
    if told is None or told.fault is not None:
        return None if before is None else SelfAssessment(before.day, known)
    held = {name: known[name] for name in told.rows if name in known} | dict(told.readable)
    since = before.day if before is not None and held == before.products else day
    return SelfAssessment(since, held)
