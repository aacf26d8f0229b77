"""Content against its JSON Schemas: the findings, each at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.content.violations import VALUE_NOT_A_DATE, violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.content.records import Record
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding


def schema_findings(source: Source, records: Mapping[str, tuple[Record, ...]]) -> Iterator[Finding]:
    """Tell what the schema of each collection says against its records."""
    for collection, read in records.items():
        for record in read:
            if record.data is not None:
                yield from _of_record(source, collection, record)


def _of_record(source: Source, collection: str, record: Record) -> Iterator[Finding]:
    found = violations(collection, record.data)
    if not found:
        return
    locator = Locator(record.path, fields_text(source.read(record.path)))
    # A date that the calendar has not was already told by the reader, at the same place.
    told = {finding.location for finding in record.findings}
    for violation in found:
        finding = violation.located(locator)
        if violation.rule is not VALUE_NOT_A_DATE or finding.location not in told:
            yield finding
