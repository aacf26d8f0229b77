"""What a version of a file says that a figure may rest on: plain values, one object for all versions that say the same.

Of thirty thousand versions of members' files half change a mission, and only their distinct facts are dated. Days are
numbers (date.toordinal) until a definition asks: they pass between processes, and into the cache, as they are.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.portfolio import modelled
from startup_stats.content.records import Record, place_of, read_record
from startup_stats.git.objects import Entry, readable
from startup_stats.model import Event, FastSupport, Member, Mission, Phase, Product
from startup_stats.standards.catalogue import ACCESSIBILITY, STANDARDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from startup_stats.vocabulary import Phases, Vocabulary

# The collections whose files move figures.
DATED = ("product", "member")


class ProductFacts(NamedTuple):
    """Of a product's file: name, start and end of each phase, name and day of each event, what it declares.

    `status` is what it had in place of phases until July 2020.
    """

    phases: tuple[tuple[str, int | None, int | None], ...]
    events: tuple[tuple[str, int | None], ...]
    incubators: tuple[str, ...]
    promotion: int | None = None
    is_fast: bool = False
    former_ids: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    conformity: str | None = None
    status: str | None = None


class MemberFacts(NamedTuple):
    """Of a member's file: start, end and status of each mission."""

    missions: tuple[tuple[int | None, int | None, str], ...]


Facts = ProductFacts | MemberFacts


class OneFile:
    """A file's bytes as the reader takes them, whatever path it asks for."""

    def __init__(self, entry: Entry, content: bytes) -> None:
        self._entry, self._content = entry, content

    def read(self, _path: str) -> bytes:
        """Return the file's bytes; raises Unreadable as a checkout does."""
        return readable(self._entry, self._content)


def read_facts(collection: str, folder: str, entry: Entry, content: bytes, vocabulary: Vocabulary) -> Facts | None:
    """Read a version of a product's or a member's file; None where it is no record, or can't be read."""
    name = entry.path.removeprefix(f"{folder}/")
    try:
        record = read_record(OneFile(entry, content), place_of(collection, folder, name))
    except Exception:  # noqa: BLE001 - as `check` does: one file never stops the work on the others
        return None
    return None if record is None or record.data is None else _facts(record, vocabulary)


def _facts(record: Record, vocabulary: Vocabulary) -> Facts:
    read = modelled(record, vocabulary)
    if isinstance(read, Member):
        return MemberFacts(tuple((_number(each.start), _number(each.end), each.status) for each in read.missions))
    assert isinstance(read, Product)  # noqa: S101 - DATED are the two collections
    status = (record.data or {}).get("status")
    return ProductFacts(
        tuple((each.name, _number(each.start), _number(each.end)) for each in _in_file(read)),
        tuple((each.name, _number(each.date)) for each in read.events),
        read.incubators,
        read.fast.promotion if read.fast else None,
        read.fast is not None,
        read.former_ids,
        tuple(name for name, standard in STANDARDS.items() if standard.declared(read) is not None),
        ACCESSIBILITY.declared(read),
        status if isinstance(status, str) and status in vocabulary.phases else None,
    )


def _in_file(product: Product) -> list[Phase]:
    return sorted(product.phases, key=lambda phase: phase.place)


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)


class Statement:
    """What files say, one object for all that say the same: it is found again by what it is, not by what it holds.

    `subject` is the product or member as definitions take it, without an id, made when one asks. On no other days than
    `days`, ascending, can it come to count otherwise.
    """

    __slots__ = ("_days", "_phases", "_subject", "facts")

    def __init__(self, facts: Facts, phases: Phases) -> None:
        self.facts = facts
        self._phases = phases
        self._subject: Product | Member | None = None
        self._days: tuple[date, ...] | None = None

    @property
    def subject(self) -> Product | Member:  # noqa: D102 - above
        if self._subject is None:
            self._subject = _subject(self.facts, self._phases)
        return self._subject

    @property
    def early_phase(self) -> Phase | None:
        """Return the phase that a product's status told in place of phases, until July 2020."""
        status = self.facts.status if isinstance(self.facts, ProductFacts) and not self.facts.phases else None
        return None if status is None else Phase(status, None, None, 0, self._phases.get(status))

    @property
    def days(self) -> tuple[date, ...]:  # noqa: D102 - above
        if self._days is None:
            named = {number for number in _named_days(self.facts) if number is not None}
            self._days = tuple(map(date.fromordinal, sorted(named)))
        return self._days


def _subject(facts: Facts, known: Phases) -> Product | Member:
    if isinstance(facts, MemberFacts):
        missions = [
            Mission(_day(start), _day(end), status, index) for index, (start, end, status) in enumerate(facts.missions)
        ]
        return Member("", "", "", tuple(missions))
    phases = [
        Phase(name, _day(start), _day(end), index, known.get(name))
        for index, (name, start, end) in enumerate(facts.phases)
    ]
    phases.sort(key=lambda phase: phase.order)
    events = [Event(name, _day(day), index) for index, (name, day) in enumerate(facts.events)]
    fast = FastSupport(facts.promotion, None) if facts.is_fast else None
    return Product("", "", "", facts.incubators, tuple(phases), tuple(events), fast)


def _named_days(facts: Facts) -> Iterator[int | None]:
    if isinstance(facts, MemberFacts):
        for start, end, _ in facts.missions:
            yield start
            yield None if end is None else min(end + 1, _LAST_DAY)  # it is active on the last day too
        return
    for _, start, end in facts.phases:
        yield start
        yield end
    for _, day in facts.events:
        yield day


_LAST_DAY = date.max.toordinal()
