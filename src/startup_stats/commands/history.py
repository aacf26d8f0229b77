"""The command `history`: every figure on every day, into _data/stats_history.json."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.commands.evidence import parse_ledger
from startup_stats.commands.history_file import parse_history, whole_content
from startup_stats.commands.moves import moves
from startup_stats.commands.site import every_folder
from startup_stats.content.former_ids import former_ids
from startup_stats.content.records import list_files, read_record
from startup_stats.document.history import (
    history_document,
    history_text,
    kept_months,
    moved_months,
    same_history,
)
from startup_stats.document.whole import counting_digest
from startup_stats.errors import AlarmError, OutsideError
from startup_stats.files import require_folder, write_if_changed
from startup_stats.git.checkout import describe
from startup_stats.git.objects import blobs
from startup_stats.history.cache import cached_versions, keep
from startup_stats.history.observed import ledgers_of
from startup_stats.history.reconstruction import Beside, reconstruction
from startup_stats.history.trends import month_ends
from startup_stats.history.versions import LEDGER_FOLDER, Content
from startup_stats.history.vintages import Days
from startup_stats.language import Text
from startup_stats.standards.ledger import LEDGER_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.history.cache import Cached
    from startup_stats.history.versions import Versions
    from startup_stats.standards.ledger import Ledger


class HistoryOptions(NamedTuple):
    """What `history` was asked; without output, no file is written, and without a cache nothing is kept.

    `update`: the months that are over stay as the file has them. `restate` is the reason for which they are written
    anew. `causes`: by which records each year moved since its reports were written is told as well, and from then on in
    this file: each of those days is read, in about the time of one more `build`.
    """

    as_of: date
    as_of_is_explicit: bool
    output: Path | None
    cache: Path | None = None
    update: bool = False
    restate: str | None = None
    causes: bool = False


class Recounted(NamedTuple):
    """What `history` made: the document, where it was written and whether that changed it, what the cache gave.

    `moved` are the years, by indicator, whose months that are over differ from the file's.
    """

    document: Mapping[str, Any]
    written: Path | None
    changed: bool
    read: Cached
    moved: Mapping[str, tuple[int, ...]]


def history(site: Site, options: HistoryOptions) -> Recounted:
    """Compute the history of a site's content and write it where asked.

    Months that are over are not rewritten in the view *as written then*, unless that is asked for with its reason.
    Raises OutsideError where git or the file can't be read, AlarmError when such months would change.
    """
    require_folder(options.output and options.output.parent)
    earlier = None if options.output is None else _earlier(options.output)
    read = cached_versions(
        site.folder, Content(site.config.layouts(), site.config.vocabulary), options.as_of, options.cache
    )
    if read.versions is None:
        raise OutsideError(_NOTHING_YET.fill(day=options.as_of, folder=site.folder))
    config = site.config
    beside = Beside(*_incubators(site), _ledgers(site, read.versions, options.as_of))
    made = reconstruction(read.versions, config, options.as_of, beside, read.settled)
    read = read._replace(outcome=keep(read, made.settled))
    document = history_document(
        made, describe(site.folder, every_folder(config)), counting_digest(config), config.language
    )
    moved = {} if earlier is None else moved_months(earlier, document)
    document["restatements"] = _restatements(earlier, options, moved=bool(moved))
    if options.causes or (earlier is not None and "moved" in earlier):
        document["moved"] = list(moves(site, made.versions.since, options.as_of))
    recounted = Recounted(document, options.output, changed=False, read=read, moved=moved)
    if options.output is None:
        return recounted
    if earlier is not None and moved and options.restate is None:
        if not options.update:
            raise AlarmError(_RESTATED.fill(path=options.output, figures=", ".join(_figures(moved))))
        document |= kept_months(earlier, document)
    if options.update and earlier is not None and options.as_of.isoformat() < earlier["as_of"]:
        return recounted  # a clock that went back: what is known of later days is not taken away
    is_same = earlier is not None and ("moved" in earlier) == ("moved" in document) and same_history(earlier, document)
    if is_same and not options.as_of_is_explicit:
        return recounted
    return recounted._replace(changed=write_if_changed(options.output, history_text(document)))


def _earlier(path: Path) -> dict[str, Any] | None:
    """Return the file to replace; the one behind a link too, when that was asked for."""
    return parse_history(path, whole_content(path)) if path.is_file() else None


def _restatements(earlier: Mapping[str, Any] | None, options: HistoryOptions, *, moved: bool) -> list[dict[str, str]]:
    """Return the reasons for which months that were over were written anew, the last one at the end."""
    told = [] if earlier is None else list(earlier["restatements"])
    if moved and options.restate is not None:
        told.append({"day": options.as_of.isoformat(), "reason": options.restate})
    return told


def _figures(moved: Mapping[str, tuple[int, ...]]) -> list[str]:
    return [f"{name} {year}" for name, years in moved.items() for year in years][:_MOST_TOLD]


_MOST_TOLD = 6


def _ledgers(site: Site, versions: Versions, until: date) -> dict[date, Ledger]:
    """Return the ledger that stood at the end of each month; one that nobody could read is none."""
    wanted = ledgers_of(versions.ledgers, month_ends(Days(versions.since, until, site.config.terms)))
    contents = blobs(site.folder, sorted(set(wanted.values()))) if wanted else {}
    read = {}
    for blob, content in contents.items():
        with suppress(OutsideError):
            read[blob] = parse_ledger(site.folder / LEDGER_FOLDER / LEDGER_NAME, content)
    return {end: read[blob] for end, blob in wanted.items() if blob in read}


def _incubators(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of today's incubators by their ids, and by their former ids the ids of those that name them."""
    folder = site.folders["incubator"]
    if not folder or not site.source.exists(folder):
        return {}, {}
    records = (read_record(site.source, place) for place in list_files(site.source, "incubator", folder))
    vocabulary = site.config.vocabulary
    title, prefixes = vocabulary.name("incubator", "title"), vocabulary.incubator_prefixes
    read = {record.id: record.data or {} for record in records if record is not None}
    titles = {record: words for record, data in read.items() if isinstance(words := data.get(title), str)}
    former = {name: record for record, data in read.items() for _, name in former_ids(data, prefixes)}
    return titles, {name: record for name, record in former.items() if name not in read}


_NOTHING_YET = Text(
    "Le {day}, le dépôt de « {folder} » n'avait pas encore de commit, ou ce checkout ne remonte pas si loin : donnez "
    "un autre --as-of, ou récupérez l'historique entier (« fetch-depth: 0 »).",
    'On {day} the repository of "{folder}" had no commit yet, or this checkout does not go back so far: give another '
    '--as-of, or fetch the whole history ("fetch-depth: 0").',
)
_RESTATED = Text(
    "{path} n'a pas été remplacé : des chiffres de mois passés n'y seraient plus les mêmes ({figures}…). L'historique "
    'git a été réécrit, ou la façon de compter a changé. Si c\'est voulu, relancez avec --restate "la raison" ; pour '
    "garder les mois passés tels quels, relancez avec --update.",
    "{path} was not replaced: figures of months that are over would no longer be the same ({figures}…). The git "
    'history was rewritten, or what is counted changed. If that is meant, run again with --restate "the reason"; to '
    "keep the months that are over as they are, run again with --update.",
)
