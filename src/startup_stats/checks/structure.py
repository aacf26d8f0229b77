"""Content against its JSON Schemas: what a schema says of a record, each thing at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.schema.violations import Violation, violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from startup_stats.content.location import Locator
    from startup_stats.content.records import Record
    from startup_stats.findings import Finding


# What the reader tells of a date that does not exist is as good.
_NO_DATE = "value-not-a-date"


def schema_violations(record: Record) -> list[Violation]:
    """Return what the schema of its collection says against a record."""
    return [] if record.data is None else violations(record.collection, record.data)


def located(record: Record, found: Iterable[Violation], locator: Locator) -> Iterator[Finding]:
    """Give violations their places; a date that the reader already told of is not told again."""
    places = {finding.location for finding in record.findings}
    for violation in found:
        finding = violation.located(locator)
        if violation.rule.id != _NO_DATE or finding.location not in places:
            yield finding
