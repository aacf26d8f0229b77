"""Where the web was seen to say otherwise than a file does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.findings import found
from startup_stats.standards.catalogue import STANDARDS, accessibility_status
from startup_stats.standards.observed_rules import ACCESSIBILITY_CONTRADICTED, STATS_PAGE_DENIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from startup_stats.content.source import Source
    from startup_stats.findings import Finding, Rule
    from startup_stats.model import Product
    from startup_stats.standards.ledger import Ledger


def contradictions(products: Iterable[Product], ledger: Ledger, source: Source) -> Iterator[Finding]:
    """Return a finding for each contradiction, at the field that the web contradicts."""
    for product in products:
        for rule, field, values in _contradicted(product, ledger):
            locator = Locator(product.path, fields_text(source.read(product.path)))
            yield found(rule, locator.value((field,)), **values)


def _contradicted(product: Product, ledger: Ledger) -> Iterator[tuple[Rule, str, dict[str, str]]]:
    declared = accessibility_status(product)
    page = ledger.entry(product, STANDARDS["accessibility"])
    if declared and page is not None and page.status not in (None, declared):
        values = {"declared": declared, "page": page.subject, "seen": str(page.status)}
        yield ACCESSIBILITY_CONTRADICTED, "accessibility_status", values
    stats = ledger.entry(product, STANDARDS["stats_page"])
    if product.declared.get("stats") is False and stats is not None and stats.state == "ok":
        yield STATS_PAGE_DENIED, "stats", {"page": stats.subject}
