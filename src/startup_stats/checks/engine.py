"""Reads and checks every record; places are computed only for what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from startup_stats.checks import dates, declarations, references
from startup_stats.checks.context import Broken, Context, Subject, former_ids_of, make_context
from startup_stats.checks.mending import broken_fix
from startup_stats.checks.parallel import in_two
from startup_stats.checks.references import RENAMED
from startup_stats.checks.structure import located, schema_violations, without_hidden
from startup_stats.content import reading_rules as rules
from startup_stats.content.collections import by_collection, list_places
from startup_stats.content.faults import Fault
from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.content.records import SUFFIX, Place, Record, printable, read_record
from startup_stats.errors import StartupStatsError
from startup_stats.findings import Finding, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.checks.context import Check
    from startup_stats.content.source import Source

Kept = TypeVar("Kept")

# Each family's table.
CHECKS: tuple[Check, ...] = (*references.CHECKS, *dates.CHECKS, *declarations.CHECKS)
# The only field that a rule on one record asks of the others.
_ASKED_ACROSS = "redirect_from"


@dataclass(frozen=True, slots=True)
class Checked(Generic[Kept]):
    """All records, what was kept of each in their order, and all findings by file and place."""

    records: Mapping[str, tuple[Record, ...]]
    kept: Sequence[Kept]
    findings: tuple[Finding, ...]


def read_and_check(
    source: Source, folders: Mapping[str, str], as_of: date, keep: Callable[[Record], Kept]
) -> Checked[Kept]:
    """Read and check all collections, and keep of each record what `keep` makes of it.

    The records returned hold no more fields than other records' rules ask about: half of them come from
    another process, and what is not sent costs nothing. Raises OutsideError (see by_collection).
    """
    places = list_places(source, folders)
    context = make_context(places, folders, as_of)
    checked = in_two(partial(_check_places, source, context, keep), places)
    records = by_collection(
        [_record(place, asked, findings) for place, (asked, _, findings) in zip(places, checked, strict=True)], folders
    )
    context = replace(context, former=former_ids_of(records["product"]))
    alone = [finding for _, _, findings in checked for finding in findings]
    findings = [*_with_new_names(alone, context), *_across(source, records, context)]
    findings.sort(key=lambda finding: finding.sort_key)
    return Checked(records, [kept for _, kept, _ in checked], tuple(findings))


def check_record(source: Source, record: Record, context: Context) -> tuple[Finding, ...]:
    """Return the findings on one record, those of reading included."""
    try:
        return (*record.findings, *_look(source, record, _checks(record.collection), context))
    except Exception as error:  # noqa: BLE001 - see _stumbled
        return (*record.findings, _stumbled(record.path, error))


@cache
def _checks(collection: str) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if collection in check.collections and not check.across)


def _check_places(
    source: Source, context: Context, keep: Callable[[Record], Kept], places: Sequence[Place]
) -> list[tuple[dict[str, Any] | None, Kept, tuple[Finding, ...]]]:
    """Read and check files; of each return what the others' rules ask, what is kept, and the findings."""
    return [
        (_asked(record), kept, check_record(source, record, context))
        for record, kept in (_read_and_keep(source, keep, place) for place in places)
    ]


def _read_and_keep(source: Source, keep: Callable[[Record], Kept], place: Place) -> tuple[Record, Kept]:
    try:
        record = read_record(source, *place)
        return record, keep(record)
    except Exception as error:  # noqa: BLE001 - see _stumbled
        record = _record(place, None, ())
        record = record._replace(findings=(_stumbled(record.path, error),))
        return record, keep(record)


def _stumbled(path: str, error: Exception) -> Finding:
    """Tell what nobody thought of as a finding on the record in hand: one file never stops the work on the others.

    Raises again what a command can't go on from, such as a source that fails.
    """
    if isinstance(error, StartupStatsError):
        raise error
    return Fault(rules.UNFORESEEN, values={"kind": type(error).__name__}).at(path)


def _asked(record: Record) -> dict[str, Any] | None:
    if record.data is None:
        return None
    return {_ASKED_ACROSS: record.data[_ASKED_ACROSS]} if _ASKED_ACROSS in record.data else {}


def _record(place: Place, asked: dict[str, Any] | None, findings: tuple[Finding, ...]) -> Record:
    collection, folder, name = place
    shown = printable(name)
    return Record(collection, shown.removesuffix(SUFFIX), f"{folder}/{shown}", asked, findings)


def _look(source: Source, record: Record, checks: Iterable[Check], context: Context) -> Iterator[Finding]:
    data = record.data
    if data is None:
        return
    violations = schema_violations(record)
    subject = Subject(record, data, context)
    broken = [(check, each) for check in checks for each in check.look(subject)]
    if violations or broken:
        locator = Locator(record.path, fields_text(source.read(record.path)))
        yield from located(record, violations, locator)
        for check, each in broken:
            yield replace(_finding(check, each, locator), fix=broken_fix(subject, check, each, locator))


def _across(source: Source, records: Mapping[str, tuple[Record, ...]], context: Context) -> Iterator[Finding]:
    """Run the rules that ask about other records' fields, once all are read."""
    for check in CHECKS:
        for record in (record for name in check.collections if check.across for record in records[name]):
            try:
                yield from _across_one(source, check, record, context)
            except Exception as error:  # noqa: BLE001 - see _stumbled
                yield _stumbled(record.path, error)


def _across_one(source: Source, check: Check, record: Record, context: Context) -> Iterator[Finding]:
    for each in check.look(Subject(record, record.data or {}, context)):
        yield _finding(check, each, Locator(record.path, fields_text(source.read(record.path))))


def _with_new_names(findings: Iterable[Finding], context: Context) -> Iterator[Finding]:
    """Tell the new name of a product that is missing under its old one."""
    renamed = {context.file_of("product", old_id): products[0] for old_id, products in context.former.items()}
    for finding in findings:
        new = renamed.get(finding.missing or "")
        yield finding if new is None else replace(finding, help=RENAMED.fill(new=new))


def _finding(check: Check, broken: Broken, locator: Locator) -> Finding:
    place = locator.key(broken.pointer) if broken.of_key else locator.value(broken.pointer)
    finding = replace(found(check.rule, place, **broken.values), missing=broken.missing)
    return without_hidden(finding, broken.values)
