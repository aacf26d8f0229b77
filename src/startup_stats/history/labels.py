"""Under which labels a product or a member counts on a day: the years of all definitions, and where trends see it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from startup_stats.history.facts import ProductFacts
from startup_stats.indicators.catalogue import AGENT, INDICATORS
from startup_stats.indicators.dating import Dated
from startup_stats.indicators.definition import MEMBERS, PRODUCTS, Definition
from startup_stats.indicators.people import agent_at_arrival, current_mission
from startup_stats.indicators.terms import Method
from startup_stats.language import Text
from startup_stats.model import Member, Product
from startup_stats.standards.definition import NOT_TOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import date

    from startup_stats.history.facts import Statement
    from startup_stats.indicators.terms import Terms
    from startup_stats.model import Phase

# What is counted, and which of its counts: ("product_launch.programme", "2020"), ("phase", "construction").
Label = tuple[str, str]
Labels = frozenset[Label]

METHODS: tuple[Method, ...] = get_args(Method)
# What stats.json counts beside its indicators, and a document printed as one of them.
BESIDE: Mapping[tuple[str, str], Definition] = MappingProxyType(
    {
        (AGENT.id, "members.new_by_year.admin"): Definition(
            Text("Nouveaux membres arrivés comme agents publics", "New members who arrived as public agents"),
            agent_at_arrival,
        )
    }
)
RECORDED, PHASE, STARTED, DECLARED, CONFORMITY, INCUBATOR, ACTIVE = (
    "recorded", "phase", "started", "declared", "conformity", "incubator", "active",
)  # fmt: skip


def name_of(indicator: str, method: str) -> str:
    """Return what the years of an indicator by a method are labelled with; two methods that are one have one name."""
    known = (indicator, method) in BESIDE or method == "programme" or INDICATORS[indicator].site is not None
    return f"{indicator}.{method if known else 'programme'}"


def declared_in(phase: str) -> str:
    """Return what a standard that a product declares in a phase, once that has begun, is labelled with."""
    return f"{DECLARED} {phase}"


def _definitions(subject: str) -> tuple[tuple[str, Definition], ...]:
    """Return all definitions that answer for products, or for members, each once."""
    indicators = [each for each in INDICATORS.values() if each.subject.id == subject]
    found = {name_of(each.id, method): each.by(method) for each in indicators for method in METHODS}
    found |= {name_of(*key): each for key, each in BESIDE.items() if INDICATORS[key[0]].subject.id == subject}
    return tuple(found.items())


_DEFINITIONS = {subject.id: _definitions(subject.id) for subject in (PRODUCTS, MEMBERS)}


class Labelling:
    """The labels of statements, by the parameters of a configuration; what was once computed is kept.

    On the days between two of a statement's own (Statement.days) they are the same. Of the definitions all are asked,
    or those of some names.
    """

    def __init__(self, terms: Callable[[date], Terms], names: Container[str] | None = None) -> None:
        self._terms = cache(terms)
        self._definitions: dict[str, list[tuple[str, Definition]]] = {
            subject: [each for each in every if names is None or each[0] in names]
            for subject, every in _DEFINITIONS.items()
        }
        self._years: dict[tuple[Statement, int], Labels] = {}

    def years(self, statement: Statement, day: date) -> Labels:
        """Return the years that the definitions count a statement in on a day, and whether it has what they rest on."""
        key = statement, bisect_right(statement.days, day)
        if key not in self._years:
            self._years[key] = frozenset(_years(statement, self._terms(day), self._definitions))
        return self._years[key]

    def all(self, statement: Statement, day: date) -> Labels:
        """Return these years and what trends count a statement under on a day."""
        return self.years(statement, day).union(_of_trends(statement, day))


def _years(
    statement: Statement, terms: Terms, definitions: Mapping[str, Iterable[tuple[str, Definition]]]
) -> Iterator[Label]:
    subject = statement.subject
    of = PRODUCTS if isinstance(subject, Product) else MEMBERS
    if of.is_recorded(subject):
        yield RECORDED, of.id
    for name, definition in definitions[of.id]:
        dating = definition.date(subject, terms)
        if isinstance(dating, Dated):
            yield name, str(dating.year)


def _of_trends(statement: Statement, day: date) -> Iterator[Label]:
    subject, facts = statement.subject, statement.facts
    if isinstance(subject, Member):
        return _of_member(subject, day)
    assert isinstance(facts, ProductFacts)  # noqa: S101 - one is made of the other
    return _of_product(facts, phase_on(statement, day), day)


def _of_member(member: Member, day: date) -> Iterator[Label]:
    mission = current_mission(member, day)
    if mission is not None:
        yield ACTIVE, mission.status


def _of_product(facts: ProductFacts, phase: Phase | None, day: date) -> Iterator[Label]:
    yield CONFORMITY, facts.conformity or NOT_TOLD
    for incubator in facts.incubators:
        yield INCUBATOR, incubator
    for standard in facts.declared:
        yield DECLARED, standard
    if phase is None:
        return
    yield PHASE, phase.name
    if phase.has_started(day):
        yield STARTED, phase.name
        for standard in facts.declared:
            yield declared_in(phase.name), standard


def phase_on(statement: Statement, day: date) -> Phase | None:
    """Return the phase that a product is in on a day; until July 2020 its status told it, in place of phases."""
    subject = statement.subject
    assert isinstance(subject, Product)  # noqa: S101 - for the type alone
    return statement.early_phase or subject.current_phase(day)
