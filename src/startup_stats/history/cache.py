"""Versions kept from one run to the next: safe to delete, to share and to corrupt, never needed.

One JSON file a checkout, after a line with its sha256. It holds what files said until a commit; a run after it reads
the commits since. What does not fit (another program, other folders, another history) is read anew.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from startup_stats import __version__
from startup_stats.errors import StartupStatsError
from startup_stats.files import make_folder, write_if_changed
from startup_stats.git.objects import first_parents
from startup_stats.history.facts import Facts, MemberFacts, ProductFacts
from startup_stats.history.versions import Known, Version, Versions, read_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# What became of the cache: not asked for, nothing there, taken, damaged, of something else, not writable.
Outcome = Literal["none", "empty", "used", "damaged", "other", "unwritable"]
_FORMAT = 1


class Cached(NamedTuple):
    """The versions of a checkout, None where no commit is so old, and what the cache gave."""

    versions: Versions | None
    outcome: Outcome


def cached_versions(folder: Path, layouts: Sequence[Mapping[str, str]], until: date, cache: Path | None) -> Cached:
    """Read the versions of a checkout, those that are kept in `cache` from there; raises OutsideError as git does."""
    commits = first_parents(folder)
    if cache is None:
        return Cached(read_versions(folder, layouts, until, commits), "none")
    key = _key(layouts, commits[-1].id)
    file = cache / "history" / f"{key[:16]}.json"
    kept, outcome = _kept(file, key)
    versions = read_versions(folder, layouts, until, commits, kept)
    if kept is not None and versions is not None and not versions.extends:
        outcome = "other"
    if versions is not None and (kept is None or versions.commit != kept.commit):
        outcome = outcome if _keep(file, key, versions) else "unwritable"
    return Cached(versions, outcome)


def _key(layouts: Sequence[Mapping[str, str]], oldest: str) -> str:
    """Return what a cache is good for: this program, these folders, a history that begins with this commit."""
    told = [_FORMAT, __version__, [sorted(layout.items()) for layout in layouts], oldest]
    return sha256(json.dumps(told).encode()).hexdigest()


def _kept(file: Path, key: str) -> tuple[Known | None, Outcome]:
    try:
        digest, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None, "empty"
    if sha256(content).hexdigest().encode() != digest:
        return None, "damaged"
    try:
        document = json.loads(content)
        return (_known(document), "used") if document["key"] == key else (None, "other")
    except (ValueError, LookupError, TypeError, OverflowError):  # whole, and not of this program
        return None, "damaged"


def _keep(file: Path, key: str, versions: Versions) -> bool:
    content = json.dumps(_document(key, versions), separators=(",", ":"))
    digest = sha256(content.encode()).hexdigest()
    try:
        make_folder(file.parent)
        write_if_changed(file, f"{digest}\n{content}")
    except StartupStatsError:  # a full disk, a folder of somebody else's: the run goes on without
        return False
    return True


def _document(key: str, versions: Versions) -> dict[str, Any]:
    numbers: dict[Facts | None, int] = {}
    rows = [
        [
            *place,
            [[each.since.toordinal(), numbers.setdefault(each.facts, len(numbers)), each.is_there] for each in of_file],
        ]
        for place, of_file in versions.of.items()
    ]
    return {
        "key": key,
        "commit": versions.commit,
        "day": versions.day.toordinal(),
        "facts": list(numbers),
        "rows": rows,
    }


def _known(document: Mapping[str, Any]) -> Known:
    facts = [None if each is None else _facts(each) for each in document["facts"]]
    of = {
        (collection, folder, name): tuple(
            Version(date.fromordinal(since), facts[number], is_there) for since, number, is_there in of_file
        )
        for collection, folder, name, of_file in document["rows"]
    }
    return Known(document["commit"], date.fromordinal(document["day"]), of)


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
