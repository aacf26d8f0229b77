from __future__ import annotations

from datetime import date

import pytest

from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.dating import Dated, Dating, NotCounted, Undated, on
from startup_stats.indicators.definition import PRODUCTS, Definition, Indicator
from startup_stats.indicators.incubators import by_incubator, by_phase, launches
from startup_stats.indicators.series import NOT_COVERED, Frame, datings, series, series_of
from startup_stats.indicators.terms import Cohort, Coverage, Method
from startup_stats.language import same
from tests.sites import PHASES, TODAY, member, portfolio, product, terms

METHODS: tuple[Method, ...] = ("programme", "site")
ANSWERS: dict[str, Dating] = {
    "late": on(date(2026, 1, 1), ()),
    "b": on(date(2014, 1, 1), ()),
    "a": on(date(2014, 5, 5), ()),
    "early": on(date(2012, 1, 1), ()),
    "after": Dated(2027, date(2027, 1, 1), ()),
    "lost": Undated(same("?"), ()),
    "none": NotCounted(same("-")),
}


COUNTED = Indicator("x", PRODUCTS, same("X"), same("X"), Definition(same("-"), lambda subject, _: ANSWERS[subject.id]))


def test_the_answers_of_a_definition_by_year() -> None:
    folded = series_of([product(product_id=name) for name in ANSWERS], Frame(COUNTED, "programme", terms()))
    assert [observation.year for observation in folded.observations] == list(range(2013, 2027))
    assert folded.observations[1].counted == ("a", "b")
    assert folded.observations[1].value == 2
    assert [observation.year for observation in folded.observations if not observation.complete] == [2026]
    assert (folded.undated, folded.outside) == (("lost",), (("after", 2027), ("early", 2012)))


def test_the_site_draws_the_year_to_come_as_well() -> None:
    drawn = series_of([product(product_id=name) for name in ANSWERS], Frame(COUNTED, "site", terms()))
    assert [observation.year for observation in drawn.observations] == list(range(2013, 2028))
    assert [observation.counted for observation in drawn.observations[-2:]] == [("late",), ("after",)]
    assert drawn.outside == (("early", 2012),)


def test_a_year_that_files_do_not_cover_has_no_figure() -> None:
    """Its products are not lost; by the site's method every year has a number."""
    subjects, since = [product(product_id=name) for name in ANSWERS], COUNTED._replace(first_year=2015)
    covered = series_of(subjects, Frame(since, "programme", terms()))
    assert [observation.value for observation in covered.observations[:4]] == [None, None, 0, 0]
    assert covered.observations[0].reason == NOT_COVERED
    assert covered.outside == (("a", 2014), ("after", 2027), ("b", 2014), ("early", 2012))
    assert series_of(subjects, Frame(since, "site", terms())).observations[1].value == 2


def test_the_configuration_s_first_year_and_note_come_first() -> None:
    given = terms(coverages={"x": Coverage(first_year=2020, note="Depuis 2020.")})
    covered = series_of([], Frame(COUNTED._replace(first_year=2015, note=same("Depuis 2015.")), "programme", given))
    assert next(each.year for each in covered.observations if each.value is not None) == 2020
    assert covered.observations[0].reason == same("Depuis 2020.")


WITHOUT_IMPACT = portfolio([product([("construction", "2020-01-01")])])
# as_of → the years of national impact without a figure: their evaluation has not begun
UNEVALUATED = {
    "in the year itself": (date(2026, 8, 20), [2026]),
    "on its last day": (date(2026, 12, 31), [2026]),
    "once it has begun": (date(2027, 1, 1), [2027]),
    "before the rule, the year has its figure": (date(2022, 8, 20), []),
}


@pytest.mark.parametrize(("as_of", "without"), UNEVALUATED.values(), ids=UNEVALUATED)
def test_a_year_not_evaluated_yet_has_no_figure(as_of: date, without: list[int]) -> None:
    indicator = INDICATORS["national_impact"]
    computed = series(WITHOUT_IMPACT, indicator, "programme", terms(as_of=as_of))
    assert [year.year for year in computed.observations if year.value is None] == without
    assert all(year.value == 0 for year in series(WITHOUT_IMPACT, indicator, "site", terms(as_of=as_of)).observations)
    plain = series(WITHOUT_IMPACT, indicator, "programme", terms(as_of=as_of, cohort=Cohort(2023, 0)))
    assert all(year.value == 0 for year in plain.observations)


# what nobody's file records yet → the indicators on it
UNRECORDED = {
    "phases": ("product", "Aucune fiche de produit n'a encore de phases."),
    "missions": ("member", "Aucune fiche de membre n'a encore de missions."),
}


@pytest.mark.parametrize(("subject", "reason"), UNRECORDED.values(), ids=UNRECORDED)
@pytest.mark.parametrize("method", METHODS)
def test_content_that_records_no_dates_yet_has_no_figure(subject: str, reason: str, method: Method) -> None:
    """As before 2020-07-24: an event alone is not enough, and 0 is what nobody counted."""
    before = portfolio([product(events=[("national_impact", "2019-06-01")])], [member()])
    for indicator in (each for each in INDICATORS.values() if each.subject.id == subject):
        computed = series(before, indicator, method, terms())
        assert {each.value for each in computed.observations} == {None}
        assert {each.reason.fr for each in computed.observations if each.reason} == {reason}


def test_an_impact_already_told_is_a_figure() -> None:
    told = product([("construction", "2020-01-01")], events=[("national_impact", "2026-06-01")])
    computed = series(portfolio([told]), INDICATORS["national_impact"], "programme", terms())
    assert computed.observations[-1].value == 1


RULE = Cohort(from_year=2023, last_month=4)
# as_of, cohort → the years of national impact that are not over
OPEN_YEARS = {
    "after the evaluation": (date(2026, 5, 1), RULE, [2026]),
    "during it": (date(2026, 4, 30), RULE, [2025, 2026]),
    "before the rule": (date(2022, 2, 1), RULE, [2022]),
    "as the rule starts": (date(2023, 2, 1), RULE, [2022, 2023]),
    "without a rule": (date(2026, 2, 1), Cohort(2023, 0), [2026]),
}


@pytest.mark.parametrize(("as_of", "cohort", "still_open"), OPEN_YEARS.values(), ids=OPEN_YEARS)
def test_a_year_is_complete_once_its_evaluation_is_over(as_of: date, cohort: Cohort, still_open: list[int]) -> None:
    computed = series(portfolio(), INDICATORS["national_impact"], "programme", terms(as_of=as_of, cohort=cohort))
    assert [year.year for year in computed.observations if not year.complete] == still_open
    by_event = series(portfolio(), INDICATORS["national_impact"], "site", terms(as_of=as_of, cohort=cohort))
    assert [year.year for year in by_event.observations if not year.complete] == [as_of.year, as_of.year + 1]


def test_every_indicator_answers_for_everybody() -> None:
    given = portfolio([product(product_id="x"), product(product_id="y")], [member()])
    for indicator in INDICATORS.values():
        for method in METHODS:
            answers = datings(indicator.subject.of(given), indicator.by(method), terms())
            assert list(answers) == (["x", "y"] if indicator.subject.public else ["m.m"])


# phases → current phase as of 2026-08-20
CURRENT = {
    "the one that started last": ([("construction", "2020-01-01"), ("investigation", "2019-01-01")], "construction"),
    "ties go to the later in life": ([("abandon", "2020-01-01"), ("investigation", "2020-01-01")], "abandon"),
    "a planned one has not started": ([("construction", "2020-01-01"), ("transfere", "2026-12-18")], "construction"),
    "today it has": ([("construction", "2020-01-01"), ("transfere", "2026-08-20")], "transfere"),
    "a product announced is in its first phase": ([("investigation", "2026-09-07")], "investigation"),
    "a phase without date comes before the dated ones": (
        [("abandon",), ("construction", "2020-01-01")],
        "construction",
    ),
    "or is the only one": ([("acceleration",)], "acceleration"),
    "a latest phase that is no word leaves none": ([("construction", "2020-01-01"), ("abandonn", "2022-01-01")], None),
    "one that is none and comes first does not": ([("constuction", "2020-01-01"), ("opere", "2022-01-01")], "opere"),
    "one that is none and is planned does not": ([("opere", "2022-01-01"), ("abandonn", "2026-12-01")], "opere"),
    "announced by a word that is none": ([("investigaton", "2026-12-01"), ("construction", "2027-01-01")], None),
    "of one day the known one": ([("abandonn", "2022-01-01"), ("opere", "2022-01-01")], "opere"),
    "a former word stands under its own name": ([("construction", "2020-01-01"), ("alumni", "2022-01-01")], "alumni"),
    "between former words the later in life": ([("transfer", "2020-01-01"), ("success", "2020-01-01")], "transfer"),
    "a former word and today's": ([("alumni", "2020-01-01"), ("transfere", "2020-01-01")], "alumni"),
    "no known phase": ([("abandonn", "2022-01-01")], None),
    "no phase": ([], None),
}


@pytest.mark.parametrize(("phases", "current"), CURRENT.values(), ids=CURRENT)
def test_current_phase(phases: list[tuple[str, ...]], current: str | None) -> None:
    found = product(phases).current_phase(TODAY)
    assert (found.name if found else None) == current
    counted = by_phase([product(phases)], PHASES, TODAY)
    assert [name for name in counted if not PHASES[name].former] == list(PHASES.current)
    assert {name for name in counted if PHASES[name].former} <= {current}
    assert {name for name, ids in counted.items() if ids} == ({current} if current else set())


def test_a_co_incubated_product_counts_for_each_incubator() -> None:
    shared = product([("construction", "2020-01-01")], incubators=("b", "a"), product_id="shared")
    alone = product([("construction", "2021-01-01")], incubators=("b",), product_id="alone")
    hosted = by_incubator([shared, alone])
    assert {name: [one.id for one in products] for name, products in hosted.items()} == {
        "a": ["shared"],
        "b": ["shared", "alone"],
    }
    assert list(hosted) == ["a", "b"]
    launched = launches(hosted["b"], "programme", terms())
    assert {year.year: year.counted for year in launched.observations if year.counted} == {
        2020: ("shared",),
        2021: ("alone",),
    }


def test_launches_follow_the_method() -> None:
    planned = product([("construction", "2026-12-01")])
    assert [year.year for year in launches([planned], "programme", terms()).observations if year.counted] == []
    assert [year.year for year in launches([planned], "site", terms()).observations if year.counted] == [2026]
