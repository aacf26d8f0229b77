"""How many count under each label on each day, by the moves of these counts.

Counts add up: those of the days before one, and those from it on. Of days that are over nothing changes any more, so a
later run only counts the days since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.history.facts import Statement
    from startup_stats.history.labels import Label, Labels
    from startup_stats.history.spans import Span

# How much a count moves on a day.
Moves = dict["date", int]
Tally = dict["Label", Moves]
_NONE: Labels = frozenset()


class Settled(NamedTuple):
    """What an earlier run counted: all moves before a day, by some terms."""

    day: date
    terms: str
    moves: Mapping[Label, Moves]


def tally(
    of_records: Iterable[Sequence[Span]], labelled: Callable[[Statement, date], Labels], settled: Settled | None = None
) -> Tally:
    """Count the records of some spans by their labels, those of the days that are settled from there."""
    moves: Tally = defaultdict(lambda: defaultdict(int))
    if settled is not None:
        _take(moves, settled)
    for spans in of_records:
        held, end = _NONE, None
        for span in spans if settled is None else _since(spans, settled.day):
            if end is not None and end < span.first:
                _move(moves, end, held, _NONE)
                held = _NONE
            for day in (span.first, *(day for day in span.statement.days if span.first < day < span.end)):
                labels = labelled(span.statement, day)
                _move(moves, day, held, labels)
                held = labels
            end = span.end
        if end is not None:
            _move(moves, end, held, _NONE)
    return moves


def _move(moves: Tally, day: date, before: Labels, after: Labels) -> None:
    if before is after:
        return
    for label in after - before:
        moves[label][day] += 1
    for label in before - after:
        moves[label][day] -= 1


def _take(moves: Tally, settled: Settled) -> None:
    """Take what is settled; on its last day all that counted until then are counted anew."""
    for label, kept in settled.moves.items():
        moves[label].update(kept)
        moves[label][settled.day] -= sum(kept.values())


def _since(spans: Sequence[Span], day: date) -> Iterator[Span]:
    return (span._replace(first=max(span.first, day)) for span in spans if span.end > day)


def settled(moves: Tally, day: date, terms: str) -> Settled:
    """Return what can't change any more of a tally before a day."""
    kept = {label: {at: move for at, move in of.items() if move and at < day} for label, of in sorted(moves.items())}
    return Settled(day, terms, {label: of for label, of in kept.items() if of})


def timeline(moves: Moves) -> Iterator[tuple[date, int]]:
    """Yield a count on each day on which it moves, in their order."""
    value = 0
    for day, move in sorted(moves.items()):
        if move:
            value += move
            yield day, value


def at(moves: Moves, days: Sequence[date]) -> list[int]:
    """Return a count on each of some days, ascending."""
    counts, value, found = timeline(moves), 0, list[int]()
    ahead = next(counts, None)
    for day in days:
        while ahead is not None and ahead[0] <= day:
            value, ahead = ahead[1], next(counts, None)
        found.append(value)
    return found
