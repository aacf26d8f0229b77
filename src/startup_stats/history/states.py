"""A state: the content as it was known on a day, and what an indicator answers of everybody in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.indicators.dating import Dated
from startup_stats.indicators.incubators import names
from startup_stats.indicators.series import Frame, Observation, by_year, datings
from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from startup_stats.config.settings import Config
    from startup_stats.content.portfolio import Reading
    from startup_stats.indicators.dating import Dating
    from startup_stats.indicators.definition import Indicator
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


@dataclass(frozen=True, slots=True)
class State:
    """A portfolio and what its figures are computed by: the terms of a day, the indicators and their methods.

    `unread`: the ids of the records that were there but could not be read, or that the site did not show, by what they
    are (Subject.id).
    """

    portfolio: Portfolio
    unread: Mapping[str, AbstractSet[str]]
    terms: Terms
    methods: Mapping[str, Method]
    indicators: Mapping[str, Indicator]


def state_of(reading: Reading, config: Config, as_of: date) -> State:
    """Return the state that was read, by a configuration and as of a day."""
    unread = {
        collection: frozenset(record.id for record in records if record.data is None)
        for collection, records in reading.records.items()
    }
    methods = {name: config.method_of(name) for name in INDICATORS}
    terms = replace(config.terms(as_of), names=names(reading.portfolio))
    return State(reading.portfolio, unread, terms, methods, config.indicators())


@dataclass(frozen=True, slots=True)
class Answers:
    """What an indicator answers of everybody in one state: each record is dated once, whatever the year asked for."""

    frame: Frame
    records: Mapping[str, Product | Member]
    unread: AbstractSet[str]
    datings: Mapping[str, Dating]
    by_year: Mapping[int, Sequence[str]]

    def observation(self, year: int) -> Observation:
        """Return the observation of a year; without a value where the series has no such year."""
        if year in self.frame.years():
            return self.frame.observation(year, self.by_year.get(year, ()))
        first_year = self.frame.terms.first_year
        reason = _BEFORE.fill(first=str(first_year)) if year < first_year else _NOT_BEGUN
        return Observation(year, (), complete=False, reason=reason)

    def year_of(self, record: Product | Member, as_of: date | None = None) -> int | None:
        """Return the year in which a record, be it of another state, would count here, or here on another day."""
        terms = self.frame.terms if as_of is None else replace(self.frame.terms, as_of=as_of)
        dating = self.frame.indicator.by(self.frame.method).date(record, terms)
        return dating.year if isinstance(dating, Dated) else None

    def counts_as(self, other: Answers) -> bool:
        """Say whether both states count by one method and the same parameters, whatever their days."""
        day = self.frame.terms.as_of
        return (self.frame.method, self.frame.terms) == (other.frame.method, replace(other.frame.terms, as_of=day))


def answers(indicator: Indicator, state: State, other: Answers | None = None) -> Answers:
    """Date everybody of a state whom an indicator speaks of; records that `other` dated alike are not dated again."""
    subject, method = indicator.subject, state.methods[indicator.id]
    records = subject.of(state.portfolio)
    if other is not None and (other.frame.method, other.frame.terms) != (method, state.terms):
        other = None
    known = (
        {}
        if other is None
        else {each.id: other.datings[each.id] for each in records if other.records.get(each.id) is each}
    )
    left = [each for each in records if each.id not in known]
    dated = datings(left, indicator.by(method), state.terms) | known
    return Answers(
        Frame(indicator, method, state.terms, any(map(subject.is_recorded, records))),
        {record.id: record for record in records},
        state.unread.get(subject.id, frozenset()),
        dated,
        by_year(dated),
    )


_BEFORE = Text("Les séries commencent en {first}.", "The series start in {first}.")
_NOT_BEGUN = Text("L'année n'avait pas commencé.", "The year had not begun.")
