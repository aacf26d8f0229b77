"""What is kept from one run to the next: safe to delete, to share and to corrupt, never needed.

One JSON file a history, after a line with its sha256. It holds what files said until a commit, and what was counted
before that day; a run after it reads and counts what came since, one of an earlier day takes what is of its past. What
does not fit (another program, a history rewritten) is read anew.
"""

from __future__ import annotations

import functools
import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from startup_stats import __version__
from startup_stats.errors import StartupStatsError
from startup_stats.files import make_folder, write_if_changed
from startup_stats.git.objects import first_parents
from startup_stats.history.facts import Facts, MemberFacts, ProductFacts
from startup_stats.history.tally import Settled
from startup_stats.history.versions import Content, Known, Version, Versions, read_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from startup_stats.history.tally import Moves

# What became of the cache: not asked for, nothing there, taken, damaged, of another program, of a history that was
# rewritten, not writable.
Outcome = Literal["none", "empty", "used", "damaged", "outdated", "other", "unwritable"]


# Writing what is kept takes as long as reading and counting what a week changes.
_WORTH_WRITING = timedelta(7)


class Kept(NamedTuple):
    """Where something is kept, and what was found there."""

    file: Path
    known: Known | None


class Cached(NamedTuple):
    """The versions of a checkout, None where no commit is so old; what the cache gave, and what was counted already."""

    versions: Versions | None
    outcome: Outcome
    settled: Settled | None = None
    kept: Kept | None = None


def cached_versions(folder: Path, content: Content, until: date, cache: Path | None) -> Cached:
    """Read the versions of a checkout, those that are kept in `cache` from there; raises OutsideError as git does."""
    commits = first_parents(folder)
    if cache is None:
        return Cached(read_versions(folder, content, until, commits), "none")
    file = cache / "history" / f"{_name(content, commits[-1].id)}.json"
    known, outcome = _known(file)
    versions = read_versions(folder, content, until, commits, known)
    if known is not None and versions is not None and not versions.extends:
        known, outcome = None, "other"
    return Cached(versions, outcome, known and known.settled, Kept(file, known))


def keep(read: Cached, settled: Settled) -> Outcome:
    """Keep what was read and counted for the next run, unless more is kept already; return what became of the cache."""
    versions, kept = read.versions, read.kept
    if versions is None or kept is None or (kept.known is not None and not _is_more(versions, settled, kept.known)):
        return read.outcome
    content = json.dumps(_document(versions, settled), separators=(",", ":"))
    digest = sha256(content.encode()).hexdigest()
    try:
        make_folder(kept.file.parent)
        write_if_changed(kept.file, f"{digest}\n{content}")
    except StartupStatsError:  # a full disk, a folder of somebody else's: the run goes on without
        return "unwritable"
    return read.outcome


def _is_more(versions: Versions, settled: Settled, known: Known) -> bool:
    """Say whether there are some days more than those that are known, or other terms to count them by."""
    if versions.commit == known.commit:
        return settled.terms != known.settled.terms
    return versions.day - known.day >= _WORTH_WRITING or settled.terms != known.settled.terms


def _name(content: Content, oldest: str) -> str:
    """Return what a file is of: some folders, read in some words, of a history that begins with a commit.

    A new program takes it over.
    """
    told = [[sorted(layout.items()) for layout in content.layouts], repr(content.vocabulary), oldest]
    return sha256(json.dumps(told).encode()).hexdigest()[:16]


@functools.cache
def _program() -> str:
    """Return a digest of this program: a release changes its version, an edit of a definition its file."""
    root = Path(__file__).parent.parent
    digest = sha256(__version__.encode())
    for file in sorted(root.rglob("*.py")):
        about = file.stat()
        digest.update(f"{file.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _known(file: Path) -> tuple[Known | None, Outcome]:
    try:
        digest, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None, "empty"
    if sha256(content).hexdigest().encode() != digest:
        return None, "damaged"
    try:
        document = json.loads(content)
        return (_read(document), "used") if document["program"] == _program() else (None, "outdated")
    except (ValueError, LookupError, TypeError, OverflowError, AttributeError):  # whole, and not of this program
        return None, "damaged"


def _document(versions: Versions, settled: Settled) -> dict[str, Any]:
    numbers: dict[Facts | None, int] = {}
    rows = [
        [
            *place,
            [[each.since.toordinal(), numbers.setdefault(each.facts, len(numbers)), each.is_there] for each in of_file],
        ]
        for place, of_file in versions.of.items()
    ]
    moves = [
        [*label, [day.toordinal() for day in of_label], list(of_label.values())]
        for label, of_label in settled.moves.items()
    ]
    return {
        "program": _program(),
        "commit": versions.commit,
        "day": versions.day.toordinal(),
        "facts": list(numbers),
        "rows": rows,
        "ledgers": [[day.toordinal(), blob] for day, blob in versions.ledgers.items()],
        "terms": settled.terms,
        "moves": moves,
    }


def _read(document: Mapping[str, Any]) -> Known:
    facts = [None if each is None else _facts(each) for each in document["facts"]]
    of = {
        (collection, folder, name): tuple(
            Version(date.fromordinal(since), facts[number], is_there) for since, number, is_there in of_file
        )
        for collection, folder, name, of_file in document["rows"]
    }
    moves: dict[tuple[str, str], Moves] = {
        (name, item): dict(zip(map(date.fromordinal, days), of_label, strict=True))
        for name, item, days, of_label in document["moves"]
    }
    day = date.fromordinal(document["day"])
    ledgers = {date.fromordinal(number): blob for number, blob in document["ledgers"]}
    return Known(document["commit"], day, of, ledgers, Settled(day, document["terms"], moves))


def _facts(told: list[Any]) -> Facts:
    if len(told) == 1:
        return MemberFacts(_tuples(told[0]))
    phases, events, incubators, promotion, is_fast, former_ids, declared, *rest = told
    return ProductFacts(
        _tuples(phases),
        _tuples(events),
        tuple(incubators),
        promotion,
        is_fast,
        tuple(former_ids),
        tuple(declared),
        *rest,
    )


def _tuples(rows: list[list[Any]]) -> tuple[Any, ...]:
    return tuple(map(tuple, rows))
