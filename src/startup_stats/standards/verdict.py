"""Declared × observed → verdict. An observation that is not known moves nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from startup_stats.standards.reasons import missing_reason

if TYPE_CHECKING:
    from datetime import date

    from startup_stats.model import Product
    from startup_stats.standards.definition import Standard, StandardTerms
    from startup_stats.standards.ledger import Entry, Ledger

# « undeclared »: the file says nothing, and nothing was seen; only « unmet » is said to be a standard not met.
Outcome = Literal["met", "unmet", "undeclared", "unknown"]


class Verdict(NamedTuple):
    """Whether a product meets a standard that applies to it; `reason` is a code of reasons.REASONS."""

    outcome: Outcome
    reason: str
    since: date | None = None


class Case(NamedTuple):
    """A product before a standard: what its file declares, and the verdict; None where the standard does not apply."""

    product: Product
    phase: str | None
    declared: bool
    verdict: Verdict | None


def is_observed(standard: Standard, terms: StandardTerms, ledger: Ledger | None) -> bool:
    """Say whether what the web said has a part in the verdicts of a standard; else files alone decide."""
    return ledger is not None and standard.visit is not None and terms.observed


def judged(standard: Standard, terms: StandardTerms, product: Product, as_of: date, ledger: Ledger | None) -> Case:
    """Return the case of a product before a standard; without a ledger the declaration alone decides."""
    current = product.current_phase(as_of)
    phase = current.name if current else None
    declared = standard.declared(product)
    if not terms.applies_at(current, as_of):
        return Case(product, phase, declared is not None, None)
    if ledger is not None and is_observed(standard, terms, ledger):
        verdict = _by_evidence(standard, terms, product, ledger.entry(product, standard))
    else:
        verdict = _by_declaration(standard, terms, product, declared)
    return Case(product, phase, declared is not None, verdict)


def _by_declaration(standard: Standard, terms: StandardTerms, product: Product, declared: str | None) -> Verdict:
    if standard.parts:
        return _by_parts(standard.missing(product))
    if declared is None:
        return _undeclared(standard, product)
    if standard.statuses:
        return _by_status(declared, terms, None)
    return Verdict("met", "declared")


def _by_parts(missing: tuple[str, ...]) -> Verdict:
    return Verdict("unmet", missing_reason(missing)) if missing else Verdict("met", "complete")


def _by_evidence(standard: Standard, terms: StandardTerms, product: Product, entry: Entry | None) -> Verdict:
    """Judge by what was seen; what nobody saw is unknown where the file declares it, undeclared where it does not."""
    declared = standard.declared(product)
    if entry is None:
        return _undeclared(standard, product) if declared is None else Verdict("unknown", "not-probed")
    if entry.state == "ok":
        if standard.statuses and entry.status is not None:
            return _by_status(entry.status, terms, entry.since)
        return Verdict("met", "seen" if declared else "seen-undeclared", entry.since)
    if declared is None:
        return _undeclared(standard, product)
    return Verdict("unmet" if entry.state == "broken" else "unknown", entry.reason, entry.since)


def _undeclared(standard: Standard, product: Product) -> Verdict:
    """Judge a product whose file declares nothing: it says no, or it says nothing."""
    denied = standard.denied_by is not None and product.fields.get(standard.denied_by) is False
    return Verdict("unmet", "denied") if denied else Verdict("undeclared", "blank")


def _by_status(status: str, terms: StandardTerms, since: date | None) -> Verdict:
    return Verdict("met" if status in terms.met_by else "unmet", status.replace(" ", "-"), since)
