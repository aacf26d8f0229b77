"""Former words of phases as counted today: by each product's own later word for the same phase, else by a rule.

The words of before 2026-05-11 were renamed product by product and not one to one, so no table of words gives today's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.facts import ProductFacts, Statement
from startup_stats.indicators.catalogue import PRODUCT_LAUNCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from startup_stats.history.spans import Span, Spans
    from startup_stats.vocabulary import PhaseKind, Phases

# A phase of a product: the id that the product has today, and the day on which the phase starts.
_Phase = tuple[str, int | None]


class Counted(NamedTuple):
    """The spans as counted today; how many former words became the product's own later one, or the rule's."""

    spans: Spans
    own: int
    by_rule: int


def as_counted_today(spans: Spans, known: Phases) -> Counted:
    """Return spans in which products have today's words, of the phases that are known."""
    former = frozenset(known) - frozenset(known.current)
    products = spans["product"]
    todays = todays_ids(products)
    words = _later_words(products, todays, frozenset(known.current))
    kept: dict[ProductFacts, Statement] = {}
    own, by_rule = set[_Phase](), set[_Phase]()

    def reworded(record: str, span: Span) -> Span:
        facts = span.statement.facts
        if not isinstance(facts, ProductFacts) or not any(name in former for name, _, _ in facts.phases):
            return span
        phases = []
        for name, start, end in facts.phases:
            phase = (todays.get(record, record), start)
            if name in former:
                (own if phase in words else by_rule).add(phase)
            todays_word = words.get(phase, _by_rule(known[name], facts, known)) if name in former else name
            phases.append((todays_word, start, end))
        told = facts._replace(phases=tuple(phases))
        return span._replace(statement=kept.setdefault(told, Statement(told, known)))

    counted = {record: [reworded(record, span) for span in of_record] for record, of_record in products.items()}
    return Counted({**spans, "product": counted}, len(own), len(by_rule))


def todays_ids(products: Mapping[str, Iterable[Span]]) -> dict[str, str]:
    """Return the id that each former id led to last; an id that some file has in the end leads to itself."""
    last = {record: list(spans)[-1] for record, spans in products.items()}
    newest = max((span.end for span in last.values()), default=None)
    found = {}
    for record, span in sorted(last.items(), key=lambda each: each[1].end):
        facts = span.statement.facts
        for former in facts.former_ids if isinstance(facts, ProductFacts) else ():
            if former not in last or last[former].end != newest:
                found[former] = record
    return {former: _end_of(record, found) for former, record in found.items()}


def _end_of(record: str, renamed: Mapping[str, str]) -> str:
    """Follow an id through its renamings; two that lead to one another lead no further."""
    seen = {record}
    while record in renamed and renamed[record] not in seen:
        record = renamed[record]
        seen.add(record)
    return record


def _later_words(
    products: Mapping[str, Iterable[Span]], todays: Mapping[str, str], current: frozenset[str]
) -> dict[_Phase, str]:
    """Return the last of today's words that each phase had, by its product and start."""
    words: dict[_Phase, str] = {}
    for span, record in sorted(
        ((span, todays.get(record, record)) for record, spans in products.items() for span in spans),
        key=lambda each: each[0].first,
    ):
        facts = span.statement.facts
        for name, start, _ in facts.phases if isinstance(facts, ProductFacts) else ():
            if start is not None and name in current:
                words[record, start] = name
    return words


def _by_rule(kind: PhaseKind, facts: ProductFacts, known: Phases) -> str:
    """Return the word that a former one became most often; what was closed and never launched was an investigation."""
    launched = any(other in known.of("launch") for other, _, _ in facts.phases)
    launched = launched or any(event == PRODUCT_LAUNCH.id for event, _ in facts.events)
    never_launched = known.of("closed-investigation")[:1]
    if kind.role == "closed" and never_launched and not launched:
        return never_launched[0]
    return kind.became or kind.id
