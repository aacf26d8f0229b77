"""The command `build`: the figures computed and written where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.commands.evidence import ledger_content
from startup_stats.commands.figures import Beside, content_of, figures
from startup_stats.commands.history_file import HISTORY_FILE, history_content
from startup_stats.commands.site import read_site, require_day
from startup_stats.document.changes import same_figures
from startup_stats.document.guard import NO_EARLIER_FILE, compare
from startup_stats.errors import AlarmError
from startup_stats.files import make_folder, read_json, require_place, write_if_changed
from startup_stats.git.checkout import describe
from startup_stats.language import Text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.findings_file import Listed
    from startup_stats.commands.site import Site
    from startup_stats.config.settings import Config, Guard
    from startup_stats.content.portfolio import Reading
    from startup_stats.document.guard import Account
    from startup_stats.document.revisions import Year
    from startup_stats.findings import Finding
    from startup_stats.git.checkout import SourceInfo


class BuildOptions(NamedTuple):
    """What `build` was asked. `as_of` is explicit when the user typed a day; without output, no file is written.

    Without a ledger the site's own is taken, if it has one. `accept`: the file is replaced though the guard rings;
    `guarded`: the guard looks at all. `edition` is a file that is not there yet. `findings` and `feed` are files for
    those whose records are at fault.
    """

    as_of: date
    as_of_is_explicit: bool
    output: Path | None
    csv_folder: Path | None = None
    ledger: Path | None = None
    preview: Path | None = None
    accept: bool = False
    guarded: bool = True
    edition: Path | None = None
    findings: Path | None = None
    feed: Path | None = None


class Built(NamedTuple):
    """What `build` made; `written` is None when no file was asked for, and the document is for standard output.

    `account` is the guard's; with a `refusal` nothing was written, and whoever asked is to end with it. `notes` is what
    else there is to say, `known` the site's history, where tables are asked for; `listed` the findings as a document,
    where that is asked for.
    """

    document: Mapping[str, Any]
    findings: tuple[Finding, ...]
    written: Path | None
    changed: bool
    beside: tuple[Path, ...]
    account: Account = NO_EARLIER_FILE
    refusal: AlarmError | None = None
    notes: tuple[Text, ...] = ()
    known: tuple[Year, ...] = ()
    listed: Listed | None = None
    history: Mapping[str, Any] | None = None


def build(site: Site, options: BuildOptions) -> Built:
    """Compute the figures and write them where asked; unchanged figures leave the file untouched.

    A file that is there is not replaced when its figures move too far, unless that is accepted.
    """
    for file in (options.output, options.preview, options.findings, options.feed):
        require_place(file)
    require_day(site, options.as_of)
    folders = [folder for folder in site.folders.values() if folder]
    with content_of(site, folders) as content_told:
        read = read_site(site, options.as_of)
        about = describe(site.folder, folders, site.commit or "HEAD")._replace(content=content_told())
    beside = Beside(ledger_content(site, options.ledger), _history_content(site))
    made = figures(site, options.as_of, read, beside, about)
    listed = _listed(site, options, (read[0], made.findings), about)
    built = Built(
        made.document, made.findings, options.output, changed=False, beside=(),
        notes=(*((_OTHER_HISTORY,) if made.is_other_history else ()), *(listed.notes if listed else ())),
        known=() if options.csv_folder is None else _known(made.history, site.config), listed=listed,
        history=made.history,
    )  # fmt: skip
    if options.output is None:
        return built._replace(beside=_write_beside(options, built))
    return _replaced(built, options.output, options, site.config.guard)


def refusal(account: Account, what: Text, *, accept: bool) -> AlarmError | None:
    """Return the error to end with when the guard rings and nobody accepted it; `what` says what was not done."""
    return AlarmError(_REFUSED.fill(what=what)) if account.alerts and not accept else None


def _history_content(site: Site) -> tuple[Path, bytes] | None:
    """Return where the site's own history lies and its bytes; None without, and where a day before is asked about."""
    own = site.folder / HISTORY_FILE
    content = None if site.commit is not None else history_content(own)
    return None if content is None else (own, content)


def _known(history: Mapping[str, Any] | None, config: Config) -> tuple[Year, ...]:
    from startup_stats.document.revisions import revisions

    return () if history is None else tuple(revisions(history, config))


def _listed(
    site: Site, options: BuildOptions, read: tuple[Reading, tuple[Finding, ...]], about: SourceInfo
) -> Listed | None:
    if options.findings is None and options.feed is None:
        return None
    from startup_stats.commands.findings_file import list_findings

    return list_findings(site, options.as_of, read, about, options.findings)


def _replaced(built: Built, output: Path, options: BuildOptions, limits: Guard) -> Built:
    """Write what was built in place of an earlier file, where the guard lets it: there is none behind a device."""
    is_there = output.is_file() and options.guarded
    earlier = read_json(output) if is_there else None
    account = compare(earlier, built.document, limits) if is_there else NO_EARLIER_FILE
    refused = refusal(account, _NOT_REPLACED.fill(path=output), accept=options.accept)
    if refused is not None:
        return built._replace(account=account, refusal=refused)
    same = not options.as_of_is_explicit and same_figures(earlier, built.document)
    changed = not same and write_if_changed(output, to_rows(built.document))
    return built._replace(changed=changed, beside=_write_beside(options, built), account=account)


def _write_beside(options: BuildOptions, built: Built) -> tuple[Path, ...]:
    written = (*_write_tables(options.csv_folder, built), *_write_preview(options.preview, built))
    # The edition last: where it stands, a run that did not come to its end can't be made again under this name.
    return (*written, *_write_findings(options, built.listed), *_write_edition(options.edition, built.document))


def _write_tables(folder: Path | None, built: Built) -> tuple[Path, ...]:
    if folder is None:
        return ()
    from startup_stats.document.tables import to_tables

    make_folder(folder)
    tables = {folder / name: text for name, text in to_tables(built.document, built.known).items()}
    for path, text in tables.items():
        write_if_changed(path, text)
    return tuple(tables)


def _write_preview(path: Path | None, built: Built) -> tuple[Path, ...]:
    if path is None:
        return ()
    from startup_stats.kit import read_kit
    from startup_stats.writers.preview import to_preview

    write_if_changed(path, to_preview(built.document, read_kit(built.document["language"]), built.history))
    return (path,)


def _write_edition(path: Path | None, document: Mapping[str, Any]) -> tuple[Path, ...]:
    if path is None:
        return ()
    make_folder(path.parent)
    write_if_changed(path, to_rows(document))
    return (path,)


def _write_findings(options: BuildOptions, listed: Listed | None) -> tuple[Path, ...]:
    if listed is None:
        return ()
    from startup_stats.commands.findings_file import write_feed, write_findings

    if options.findings is not None:
        write_findings(options.findings, listed, is_explicit=options.as_of_is_explicit)
    if options.feed is not None:
        write_feed(options.feed, listed)
    return tuple(path for path in (options.findings, options.feed) if path is not None)


_OTHER_HISTORY = Text(
    "L'historique compte autrement que la configuration d'aujourd'hui : les premiers chiffres et les révisions ne sont "
    'pas montrés. Refaites-le : « startup-stats history --restate "la raison" ».',
    "The history counts otherwise than today's configuration: first figures and revisions are not shown. Make it anew: "
    'startup-stats history --restate "the reason".',
)
_NOT_REPLACED = Text("{path} n'a pas été remplacé", "{path} was not replaced")
_REFUSED = Text(
    "{what} : des chiffres bougent plus que prévu, et ce qui était en place y reste. Si une fiche est en cause, "
    "corrigez-la et relancez. Si ces chiffres sont les bons, relancez avec --accept (dans l'action, « accept: true ») "
    "ou faites-les relire avec « publish: pull-request ».",
    "{what}: figures move further than expected, and what was in place stays. If a record is at fault, correct it and "
    'run again. If these figures are right, run again with --accept (in the Action, "accept: true") or have them '
    'reviewed with "publish: pull-request".',
)
