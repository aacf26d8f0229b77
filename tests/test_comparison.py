"""Two states compared: each row is a record then and now, both figures, and who came in or went out and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.commands.site import Overrides, open_folder, read_figures
from startup_stats.config.settings import Config
from startup_stats.history.causes import CAUSES, Cause, mirrored
from startup_stats.history.comparison import compare
from startup_stats.history.identity import followed
from startup_stats.history.states import State, state_of
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.series import series
from startup_stats.indicators.terms import Cohort, Coverage
from startup_stats.model import FastSupport, Product
from tests.sites import PHASES, PRODUCT, TODAY, member, portfolio, product, terms, write_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from startup_stats.history.comparison import Comparison, Difference
    from startup_stats.indicators.terms import Method
    from startup_stats.model import Member

# Somebody whom nobody counts, so that phases and missions are recorded.
OTHERS = (
    product([("investigation", "2014-01-01")], product_id="other"),
    member(("2014-01-01", None, "service"), member_id="autre.autre"),
)


def state(
    *records: Product | Member,
    unread: Sequence[str] = (),
    as_of: date = TODAY,
    method: Method = "programme",
    others: Sequence[Product | Member] = OTHERS,
    **changes: Any,
) -> State:
    products, members = [], []
    for record in sorted((*records, *others), key=lambda record: record.id):
        if isinstance(record, Product):
            products.append(record)
        else:
            members.append(record)
    all_unread = dict.fromkeys(("product", "member"), frozenset(unread))
    return State(
        portfolio(products, members),
        all_unread,
        terms(as_of=as_of, **changes),
        dict.fromkeys(INDICATORS, method),
        INDICATORS,
    )


def known_as(record: Product, *former_ids: str) -> Product:
    return record._replace(former_ids=former_ids)


def launched(year: int, product_id: str = "p", *former_ids: str) -> Product:
    return known_as(product([("construction", f"{year}-03-01")], product_id=product_id), *former_ids)


def phased(*phases: tuple[str, ...], events: Sequence[tuple[str, str | None]] = ()) -> Product:
    return product(list(phases), list(events))


def told(differences: Sequence[Difference]) -> str:
    return " ".join(f"{each.id}:{each.cause}" for each in differences)


IMPACT = phased(("construction", "2020-01-01"), events=[("national_impact", "2024-02-01")])
DINUM, HIVE = (launched(2020)._replace(incubators=(name,)) for name in ("dinum", "ruche"))
PROMOTED = product([("construction", "2020-01-01")], fast=FastSupport(9, None))
# Of 2020, by an event, in files that know no phases yet.
BY_EVENT = phased(events=[("product_launch", "2020-03-01")])
ADMIN, SERVICE = (member(("2020-01-01", None, status)) for status in ("admin", "service"))

# indicator, year, then, now → both figures, who came in
CAME_IN = {
    "a file created": ("product_launch", 2020, state(), state(launched(2020)), (0, 1), "p:created"),
    "a date moved": ("product_launch", 2020, state(launched(2019)), state(launched(2020)), (0, 1), "p:moved"),
    "a date added": (
        "product_launch",
        2020,
        state(phased(("investigation", "2019-01-01"))),
        state(phased(("investigation", "2019-01-01"), ("construction", "2020-01-01"))),
        (0, 1),
        "p:dated",
    ),
    "a date that came": (
        "product_launch",
        2020,
        state(launched(2020), as_of=date(2020, 2, 1)),
        state(launched(2020)),
        (0, 1),
        "p:dated",
    ),
    "a date that came, of a product whose words changed as well": (
        "product_launch",
        2020,
        state(phased(("construction", "2020-03-01"), ("alumni", "2021-01-01")), as_of=date(2020, 2, 1)),
        state(phased(("construction", "2020-03-01"), ("abandon", "2021-01-01"))),
        (0, 1),
        "p:dated",
    ),
    "unreadable then": ("product_launch", 2020, state(unread=["p"]), state(launched(2020)), (0, 1), "p:unreadable"),
    "unreadable then, by its former id": (
        "product_launch",
        2020,
        state(unread=["old"]),
        state(launched(2020, "p", "old")),
        (0, 1),
        "p:unreadable",
    ),
    "a former word": (
        "end",
        2023,
        state(phased(("construction", "2020-01-01"), ("alumni", "2023-02-01"))),
        state(phased(("construction", "2020-01-01"), ("abandon", "2023-02-01"))),
        (0, 1),
        "p:reclassified",
    ),
    "a former word beside another phase of that day": (
        "end",
        2023,
        state(phased(("construction", "2023-02-01"), ("alumni", "2023-02-01"))),
        state(phased(("construction", "2023-02-01"), ("abandon", "2023-02-01"))),
        (0, 1),
        "p:reclassified",
    ),
    "a former word that says now that it goes on": (
        "end",
        2023,
        state(phased(("abandon", "2023-02-01"), ("transfer", "2024-01-01"))),
        state(phased(("abandon", "2023-02-01"), ("consolidation", "2024-01-01"))),
        (0, 1),
        "p:reclassified",
    ),
    "a word mistyped": (
        "product_launch",
        2020,
        state(phased(("constuction", "2020-01-01"))),
        state(phased(("construction", "2020-01-01"))),
        (0, 1),
        "p:reclassified",
    ),
    "another of today's words is what the team says now": (
        "product_launch",
        2020,
        state(phased(("investigation", "2020-01-01"))),
        state(phased(("construction", "2020-01-01"))),
        (0, 1),
        "p:dated",
    ),
    "a former word, and another day": (
        "end",
        2023,
        state(phased(("alumni", "2022-01-01"))),
        state(phased(("abandon", "2023-02-01"))),
        (0, 1),
        "p:dated",
    ),
    "another incubator": ("dinum_launch", 2020, state(HIVE), state(DINUM), (0, 1), "p:incubator"),
    "another incubator and a new launch": (
        "dinum_launch",
        2020,
        state(HIVE._replace(phases=())),
        state(DINUM),
        (0, 1),
        "p:dated",
    ),
    "another method": ("national_impact", 2024, state(IMPACT), state(IMPACT, method="site"), (0, 1), "p:definition"),
    "another cohort": (
        "national_impact",
        2024,
        state(IMPACT),
        state(IMPACT, cohort=Cohort(2025, 4)),
        (0, 1),
        "p:definition",
    ),
    "a promotion told": (
        "fast",
        2023,
        state(PROMOTED),
        state(PROMOTED, promotion_years={9: 2023}),
        (0, 1),
        "p:definition",
    ),
    "another method that has no part in it": (
        "product_launch",
        2020,
        state(launched(2019)),
        state(launched(2020), method="site"),
        (0, 1),
        "p:moved",
    ),
    "years covered only now": (
        "product_launch",
        2020,
        state(launched(2020), coverages={"product_launch": Coverage(first_year=2021)}),
        state(launched(2020)),
        (None, 1),
        "p:definition",
    ),
    "phases written down only now": (
        "product_launch",
        2020,
        state(BY_EVENT, others=()),
        state(BY_EVENT._replace(phases=launched(2020).phases)),
        (None, 1),
        "p:dated",
    ),
    "a year that had not begun": (
        "product_launch",
        2020,
        state(as_of=date(2019, 6, 1)),
        state(launched(2020)),
        (None, 1),
        "p:created",
    ),
    "renamed and moved, under today's id": (
        "product_launch",
        2020,
        state(launched(2019, "old")),
        state(launched(2020, "new", "old")),
        (0, 1),
        "new:moved",
    ),
    "a part of a product that was split": (
        "product_launch",
        2020,
        state(launched(2020, "old")),
        state(launched(2020, "a", "old"), launched(2020, "b", "old")),
        (1, 2),
        "b:created",
    ),
    "several, by id": (
        "product_launch",
        2020,
        state(launched(2019, "b")),
        state(launched(2020, "c"), launched(2020, "b"), launched(2020, "a")),
        (0, 3),
        "a:created b:moved c:created",
    ),
    "a member": ("agent", 2020, state(), state(ADMIN), (0, 1), "m.m:created"),
    "a member's date": ("agent", 2020, state(member(("2019-01-01", None, "admin"))), state(ADMIN), (0, 1), "m.m:moved"),
    "a member's status": ("agent", 2020, state(SERVICE), state(ADMIN), (0, 1), "m.m:dated"),
    "a member unreadable then": ("new_member", 2020, state(unread=["m.m"]), state(ADMIN), (0, 1), "m.m:unreadable"),
}
Row = tuple[str, int, State, State, tuple[int | None, int | None], str]


@pytest.mark.parametrize("row", CAME_IN.values(), ids=CAME_IN)
def test_who_came_in_and_why(row: Row) -> None:
    indicator, year, then, now, figures, expected = row
    compared = compare(INDICATORS[indicator], then, now).of(year)
    assert (compared.then.value, compared.now.value) == figures
    assert (told(compared.came_in), told(compared.went_out)) == (expected, "")


WENT_OUT = {"created": "gone", "dated": "undated"}


@pytest.mark.parametrize("row", CAME_IN.values(), ids=CAME_IN)
def test_who_went_out_is_told_the_same_way(row: Row) -> None:
    """The other way round; today's id is then the earlier one."""
    indicator, year, then, now, figures, expected = row
    compared = compare(INDICATORS[indicator], now, then).of(year)
    assert (compared.now.value, compared.then.value) == figures
    mirror = [f"{name}:{WENT_OUT.get(cause, cause)}" for name, cause in (each.split(":") for each in expected.split())]
    assert told(compared.went_out).replace("old:", "new:").split() == mirror
    assert compared.came_in == ()


# then, now → who came in, who went out, of the launches of 2020
BOTH = {
    "nothing": (state(launched(2020)), state(launched(2020)), "", ""),
    "a rename alone": (state(launched(2020, "old")), state(launched(2020, "new", "old")), "", ""),
    "renamed and moved out": (state(launched(2020, "old")), state(launched(2019, "new", "old")), "", "new:moved"),
    "merged into one that stays": (
        state(launched(2020, "a"), launched(2020, "b")),
        state(launched(2020, "b", "a")),
        "",
        "a:gone",
    ),
    "one in, one out": (state(launched(2020, "a")), state(launched(2020, "b")), "b:created", "a:gone"),
    "a former word of what was no abandonment": (
        state(phased(("construction", "2020-01-01"), ("alumni", "2021-01-01"))),
        state(phased(("construction", "2020-01-01"), ("abandon-investigation", "2021-01-01"))),
        "",
        "",
    ),
}


@pytest.mark.parametrize(("then", "now", "came_in", "went_out"), BOTH.values(), ids=BOTH)
def test_who_came_in_and_who_went_out(then: State, now: State, came_in: str, went_out: str) -> None:
    compared = compare(INDICATORS["product_launch"], then, now).of(2020)
    assert (told(compared.came_in), told(compared.went_out)) == (came_in, went_out)


# ids then, ids now, each with its former ids → who is who
IDENTITIES = {
    "the same": ({"a": ()}, {"a": ()}, {"a": "a"}),
    "another": ({"a": ()}, {"b": ()}, {}),
    "renamed": ({"a": ()}, {"b": ("a",)}, {"a": "b"}),
    "renamed twice": ({"a": ()}, {"c": ("b", "a")}, {"a": "c"}),
    "renamed twice, seen halfway": ({"b": ("a",)}, {"c": ("b", "a")}, {"b": "c"}),
    "renamed twice, of which the file knows the last": ({"a": ()}, {"c": ("b",)}, {}),
    "merged into one that stays": ({"a": (), "b": ()}, {"b": ("a",)}, {"b": "b"}),
    "merged into a third": ({"a": (), "b": ()}, {"c": ("b", "a")}, {"b": "c"}),
    "split": ({"a": ()}, {"c": ("a",), "b": ("a",)}, {"a": "b"}),
    "split, one part keeps the id": ({"a": ()}, {"a": (), "b": ("a",)}, {"a": "a"}),
    "two renamed in a row": ({"a": (), "b": ()}, {"b": ("a",), "c": ("b",)}, {"b": "b"}),
    "a rename taken back": ({"b": ("a",)}, {"a": ()}, {"b": "a"}),
    "itself named": ({"a": ("a",)}, {"a": ("a",)}, {"a": "a"}),
}


@pytest.mark.parametrize(("then", "now", "expected"), IDENTITIES.values(), ids=IDENTITIES)
def test_who_is_who(
    then: dict[str, tuple[str, ...]], now: dict[str, tuple[str, ...]], expected: dict[str, str]
) -> None:
    old, new = ({name: launched(2020, name, *former) for name, former in side.items()} for side in (then, now))
    assert followed(old, new) == expected
    assert followed(new, old) == {new: old for old, new in expected.items()}


# year, as of → why there is no figure
WITHOUT = {
    "before the series": (2012, TODAY, "Les séries commencent en 2013."),
    "after its day": (2027, TODAY, "L'année n'avait pas commencé."),
}


@pytest.mark.parametrize(("year", "as_of", "reason"), WITHOUT.values(), ids=WITHOUT)
def test_a_year_that_no_series_has_says_why(year: int, as_of: date, reason: str) -> None:
    compared = compare(INDICATORS["end"], state(as_of=as_of), state(as_of=as_of)).of(year)
    for figure in (compared.then, compared.now):
        assert (figure.value, figure.reason and figure.reason.fr) == (None, reason)


def test_the_years_of_both() -> None:
    earlier, later = state(as_of=date(2020, 1, 1), first_year=2015), state(method="site")
    assert compare(INDICATORS["end"], earlier, later).years() == range(2013, 2028)
    assert compare(INDICATORS["end"], later, earlier).years() == range(2013, 2028)


def test_every_cause_has_its_words_and_its_case() -> None:
    assert set(CAUSES) == set(get_args(Cause))
    known = {each.partition(":")[2] for *_, expected in CAME_IN.values() for each in expected.split()}
    assert known | {mirrored(cause) for cause in CAUSES if cause in known} == set(CAUSES)


def test_what_could_not_be_read_is_known(tmp_path: Path) -> None:
    """Nor what the site does not show."""
    hidden = PRODUCT.replace("title:", "published: false\ntitle:")
    files = {"content/_startups/cache.md": hidden, "content/_authors/bad.md": "no fence"}
    site = open_folder(write_site(tmp_path, **files), Overrides())
    read = state_of(read_figures(site), Config(methods={"end": "site"}), TODAY)
    assert (read.unread["product"], read.unread["member"]) == ({"cache"}, {"bad"})
    assert (read.methods["end"], read.methods["agent"], read.terms) == ("site", "programme", terms())


NAMES = ("a", "b", "c", "d")
DAYS = st.sampled_from([None, "2019-01-01", "2020-01-01", "2020-06-01", "2021-02-01", "2030-01-01"])
PHASE: st.SearchStrategy[Any] = st.tuples(st.sampled_from([*PHASES, "?"]), DAYS, DAYS)
EVENT = st.tuples(st.sampled_from(["product_launch", "end", "national_impact", "fast"]), DAYS)
MISSION = st.tuples(DAYS, DAYS, st.sampled_from(["admin", "service"]))
FACTS = st.tuples(
    st.lists(PHASE, max_size=3), st.lists(EVENT, max_size=2), st.sampled_from(["dinum", "ruche"]),
    st.lists(st.sampled_from(NAMES), max_size=2),
)  # fmt: skip


@st.composite
def states(draw: st.DrawFn) -> State:
    products = [
        known_as(product(phases, events, incubators=(incubator,), product_id=name), *former)
        for name, (phases, events, incubator, former) in draw(st.dictionaries(st.sampled_from(NAMES), FACTS)).items()
    ]
    missions = st.dictionaries(st.sampled_from(NAMES), st.lists(MISSION, max_size=2))
    members = [member(*each, member_id=name) for name, each in draw(missions).items()]
    return state(
        *products,
        *members,
        others=(),
        unread=draw(st.lists(st.sampled_from(NAMES))),
        as_of=draw(st.sampled_from([date(2020, 3, 1), TODAY])),
        method=draw(st.sampled_from(["programme", "site"])),
        first_year=draw(st.sampled_from([2013, 2020])),
    )


def assert_they_add_up(compared: Comparison) -> None:
    then, now = (figure.value or 0 for figure in (compared.then, compared.now))
    assert then + len(compared.came_in) - len(compared.went_out) == now
    for differences in (compared.came_in, compared.went_out):
        names = [each.id for each in differences]
        assert names == sorted(set(names))


@given(states(), states())
def test_revisions_of_anything_add_up(then: State, now: State) -> None:
    """And who comes in one way round goes out the other, by the same cause; a state differs in nothing from itself."""
    for indicator in INDICATORS.values():
        there, back, still = compare(indicator, then, now), compare(indicator, now, then), compare(indicator, now, now)
        listed = {
            each.year: each for each in series(now.portfolio, indicator, there.now.frame.method, now.terms).observations
        }
        for year in there.years():
            compared = there.of(year)
            assert_they_add_up(compared)
            assert year not in listed or compared.now == listed[year]
            assert {each.id for each in compared.came_in} <= set(compared.now.counted)
            causes = sorted(mirrored(each.cause) for each in compared.came_in)
            assert causes == sorted(each.cause for each in back.of(year).went_out)
            assert still.of(year)[2:] == ((), ())
