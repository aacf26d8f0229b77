"""Versions → spans: which record stood in the portfolio from which day to which, and what it said.

What a checkout of each day would hold: files in the layout of that time, and of two files with one id the one at its
usual place.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.content.collections import folders_of
from startup_stats.content.documents import is_usual
from startup_stats.content.records import place_of
from startup_stats.history.facts import DATED, Facts, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from startup_stats.history.versions import FileKey, Version, Versions
    from startup_stats.vocabulary import Phases

DAY = timedelta(days=1)


class Span(NamedTuple):
    """What a record said on the days from `first` until before `end`, and the file that it stood in."""

    first: date
    end: date
    statement: Statement
    path: str


class Period(NamedTuple):
    """The days on which the content lay in the same folders, one for each collection."""

    first: date
    end: date
    folders: Mapping[str, str]


# By collection, the spans of each record, by its id, ascending.
Spans = dict[str, dict[str, list[Span]]]


def spans_of(
    versions: Versions,
    layouts: Sequence[Mapping[str, str]],
    phases: Phases,
    until: date,
    members_since: date | None = None,
) -> Spans:
    """Return the spans of all products and members up to the end of a day; of members those that reach past a day."""
    end = until + DAY
    after = {"member": members_since or date.min}
    rows: dict[tuple[str, str, str], list[tuple[str, list[Span]]]] = defaultdict(list)
    statements = _Statements(phases)
    for place, of_file in versions.of.items():
        file = place_of(*place)
        spans = list(_spans(place, of_file, (after.get(file.collection, date.min), end), statements))
        rows[file.collection, file.folder, file.id].append((file.shown, spans))
    periods = _periods(versions, layouts, end)
    found: Spans = {collection: defaultdict(list) for collection in DATED}
    for (collection, folder, record), files in rows.items():
        lying = [period for period in periods if period.folders[collection] == folder]
        found[collection][record] += [clipped for span in _of_one_id(files) for clipped in _clipped(span, lying)]
    return {name: {record: _joined(spans) for record, spans in of.items() if spans} for name, of in found.items()}


def _spans(
    place: FileKey, versions: Sequence[Version], within: tuple[date, date], statements: _Statements
) -> Iterator[Span]:
    after, end = within
    ends = [*(version.since for version in versions[1:]), end]
    for version, until in zip(versions, ends, strict=True):
        if until > after and version.facts is not None and version.since < until:
            yield Span(version.since, until, statements[version.facts], f"{place[1]}/{place[2]}")


class _Statements(dict[Facts, Statement]):
    """One statement for all that say the same, in some words for phases."""

    def __init__(self, phases: Phases) -> None:
        super().__init__()
        self._phases = phases

    def __missing__(self, facts: Facts) -> Statement:
        statement = self[facts] = Statement(facts, self._phases)
        return statement


def _periods(versions: Versions, layouts: Sequence[Mapping[str, str]], end: date) -> list[Period]:
    """Return the periods of the layouts, by the files that each folder had."""
    moves: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (_, folder, _), of_file in versions.of.items():
        was_there = False
        for version in of_file:
            moves[version.since][folder] += version.is_there - was_there
            was_there = version.is_there
    files: dict[str, int] = defaultdict(int)
    found: list[Period] = []
    for day, of_day in sorted(moves.items()):
        for folder, more in of_day.items():
            files[folder] += more
        folders = folders_of(_Folders(files), layouts)
        if not found or found[-1].folders != folders:
            found.append(Period(day, end, folders))
    ends = [*(period.first for period in found[1:]), end]
    return [period._replace(end=until) for period, until in zip(found, ends, strict=True)]


class _Folders:
    """What a checkout would answer of folders, by how many files they have."""

    def __init__(self, files: Mapping[str, int]) -> None:
        self._files = files

    def exists(self, path: str) -> bool:
        """Say whether a folder is there: git knows none without files."""
        return self._files.get(path, 0) > 0


def _of_one_id(files: list[tuple[str, list[Span]]]) -> list[Span]:
    """Return the spans of the files that have one id; of two that say something the one at its usual place stands."""
    taken: list[Span] = []
    for _, spans in sorted(files, key=lambda each: (not is_usual(each[0]), each[0])):
        taken += [free for span in spans for free in _without(span, taken)]
    return taken


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """Return what is left of a span outside of others."""
    left = [span]
    for other in taken:
        left = [
            part._replace(first=first, end=end)
            for part in left
            for first, end in (
                (part.first, min(part.end, other.first)),
                (max(part.first, other.end), part.end),
            )
            if first < end
        ]
    return left


def _clipped(span: Span, periods: Iterable[Period]) -> Iterator[Span]:
    for period in periods:
        first, end = max(span.first, period.first), min(span.end, period.end)
        if first < end:
            yield span._replace(first=first, end=end)


def _joined(spans: list[Span]) -> list[Span]:
    """Sort spans, and make one of those that follow one another and say the same in one file."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.first):
        last = joined[-1] if joined else None
        if last is not None and (last.end, last.path) == (span.first, span.path) and last.statement is span.statement:
            joined[-1] = last._replace(end=span.end)
        else:
            joined.append(span)
    return joined
