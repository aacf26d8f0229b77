"""Puts stats.json together: plain values, in the language of the configuration (docs/stats-json.md)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats import __version__
from startup_stats.content.addresses import address_of
from startup_stats.document import alternative
from startup_stats.document.indicators import indicator_section
from startup_stats.document.key_figures import lead_sections, states_section
from startup_stats.document.past import Past
from startup_stats.document.people import alternatives_section, incubators_section, members_section
from startup_stats.document.self_assessment import self_assessment_section
from startup_stats.document.standards import (
    Judged,
    accessibility_section,
    reasons_section,
    standards_section,
    verdicts_of_products,
)
from startup_stats.findings import Severity
from startup_stats.indicators import incubators
from startup_stats.indicators.catalogue import INDICATORS, NEW_MEMBER
from startup_stats.indicators.series import series
from startup_stats.schema import validators
from startup_stats.standards.figures import cases
from startup_stats.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from startup_stats.config.settings import Config
    from startup_stats.content.portfolio import Reading
    from startup_stats.content.records import Record
    from startup_stats.findings import Finding
    from startup_stats.git.checkout import SourceInfo
    from startup_stats.indicators.series import Series
    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Portfolio, Product
    from startup_stats.standards.ledger import Ledger

SCHEMA_VERSION = 2
# Moves when a figure can change for the same content: a definition, not a title.
DEFINITIONS_VERSION = 2


class Digests(NamedTuple):
    """The sha256 of the configuration, the ledger and the history that were read, None where there was none."""

    configuration: str | None = None
    ledger: str | None = None
    history: str | None = None


class Inputs(NamedTuple):
    """What figures are computed from: the content, what is wrong with it, what the web said if it was asked.

    `history` is a stats_history.json that counts as the configuration does.
    """

    reading: Reading
    findings: Sequence[Finding]
    ledger: Ledger | None = None
    digests: Digests = Digests()
    history: Mapping[str, Any] | None = None


def make_document(computed_from: Inputs, config: Config, terms: Terms, source: SourceInfo) -> dict[str, Any]:
    """Compute everything and return the document, valid by schemas/stats.schema.json.

    Raises ValueError when it is not, which would be a fault of this program.
    """
    reading, portfolio = computed_from.reading, computed_from.reading.portfolio
    standards = config.standard_terms()
    judged = cases(portfolio.products, standards, terms.as_of, computed_from.ledger)
    of_standards = Judged(judged, standards, computed_from.ledger, config.vocabulary.phases)
    verdicts = verdicts_of_products(judged)
    indicators = config.indicators()
    computed = {name: series(portfolio, each, config.method_of(name), terms) for name, each in indicators.items()}
    past = Past(computed_from.history, terms.as_of, tuple(indicators))
    named = replace(terms, names=incubators.names(portfolio))
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "definitions_version": DEFINITIONS_VERSION,
        "as_of": terms.as_of.isoformat(),
        "source": source._asdict() | computed_from.digests._asdict() | {"counting": counting_digest(config)},
        "generator": f"startup-stats {__version__}",
        "licence": config.licence._asdict() if config.licence else None,
        "language": config.language,
        "coverage": _coverage(reading, computed_from.findings),
        "indicators": {
            name: indicator_section(each, computed[name], config, named, past) for name, each in indicators.items()
        },
        "fast_promotions": _promotions(portfolio),
        "phases": _phases(portfolio, config, terms),
        "incubators": incubators_section(portfolio, config, terms),
        "members": members_section(portfolio, _arrivals(portfolio, computed, config, terms), config, terms),
        "standards": standards_section(of_standards, terms.as_of, config.language),
        **accessibility_section(of_standards, terms.as_of, config.language),
        **self_assessment_section(judged, computed_from.ledger, config.language),
        "reasons": reasons_section(verdicts, config.language),
        "products": [_product(product, verdicts, config, terms) for product in portfolio.products],
    }
    document["alternatives"] = alternatives_section(document, config)
    return _valid(document | lead_sections(document, portfolio.products, past, config.language))


def _valid(document: dict[str, Any]) -> dict[str, Any]:
    errors = validators.errors("stats", document)
    if errors:
        fault = f"stats.json would not be valid: {errors[0].json_path}: {errors[0].message}"
        raise ValueError(fault)
    return document


def _arrivals(portfolio: Portfolio, computed: Mapping[str, Series], config: Config, terms: Terms) -> Series:
    """Return the series of new members, which the members' figures rest on, be it shown or not."""
    known = computed.get(NEW_MEMBER.id)
    return series(portfolio, NEW_MEMBER, config.method_of(NEW_MEMBER.id), terms) if known is None else known


def counting_digest(config: Config) -> str:
    """Return the sha256 of what the configuration decides of who is counted when; its words and places are left out."""
    parameters: dict[str, Any] = {
        "methods": {name: config.method_of(name) for name in INDICATORS},
        "first_year": config.first_year,
        "first_years": {
            name: coverage.first_year for name, coverage in config.coverages.items() if coverage.first_year
        },
        "cohort": config.cohort,
        "launch_incubators": sorted(config.launch_incubators),
        "promotion_years": {str(number): year for number, year in config.promotion_years.items()},
    }
    if config.vocabulary.counted_by() != VOCABULARY.counted_by():
        parameters["vocabulary"] = repr(config.vocabulary.counted_by())
    return sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()


def unreadable_records(reading: Reading) -> list[Record]:
    """Return the records of which nothing could be used, though they were meant to be."""
    return [
        record
        for read in reading.records.values()
        for record in read
        if record.data is None and any(finding.severity is Severity.ERROR for finding in record.findings)
    ]


def _coverage(reading: Reading, findings: Sequence[Finding]) -> dict[str, Any]:
    severities = Counter(finding.severity.value for finding in findings)
    unreadable = unreadable_records(reading)
    return {
        "records": {name: sum(record.shown for record in read) for name, read in reading.records.items()},
        # Members are people: how many of their files can't be read is told, not which.
        "unreadable": sorted(record.path for record in unreadable if record.collection != "member"),
        "unreadable_members": sum(record.collection == "member" for record in unreadable),
        "findings": {"error": severities["error"], "warning": severities["warning"]},
    }


def _promotions(portfolio: Portfolio) -> list[dict[str, Any]]:
    """List the products of each FAST promotion that a file names, and the sum of their amounts in euros."""
    supported = [product for product in portfolio.products if product.fast and product.fast.promotion is not None]
    numbers = sorted({product.fast.promotion for product in supported if product.fast and product.fast.promotion})
    return [_promotion(number, [p for p in supported if p.fast and p.fast.promotion == number]) for number in numbers]


def _promotion(number: int, products: list[Product]) -> dict[str, Any]:
    amounts = [product.fast.amount for product in products if product.fast and product.fast.amount is not None]
    return {
        "promotion": number,
        "value": len(products),
        "amount": round(sum(amounts)),
        "counted": [product.id for product in products],
    }


def _phases(portfolio: Portfolio, config: Config, terms: Terms) -> dict[str, Any]:
    phases = config.vocabulary.phases
    counted = incubators.by_phase(portfolio.products, phases, terms.as_of)
    without = [product.id for product in portfolio.products if product.current_phase(terms.as_of) is None]
    text = alternative.of_counts({phases[name].title: len(ids) for name, ids in counted.items()}, terms.as_of)
    by_phase = [
        {"phase": name, "title": phases[name].title.said(config.language), "value": len(ids), "counted": list(ids)}
        | ({"former": True} if phases[name].former else {})
        for name, ids in counted.items()
    ]
    return {
        "by_phase": by_phase,
        "states": states_section(by_phase, phases, config.language),
        "without_phase": {"value": len(without), "counted": without},
        "alternative": text.said(config.language),
    }


def _product(product: Product, verdicts: Mapping[str, dict[str, Any]], config: Config, terms: Terms) -> dict[str, Any]:
    phase = product.current_phase(terms.as_of)
    return {
        "id": product.id,
        "title": product.title,
        "phase": phase.name if phase else None,
        "since": phase.start.isoformat() if phase and phase.start else None,
        "incubators": list(product.incubators),
        "standards": verdicts[product.id],
        "url": address_of(product.path, product.fields, config.product_url),
    }
