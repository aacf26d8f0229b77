from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from startup_stats.indicators import people
from startup_stats.indicators.dating import Dated, Dating, NotCounted, Undated
from tests.sites import TODAY, member, terms

if TYPE_CHECKING:
    from startup_stats.model import Member

# member: programme's agent, site's agent, new member (year; None not counted; "?" undated), status at arrival
ARRIVALS = {
    "one mission": (member(("2020-01-01", "2021-01-01", "admin")), 2020, 2020, 2020, "admin"),
    "missions out of order": (
        member(("2023-01-01", "2024-01-01", "admin"), ("2019-01-01", "2020-01-01", "admin")),
        2019,
        2023,
        2019,
        "admin",
    ),
    "first a contractor, then an agent": (
        member(("2018-01-01", "2019-01-01", "service"), ("2020-01-01", "2021-01-01", "admin")),
        2020,
        2020,
        2018,
        "service",
    ),
    "on one day the first in the file": (
        member(("2018-01-01", "2019-01-01", "independent"), ("2018-01-01", "2021-01-01", "admin")),
        2018,
        2018,
        2018,
        "independent",
    ),
    "never an agent": (member(("2018-01-01", None, "independent")), None, None, 2018, "independent"),
    "no mission": (member(), None, None, None, None),
    "no usable start": (member((None, "2021-01-01", "admin")), "?", "?", "?", None),
    "one usable start of two": (
        member((None, "2021-01-01", "admin"), ("2022-01-01", None, "admin")),
        2022,
        "?",
        2022,
        "admin",
    ),
    "an unknown status": (member(("2018-01-01", None, "stagiaire")), None, None, 2018, None),
    "still to come": (member(("2026-12-01", "2027-12-01", "admin")), None, 2026, None, "admin"),
}


@pytest.mark.parametrize(("given", "programme", "site", "new", "status"), ARRIVALS.values(), ids=ARRIVALS)
def test_arrivals(given: Member, programme: object, site: object, new: object, status: str | None) -> None:
    assert _year(people.agent_programme(given, terms())) == programme
    assert _year(people.agent_site(given, terms())) == site
    assert _year(people.new_member(given, terms())) == new
    assert people.status_at_arrival(given) == status


def _year(dating: Dating) -> int | str | None:
    match dating:
        case Dated(year):
            return year
        case Undated():
            return "?"
        case NotCounted():
            return None


def test_why_a_member_is_not_counted_is_told() -> None:
    nobody, contractor = member(), member(("2019-01-01", None, "service"))
    assert people.new_member(nobody, terms()) == NotCounted(people.NO_MISSION)
    assert people.agent_programme(contractor, terms()) == NotCounted(people.NO_ADMIN_MISSION)
    assert people.agent_site(contractor, terms()) == NotCounted(people.NO_ADMIN_MISSION)


def test_the_field_that_counts_is_named() -> None:
    given = member(("2023-01-01", None, "admin"), ("2019-01-01", None, "service"))
    assert people.agent_programme(given, terms()).pointer == ("missions", 0, "start")
    assert people.new_member(given, terms()).pointer == ("missions", 1, "start")


# missions → the status under which the member is active today, None when not active
ACTIVE = {
    "under way": ([("2026-01-01", "2027-01-01", "admin")], "admin"),
    "first day": ([("2026-08-20", "2027-01-01", "admin")], "admin"),
    "last day": ([("2026-01-01", "2026-08-20", "admin")], "admin"),
    "over": ([("2026-01-01", "2026-08-19", "admin")], None),
    "not begun": ([("2026-08-21", "2027-01-01", "admin")], None),
    "no end": ([("2026-01-01", None, "service")], "service"),
    "no start": ([(None, "2027-01-01", "service")], None),
    "of two, the one that started last": (
        [("2026-02-01", "2027-01-01", "service"), ("2026-01-01", "2027-01-01", "admin")],
        "service",
    ),
    "of two that started on one day, the last in the file": (
        [("2026-01-01", "2027-01-01", "admin"), ("2026-01-01", "2027-01-01", "independent")],
        "independent",
    ),
}


@pytest.mark.parametrize(("missions", "status"), ACTIVE.values(), ids=ACTIVE)
def test_active(missions: list[tuple[str | None, str | None, str]], status: str | None) -> None:
    members = [member(*missions, domain="Data")]
    expected = {"admin": 0, "independent": 0, "service": 0} | ({status: 1} if status else {})
    assert people.active(members, TODAY) == (expected, {"Data": 1} if status else {})
