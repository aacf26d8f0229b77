"""Content against its JSON Schemas: what a schema says of a record, each thing at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from startup_stats.checks.mending import violation_fix
from startup_stats.content import reading_rules as rules
from startup_stats.content.invisible import first_invisible, name_of
from startup_stats.content.mistakes import quoted
from startup_stats.language import Text
from startup_stats.schema.violations import Violation, violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from startup_stats.content.location import Locator
    from startup_stats.content.records import Record
    from startup_stats.findings import Finding
    from startup_stats.vocabulary import Vocabulary


# What the reader tells of a value that it could not build is as good as what a schema says of its text.
_NOT_BUILT = (rules.IMPOSSIBLE_DATE.id, rules.IMPOSSIBLE_NUMBER.id)


def schema_violations(record: Record, vocabulary: Vocabulary) -> list[Violation]:
    """Return what the schema of its collection, in a site's words, says against a record."""
    return [] if record.data is None else violations(record.collection, record.data, vocabulary)


def located(record: Record, found: Iterable[Violation], locator: Locator, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Give violations their places; a value that the reader already told of is not told again."""
    places = {finding.location for finding in record.findings if finding.rule in _NOT_BUILT}
    for violation in found:
        finding = violation.located(locator)
        if finding.location not in places:
            finding = _swallowed(without_hidden(finding, violation.values), locator)
            fix = violation_fix(record, violation, locator, vocabulary)
            yield finding if fix is None else finding._replace(fix=fix)


def without_hidden(finding: Finding, values: Mapping[str, object]) -> Finding:
    """Tell of the invisible character in a value that is refused: whoever looks at it sees nothing wrong."""
    value = str(values.get("value", ""))
    place = first_invisible(value)
    return finding if place is None else finding._replace(help=_HIDDEN.fill(name=name_of(value[place])))


def _swallowed(finding: Finding, locator: Locator) -> Finding:
    """Tell how to write a value of which YAML left nothing, since it begins with « # », « & » or « ! »."""
    field, value = locator.empty_value(finding.location)
    if finding.rule != _WRONG_TYPE or not value or value[0] not in "#&!":
        return finding
    return finding._replace(help=_QUOTE.fill(mark=value[0], field=field, value=quoted(value)))


_HIDDEN = Text(
    "Un caractère invisible ({name}) s'y cache : effacez la valeur et retapez-la.",
    "An invisible character ({name}) hides in it: delete the value and type it again.",
)
_WRONG_TYPE = "value-wrong-type"
_QUOTE = Text(
    "Ce qui suit « {mark} » n'est pas lu : entourez toute la valeur de guillemets : {field}: {value}",
    'What follows "{mark}" is not read: put quotes around the whole value: {field}: {value}',
)
