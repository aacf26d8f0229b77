"""The file of findings, for those whose files they are on: made of what was read, dated by the file of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.commands.site import STATS_FILE
from startup_stats.content.faults import Unreadable
from startup_stats.content.plain_lines import field_at, value_of
from startup_stats.content.text import decode
from startup_stats.files import read_json, write_if_changed
from startup_stats.language import Text
from startup_stats.schema import validators
from startup_stats.writers.json import to_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from startup_stats.commands.site import Site
    from startup_stats.config.settings import Config
    from startup_stats.content.portfolio import Reading
    from startup_stats.content.source import Source
    from startup_stats.document.findings import Glimpse
    from startup_stats.findings import Finding
    from startup_stats.git.checkout import SourceInfo

# Beside stats.json, in a site's _data.
FINDINGS_FILE = STATS_FILE.with_name("stats_findings.json")


class Listed(NamedTuple):
    """The document, the one of before if there was any, what there is to say of that, and whose configuration it is."""

    document: Mapping[str, Any]
    earlier: Mapping[str, Any] | None
    notes: tuple[Text, ...]
    config: Config


def list_findings(
    site: Site, as_of: date, read: tuple[Reading, tuple[Finding, ...]], about: SourceInfo, given: Path | None
) -> Listed:
    """Return what is wrong in a site's files as a document; days come from the file `given`, else from the site's own.

    A file of before that is not there, or of another shape, costs nothing but the days it would have told.
    """
    from startup_stats.document.findings import Told, findings_document

    reading, findings = read
    path = site.folder / FINDINGS_FILE if given is None else given
    earlier = read_findings(path)
    with_fields = [each._replace(field=_field(site.source, each)) for each in findings]
    told = Told(reading, with_fields, about, dict(_glimpses(site, reading)), earlier)
    note = None if earlier is not None else (_NOT_READ if path.exists() else _FIRST).fill(path=path, day=as_of)
    return Listed(findings_document(told, site.config, as_of), earlier, () if note is None else (note,), site.config)


def read_findings(path: Path) -> dict[str, Any] | None:
    """Return a file of findings; None where there is none, where a link leads to it, or of another shape."""
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return None
    found: Any = read_json(path)
    if found is None or validators.errors("findings", found):
        return None
    document: dict[str, Any] = found
    return document


def write_findings(path: Path, listed: Listed, *, is_explicit: bool) -> bool:
    """Write the document; another day alone leaves the file as it is, unless that day was asked for. Say whether."""
    of_now = {key: listed.document[key] for key in ("as_of", "source")}
    same = listed.earlier is not None and {**listed.earlier, **of_now} == listed.document
    if same and not is_explicit:
        return False
    return write_if_changed(path, to_rows(listed.document))


def write_feed(path: Path, listed: Listed) -> bool:
    """Write the document as an Atom feed, an entry an incubator; say whether that changed the file."""
    from startup_stats.document.findings_feed import findings_feed
    from startup_stats.writers.atom import to_atom

    return write_if_changed(path, to_atom(findings_feed(listed.document, listed.config)))


def _field(source: Source, finding: Finding) -> str | None:
    """Return the field that a finding speaks of: what it knows, else the one under which its line stands."""
    text = None if finding.field is not None else _text(source, finding.location.path)
    return finding.field if text is None else field_at(text, finding.location.line)


def _glimpses(site: Site, reading: Reading) -> Iterator[tuple[str, Glimpse]]:
    """Yield what single lines say of each product that can't be read: its incubator is whom to tell."""
    from startup_stats.document.findings import Glimpse

    title, incubator = (site.config.vocabulary.name("product", field) for field in ("title", "incubator"))
    for record in reading.records["product"]:
        text = _text(site.source, record.path) if record.data is None else None
        if text is not None:
            yield record.path, Glimpse(value_of(text, title), value_of(text, incubator))


def _text(source: Source, path: str) -> str | None:
    try:
        return decode(source.read(path))[0]
    except Unreadable:
        return None


_FIRST = Text(
    "Premier relevé des défauts : tous sont datés du {day}.",
    "The first file of findings: all of them are dated {day}.",
)
_NOT_READ = Text(
    "{path} n'est pas un relevé de défauts de cette version : il est refait, et les défauts sont datés du {day}.",
    "{path} is no file of findings of this version: it is made anew, and findings are dated {day}.",
)
