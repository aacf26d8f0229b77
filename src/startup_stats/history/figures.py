"""Every figure that differs between two states, with who came into it and who went out, each with the cause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.history.causes import CAUSES, Cause, cause_of_place, mirrored, with_words_of
from startup_stats.history.comparison import Difference, compare
from startup_stats.history.sortings import sortings
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.model import Product

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from startup_stats.history.comparison import Revisions
    from startup_stats.history.sortings import Kind, Place, Sorting
    from startup_stats.history.states import Answers, State
    from startup_stats.indicators.definition import Indicator, Subject
    from startup_stats.language import Text
    from startup_stats.model import Member
    from startup_stats.standards.definition import StandardTerms
    from startup_stats.standards.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Counted:
    """So many people who count in one of two states alone, by the cause: of people nothing else is told."""

    count: int
    cause: Cause


Changes = tuple[Difference, ...] | tuple[Counted, ...]


class Figure(NamedTuple):
    """A figure that differs: of a year that is `complete`, of one that is not, or of the day; None where there is none.

    `id` is that of an indicator, a phase, a standard (of which `outcome` is counted) or a status of members.
    """

    kind: Kind
    id: str
    year: int | None
    complete: bool
    before: int | None
    after: int | None
    came_in: Changes
    went_out: Changes
    title: Text
    outcome: Outcome | None = None


def revisions(then: State, now: State) -> dict[str, Revisions]:
    """Compare in two states the indicators of subjects whose records are not all the same."""
    return {
        name: compare(indicator, then, now)
        for name, indicator in now.indicators.items()
        if indicator.subject.of(then.portfolio) != indicator.subject.of(now.portfolio)
    }


def moved(compared: Mapping[str, Revisions], now: State, standards: Mapping[str, StandardTerms]) -> tuple[Figure, ...]:
    """Return the figures that differ between the states that were compared, of which one is `now`.

    Both are of one day and the same terms. Years that are over come first, then as stats.json has them.
    """
    found = [figure for name, each in compared.items() for figure in _of_indicator(INDICATORS[name], each)]
    records = {INDICATORS[name].subject.id: _records(each) for name, each in compared.items()}
    for sorting in sortings(now, standards):
        if sorting.subject.id in records:
            found += _of_sorting(sorting, records[sorting.subject.id])
    return tuple(sorted(found, key=lambda figure: not figure.complete))


def _of_indicator(indicator: Indicator, compared: Revisions) -> Iterator[Figure]:
    title = compared.now.frame.terms.fill(indicator.counted)
    for year in compared.years():
        then, now, came_in, went_out = compared.of(year)
        if then.value != now.value:
            changes = (_told(indicator.subject, came_in), _told(indicator.subject, went_out))
            yield Figure("indicator", indicator.id, year, now.complete, then.value, now.value, *changes, title)


def _told(subject: Subject, differences: Sequence[Difference]) -> Changes:
    """Return who came in or went out, in the order of ids; of people how many by each cause."""
    if subject.public:
        return tuple(sorted(differences))
    counts = Counter(each.cause for each in differences)
    return tuple(Counted(counts[cause], cause) for cause in CAUSES if cause in counts)


class _Records(NamedTuple):
    """The records of a subject in two states: those that are one and the same, of thousands nearly all, and the others.

    The others of each state by id.
    """

    same: Sequence[Product | Member]
    then: Mapping[str, Product | Member]
    now: Mapping[str, Product | Member]
    compared: Revisions


def _records(compared: Revisions) -> _Records:
    then, now = compared.then.records, compared.now.records
    same = {name: record for name, record in now.items() if then.get(name) is record}
    gone, new = ({name: record for name, record in side.items() if name not in same} for side in (then, now))
    return _Records(tuple(same.values()), gone, new, compared)


class _Side(NamedTuple):
    """A state sorted: its records that are not the same in both, where each goes, and who is who in the other state."""

    answers: Answers
    placed: Mapping[str, Place | None]
    same: Mapping[str, str]


def _of_sorting(sorting: Sorting, records: _Records) -> Iterator[Figure]:
    """Yield the figures of a sorting; the records that are the same are sorted only where some other ones move it."""
    compared = records.compared
    then = _Side(compared.then, _placed(sorting, records.then), compared.later)
    now = _Side(compared.now, _placed(sorting, records.now), compared.earlier)
    before, after = Counter(then.placed.values()), Counter(now.placed.values())
    places = [place for place in sorting.titles if before[place] != after[place]]
    steady = Counter(map(sorting.place, records.same if places else ()))
    for place in places:
        gone = _differences(sorting, place, then, now)
        went_out = [Difference(then.same.get(name, name), mirrored(cause)) for name, cause in gone]
        yield Figure(
            sorting.kind, place.id, place.year, place.complete,
            steady[place] + before[place], steady[place] + after[place],
            _told(sorting.subject, list(_differences(sorting, place, now, then))),
            _told(sorting.subject, went_out), sorting.titles[place], place.outcome,
        )  # fmt: skip


def _placed(sorting: Sorting, records: Mapping[str, Product | Member]) -> dict[str, Place | None]:
    return {name: sorting.place(record) for name, record in records.items()}


def _differences(sorting: Sorting, place: Place, here: _Side, there: _Side) -> Iterator[Difference]:
    """Return who is in a place here and not there, by the ids of here."""
    for name, own in here.placed.items():
        other = here.same.get(name)
        if own == place and (other is None or there.placed[other] != place):
            record, left = here.answers.records[name], None if other is None else there.answers.records[other]
            cause = cause_of_place(
                record,
                left,
                there.answers,
                is_placed=other is not None and there.placed[other] is not None,
                is_renamed=_would_be(sorting, place, record, left),
            )
            yield Difference(name, cause)


def _would_be(sorting: Sorting, place: Place, record: Product | Member, other: Product | Member | None) -> bool:
    """Say whether it takes nothing but the words of here for its phases to put a record of there into a place."""
    if not isinstance(record, Product) or not isinstance(other, Product):
        return False
    return sorting.place(with_words_of(other, record)) == place
