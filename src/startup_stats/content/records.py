"""Records: the files of a collection, each read or with the reason why not; one bad file never hides the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.content import documents, fences, front_matter
from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault, Unreadable
from startup_stats.content.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from startup_stats.content.source import Bytes, Source
    from startup_stats.findings import Finding

# A file: its collection, its folder and its path there.
Place = tuple[str, str, str]


class Record(NamedTuple):
    """One file read. A named tuple, since thousands are made.

    `data` is None when nothing of it could be used; `findings` says why, or what is doubtful. `shown`: the site takes
    it as a document.
    """

    collection: str
    id: str
    path: str
    data: dict[str, Any] | None
    findings: tuple[Finding, ...]
    shown: bool = True


def list_files(source: Source, collection: str, folder: str) -> list[Place]:
    """List all files below a collection's folder, by path; raises OutsideError when there is no such folder."""
    return [(collection, folder, name) for name in source.files(folder)]


def nothing_read(collection: str, folder: str, name: str) -> Record:
    """Make the record of a file of which nothing is known but its place."""
    shown_name = printable(name)
    return Record(collection, documents.record_id(shown_name), f"{folder}/{shown_name}", None, ())


def read_record(source: Bytes, collection: str, folder: str, name: str) -> Record | None:
    """Read a file to its record; None for a file that is no document and not meant as one, such as a picture."""
    record, shown_name = nothing_read(collection, folder, name), printable(name)
    if not documents.may_be_meant(shown_name) and not _is_document(source, record.path, name):
        return None
    if shown_name != name:
        return _without_data(record, Fault(rules.BAD_FILE_NAME))
    if documents.is_special(name):
        return _without_data(record, Fault(rules.NAME_PASSED_OVER), shown=False)
    try:
        content = source.read(record.path)
        if not documents.has_header(content):
            return _without_data(record, _no_header(name, content), shown=False)
        data, faults = front_matter.parse(content)
    except Unreadable as reason:
        return _without_data(record, reason.fault)
    return _read(record, data, [*faults, *([] if documents.is_usual(name) else [Fault(rules.NAME_UNUSUAL)])])


def _read(record: Record, data: dict[str, Any], faults: Iterable[Fault]) -> Record:
    if data.get("published") is False:
        return _without_data(record, Fault(rules.UNPUBLISHED), shown=False)
    findings = tuple(fault.at(record.path) for fault in faults)
    return Record(record.collection, record.id, record.path, data, findings)


def _without_data(record: Record, fault: Fault, *, shown: bool = True) -> Record:
    return record._replace(findings=(fault.at(record.path),), shown=shown)


def _is_document(source: Bytes, path: str, name: str) -> bool:
    """Say whether Jekyll takes a file as a document whose name says that it is none."""
    if documents.is_special(name):
        return False
    try:
        return documents.has_header(source.read(path))
    except Unreadable:
        return False


def _no_header(name: str, content: bytes) -> Fault:
    """Say why a file is no document; raises Unreadable for one that is no text."""
    text, faults = decode(content)
    if faults and faults[0].rule is rules.BYTE_ORDER_MARK and fences.OPENING.match(text):
        return faults[0]
    return fences.missing(text) if documents.is_usual(name) else Fault(rules.NOT_A_DOCUMENT)


def printable(name: str) -> str:
    """Return a name or path that can stand in a message: what is no UTF-8 or no visible character becomes « � »."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)
