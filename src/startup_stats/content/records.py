"""Records: the files of a collection, each read or with the reason why not; one bad file never hides the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.content import front_matter
from startup_stats.content import reading_rules as rules
from startup_stats.content.faults import Fault, Unreadable

if TYPE_CHECKING:
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding

SUFFIX = ".md"

# A file: its collection, its folder and its name there.
Place = tuple[str, str, str]


class Record(NamedTuple):
    """One file read. A named tuple, since thousands are made.

    `data` is None when nothing of it could be used; `findings` says why, or what is doubtful.
    """

    collection: str
    id: str
    path: str
    data: dict[str, Any] | None
    findings: tuple[Finding, ...]


def list_files(source: Source, collection: str, folder: str) -> list[Place]:
    """List every .md directly in a collection's folder, by name; raises OutsideError when there is none."""
    return [(collection, folder, name) for name in source.names(folder) if name.endswith(SUFFIX)]


def read_record(source: Source, collection: str, folder: str, name: str) -> Record:
    """Read a file to its record."""
    shown = printable(name)
    path = f"{folder}/{shown}"
    record_id = shown.removesuffix(SUFFIX)
    if shown != name:
        return Record(collection, record_id, path, None, (Fault(rules.BAD_FILE_NAME).at(path),))
    try:
        data, faults = front_matter.parse(source.read(path))
    except Unreadable as reason:
        return Record(collection, record_id, path, None, (reason.fault.at(path),))
    return Record(collection, record_id, path, data, tuple(fault.at(path) for fault in faults))


def printable(name: str) -> str:
    """Return a name or path that can stand in a message: what is no UTF-8 or no visible character becomes « � »."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)
