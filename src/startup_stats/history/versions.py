"""Git's history → versions: what each file of the content said, and from which day to which.

A day's state is that at its end (UTC), so versions replaced within a day are not seen from the outside. Commit times
that run backwards are taken so that a commit is known from the earliest day at which something that came after it was.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from startup_stats.checks.parallel import in_two
from startup_stats.git.objects import Commit, Entry, blobs, changes, is_shallow
from startup_stats.history.facts import DATED, Facts, read_facts
from startup_stats.standards.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from startup_stats.history.tally import Settled
    from startup_stats.vocabulary import Vocabulary

# Where a site has its ledger.
LEDGER_FOLDER = "_data"
# A file: its collection, the folder of that collection that it lies in, its path there.
FileKey = tuple[str, str, str]


class Content(NamedTuple):
    """Where the content lay, the newest layout first, and in which words it is written."""

    layouts: Sequence[Mapping[str, str]]
    vocabulary: Vocabulary


class Version(NamedTuple):
    """What a file says from a day on; nothing where it is gone or can't be read, `is_there` tells which."""

    since: date
    facts: Facts | None
    is_there: bool = True


class Known(NamedTuple):
    """What an earlier run knew: all versions until a commit, since when that is known, and what was counted by then."""

    commit: str
    day: date
    of: Mapping[FileKey, tuple[Version, ...]]
    ledgers: Mapping[date, str | None]
    settled: Settled


class Versions(NamedTuple):
    """All versions of all files by place, each file's ascending; until which commit and day, and what is told of them.

    `since` is the first day that is known, `disordered` how many commits bear a later time than one after them;
    `ledgers` are the evidence ledger's blobs by the day from which they stood, None where it was gone; `extends`: what
    an earlier run read was taken from it.
    """

    of: Mapping[FileKey, tuple[Version, ...]]
    ledgers: Mapping[date, str | None]
    commit: str
    day: date
    since: date
    is_shallow: bool
    disordered: int
    extends: bool = False


def read_versions(
    folder: Path,
    content: Content,
    until: date,
    commits: Sequence[Commit],
    kept: Known | None = None,
) -> Versions | None:
    """Read the versions of products' and members' files up to the end of a day; None where no commit is so old.

    `commits` are the checkout's, the newest first; of those until `kept` nothing is read again.
    """
    days = _days(commits)
    known = [commit for commit in commits if days[commit.id] <= until]
    if not known:
        return None
    places = _folders(content.layouts)
    # The same commit on the same day: nothing of its past changed either.
    if extends := kept is not None and days.get(kept.commit) == kept.day:
        before, new = _until(kept.of, until), _since(kept, known)
        ledgers = {day: blob for day, blob in kept.ledgers.items() if day <= until}
    else:
        before, new, ledgers = {}, known, {}
    changed = changes(folder, new, sorted({*places, LEDGER_FOLDER})) if new else {}
    entries = _by_place(new, days, changed, places)
    disordered = sum(days[commit.id] < _day(commit.time) for commit in known)
    return Versions(
        _after(before, _read(folder, entries, content.vocabulary)),
        ledgers | _ledgers(new, days, changed),
        known[0].id,
        days[known[0].id],
        days[known[-1].id],
        is_shallow(folder),
        disordered,
        extends,
    )


def _until(of: Mapping[FileKey, tuple[Version, ...]], day: date) -> Mapping[FileKey, tuple[Version, ...]]:
    """Return the versions up to a day."""
    cut = {place: tuple(version for version in versions if version.since <= day) for place, versions in of.items()}
    return {place: versions for place, versions in cut.items() if versions}


def _since(kept: Known, commits: list[Commit]) -> list[Commit]:
    """Return the commits after what is kept: none where that is later than all of them."""
    place = next((place for place, commit in enumerate(commits) if commit.id == kept.commit), 0)
    return commits[:place]


def _after(
    before: Mapping[FileKey, tuple[Version, ...]], new: Mapping[FileKey, tuple[Version, ...]]
) -> dict[FileKey, tuple[Version, ...]]:
    """Return versions with newer ones after them; of one day the newer stand."""
    of = dict(before)
    for place, versions in new.items():
        earlier = (version for version in before.get(place, ()) if version.since < versions[0].since)
        of[place] = _joined([*earlier, *versions])
    return of


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def _days(commits: Sequence[Commit]) -> dict[str, date]:
    """Return from which day each commit is known: that of the earliest among itself and those after it."""
    days, earliest = {}, commits[0].time
    for commit in commits:
        earliest = min(earliest, commit.time)
        days[commit.id] = _day(earliest)
    return days


def _folders(layouts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the collection that each folder holds, of those whose files move figures."""
    return {layout[name]: name for layout in layouts for name in DATED if name in layout}


_Dated = dict[FileKey, list[tuple["date", Entry]]]


def _by_place(
    commits: Sequence[Commit], days: Mapping[str, date], changed: Mapping[str, list[Entry]], folders: Mapping[str, str]
) -> _Dated:
    """Sort what commits changed by file, the oldest first; of one day the last change stays."""
    # A folder inside another one's is its own: the longest name is looked for first.
    prefixes = sorted(((f"{folder}/", folder) for folder in folders), key=lambda each: -len(each[0]))
    found: _Dated = {}
    for commit in reversed(commits):
        day = days[commit.id]
        for entry in changed.get(commit.id, ()):
            prefix, folder = next((each for each in prefixes if entry.path.startswith(each[0])), ("", ""))
            if not prefix:
                continue
            of_file = found.setdefault((folders[folder], folder, entry.path.removeprefix(prefix)), [])
            if of_file and of_file[-1][0] == day:
                of_file.pop()
            of_file.append((day, entry))
    return found


def _ledgers(
    commits: Sequence[Commit], days: Mapping[str, date], changed: Mapping[str, list[Entry]]
) -> dict[date, str | None]:
    """Return the ledger's blobs by day, None where it is gone, or a link in its place."""
    return {
        days[commit.id]: entry.blob if entry.is_file and not entry.is_gone else None
        for commit in reversed(commits)
        for entry in changed.get(commit.id, ())
        if entry.path == f"{LEDGER_FOLDER}/{LEDGER_NAME}"
    }


def _read(folder: Path, entries: _Dated, vocabulary: Vocabulary) -> dict[FileKey, tuple[Version, ...]]:
    """Read each distinct version once, and join those that follow one another and say the same."""
    wanted = {
        place: list({(entry.mode, entry.blob): entry for _, entry in of_file if not entry.is_gone}.values())
        for place, of_file in entries.items()
    }
    # All at once: a process of git's for each chunk would unpack each object's kin again.
    files = blobs(folder, sorted({entry.blob for of_file in wanted.values() for entry in of_file if entry.is_file}))
    read = in_two(partial(_read_files, files, vocabulary), list(wanted.items()))
    same: dict[Facts | None, Facts | None] = {}
    facts = dict(zip(wanted, read, strict=True))

    def version(place: FileKey, day: date, entry: Entry) -> Version:
        if entry.is_gone:
            return Version(day, None, is_there=False)
        said = facts[place][entry.mode, entry.blob]
        return Version(day, same.setdefault(said, said))

    return {place: _joined(version(place, *each) for each in of_file) for place, of_file in entries.items()}


def _read_files(
    files: Mapping[str, bytes], vocabulary: Vocabulary, items: Sequence[tuple[FileKey, list[Entry]]]
) -> list[dict[tuple[str, str], Facts | None]]:
    """Read all versions of some files, each file's one after the other: they say nearly the same."""
    same: dict[Facts | None, Facts | None] = {}
    found = []
    for place, of_file in items:
        read = ((entry, read_facts(*place[:2], entry, files.get(entry.blob, b""), vocabulary)) for entry in of_file)
        found.append({(entry.mode, entry.blob): same.setdefault(facts, facts) for entry, facts in read})
    return found


def _joined(versions: Iterable[Version]) -> tuple[Version, ...]:
    joined: list[Version] = []
    for version in versions:
        if not joined or joined[-1][1:] != version[1:]:
            joined.append(version)
    return tuple(joined)
