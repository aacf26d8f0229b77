"""The command `build`: the figures computed and written where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.commands.evidence import LEDGER_NAME, read_ledger
from startup_stats.commands.site import STATS_FILE, read_site
from startup_stats.document.changes import same_figures
from startup_stats.errors import UsageError
from startup_stats.files import make_folder, read_json, require_folder, write_if_changed
from startup_stats.git.checkout import describe
from startup_stats.language import Text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.findings import Finding


class BuildOptions(NamedTuple):
    """What `build` was asked. `as_of` is explicit when the user typed a day; without output, no file is written.

    Without a ledger the site's own is taken, if it has one.
    """

    as_of: date
    as_of_is_explicit: bool
    output: Path | None
    csv_folder: Path | None = None
    ledger: Path | None = None
    preview: Path | None = None


class Built(NamedTuple):
    """What `build` made; `written` is None when no file was asked for, and the document is for standard output."""

    document: Mapping[str, Any]
    findings: tuple[Finding, ...]
    written: Path | None
    changed: bool
    beside: tuple[Path, ...]


def build(site: Site, options: BuildOptions) -> Built:
    """Compute the figures and write them where asked; unchanged figures leave the file untouched."""
    from startup_stats.document.whole import Digests, Inputs, make_document
    from startup_stats.standards.contradictions import contradictions

    for file in (options.output, options.preview):
        require_folder(file and file.parent)
    require_day(site, options.as_of)
    terms = site.config.terms(options.as_of)
    reading, findings = read_site(site, options.as_of)
    about = describe(site.folder, site.config.folders.values())
    place = _ledger_file(site, options.ledger)
    ledger = None if place is None else read_ledger(place)
    if ledger is not None:
        contradicted = contradictions(reading.portfolio.products, ledger, site.source)
        findings = tuple(sorted((*findings, *contradicted), key=lambda finding: finding.sort_key))
    digests = Digests(_digest(site.configuration), _digest(place.read_bytes() if place else None))
    document = make_document(Inputs(reading, findings, ledger, digests), site.config, terms, about)
    changed = options.output is not None and _write_document(options.output, document, options)
    beside = (*_write_tables(options.csv_folder, document), *_write_preview(options.preview, document))
    return Built(document, findings, options.output, changed, beside)


def require_day(site: Site, as_of: date) -> None:
    """Raise UsageError for a day before the series."""
    if as_of.year < site.config.first_year:
        raise UsageError(_TOO_EARLY.fill(day=as_of, year=str(site.config.first_year)))


def _ledger_file(site: Site, given: Path | None) -> Path | None:
    own = site.folder / STATS_FILE.with_name(LEDGER_NAME)
    if given is None and (own.parent.is_symlink() or own.is_symlink() or not own.is_file()):
        return None
    return given or own


def _digest(content: bytes | None) -> str | None:
    import hashlib

    return None if content is None else hashlib.sha256(content).hexdigest()


def _write_document(output: Path, document: Mapping[str, Any], options: BuildOptions) -> bool:
    if not options.as_of_is_explicit and same_figures(read_json(output), document):
        return False
    return write_if_changed(output, to_rows(document))


def _write_tables(folder: Path | None, document: Mapping[str, Any]) -> tuple[Path, ...]:
    if folder is None:
        return ()
    from startup_stats.document.tables import to_tables

    make_folder(folder)
    tables = {folder / name: text for name, text in to_tables(document).items()}
    for path, text in tables.items():
        write_if_changed(path, text)
    return tuple(tables)


def _write_preview(path: Path | None, document: Mapping[str, Any]) -> tuple[Path, ...]:
    if path is None:
        return ()
    from startup_stats.kit import read_kit
    from startup_stats.writers.preview import to_preview

    write_if_changed(path, to_preview(document, read_kit()))
    return (path,)


_TOO_EARLY = Text(
    "Le {day} précède la première année des séries ({year}) : changez --as-of, ou first_year dans la configuration.",
    "{day} is before the first year of the series ({year}): change --as-of, or first_year in the configuration.",
)
