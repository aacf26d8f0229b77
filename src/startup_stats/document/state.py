"""The state of a portfolio as a stats.json tells it: what the comparison of two of them asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from startup_stats.history import states as history
    from startup_stats.history.states import Answers
    from startup_stats.language import Language

# More is no count, and Python refuses to write numbers of thousands of digits.
_LARGEST_COUNT = 10**9


class Year(NamedTuple):
    """The figure of one year that is over, None where it has none, and the products counted."""

    value: int | None
    counted: AbstractSet[str]


class Series(NamedTuple):
    """An indicator as a document tells it: its method, the first year listed, the years that are over."""

    title: str
    of_people: bool
    method: str
    first_year: int | None
    closed: Mapping[int, Year]


class State(NamedTuple):
    """What the guard asks of a document: products by id with their titles, those with a phase, how many members.

    `counting` is the digest of the parameters that were counted by; None where the document does not tell it.
    """

    definitions: int
    counting: str | None
    products: Mapping[str, str]
    phased: AbstractSet[str]
    members: int
    indicators: Mapping[str, Series]


def state_of(state: history.State, answers: Mapping[str, Answers], language: Language) -> State:
    """Return what the guard asks of a portfolio whose indicators were answered: what its document would tell.

    Whoever compares two of them computed both by one program and configuration, which therefore say nothing.
    """
    products, day = state.portfolio.products, state.terms.as_of
    return State(
        definitions=0,
        counting=None,
        products={product.id: product.title for product in products},
        phased=frozenset(product.id for product in products if product.current_phase(day) is not None),
        members=len(state.portfolio.members),
        indicators={name: _answered(each, language) for name, each in answers.items()},
    )


def _answered(answers: Answers, language: Language) -> Series:
    frame, years = answers.frame, answers.frame.years()
    indicator, observations = frame.indicator, map(answers.observation, years)
    public = indicator.subject.public
    closed = {
        each.year: Year(each.value, frozenset(each.counted if public else ())) for each in observations if each.complete
    }
    title = plain(frame.terms.fill(indicator.title).said(language))
    return Series(title, not public, frame.method, min(years, default=None), closed)


def read_state(document: Any) -> State | None:
    """Read what the guard asks of a document; None of anything else."""
    try:
        products = document["products"]
        return State(
            _count(document["definitions_version"]),
            _counting(document.get("source")),
            {_text(product["id"]): _text(product["title"]) for product in products},
            frozenset(product["id"] for product in products if product["phase"] is not None),
            _count(document["members"]["total"]),
            {_text(name): _series(told) for name, told in document["indicators"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _series(told: Any) -> Series:
    years: list[Any] = [(_count(row["year"]), row) for row in told["years"]]
    closed = {
        year: Year(None if row["value"] is None else _count(row["value"]), _ids(row["counted"]))
        for year, row in years
        if row["complete"] is True
    }
    first = min((year for year, _ in years), default=None)
    return Series(plain(_text(told["title"])), told["subject"] != "product", _text(told["method"]), first, closed)


def _counting(source: Any) -> str | None:
    told = source.get("counting") if isinstance(source, dict) else None
    return told if isinstance(told, str) else None


def _ids(told: Any) -> AbstractSet[str]:
    return frozenset(_text(record) for record in told)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST_COUNT:
        raise ValueError
    return value
