"""Puts stats_findings.json together: what is wrong in the files, whose it is to mend, and since when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from startup_stats.document.edit_links import edit_links
from startup_stats.document.since import Past, dated
from startup_stats.document.unnamed import Unnamed
from startup_stats.findings import Severity
from startup_stats.schema import validators
from startup_stats.writers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from startup_stats.config.settings import Config
    from startup_stats.content.portfolio import Reading
    from startup_stats.findings import Finding
    from startup_stats.git.checkout import SourceInfo

SCHEMA_VERSION = 1
# A field's name is a word or two; a sentence that slipped among the fields is told by its rule.
_MOST_FIELD_CHARACTERS = 100


class Glimpse(NamedTuple):
    """What single lines say of a product whose file can't be read."""

    title: str | None = None
    incubator: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, what is wrong with it, and which content that is; `earlier` is the file of before, if any.

    `glimpses` are of products that could not be read, by path.
    """

    reading: Reading
    findings: Sequence[Finding]
    about: SourceInfo
    glimpses: Mapping[str, Glimpse] = field(default_factory=dict)
    earlier: Mapping[str, Any] | None = None


def findings_document(told: Told, config: Config, as_of: date) -> dict[str, Any]:
    """Return the document, valid by schemas/findings.schema.json: rules that a site ignores are left out.

    Members are people: what is wrong in their files is counted, and none is named. Raises ValueError when the document
    is not valid, which would be a fault of this program.
    """
    portfolio, records = told.reading.portfolio, told.reading.records
    collections = {record.path: name for name, read in records.items() for record in read}
    kept = [f for f in told.findings if f.rule not in config.ignored and f.location.path in collections]
    of_members = [finding for finding in kept if collections[finding.location.path] == "member"]
    past = Past(told.earlier, {former: product.id for product in portfolio.products for former in product.former_ids},
                frozenset(record.id for record in records["product"]))  # fmt: skip
    rows = dated(_rows(told, kept, config), past, as_of)
    products = [row for row in rows if "product" in row]
    document = {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of.isoformat(),
        "source": {key: getattr(told.about, key) for key in ("repository", "commit", "committed_at")},
        "language": config.language,
        "incubators": _incubators(rows, {incubator.id: incubator.title for incubator in portfolio.incubators}),
        "findings": products,
        "others": [row for row in rows if "product" not in row],
        "members": counts(finding.severity.value for finding in of_members),
    }
    errors = validators.errors("findings", document)
    if errors:
        fault = f"stats_findings.json would not be valid: {errors[0].json_path}: {errors[0].message}"
        raise ValueError(fault)
    return document


def same_findings(old: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Say whether two valid documents find the same, whatever the day and the commit: that alone is no news.

    Nor is the day since which: a finding that stands in both has it from the first.
    """
    return _without_days(old) == _without_days(document)


def counts(severities: Iterable[str]) -> dict[str, int]:
    """Count errors and warnings."""
    counted = Counter(severities)
    return {severity.value: counted[severity.value] for severity in (Severity.ERROR, Severity.WARNING)}


def _rows(told: Told, kept: Sequence[Finding], config: Config) -> list[dict[str, Any]]:
    """Return the findings on files that are not members', as the document tells them, in its order."""
    owners = _owners(told)
    unnamed = Unnamed(record.id for record in told.reading.records["member"])
    links = edit_links(kept, config)
    rows = [
        owners[path] | _said(finding, unnamed, config) | {"edit_url": links.get(path)}
        for finding in kept
        if (path := finding.location.path) in owners
    ]
    return sorted(rows, key=_place)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    whose = (row.get("collection", ""), row.get("product") or row["id"])
    return (*whose, row["path"], row["line"], row["rule"], row["field"] or "", row["message"])


def _owners(told: Told) -> dict[str, dict[str, Any]]:
    """Return, by path, what is told of the record that a finding is on."""
    portfolio = told.reading.portfolio
    titles = {each.path: each.title for each in portfolio.incubators}
    titles |= {each.path: each.name for each in portfolio.organisations}
    products = {product.path: product for product in portfolio.products}
    known = {incubator.id for incubator in portfolio.incubators}
    owners: dict[str, dict[str, Any]] = {}
    for collection, records in told.reading.records.items():
        for record in records:
            path, product = record.path, products.get(record.path)
            if product is not None:
                title, incubators = product.title, list(product.incubators)
            else:
                seen = told.glimpses.get(path, Glimpse())
                title = titles.get(path) or seen.title or record.id
                incubators = [seen.incubator] if seen.incubator in known else []
            if collection == "product":
                first = incubators[0] if incubators else None
                owners[path] = {"product": record.id, "title": title, "incubator": first, "incubators": incubators}
            elif collection != "member":
                owners[path] = {"collection": collection, "id": record.id, "title": title}
    return owners


def _said(finding: Finding, unnamed: Unnamed, config: Config) -> dict[str, Any]:
    key = finding.field
    return {
        "field": None if key is None else unnamed(plain(key))[:_MOST_FIELD_CHARACTERS],
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": unnamed(finding.message.said(config.language)),
        "help": unnamed(finding.help.said(config.language)),
        "path": finding.location.path,
        "line": finding.location.line,
    }


def _incubators(rows: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """List the incubators that have something to mend, those that no file knows too, with their counts."""
    severities: dict[str, list[str]] = {}
    for row in rows:
        for incubator in owners_of(row):
            severities.setdefault(incubator, []).append(row["severity"])
    return [{"id": each, "title": titles.get(each, each)} | counts(severities[each]) for each in sorted(severities)]


def owners_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the incubators whose a finding is: those of its product, or the one whose file it is on."""
    if "product" in row:
        return tuple(row["incubators"])
    return (row["id"],) if row["collection"] == "incubator" else ()


def _without_days(document: Mapping[str, Any]) -> dict[str, Any]:
    plain_rows = {
        name: [{key: value for key, value in row.items() if key != "since"} for row in document[name]]
        for name in ("findings", "others")
    }
    return {key: value for key, value in document.items() if key not in ("as_of", "source")} | plain_rows
