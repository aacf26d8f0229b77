"""How a value can be mended without asking its author: what is around it goes, when the rule is content without.

A fix is proposed only after the rule that was broken has looked at the value without what is too much.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from startup_stats.content.invisible import stripped
from startup_stats.schema.violations import violations

if TYPE_CHECKING:
    from startup_stats.checks.context import Broken, Check, Subject
    from startup_stats.content.location import Locator
    from startup_stats.content.records import Record
    from startup_stats.findings import Fix
    from startup_stats.model import Pointer
    from startup_stats.schema.violations import Violation
    from startup_stats.vocabulary import Vocabulary

# What was typed or copied after an address; « / » is part of one.
_AFTER_AN_ADDRESS = " \t;,#"


def violation_fix(record: Record, violation: Violation, locator: Locator, vocabulary: Vocabulary) -> Fix | None:
    """Return how to mend a value that a schema refuses; None where its author has to."""
    return next(
        (
            locator.fix(violation.pointer, value, mended)
            for value, mended, data in _mended(record.data, violation.pointer)
            if not any(
                (left.pointer, left.rule.id) == (violation.pointer, violation.rule.id)
                for left in violations(record.collection, data, vocabulary)
            )
        ),
        None,
    )


def broken_fix(subject: Subject, check: Check, broken: Broken, locator: Locator) -> Fix | None:
    """Return how to mend a value that a rule refuses; None where its author has to."""
    return next(
        (
            locator.fix(subject.pointer(broken.pointer), value, mended)
            for value, mended, data in _mended(subject.data, broken.pointer)
            if all(left.pointer != broken.pointer for left in check.look(subject._replace(data=data)))
        ),
        None,
    )


def _mended(data: dict[str, Any] | None, pointer: Pointer) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the text at a place, what it may be meant to be, and the fields with that."""
    value = _at(data, pointer)
    if not isinstance(value, str):
        return []
    plain = stripped(value)
    tidy = plain.rstrip(_AFTER_AN_ADDRESS) if plain.startswith(("http://", "https://")) else plain
    return [(value, mended, _with(data, pointer, mended)) for mended in dict.fromkeys((plain, tidy)) if mended != value]


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data


def _with(data: dict[str, Any] | None, pointer: Pointer, value: str) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(data or {})
    _at(changed, pointer[:-1])[pointer[-1]] = value
    return changed
