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


class Place(NamedTuple):
    """A file of a collection: its folder and its path there, and the id and path that its record goes by.

    `shown`: its path there as messages show it, the same unless it holds what is no visible character.
    """

    collection: str
    folder: str
    name: str
    shown: str
    id: str
    path: str


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
    return [place_of(collection, folder, name) for name in source.files(folder)]


def place_of(collection: str, folder: str, name: str) -> Place:
    """Return the place of a file, by its path in a collection's folder."""
    shown = printable(name)
    return Place(collection, folder, name, shown, documents.record_id(shown), f"{folder}/{shown}")


def read_record(source: Bytes, place: Place) -> Record | None:
    """Read a file to its record; None for a file that is no document and not meant as one, such as a picture."""
    name = place.name
    is_usual = documents.is_usual(name)
    if not (is_usual or documents.may_be_meant(place.shown) or _is_document(source, place.path, name)):
        return None
    if place.shown != name:
        return without_data(place, Fault(rules.BAD_FILE_NAME))
    if documents.is_special(name):
        return without_data(place, Fault(rules.NAME_PASSED_OVER), shown=False)
    try:
        content = source.read(place.path)
        if not documents.has_header(content):
            return without_data(place, _no_header(name, content), shown=False)
        data, faults = front_matter.parse(content)
    except Unreadable as reason:
        return without_data(place, reason.fault)
    return _read(place, data, faults if is_usual else [*faults, Fault(rules.NAME_UNUSUAL)])


def _read(place: Place, data: dict[str, Any], faults: Iterable[Fault]) -> Record:
    if data.get("published") is False:
        return without_data(place, Fault(rules.UNPUBLISHED), shown=False)
    findings = tuple([fault.at(place.path) for fault in faults])
    return Record(place.collection, place.id, place.path, data, findings)


def without_data(place: Place, fault: Fault, *, shown: bool = True) -> Record:
    """Make the record of a file of which nothing can be used, and say why."""
    return Record(place.collection, place.id, place.path, None, (fault.at(place.path),), shown)


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
