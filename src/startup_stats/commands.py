"""The commands: options in, files out. Each reads, computes and writes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.config import Config, find_config, parse_config
from startup_stats.content.checkout import describe, open_checkout
from startup_stats.content.source import FolderSource
from startup_stats.errors import OutsideError, UsageError, reason
from startup_stats.files import require_folder, write_if_changed
from startup_stats.language import Language, Text
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from startup_stats.content.portfolio import Reading
    from startup_stats.content.source import Source
    from startup_stats.findings import Finding
    from startup_stats.indicators.terms import Method
    from startup_stats.standards.ledger import Ledger

STATS_FILE = Path("_data/stats.json")


@dataclass(frozen=True, slots=True)
class Site:
    """A checkout opened: where it is, what it is configured to be, and its files."""

    folder: Path
    is_local: bool
    config: Config
    source: Source

    @property
    def prefix(self) -> str:
        """Return the way from the working folder to a site below it, ending in « / »; else nothing."""
        shown = self.folder.as_posix()
        return "" if self.folder.is_absolute() or shown == "." or ".." in self.folder.parts else f"{shown}/"


class Overrides(NamedTuple):
    """What the command line says in place of the site's own configuration; None leaves that."""

    config_file: Path | None = None
    method: Method | None = None
    language: Language | None = None


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


def open_site(asked: str, overrides: Overrides) -> Site:
    """Open PATH (folder, bundle or repository) with its configuration, as the command line changes it."""
    path, cache, folders = Path(asked), cache_folder(os.environ), tuple(Config().folders.values())
    folder = open_checkout(asked, path, cache, folders)
    source = FolderSource(folder)
    config = find_config(source) if overrides.config_file is None else _read_config(overrides.config_file)
    if folder != path and not set(config.folders.values()) <= set(folders):
        open_checkout(asked, path, cache, config.folders.values())
    if overrides.method is not None:
        config = config._replace(methods=dict.fromkeys(config.methods, overrides.method))
    if overrides.language is not None:
        config = config._replace(language=overrides.language)
    return Site(folder, folder == path, config, source)


def default_output(site: Site) -> Path | None:
    """Return _data/stats.json of a local site; None, standard output, where there is no site to write to.

    Raises OutsideError when _data is a link: the content must not choose where a file is written.
    """
    output = site.folder / STATS_FILE
    if output.parent.is_symlink():
        raise OutsideError(_LINKED_DATA.fill(folder=output.parent))
    return output if site.is_local and output.parent.is_dir() else None


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return where fetched repositories are kept (XDG Base Directory Specification)."""
    base = environment.get("XDG_CACHE_HOME") or f"{environment.get('HOME', '/tmp')}/.cache"  # noqa: S108
    return Path(base) / "startup-stats"


def read_site(site: Site, as_of: date) -> tuple[Reading, tuple[Finding, ...]]:
    """Read all content and tell what is wrong with it, by file and place."""
    from startup_stats.checks.engine import read_and_check
    from startup_stats.content.portfolio import Reading, make_portfolio, modelled

    checked = read_and_check(site.source, site.config.folders, as_of, modelled)
    return Reading(checked.records, make_portfolio(checked.kept)), checked.findings


def build(site: Site, options: BuildOptions) -> Built:
    """Compute the figures and write them where asked; unchanged figures leave the file untouched."""
    from startup_stats.document import Inputs, make_document
    from startup_stats.standards.contradictions import contradictions

    for file in (options.output, options.preview):
        require_folder(file and file.parent)
    require_folder(options.csv_folder)
    terms = site.config.terms(options.as_of)
    if options.as_of.year < terms.first_year:
        raise UsageError(_TOO_EARLY.fill(day=options.as_of, year=str(terms.first_year)))
    reading, findings = read_site(site, options.as_of)
    about = describe(site.folder, site.config.folders.values())
    ledger = _ledger(site, options.ledger)
    if ledger is not None:
        contradicted = contradictions(reading.portfolio.products, ledger, site.source)
        findings = tuple(sorted((*findings, *contradicted), key=lambda finding: finding.sort_key))
    document = make_document(Inputs(reading, findings, ledger), site.config, terms, about)
    changed = options.output is not None and _write_document(options.output, document, options)
    beside = (*_write_tables(options.csv_folder, document), *_write_preview(options.preview, document))
    return Built(document, findings, options.output, changed, beside)


def _ledger(site: Site, given: Path | None) -> Ledger | None:
    from startup_stats.evidence import LEDGER_NAME, read_ledger

    own = site.folder / STATS_FILE.with_name(LEDGER_NAME)
    if given is None and (own.parent.is_symlink() or own.is_symlink() or not own.is_file()):
        return None
    return read_ledger(given or own)


def _write_document(output: Path, document: Mapping[str, Any], options: BuildOptions) -> bool:
    if not options.as_of_is_explicit and same_figures(read_document(output), document):
        return False
    return write_if_changed(output, to_rows(document))


def _write_tables(folder: Path | None, document: Mapping[str, Any]) -> tuple[Path, ...]:
    if folder is None:
        return ()
    from startup_stats.writers.tables import to_tables

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


def read_document(path: Path) -> Any:
    """Return a JSON file's content; None where there is none that can be read."""
    try:
        return parsed(path.read_bytes())
    except OSError:
        return None


def parsed(content: bytes | None) -> Any:
    """Return what JSON says; None where there is none, or something else."""
    import json

    try:
        return None if content is None else json.loads(content)
    except ValueError:
        return None


def same_figures(old: Any, document: Mapping[str, Any]) -> bool:
    """Say whether a document differs only in the day and the commit: that alone is no reason to publish."""
    provenance = {key: document[key] for key in ("as_of", "source")}
    return isinstance(old, dict) and _without_sentences(old | provenance) == _without_sentences(document)


def _without_sentences(value: Any) -> Any:
    """Drop the text alternatives, which name the day."""
    if isinstance(value, dict):
        return {key: _without_sentences(item) for key, item in value.items() if key != "alternative"}
    return value


def _read_config(path: Path) -> Config:
    try:
        return parse_config(str(path), path.read_bytes())
    except OSError as error:
        raise UsageError(_NO_CONFIG.fill(path=path, reason=reason(error))) from None


_LINKED_DATA = Text(
    "« {folder} » est un lien symbolique : rien n'y est écrit. Mettez un vrai dossier à cette place, ou donnez -o.",
    '"{folder}" is a symbolic link: nothing is written there. Put a real folder in its place, or give -o.',
)
_TOO_EARLY = Text(
    "Le {day} précède la première année des séries ({year}) : changez --as-of, ou first_year dans la configuration.",
    "{day} is before the first year of the series ({year}): change --as-of, or first_year in the configuration.",
)
_NO_CONFIG = Text(
    "La configuration {path} ne peut pas être lue ({reason}).",
    "The configuration {path} can't be read ({reason}).",
)
