"""Definitions on products: each row is a product and what each method answers, as year, field or reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from startup_stats.indicators import products as defined
from startup_stats.indicators.dating import Dated, Dating, NotCounted, Undated
from startup_stats.indicators.terms import Cohort
from startup_stats.model import FastSupport
from tests.sites import product, terms

if TYPE_CHECKING:
    from startup_stats.model import Product

INVESTIGATION = {
    "the end counts": (
        product([("investigation", "2020-01-01", "2021-02-01"), ("construction", "2022-01-01")]),
        "2021 phases.0.end",
        "2021 phases.0.end",
    ),
    "else the next phase": (
        product([("investigation", "2020-01-01"), ("construction", "2022-01-01"), ("abandon", "2023-01-01")]),
        "2022 phases.1.start",
        "2020 phases.0.start",
    ),
    "an open one is not counted yet": (
        product([("investigation", "2020-01-01")]),
        "- phases.0.start investigation still open",
        "2020 phases.0.start",
    ),
    "nor one that ends later": (
        product([("investigation", "2026-01-01", "2026-12-01")]),
        "- phases.0.end investigation still open",
        "2026 phases.0.end",
    ),
    "nor one whose next phase starts later": (
        product([("investigation", "2026-01-01"), ("construction", "2026-09-01")]),
        "- phases.1.start investigation still open",
        "2026 phases.0.start",
    ),
    "one that ends today counts": (
        product([("investigation", "2026-01-01", "2026-08-20")]),
        "2026 phases.0.end",
        "2026 phases.0.end",
    ),
    "on one day, life's order decides what is next": (
        product([("construction", "2018-05-01"), ("investigation", "2018-05-01"), ("abandon", "2019-01-01")]),
        "2018 phases.0.start",
        "2018 phases.1.start",
    ),
    "no investigation": (
        product([("construction", "2019-01-01"), ("acceleration", "2018-01-01")]),
        '-  no phase "investigation"',
        "2018 phases.1.start",
    ),
    "no investigation and an early end": (
        product([("construction", "2019-01-01", "2017-01-01")]),
        '-  no phase "investigation"',
        "2017 phases.0.end",
    ),
    "without any date": (
        product([("investigation",)]),
        '? phases.0.start the phase "investigation" has no usable date',
        "? phases no phase has a usable date",
    ),
    "followed by a phase without date": (
        product([("investigation",), ("construction",)]),
        '? phases.0.start the phase "investigation" has no usable date',
        "? phases no phase has a usable date",
    ),
    "without date, followed by a dated phase": (
        product([("investigation",), ("construction", "2022-01-01")]),
        '? phases.0.start the phase "investigation" has no usable date',
        "2022 phases.1.start",
    ),
}
LAUNCH = {
    "the event counts": (
        product([("construction", "2020-01-01")], [("product_launch", "2021-01-01")]),
        "2021 events.0.date",
        "2021 events.0.date",
    ),
    "else the construction": (
        product([("construction", "2020-01-01")], [("committee", "2021-01-01")]),
        "2020 phases.0.start",
        "2020 phases.0.start",
    ),
    "the earliest of several; the site takes the first in the file": (
        product(events=[("product_launch", "2023-01-01"), ("product_launch", "2021-01-01")]),
        "2021 events.1.date",
        "2023 events.0.date",
    ),
    "one still to come is not counted": (
        product(events=[("product_launch", "2026-12-01")]),
        "- events.0.date planned for 1 December 2026, not there yet",
        "2026 events.0.date",
    ),
    "an event without date leaves the construction": (
        product([("construction", "2020-01-01")], [("product_launch", None)]),
        "2020 phases.0.start",
        "2020 phases.0.start",
    ),
    "an event without date": (
        product(events=[("other", "2020-01-01"), ("product_launch", None)]),
        '? events.1.date the event "product_launch" has no usable date',
        '? events.1.date the event "product_launch" has no usable date',
    ),
    "a construction without date": (
        product([("construction",)]),
        '? phases.0.start the phase "construction" has no usable date',
        '? phases.0.start the phase "construction" has no usable date',
    ),
    "a construction named twice": (
        product([("construction", "2021-01-01"), ("construction", "2020-01-01")]),
        "2020 phases.1.start",
        "2021 phases.0.start",
    ),
    "neither": (
        product([("investigation", "2020-01-01")]),
        '-  neither an event "product_launch" nor a phase "construction"',
        '-  neither an event "product_launch" nor a phase "construction"',
    ),
}
END = {
    "the event counts": (
        product([("abandon", "2020-01-01")], [("end", "2021-01-01")]),
        "2021 events.0.date",
        "2021 events.0.date",
    ),
    "else the abandon": (product([("abandon", "2020-01-01")]), "2020 phases.0.start", '-  no event "end"'),
    "an investigation that led nowhere is no abandoned product": (
        product([("abandon-investigation", "2020-01-01")], [("end", "2020-01-01")]),
        "- phases.0.name an investigation that led nowhere is not an abandoned product",
        "2020 events.0.date",
    ),
    "unless a product was abandoned after it": (
        product([("abandon-investigation", "2018-01-01"), ("abandon", "2020-01-01")]),
        "2020 phases.1.start",
        '-  no event "end"',
    ),
    "twice, the earliest": (
        product([("abandon", "2022-01-01"), ("construction", "2020-01-01"), ("abandon", "2021-01-01")]),
        "2021 phases.2.start",
        '-  no event "end"',
    ),
    "twice, an undated one never wins": (
        product([("abandon",), ("abandon", "2021-01-01")]),
        "2021 phases.1.start",
        '-  no event "end"',
    ),
    "handed over, it goes on": (
        product([("construction", "2019-01-01"), ("transfere", "2020-01-01")], [("end", "2020-01-01")]),
        "- phases.1.name the product goes on without the programme",
        "2020 events.0.date",
    ),
    "by a former word too": (
        product([("construction", "2019-01-01"), ("success", "2020-01-01")], [("end", "2020-01-01")]),
        "- phases.1.name the product goes on without the programme",
        "2020 events.0.date",
    ),
    "beside a running phase it counts": (
        product([("acceleration", "2019-01-01")], [("end", "2020-01-01")]),
        "2020 events.0.date",
        "2020 events.0.date",
    ),
    "no former word dates an end": (
        product([("construction", "2019-01-01"), ("alumni", "2020-01-01")]),
        '-  neither an event "end" nor a phase "abandon"',
        '-  no event "end"',
    ),
    "one still to come": (
        product([("abandon", "2026-12-01")]),
        "- phases.0.start planned for 1 December 2026, not there yet",
        '-  no event "end"',
    ),
    "neither": (product([("construction", "2020-01-01")]), '-  neither an event "end" nor a phase "abandon"', None),
}
IMPACT = {
    "before the rule, the year of the event": (
        product(events=[("national_impact", "2022-03-01")]),
        "2022 events.0.date",
        "2022 events.0.date",
    ),
    "from 2023 on, early events count for the year before": (
        product(events=[("national_impact", "2023-01-01")]),
        "2022 events.0.date evaluated for 2022",
        "2023 events.0.date",
    ),
    "to the last day of April": (
        product(events=[("national_impact", "2026-04-30")]),
        "2025 events.0.date evaluated for 2025",
        "2026 events.0.date",
    ),
    "in May no more": (
        product(events=[("national_impact", "2026-05-01")]),
        "2026 events.0.date",
        "2026 events.0.date",
    ),
    "once for a product": (
        product(events=[("national_impact", "2024-12-31"), ("national_impact", "2021-12-31")]),
        "2021 events.1.date",
        "2024 events.0.date",
    ),
    "without date": (
        product(events=[("national_impact", None)]),
        '? events.0.date the event "national_impact" has no usable date',
        None,
    ),
    "one still to come": (
        product(events=[("national_impact", "2027-02-01")]),
        "- events.0.date planned for 1 February 2027, not there yet",
        "2027 events.0.date",
    ),
    "none": (product(), '-  no event "national_impact"', '-  no event "national_impact"'),
}


def _said(dating: Dating) -> str:
    pointer = ".".join(map(str, dating.pointer))
    match dating:
        case Dated(year, _, _, note):
            return f"{year} {pointer}" + (f" {note.en}" if note else "")
        case Undated(reason):
            return f"? {pointer} {reason.en}"
        case NotCounted(reason):
            return f"- {pointer} {reason.en}"


@pytest.mark.parametrize(("given", "programme", "site"), INVESTIGATION.values(), ids=INVESTIGATION)
def test_investigation(given: Product, programme: str, site: str) -> None:
    assert _said(defined.investigation_programme(given, terms())) == programme
    assert _said(defined.investigation_site(given, terms())) == site


@pytest.mark.parametrize(("given", "programme", "site"), LAUNCH.values(), ids=LAUNCH)
def test_product_launch(given: Product, programme: str, site: str) -> None:
    assert _said(defined.product_launch(given, terms())) == programme
    assert _said(defined.product_launch_site(given, terms())) == site


@pytest.mark.parametrize(("given", "programme", "site"), END.values(), ids=END)
def test_end(given: Product, programme: str, site: str | None) -> None:
    assert _said(defined.end_programme(given, terms())) == programme
    assert _said(defined.end_site(given, terms())) == (site or '-  no event "end"')


@pytest.mark.parametrize(("given", "programme", "site"), IMPACT.values(), ids=IMPACT)
def test_national_impact(given: Product, programme: str, site: str | None) -> None:
    assert _said(defined.national_impact_programme(given, terms())) == programme
    assert _said(defined.national_impact_site(given, terms())) == (site or programme)


def test_the_cohort_rule_is_configurable() -> None:
    given = product(events=[("national_impact", "2022-06-01")])
    assert _said(defined.national_impact_programme(given, terms(cohort=Cohort(2022, 6)))).startswith("2021")
    assert _said(defined.national_impact_programme(given, terms(cohort=Cohort(2022, 0)))).startswith("2022")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (product([("construction", "2020-01-01")], incubators=("dinum",)), "2020 phases.0.start"),
        (product([("construction", "2020-01-01")], incubators=("ruche", "dinum")), "2020 phases.0.start"),
        (product([("construction", "2020-01-01")]), "- incubator another incubator"),
    ],
)
def test_dinum_launch(given: Product, said: str) -> None:
    assert _said(defined.dinum_launch(given, terms())) == said


FAST = {
    "the first dated event": (
        product(events=[("fast", None), ("fast", "2024-01-01"), ("fast", "2022-07-01")]),
        "2022 events.2.date",
    ),
    "the promotion before an event": (
        product(events=[("fast", "2024-01-01")], fast=FastSupport(9, None)),
        "2021 fast.promotion promotion 9 of the FAST fund",
    ),
    "an event where the promotion has no year": (
        product(events=[("fast", "2024-01-01")], fast=FastSupport(8, None)),
        "2024 events.0.date",
    ),
    "the promotion's configured year": (
        product(fast=FastSupport(9, None)),
        "2021 fast.promotion promotion 9 of the FAST fund",
    ),
    "another promotion": (
        product(fast=FastSupport(8, 1000.0)),
        '? fast.promotion supported by the FAST fund, without a dated event "fast"',
    ),
    "an undated event alone": (
        product(events=[("fast", None)]),
        '? events supported by the FAST fund, without a dated event "fast"',
    ),
    "a support without number": (
        product(fast=FastSupport(None, 1.0)),
        '? fast.promotion supported by the FAST fund, without a dated event "fast"',
    ),
    "one still to come": (
        product(events=[("fast", "2027-01-01")]),
        "- events.0.date planned for 1 January 2027, not there yet",
    ),
    "none": (product(), "-  no support by the FAST fund"),
}


@pytest.mark.parametrize(("given", "said"), FAST.values(), ids=FAST)
def test_fast(given: Product, said: str) -> None:
    assert _said(defined.fast(given, terms(promotion_years={9: 2021}))) == said
