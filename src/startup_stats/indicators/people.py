"""Definitions of the indicators on members, and the counts of those active. No name leaves this module."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from startup_stats.indicators.dating import Dating, NotCounted, Undated, by_now, on
from startup_stats.language import Text
from startup_stats.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Member, Mission


def agent_programme(member: Member, terms: Terms) -> Dating:
    """Count once, in the year of the earliest start of an `admin` mission."""
    missions = [mission for mission in member.missions if mission.status == "admin"]
    return by_now(_earliest(missions, NO_ADMIN_MISSION), terms)


def agent_site(member: Member, _terms: Terms) -> Dating:
    """Count once, in the year of the first `admin` mission in the order of the file."""
    missions = [mission for mission in member.missions if mission.status == "admin"]
    return _earliest(missions[:1], NO_ADMIN_MISSION)


def agent_at_arrival(member: Member, terms: Terms) -> Dating:
    """Count once, in the year of the first mission of any status, whoever arrived as a public agent."""
    return new_member(member, terms) if status_at_arrival(member) == "admin" else NotCounted(NO_ADMIN_MISSION)


def new_member(member: Member, terms: Terms) -> Dating:
    """Count once, in the year of the earliest start of a mission of any status."""
    return by_now(_earliest(list(member.missions), NO_MISSION), terms)


def status_at_arrival(member: Member) -> str | None:
    """Return the status of the mission that a new member is counted by, None when it has none of the three."""
    first = _first(list(member.missions))
    return first.status if first is not None and first.status in STATUSES else None


def active(members: Iterable[Member], day: date) -> tuple[dict[str, int], dict[str, int]]:
    """Count members with a mission on a day: by the status of the one that started last, and by domain.

    All statuses are counted; the domains are those that occur, by name.
    """
    current = [
        (mission.status, member.domain) for member in members if (mission := current_mission(member, day)) is not None
    ]
    statuses, domains = Counter(status for status, _ in current), Counter(domain for _, domain in current)
    return {status: statuses[status] for status in STATUSES}, dict(sorted(domains.items()))


def current_mission(member: Member, day: date) -> Mission | None:
    """Return the mission under way on a day; of several the one that started last, then the last in the file."""
    under_way = [mission for mission in member.missions if mission.covers(day)]
    if len(under_way) < 2:  # noqa: PLR2004 - nearly everybody
        return under_way[0] if under_way else None
    return max(under_way, key=lambda mission: (mission.start, mission.place))


def _first(missions: list[Mission]) -> Mission | None:
    """Return the dated mission that started first; of several on one day the first in the file."""
    dated = [mission for mission in missions if mission.start is not None]
    if len(dated) < 2:  # noqa: PLR2004 - nearly everybody
        return dated[0] if dated else None
    return min(dated, key=lambda mission: (mission.start, mission.place))


def _earliest(missions: list[Mission], absent: Text) -> Dating:
    if not missions:
        return NotCounted(absent)
    first = _first(missions)
    if first is None or first.start is None:
        return Undated(MISSION_UNDATED, ("missions", missions[0].place, "start"))
    return on(first.start, ("missions", first.place, "start"))


NO_ADMIN_MISSION = Text("pas de mission d'agent public", "no mission as a public agent")
NO_MISSION = Text("pas de mission", "no mission")
MISSION_UNDATED = Text("la mission n'a pas de date de début lisible", "the mission has no usable start")
