"""Where the web was seen to say otherwise than a file does: each rule beside what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.findings import Rule, found, warning
from startup_stats.language import Text
from startup_stats.standards.catalogue import STANDARDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard
    from startup_stats.standards.ledger import Entry, Ledger


class Contradicted(NamedTuple):
    """A field that the web contradicts, and what the rule's sentence names."""

    field: str
    values: dict[str, str]


def contradictions(products: Iterable[Product], ledger: Ledger, source: Source) -> Iterator[Finding]:
    """Return a finding for each contradiction, at the field that the web contradicts."""
    for product in products:
        for rule, contradicted in _of_product(product, ledger):
            locator = Locator(product.path, fields_text(source.read(product.path)))
            yield found(rule, locator.value((contradicted.field,)), **contradicted.values)


def _of_product(product: Product, ledger: Ledger) -> Iterator[tuple[Rule, Contradicted]]:
    for standard in STANDARDS.values():
        entry = ledger.entry(product, standard)
        if entry is None:
            continue
        for rule, look in _CONTRADICTIONS:
            contradicted = look(product, standard, entry)
            if contradicted is not None:
                yield rule, contradicted


def _another_status(product: Product, standard: Standard, entry: Entry) -> Contradicted | None:
    """Find a status seen that is not the one declared."""
    declared = standard.declared(product)
    if not standard.statuses or declared is None or entry.status in (None, declared):
        return None
    return Contradicted(standard.fields[0], {"declared": declared, "page": entry.subject, "seen": str(entry.status)})


def _seen_though_denied(product: Product, standard: Standard, entry: Entry) -> Contradicted | None:
    """Find something seen that the file says is not there."""
    denied = standard.denied_by is not None and product.fields.get(standard.denied_by) is False
    if not denied or entry.state != "ok":
        return None
    return Contradicted(str(standard.denied_by), {"field": str(standard.denied_by), "page": entry.subject})


_CONTRADICTIONS: tuple[tuple[Rule, Callable[[Product, Standard, Entry], Contradicted | None]], ...] = (
    (
        warning(
            "accessibility-contradicted",
            Text(
                "La fiche dit « {declared} », la page {page} dit « {seen} ».",
                'The file says "{declared}", the page {page} says "{seen}".',
            ),
            Text(
                "Corrigez la fiche, ou la mention en bas des pages du produit.",
                "Correct the file, or the mention at the foot of the product's pages.",
            ),
        ),
        _another_status,
    ),
    (
        warning(
            "stats-page-denied",
            Text(
                "La fiche dit « {field}: false », mais la page {page} répond.",
                'The file says "{field}: false", but the page {page} answers.',
            ),
            Text("Écrivez « {field}: true » si cette page est la bonne.", 'Write "{field}: true" if this is the page.'),
        ),
        _seen_though_denied,
    ),
)
CONTRADICTION_RULES = tuple(rule for rule, _ in _CONTRADICTIONS)
