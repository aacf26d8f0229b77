"""Reads and checks every record; places are computed only for what was found."""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from startup_stats.checks import dates, declarations, references
from startup_stats.checks.context import Broken, Context, Subject, former_ids_of, make_context
from startup_stats.checks.mending import broken_fix
from startup_stats.checks.parallel import in_two
from startup_stats.checks.references import RENAMED
from startup_stats.checks.structure import located, schema_violations, without_hidden
from startup_stats.content import reading_rules as rules
from startup_stats.content.collections import by_collection, list_places
from startup_stats.content.documents import is_usual
from startup_stats.content.faults import Fault
from startup_stats.content.front_matter import fields_text
from startup_stats.content.location import Locator
from startup_stats.content.records import Place, Record, read_record, without_data
from startup_stats.errors import StartupStatsError
from startup_stats.findings import Finding, field_of, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from startup_stats.checks.context import Check
    from startup_stats.content.source import Source
    from startup_stats.vocabulary import Vocabulary

Kept = TypeVar("Kept")

# Each family's table.
CHECKS: tuple[Check, ...] = (*references.CHECKS, *dates.CHECKS, *declarations.CHECKS)
# The only field that a rule on one record asks of the others.
_ASKED_ACROSS = "redirect_from"


class Checked(NamedTuple, Generic[Kept]):
    """All records by id, what was kept of each that could be read, by id, and all findings by file and place."""

    records: Mapping[str, tuple[Record, ...]]
    kept: Sequence[Kept]
    findings: tuple[Finding, ...]


def read_and_check(
    source: Source, folders: Mapping[str, str], as_of: date, vocabulary: Vocabulary, keep: Callable[[Record], Kept]
) -> Checked[Kept]:
    """Read and check all collections in a site's words, and keep of each record what `keep` makes of it.

    The records returned hold no more fields than other records' rules ask about: half of them come from
    another process, and what is not sent costs nothing. Raises OutsideError (see by_collection).
    """
    places = list_places(source, folders)
    context = make_context(places, folders, as_of, vocabulary)
    rows = _with_own_ids(_rows(source, places, context, keep))
    records = by_collection([row.record for row in rows], folders)
    context = context._replace(former=former_ids_of(records["product"], vocabulary.product_prefixes))
    alone = [finding for row in rows for finding in row.record.findings]
    findings = [*_with_new_names(alone, context), *_across(source, records, context)]
    findings.sort(key=lambda finding: finding.sort_key)
    return Checked(records, _kept(rows), tuple(findings))


def read_unchecked(
    source: Source,
    folders: Mapping[str, str],
    keep: Callable[[Record], Kept],
    known: Mapping[str, tuple[Record, Kept]] = MappingProxyType({}),
) -> Checked[Kept]:
    """Read all collections as read_and_check does and check none of it, in half the time; there are no findings.

    `known` is what was read of some files before, by path, and kept of them: their bytes are the same, and they are not
    read again.
    """
    new, old = list[Place](), list[_Row[Kept]]()
    for place in list_places(source, folders):
        before = known.get(f"{place.folder}/{place.name}")
        if before is None:
            new.append(place)
        else:
            old.append(_Row(before[0], place.name, before[1]))
    rows = _with_own_ids([*_rows(source, new, None, keep), *old])
    return Checked(by_collection([row.record for row in rows], folders), _kept(rows), ())


def check_record(source: Source, record: Record, context: Context) -> tuple[Finding, ...]:
    """Return the findings on one record, those of reading included."""
    try:
        return (*record.findings, *_look(source, record, _checks(record.collection), context))
    except Exception as error:  # noqa: BLE001 - see _stumble
        return (*record.findings, _stumble(error).at(record.path))


@cache
def _checks(collection: str) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if collection in check.collections and not check.across)


# What comes back of a file that is a record: is it shown, what the others' rules ask, what is kept, the findings.
_Checked = tuple[bool, dict[str, Any] | None, Kept, tuple[Finding, ...]]


class _Row(NamedTuple, Generic[Kept]):
    record: Record
    name: str
    kept: Kept


def _rows(
    source: Source, places: Sequence[Place], context: Context | None, keep: Callable[[Record], Kept]
) -> list[_Row[Kept]]:
    checked = in_two(partial(_check_places, source, context, keep), places)
    return [_row(place, each) for place, each in zip(places, checked, strict=True) if each is not None]


def _kept(rows: Iterable[_Row[Kept]]) -> list[Kept]:
    return [row.kept for row in rows if row.record.data is not None]


def _check_places(
    source: Source, context: Context | None, keep: Callable[[Record], Kept], places: Sequence[Place]
) -> list[_Checked[Kept] | None]:
    """Read files, and check them unless there is no context to check them in; None for a file that is no record."""
    return [
        None
        if one is None
        else (one[0].shown, _asked(one[0]), one[1], check_record(source, one[0], context) if context else ())
        for one in (_read_and_keep(source, keep, place) for place in places)
    ]


def _read_and_keep(source: Source, keep: Callable[[Record], Kept], place: Place) -> tuple[Record, Kept] | None:
    try:
        record = read_record(source, place)
        return None if record is None else (record, keep(record))
    except Exception as error:  # noqa: BLE001 - see _stumble
        record = without_data(place, _stumble(error))
        return record, keep(record)


def _stumble(error: Exception) -> Fault:
    """Tell what nobody thought of as a fault of the record in hand: one file never stops the work on the others.

    Raises again what a command can't go on from, such as a source that fails.
    """
    if isinstance(error, StartupStatsError):
        raise error
    return Fault(rules.UNFORESEEN, values={"kind": type(error).__name__})


def _asked(record: Record) -> dict[str, Any] | None:
    if record.data is None:
        return None
    return {_ASKED_ACROSS: record.data[_ASKED_ACROSS]} if _ASKED_ACROSS in record.data else {}


def _row(place: Place, checked: _Checked[Kept]) -> _Row[Kept]:
    shown, asked, kept, findings = checked
    return _Row(Record(place.collection, place.id, place.path, asked, findings, shown), place.shown, kept)


def _with_own_ids(rows: Iterable[_Row[Kept]]) -> list[_Row[Kept]]:
    """Sort by id; of two records with one id the one at its usual place counts, and the other is told."""
    taken: dict[tuple[str, str], str] = {}
    own = []
    for row in sorted(rows, key=lambda row: (row.record.id, not is_usual(row.name), row.name)):
        record = row.record
        other = taken.get((record.collection, record.id))
        if record.data is not None and other is not None:
            fault = Fault(rules.ID_TAKEN, values={"other": other}).at(record.path)
            record = record._replace(data=None, findings=(*record.findings, fault))
        elif record.data is not None:
            taken[record.collection, record.id] = record.path
        own.append(row if record is row.record else row._replace(record=record))
    return own


def _look(source: Source, record: Record, checks: Iterable[Check], context: Context) -> Iterator[Finding]:
    data = record.data
    if data is None:
        return
    vocabulary = context.vocabulary
    violations = schema_violations(record, vocabulary)
    subject = Subject(record, vocabulary.read(record.collection, data), context)
    broken = [(check, each) for check in checks for each in check.look(subject)]
    if violations or broken:
        locator = Locator(record.path, fields_text(source.read(record.path)))
        yield from located(record, violations, locator, vocabulary)
        for check, each in broken:
            yield _finding(subject, check, each, locator)._replace(fix=broken_fix(subject, check, each, locator))


def _across(source: Source, records: Mapping[str, tuple[Record, ...]], context: Context) -> Iterator[Finding]:
    """Run the rules that ask about other records' fields, once all are read."""
    for check in CHECKS:
        for record in (record for name in check.collections if check.across for record in records[name]):
            try:
                yield from _across_one(source, check, record, context)
            except Exception as error:  # noqa: BLE001 - see _stumble
                yield _stumble(error).at(record.path)


def _across_one(source: Source, check: Check, record: Record, context: Context) -> Iterator[Finding]:
    subject = Subject(record, record.data or {}, context)
    for each in check.look(subject):
        yield _finding(subject, check, each, Locator(record.path, fields_text(source.read(record.path))))


def _with_new_names(findings: Iterable[Finding], context: Context) -> Iterator[Finding]:
    """Tell the new name of a product that is missing under its old one."""
    renamed = {context.file_of("product", old_id): products[0] for old_id, products in context.former.items()}
    for finding in findings:
        new = renamed.get(finding.missing or "")
        yield finding if new is None else finding._replace(help=RENAMED.fill(new=new))


def _finding(subject: Subject, check: Check, broken: Broken, locator: Locator) -> Finding:
    pointer = subject.pointer(broken.pointer)
    place = locator.key(pointer) if broken.of_key else locator.value(pointer)
    finding = found(check.rule, place, **broken.values)
    finding = finding._replace(missing=broken.missing, field=field_of(pointer))
    return without_hidden(finding, broken.values)
