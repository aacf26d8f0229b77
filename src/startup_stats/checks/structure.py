"""Content against its JSON Schemas: what a schema says of a record, each thing at its line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from startup_stats.content import reading_rules as rules
from startup_stats.content.mistakes import quoted
from startup_stats.language import Text
from startup_stats.schema.violations import Violation, violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from startup_stats.content.location import Locator
    from startup_stats.content.records import Record
    from startup_stats.findings import Finding


# What the reader tells of a value that it could not build is as good as what a schema says of its text.
_NOT_BUILT = (rules.IMPOSSIBLE_DATE.id, rules.IMPOSSIBLE_NUMBER.id)


def schema_violations(record: Record) -> list[Violation]:
    """Return what the schema of its collection says against a record."""
    return [] if record.data is None else violations(record.collection, record.data)


def located(record: Record, found: Iterable[Violation], locator: Locator) -> Iterator[Finding]:
    """Give violations their places; a value that the reader already told of is not told again."""
    places = {finding.location for finding in record.findings if finding.rule in _NOT_BUILT}
    for violation in found:
        finding = violation.located(locator)
        if finding.location not in places:
            yield _swallowed(finding, locator)


def _swallowed(finding: Finding, locator: Locator) -> Finding:
    """Tell how to write a value of which YAML left nothing, since it begins with « # », « & » or « ! »."""
    field, value = locator.empty_value(finding.location)
    if finding.rule != _WRONG_TYPE or not value or value[0] not in "#&!":
        return finding
    return replace(finding, help=_QUOTE.fill(mark=value[0], field=field, value=quoted(value)))


_WRONG_TYPE = "value-wrong-type"
_QUOTE = Text(
    "Ce qui suit « {mark} » n'est pas lu : entourez toute la valeur de guillemets : {field}: {value}",
    'What follows "{mark}" is not read: put quotes around the whole value: {field}: {value}',
)
