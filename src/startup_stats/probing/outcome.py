"""Answers → the next ledger; what was not answered stays as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from startup_stats.standards.ledger import Ledger, advanced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from startup_stats.probing.questions import Question
    from startup_stats.standards.ledger import Answer, Entry, Key


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers a run got, and how many of them say nothing, by reason."""

    answers: int
    unknown: Mapping[str, int]

    @property
    def percent_unknown(self) -> float:
        """Return the share of answers that say nothing."""
        return 100 * sum(self.unknown.values()) / self.answers if self.answers else 0.0


def tally(answers: Mapping[Key, Answer]) -> Tally:
    """Count answers."""
    reasons = Counter(answer.reason for answer in answers.values() if answer.state == "unknown")
    return Tally(len(answers), dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))))


def next_ledger(
    before: Ledger, questions: Sequence[Question], answers: Mapping[Key, Answer], day: date, *, keep_days: bool
) -> Ledger:
    """Return the ledger after a run.

    It holds the questions that there are, answered now or before; what nobody can ask any more (a product
    gone, an address removed, a phase in which the standard does not apply) leaves it. `keep_days` notes when
    each was last answered, which alone changes the file.
    """
    entries: dict[Key, Entry] = {}
    for question in questions:
        entry, answer = before.entries.get(question.key), answers.get(question.key)
        if answer is not None:
            entry = advanced(entry, question.subject, answer, day)
            entry = replace(entry, checked=day) if keep_days else entry
        if entry is not None and entry.subject == question.subject:
            entries[question.key] = entry
    return Ledger(entries)


def merged(ledgers: Sequence[Ledger]) -> Ledger:
    """Put the ledgers of shards together, in any order.

    Where two hold one question, or what teams answered, which shards of one run never do, what holds since later wins.
    """
    entries: dict[Key, Entry] = {}
    for ledger in ledgers:
        for key, entry in ledger.entries.items():
            other = entries.get(key, entry)
            entries[key] = max(entry, other, key=lambda each: (each.since, repr(each)))
    told = [ledger.self_assessment for ledger in ledgers if ledger.self_assessment is not None]
    return Ledger(entries, max(told, key=lambda each: (each.day, repr(each)), default=None))
