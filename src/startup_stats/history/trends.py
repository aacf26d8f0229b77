"""Trends: where the portfolio stood at the end of each month that is over."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.facts import ProductFacts
from startup_stats.history.spans import DAY
from startup_stats.indicators.people import active
from startup_stats.language import Text, same
from startup_stats.model import PHASES, STATUSES, Member, Phase, Product
from startup_stats.standards.catalogue import ACCESSIBILITY, STANDARDS
from startup_stats.standards.definition import NOT_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from startup_stats.history.spans import Span, Spans
    from startup_stats.history.vintages import Days
    from startup_stats.standards.definition import StandardTerms


class Line(NamedTuple):
    """One line of a trend: a value a month, None where none can be had."""

    id: str
    title: Text
    values: tuple[float | None, ...]


class Trend(NamedTuple):
    """A trend: its months (as 2026-08), and its lines."""

    id: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]


class Month(NamedTuple):
    """The end of a month that is over, and who was in the portfolio then."""

    day: date
    products: list[Span]
    members: list[Span]


def trends(spans: Spans, days: Days, standards: Mapping[str, StandardTerms], titles: Mapping[str, str]) -> list[Trend]:
    """Compute all trends; `titles` are the incubators' by their ids."""
    months = _months(spans, days)
    names = tuple(f"{month.day:%Y-%m}" for month in months)
    phases = [[(_phase(span), span) for span in month.products] for month in months]
    return [
        _trend(name, names, counted, words)
        for name, counted, words in (
            (
                "products_by_phase",
                [_by_phase(of, month.day) for of, month in zip(phases, months, strict=True)],
                _PHASES,
            ),
            (
                "declared",
                [_declared(of, month.day, standards) for of, month in zip(phases, months, strict=True)],
                {name: standard.title for name, standard in STANDARDS.items()},
            ),
            (ACCESSIBILITY.id, [_conformity(month) for month in months], {name: same(name) for name in _STATUSES}),
            ("active_members", [_active(month) for month in months], STATUSES),
            ("products_by_incubator", [_by_incubator(month) for month in months], _named(months, titles)),
        )
    ]


def _months(spans: Spans, days: Days) -> list[Month]:
    ends = _month_ends(days)
    months = [Month(day, [], []) for day in ends]
    for collection, of_months in (
        ("product", [month.products for month in months]),
        ("member", [month.members for month in months]),
    ):
        for span in (span for of_record in spans[collection].values() for span in of_record):
            for of_month in of_months[bisect_left(ends, span.first) : bisect_left(ends, span.end)]:
                of_month.append(span)
    return months


def _month_ends(days: Days) -> list[date]:
    years = range(days.first.year, days.last.year + 1)
    firsts = [date(year + month // 12, month % 12 + 1, 1) for year in years for month in range(1, 13)]
    return [first - DAY for first in firsts if days.first <= first - DAY <= days.last]


# What a month counted, None where its files tell nothing of it yet.
_Counted = Mapping[str, float | None] | None


def _trend(name: str, months: tuple[str, ...], counted: Sequence[_Counted], words: Mapping[str, Text]) -> Trend:
    """Return a trend from the first month of which something is known."""
    first = next((number for number, month in enumerate(counted) if month is not None), len(months))
    return Trend(name, months[first:], tuple(_lines(counted[first:], words)))


def _lines(months: Sequence[_Counted], words: Mapping[str, Text]) -> Iterator[Line]:
    """Yield a line for each name that some month counted, in the order of the words."""
    for name, title in words.items():
        values = tuple(None if month is None else month.get(name, 0) for month in months)
        if any(values):
            yield Line(name, title, values)


def _phase(span: Span) -> Phase | None:
    """Return the phase that a product's status told, in place of phases, until July 2020."""
    facts = span.statement.facts
    if not isinstance(facts, ProductFacts) or facts.phases or facts.status is None:
        return None
    return Phase(facts.status, None, None, 0)


def _current(status: Phase | None, span: Span, day: date) -> Phase | None:
    subject = span.statement.subject
    return status or (subject.current_phase(day) if isinstance(subject, Product) else None)


def _by_phase(products: Iterable[tuple[Phase | None, Span]], day: date) -> _Counted:
    current = (_current(status, span, day) for status, span in products)
    return dict(Counter(phase.name for phase in current if phase is not None)) or None


def _declared(
    products: Sequence[tuple[Phase | None, Span]], day: date, standards: Mapping[str, StandardTerms]
) -> _Counted:
    """Return the share of each standard in percent, of the products to which it applies."""
    applying, declaring = Counter[str](), Counter[str]()
    known = {name for _, span in products for name in _facts(span).declared}
    in_phase = {phase: {name for name in known if standards[name].applies_in(phase)} for phase in PHASES}
    for status, span in products:
        phase = _current(status, span, day)
        if phase is not None and phase.has_started(day):
            applying.update(in_phase[phase.name])
            declaring.update(in_phase[phase.name].intersection(_facts(span).declared))
    unknown = dict.fromkeys(standards.keys() - known)
    return {**unknown, **{name: round(100 * declaring[name] / number, 1) for name, number in applying.items()}}


def _facts(span: Span) -> ProductFacts:
    facts = span.statement.facts
    assert isinstance(facts, ProductFacts)  # noqa: S101 - of the products' spans
    return facts


_STATUSES = (*ACCESSIBILITY.statuses, NOT_TOLD)


def _conformity(month: Month) -> _Counted:
    told = Counter(_facts(span).conformity or NOT_TOLD for span in month.products)
    return dict(told) if set(told) - {NOT_TOLD} else None


def _active(month: Month) -> _Counted:
    members = [span.statement.subject for span in month.members]
    read = [member for member in members if isinstance(member, Member) and member.missions]
    return dict(active(read, month.day)[0]) if read else None


def _by_incubator(month: Month) -> _Counted:
    return dict(Counter(name for span in month.products for name in _facts(span).incubators)) or None


def _named(months: Iterable[Month], titles: Mapping[str, str]) -> dict[str, Text]:
    names = {name for month in months for span in month.products for name in _facts(span).incubators}
    return {name: same(titles.get(name, name)) for name in sorted(names)}


_PHASES = {name: kind.title for name, kind in PHASES.items()}
