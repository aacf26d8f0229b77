"""What a version of a file says that a figure may rest on: plain values, one object for all versions that say the same.

Of thirty thousand versions of members' files few change a mission, and only their distinct facts are dated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.days import read_date
from startup_stats.content.portfolio import modelled
from startup_stats.content.records import Record, read_record
from startup_stats.git.objects import Entry, readable
from startup_stats.model import PHASES, Event, FastSupport, Member, Mission, Phase, Product
from startup_stats.standards.catalogue import ACCESSIBILITY, STANDARDS

if TYPE_CHECKING:
    from datetime import date

# The collections whose files move figures.
DATED = ("product", "member")


class ProductFacts(NamedTuple):
    """Of a product's file: dates are ISO 8601 texts, `status` is what it had in place of phases until July 2020."""

    phases: tuple[tuple[str, str | None, str | None], ...]
    events: tuple[tuple[str, str | None], ...]
    incubators: tuple[str, ...]
    promotion: int | None = None
    is_fast: bool = False
    former_ids: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    conformity: str | None = None
    status: str | None = None


class MemberFacts(NamedTuple):
    """Of a member's file: start, end and status of each mission."""

    missions: tuple[tuple[str | None, str | None, str], ...]


Facts = ProductFacts | MemberFacts


class OneFile:
    """A file's bytes as the reader takes them: the source of one record."""

    def __init__(self, entry: Entry, content: bytes) -> None:
        self._entry, self._content = entry, content

    def files(self, folder: str) -> list[str]:
        """Return the one file, from the folder asked for."""
        return [self._entry.path.removeprefix(f"{folder}/")]

    def exists(self, path: str) -> bool:
        """Say whether it is this file."""
        return path == self._entry.path

    def read(self, _path: str) -> bytes:
        """Return the file's bytes; raises Unreadable as a checkout does."""
        return readable(self._entry, self._content)


def read_facts(collection: str, folder: str, entry: Entry, content: bytes) -> Facts | None:
    """Read a version of a product's or a member's file; None where it is no record, or can't be read."""
    name = entry.path.removeprefix(f"{folder}/")
    try:
        record = read_record(OneFile(entry, content), collection, folder, name)
    except Exception:  # noqa: BLE001 - as `check` does: one file never stops the work on the others
        return None
    return None if record is None or record.data is None else _facts(record)


def _facts(record: Record) -> Facts:
    read = modelled(record)
    if isinstance(read, Member):
        return MemberFacts(tuple((_text(each.start), _text(each.end), each.status) for each in read.missions))
    assert isinstance(read, Product)  # noqa: S101 - DATED are the two collections
    status = (record.data or {}).get("status")
    return ProductFacts(
        tuple((each.name, _text(each.start), _text(each.end)) for each in _in_file(read)),
        tuple((each.name, _text(each.date)) for each in read.events),
        read.incubators,
        read.fast.promotion if read.fast else None,
        read.fast is not None,
        read.former_ids,
        tuple(name for name, standard in STANDARDS.items() if standard.declared(read) is not None),
        ACCESSIBILITY.declared(read),
        status if isinstance(status, str) and status in PHASES else None,
    )


def _in_file(product: Product) -> list[Phase]:
    return sorted(product.phases, key=lambda phase: phase.index)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Statement:
    """What files say, one object for all that say the same: it is found again by what it is, not by what it holds.

    `subject` is the product or member as definitions take it, without an id; on no other days than `days`, ascending,
    does what a definition answers change. A mission's end is none of them: who once arrived stays counted.
    """

    __slots__ = ("days", "facts", "subject")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.subject = _subject(facts)
        self.days = _days(self.subject)


def _subject(facts: Facts) -> Product | Member:
    if isinstance(facts, MemberFacts):
        missions = [
            Mission(read_date(start), read_date(end), status, index)
            for index, (start, end, status) in enumerate(facts.missions)
        ]
        return Member("", "", "", tuple(missions))
    phases = [
        Phase(name, read_date(start), read_date(end), index) for index, (name, start, end) in enumerate(facts.phases)
    ]
    phases.sort(key=lambda phase: phase.order)
    events = [Event(name, read_date(day), index) for index, (name, day) in enumerate(facts.events)]
    fast = FastSupport(facts.promotion, None) if facts.is_fast else None
    return Product("", "", "", facts.incubators, tuple(phases), tuple(events), fast)


def _days(subject: Product | Member) -> tuple[date, ...]:
    if isinstance(subject, Member):
        named = {mission.start for mission in subject.missions}
    else:
        named = {day for phase in subject.phases for day in (phase.start, phase.end)}
        named |= {event.date for event in subject.events}
    return tuple(sorted(day for day in named if day is not None))
