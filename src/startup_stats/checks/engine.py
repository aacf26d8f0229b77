"""Runs every rule on every record; places are computed only for what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from startup_stats.checks.context import Broken, Context, Subject
from startup_stats.checks.rules import CHECKS, Check
from startup_stats.checks.schema import located, schema_violations
from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.findings import Finding, found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from startup_stats.content.records import Record
    from startup_stats.content.source import Source


def check_records(source: Source, records: Mapping[str, tuple[Record, ...]], context: Context) -> tuple[Finding, ...]:
    """Return all findings on all records, those of reading included, by file and place."""
    findings = [
        finding
        for collection, read in records.items()
        for record in read
        for finding in (*record.findings, *_of_record(source, record, _checks(collection), context))
    ]
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _checks(collection: str) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if collection in check.collections)


def _of_record(source: Source, record: Record, checks: tuple[Check, ...], context: Context) -> Iterator[Finding]:
    data = record.data
    if data is None:
        return
    violations = schema_violations(record)
    broken = [(check, each) for check in checks for each in check.look(Subject(record, data, context))]
    if not violations and not broken:
        return
    locator = Locator(record.path, fields_text(source.read(record.path)))
    yield from located(record, violations, locator)
    for check, each in broken:
        yield _finding(check, each, locator)


def _finding(check: Check, broken: Broken, locator: Locator) -> Finding:
    place = locator.key(broken.pointer) if broken.of_key else locator.value(broken.pointer)
    return replace(found(check.rule, place, **broken.values), missing=broken.missing)
